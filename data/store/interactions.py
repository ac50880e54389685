"""When people last did something on a channel that counts the time since."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data.domain.messages import Chat
from data.domain.reach import Account
from data.domain.window import Interaction, Reach, reach_of
from data.store.models import InteractionRow, LinkRow
from data.store.sql import Repository, table_of

_NEVER = datetime.fromisoformat("1970-01-01T00:00:00+00:00")


class Interactions(Repository):
    """The last interaction of each chat."""

    async def note(self, chat: Chat, at: datetime) -> None:
        """Note that a person did something; what comes late changes nothing."""
        await self._raise_to(chat, at)

    async def note_asked(self, chat: Chat, told: datetime | None, now: datetime) -> None:
        """Note what the platform itself says of the last interaction, and when it was asked."""
        await self._raise_to(chat, told or _NEVER)
        await self._conn.execute(update(InteractionRow).where(*_is(chat)).values(asked_at=now))

    async def count_free(self, chat: Chat) -> None:
        """Count a message that was sent."""
        await self._conn.execute(
            update(InteractionRow).where(*_is(chat)).values(sent_free=InteractionRow.sent_free + 1)
        )

    async def last(self, chat: Chat) -> Interaction | None:
        """Return the last interaction of a chat."""
        row = (
            await self._conn.execute(
                select(InteractionRow.at, InteractionRow.sent_free).where(*_is(chat))
            )
        ).one_or_none()
        return Interaction(row.at, row.sent_free) if row and row.at > _NEVER else None

    async def reaches(
        self, chats: Collection[Chat], now: datetime, free: Mapping[Account, int | None]
    ) -> dict[Chat, Reach]:
        """Return what a message to each of these chats would be now, as far as our record tells.

        `free` says of an account how many messages cost nothing; of others all do within 48 hours.
        """
        rows = await self._conn.execute(
            select(
                InteractionRow.channel,
                InteractionRow.account,
                InteractionRow.chat,
                InteractionRow.at,
                InteractionRow.sent_free,
            ).where(InteractionRow.chat.in_([c.chat for c in chats]))
        )
        known = {Chat(*place): Interaction(at, sent) for *place, at, sent in rows}
        return {c: reach_of(known.get(c), now, free.get((c.channel, c.account))) for c in chats}

    async def was_asked(self, chat: Chat, now: datetime, within: timedelta) -> bool:
        """Return whether the platform was asked lately."""
        asked = await self._conn.execute(select(InteractionRow.asked_at).where(*_is(chat)))
        at = asked.scalar_one_or_none()
        return at is not None and now - at < within

    async def count_by_reach(
        self, channel: str, account: str, now: datetime, free: int | None = None
    ) -> dict[Reach, int]:
        """Return how many linked chats of an account could be written to how, now."""
        rows = await self._conn.execute(
            select(LinkRow.chat, InteractionRow.at, InteractionRow.sent_free)
            .outerjoin(
                InteractionRow,
                (InteractionRow.channel == LinkRow.channel)
                & (InteractionRow.account == LinkRow.account)
                & (InteractionRow.chat == LinkRow.chat),
            )
            .where(LinkRow.channel == channel, LinkRow.account == account)
            .where(LinkRow.revoked_at.is_(None))
            .distinct()
        )
        counted = dict.fromkeys(Reach, 0)
        for row in rows:
            last = Interaction(row.at, row.sent_free) if row.at else None
            counted[reach_of(last, now, free)] += 1
        return counted

    async def _raise_to(self, chat: Chat, at: datetime) -> None:
        make = postgresql.insert if self._conn.dialect.name == "postgresql" else sqlite.insert
        table = table_of(InteractionRow)
        put = make(table).values(
            channel=chat.channel, account=chat.account, chat=chat.chat, at=at, sent_free=0
        )
        await self._conn.execute(
            put.on_conflict_do_update(
                index_elements=[table.c.channel, table.c.account, table.c.chat],
                set_={"at": put.excluded.at, "sent_free": 0},
                where=table.c.at < put.excluded.at,
            )
        )


def _is(chat: Chat) -> tuple[ColumnElement[bool], ...]:
    return (
        InteractionRow.channel == chat.channel,
        InteractionRow.account == chat.account,
        InteractionRow.chat == chat.chat,
    )
