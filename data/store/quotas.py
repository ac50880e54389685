"""What an account has used of its month: counted from what was sent, so that no crash miscounts."""

from datetime import date, datetime, time, timedelta

from sqlalchemy import exists, func, select, update

from data.domain.localtime import instant_of
from data.domain.quota import month_of
from data.domain.reach import Account
from data.store.models import OutboxRow, SpentQuotaRow
from data.store.sql import Repository, insert_once


class Quotas(Repository):
    """What was sent by each account in a month, in every ward."""

    async def sent(self, account: Account, month: date) -> int:
        """Return how many messages an account sent since the first of a day's local month.

        Each row is one message on the platform, parts too. What is uncertain is not counted:
        nobody knows whether the platform counted it, and it says itself when a month is used up.
        """
        channel, name = account
        first = month.replace(day=1)
        coming = (first + timedelta(days=31)).replace(day=1)
        rows = await self._conn.execute(
            select(func.count())
            .select_from(OutboxRow)
            .where(OutboxRow.channel == channel, OutboxRow.account == name)
            .where(OutboxRow.sent_at >= instant_of(first, time()))
            .where(OutboxRow.sent_at < instant_of(coming, time()))
        )
        return rows.scalar_one()

    async def note_spent(self, account: Account, month: date, now: datetime) -> None:
        """Note that the platform says, at this moment, that a month is used up."""
        channel, name = account
        own = {"channel": channel, "account": name, "month": month_of(month)}
        await self._conn.execute(insert_once(self._conn, SpentQuotaRow, own | {"since": now}))
        await self._conn.execute(update(SpentQuotaRow).filter_by(**own).values(since=now))

    async def is_spent(self, account: Account, month: date) -> bool:
        """Return whether the platform said so, and took nothing since."""
        channel, name = account
        took = exists().where(
            OutboxRow.channel == channel,
            OutboxRow.account == name,
            OutboxRow.sent_at > SpentQuotaRow.since,
        )
        said = exists().where(
            SpentQuotaRow.channel == channel,
            SpentQuotaRow.account == name,
            SpentQuotaRow.month == month_of(month),
            ~took,
        )
        return bool((await self._conn.execute(select(said))).scalar_one())
