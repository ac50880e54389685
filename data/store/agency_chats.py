"""Groups in a messenger in which an agency or a neighbourhood is spoken to."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, insert, select, update

from data.domain.messages import Chat, Delivery
from data.domain.people import AgencyChat
from data.domain.told import UNTIED
from data.store.models import AgencyChatRow, OutboxRow
from data.store.sql import Repository, in_state

_COLUMNS = (
    AgencyChatRow.id,
    AgencyChatRow.ward_id,
    AgencyChatRow.agency_id,
    AgencyChatRow.channel,
    AgencyChatRow.account,
    AgencyChatRow.chat,
    AgencyChatRow.title,
    AgencyChatRow.is_reachable,
)


class AgencyChats(Repository):
    """Which group belongs to which agency, in every ward. A group belongs to one agency."""

    async def add(
        self, ward_id: int, agency_id: int, chat: Chat, title: str, now: datetime
    ) -> AgencyChat:
        """Tie a group to an agency; what it was tied to before is revoked."""
        await self.revoke(chat, now)
        row = await self._conn.execute(
            insert(AgencyChatRow)
            .values(
                ward_id=ward_id,
                agency_id=agency_id,
                channel=chat.channel,
                account=chat.account,
                chat=chat.chat,
                title=title,
                linked_at=now,
            )
            .returning(AgencyChatRow.id)
        )
        return AgencyChat(row.scalar_one(), ward_id, agency_id, chat, title)

    async def at(self, chat: Chat) -> AgencyChat | None:
        """Return whose group this is."""
        found = await self._read(*_is(chat))
        return found[0] if found else None

    async def of(
        self, ward_id: int, agency_ids: Iterable[int]
    ) -> dict[int, tuple[AgencyChat, ...]]:
        """Return the groups of these agencies of a ward, by agency."""
        found: dict[int, tuple[AgencyChat, ...]] = {}
        for one in await self._read(
            AgencyChatRow.ward_id == ward_id, AgencyChatRow.agency_id.in_(list(agency_ids))
        ):
            found[one.agency_id] = (*found.get(one.agency_id, ()), one)
        return found

    async def all(self, ward_id: int) -> tuple[AgencyChat, ...]:
        """Return every tied group of a ward, the oldest first."""
        return await self._read(AgencyChatRow.ward_id == ward_id)

    async def revoke(self, chat: Chat, now: datetime) -> None:
        """Untie a group. What still waits to be posted there is not: it was for its old agency."""
        await self._conn.execute(
            update(AgencyChatRow)
            .where(AgencyChatRow.revoked_at.is_(None), *_is(chat))
            .values(revoked_at=now)
        )
        await self.silence(chat, UNTIED)

    async def silence(self, chat: Chat, why: str) -> None:
        """Do not post what waits for a group."""
        await self._conn.execute(
            update(OutboxRow)
            .where(in_state(OutboxRow.state, Delivery.READY), OutboxRow.chat == chat.chat)
            .where(OutboxRow.channel == chat.channel, OutboxRow.account == chat.account)
            .values(state=Delivery.EXPIRED.value, error=why)
        )

    async def mark_reachable(self, chat: Chat, is_reachable: bool) -> None:
        """Note that a group refuses us, or takes our messages again."""
        await self._conn.execute(
            update(AgencyChatRow)
            .where(AgencyChatRow.revoked_at.is_(None), *_is(chat))
            .values(is_reachable=is_reachable)
        )

    async def move(self, chat: Chat, moved_to: str) -> None:
        """Follow a group to its new address.

        Moving puts us into the new address as if somebody had added us, which may have tied it
        anew before we heard that it is the same group: then it stays whose it was.
        """
        if await self.at(chat) is None:
            return
        there = Chat(chat.channel, chat.account, moved_to)
        await self._conn.execute(
            delete(AgencyChatRow).where(AgencyChatRow.revoked_at.is_(None), *_is(there))
        )
        await self._conn.execute(
            update(AgencyChatRow)
            .where(AgencyChatRow.revoked_at.is_(None), *_is(chat))
            .values(chat=moved_to)
        )

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[AgencyChat, ...]:
        rows = await self._conn.execute(
            select(*_COLUMNS)
            .where(AgencyChatRow.revoked_at.is_(None), *conditions)
            .order_by(AgencyChatRow.id)
        )
        return tuple(
            AgencyChat(
                r.id,
                r.ward_id,
                r.agency_id,
                Chat(r.channel, r.account, r.chat),
                r.title,
                r.is_reachable,
            )
            for r in rows
        )


def _is(chat: Chat) -> tuple[ColumnElement[bool], ...]:
    return (
        AgencyChatRow.channel == chat.channel,
        AgencyChatRow.account == chat.account,
        AgencyChatRow.chat == chat.chat,
    )
