"""Who is reached by which chats, and who is behind a chat."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import bindparam, func, insert, select, update

from data.domain.messages import Chat
from data.domain.people import Link, Membership, Person, Ward, WardSettings
from data.domain.reach import Account, in_order
from data.store.models import LinkRow, MembershipRow, PersonRow, WardRow
from data.store.people import PERSON, person_of
from data.store.sql import Repository

_LINK = (
    LinkRow.id,
    LinkRow.ward_id,
    LinkRow.person_id,
    LinkRow.channel,
    LinkRow.account,
    LinkRow.chat,
    LinkRow.linked_at,
    LinkRow.is_reachable,
    LinkRow.is_main,
)
_BEHIND = (
    select(
        LinkRow.is_reachable,
        WardRow.id.label("ward_id"),
        WardRow.name.label("ward_name"),
        WardRow.settings,
        *PERSON,
        MembershipRow.agency_id,
        MembershipRow.is_head,
    )
    .join(WardRow, WardRow.id == LinkRow.ward_id)
    .join(PersonRow, PersonRow.id == LinkRow.person_id)
    .outerjoin(MembershipRow, MembershipRow.person_id == PersonRow.id)
    .where(LinkRow.revoked_at.is_(None), LinkRow.channel == bindparam("channel"))
    .where(LinkRow.account == bindparam("account"), LinkRow.chat == bindparam("chat"))
    .where(PersonRow.is_active)
    .order_by(LinkRow.id.desc(), MembershipRow.agency_id)
)


class Links(Repository):
    """Who is behind which chat, in every ward."""

    async def add(self, ward_id: int, person_id: int, chat: Chat, now: datetime) -> None:
        """Tie a chat to a person; what that chat or that person had on the account is revoked.

        Whoever wanted to be reached first on this account is so still, with another telephone.
        """
        before = await self._conn.execute(
            update(LinkRow)
            .where(LinkRow.revoked_at.is_(None), LinkRow.channel == chat.channel)
            .where(LinkRow.account == chat.account, LinkRow.ward_id == ward_id)
            .where((LinkRow.chat == chat.chat) | (LinkRow.person_id == person_id))
            .values(revoked_at=now)
            .returning(LinkRow.person_id, LinkRow.is_main)
        )
        await self._conn.execute(
            insert(LinkRow).values(
                ward_id=ward_id,
                person_id=person_id,
                channel=chat.channel,
                account=chat.account,
                chat=chat.chat,
                linked_at=now,
                is_main=any(r.person_id == person_id and r.is_main for r in before),
            )
        )

    async def at(self, chat: Chat) -> tuple[Link, ...]:
        """Return the living links of a chat: one a ward."""
        rows = await self._conn.execute(
            select(*_LINK)
            .where(LinkRow.revoked_at.is_(None), LinkRow.channel == chat.channel)
            .where(LinkRow.account == chat.account, LinkRow.chat == chat.chat)
            .order_by(LinkRow.id)
        )
        return tuple(Link(**r._mapping) for r in rows)

    async def behind(self, chat: Chat) -> tuple[Ward, Person, bool] | None:
        """Return whose chat this is, in which ward, and whether it was noted as unreachable.

        None for a stranger, and for somebody who is not active any more. One statement: every
        message asks this. In several wards, the latest link counts.
        """
        rows = (await self._conn.execute(_BEHIND, asdict(chat))).all()
        if not rows:
            return None
        first = rows[0]
        own = [r for r in rows if r.id == first.id and r.agency_id is not None]
        places = dict.fromkeys(Membership(r.agency_id, r.is_head) for r in own)
        ward = Ward(first.ward_id, first.ward_name, WardSettings.model_validate(first.settings))
        return ward, person_of(first, tuple(places)), not first.is_reachable

    async def of(self, person_ids: Iterable[int]) -> dict[int, tuple[Link, ...]]:
        """Return the living links of these people, each person's in the order of `in_order`."""
        rows = await self._conn.execute(
            select(*_LINK)
            .where(LinkRow.revoked_at.is_(None), LinkRow.person_id.in_(list(person_ids)))
            .order_by(LinkRow.id)
        )
        found: dict[int, list[Link]] = defaultdict(list)
        for row in rows:
            found[row.person_id].append(Link(**row._mapping))
        several = {own[0].ward_id for own in found.values() if len(own) > 1}
        orders = await self._orders(several) if several else {}
        return {p: in_order(own, orders.get(own[0].ward_id, ())) for p, own in found.items()}

    async def _orders(self, ward_ids: Iterable[int]) -> dict[int, tuple[str, ...]]:
        rows = await self._conn.execute(
            select(WardRow.id, WardRow.settings).where(WardRow.id.in_(list(ward_ids)))
        )
        return {r.id: WardSettings.model_validate(r.settings).channel_order for r in rows}

    async def choose(self, person_id: int, link_id: int | None) -> None:
        """Note which living link a person wants to be reached by first; None: as the ward says."""
        await self._conn.execute(
            update(LinkRow)
            .where(LinkRow.revoked_at.is_(None), LinkRow.person_id == person_id)
            .values(is_main=LinkRow.id == link_id if link_id else False)
        )

    async def people_on(self, account: Account) -> int:
        """Return how many chats are linked on an account, whatever their wards."""
        channel, name = account
        rows = await self._conn.execute(
            select(func.count(LinkRow.chat.distinct()))
            .where(LinkRow.revoked_at.is_(None))
            .where(LinkRow.channel == channel, LinkRow.account == name)
        )
        return rows.scalar_one()

    async def wards_on(self, account: Account) -> frozenset[int]:
        """Return the ids of the wards that have somebody on an account."""
        channel, name = account
        rows = await self._conn.execute(
            select(LinkRow.ward_id)
            .distinct()
            .where(LinkRow.revoked_at.is_(None))
            .where(LinkRow.channel == channel, LinkRow.account == name)
        )
        return frozenset(rows.scalars())

    async def mark_reachable(self, chat: Chat, is_reachable: bool) -> None:
        """Note that a chat refuses us, or takes our messages again."""
        await self._conn.execute(
            update(LinkRow)
            .where(LinkRow.revoked_at.is_(None), LinkRow.channel == chat.channel)
            .where(LinkRow.account == chat.account, LinkRow.chat == chat.chat)
            .values(is_reachable=is_reachable)
        )

    async def menus(self, channel: str, account: str) -> tuple[tuple[Link, str], ...]:
        """Return the living links on an account, each with the mark of the menu its chat shows."""
        rows = await self._conn.execute(
            select(*_LINK, LinkRow.menu)
            .where(LinkRow.revoked_at.is_(None), LinkRow.is_reachable)
            .where(LinkRow.channel == channel, LinkRow.account == account)
            .order_by(LinkRow.id)
        )
        return tuple((Link(**{c.key: r._mapping[c.key] for c in _LINK}), r.menu) for r in rows)

    async def set_menu(self, link_id: int, mark: str) -> None:
        """Note which menu a chat shows now."""
        await self._conn.execute(update(LinkRow).where(LinkRow.id == link_id).values(menu=mark))

    async def revoke(self, person_id: int, now: datetime) -> None:
        """Cut every link of a person."""
        await self._conn.execute(
            update(LinkRow)
            .where(LinkRow.revoked_at.is_(None), LinkRow.person_id == person_id)
            .values(revoked_at=now)
        )
