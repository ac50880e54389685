"""People, their chats and the invitations that lead to them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update

from data.domain.messages import Chat
from data.domain.people import (
    Address,
    Invitation,
    Link,
    Membership,
    Person,
    Role,
    Ward,
    WardSettings,
)
from data.store.models import (
    AgencyRow,
    InvitationRow,
    LinkRow,
    MembershipRow,
    PersonRow,
    WardRow,
)
from data.store.sql import Repository, WardRepository

_LINK = (
    LinkRow.id,
    LinkRow.ward_id,
    LinkRow.person_id,
    LinkRow.channel,
    LinkRow.account,
    LinkRow.chat,
    LinkRow.linked_at,
    LinkRow.is_reachable,
)
_PERSON = (
    PersonRow.id,
    PersonRow.name,
    PersonRow.phone,
    PersonRow.address,
    PersonRow.roles,
    PersonRow.is_active,
)
_INVITATION = (
    InvitationRow.id,
    InvitationRow.ward_id,
    InvitationRow.person_id,
    InvitationRow.expires_at,
    InvitationRow.used_at,
    InvitationRow.needs_proof,
    InvitationRow.tries,
    InvitationRow.waiting_chat,
)


class People(WardRepository):
    """The people of one ward."""

    async def add(self, person: Person) -> Person:
        """Add a person (their `id` is ignored) and return them with the id they got."""
        row = await self._conn.execute(
            insert(PersonRow)
            .values(ward_id=self._ward_id, **_person_columns(person))
            .returning(PersonRow.id)
        )
        added = replace(person, id=row.scalar_one())
        await self._write_memberships(added)
        return added

    async def save(self, person: Person) -> None:
        """Write every field of a person."""
        await self._require_own(PersonRow, [person.id])
        await self._conn.execute(
            update(PersonRow)
            .where(PersonRow.ward_id == self._ward_id, PersonRow.id == person.id)
            .values(**_person_columns(person))
        )
        await self._conn.execute(delete(MembershipRow).where(MembershipRow.person_id == person.id))
        await self._write_memberships(person)

    async def get(self, person_id: int) -> Person | None:
        """Return one person of this ward."""
        found = await self._read(self._select().where(PersonRow.id == person_id))
        return found[0] if found else None

    async def all(self) -> tuple[Person, ...]:
        """Return everybody who is active, by name."""
        return await self._read(self._select().where(PersonRow.is_active))

    async def former(self) -> tuple[Person, ...]:
        """Return everybody who is not active any more, by name."""
        return await self._read(self._select().where(PersonRow.is_active.is_(False)))

    async def with_role(self, *roles: Role) -> tuple[Person, ...]:
        """Return the active people who have one of these roles."""
        return tuple(p for p in await self.all() if p.is_any_of(*roles))

    def _select(self) -> Select[*tuple[Any, ...]]:
        return (
            select(*_PERSON)
            .where(PersonRow.ward_id == self._ward_id)
            .order_by(PersonRow.name, PersonRow.id)
        )

    async def _read(self, query: Select[*tuple[Any, ...]]) -> tuple[Person, ...]:
        rows = (await self._conn.execute(query)).all()
        places: dict[int, list[Membership]] = defaultdict(list)
        if rows:
            memberships = await self._conn.execute(
                select(MembershipRow.person_id, MembershipRow.agency_id, MembershipRow.is_head)
                .where(MembershipRow.person_id.in_([r.id for r in rows]))
                .order_by(MembershipRow.agency_id)
            )
            for m in memberships:
                places[m.person_id].append(Membership(m.agency_id, m.is_head))
        return tuple(_person(r, tuple(places[r.id])) for r in rows)

    async def _write_memberships(self, person: Person) -> None:
        await self._require_own(AgencyRow, person.agency_ids)
        rows = [
            {"person_id": person.id, "agency_id": m.agency_id, "is_head": m.is_head}
            for m in person.memberships
        ]
        if rows:
            await self._conn.execute(insert(MembershipRow), rows)


def _person(row: Any, memberships: tuple[Membership, ...]) -> Person:
    return Person(
        id=row.id,
        name=row.name,
        phone=row.phone,
        address=Address(row.address),
        roles=frozenset(Role(x) for x in row.roles),
        memberships=memberships,
        is_active=row.is_active,
    )


def _person_columns(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "phone": person.phone,
        "address": person.address.value,
        "roles": sorted(r.value for r in person.roles),
        "is_active": person.is_active,
    }


_BEHIND = (
    select(
        LinkRow.is_reachable,
        WardRow.id.label("ward_id"),
        WardRow.name.label("ward_name"),
        WardRow.settings,
        *_PERSON,
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
        """Tie a chat to a person; what that chat or that person had on the channel is revoked."""
        await self._conn.execute(
            update(LinkRow)
            .where(LinkRow.revoked_at.is_(None), LinkRow.channel == chat.channel)
            .where(LinkRow.account == chat.account, LinkRow.ward_id == ward_id)
            .where((LinkRow.chat == chat.chat) | (LinkRow.person_id == person_id))
            .values(revoked_at=now)
        )
        await self._conn.execute(
            insert(LinkRow).values(
                ward_id=ward_id,
                person_id=person_id,
                channel=chat.channel,
                account=chat.account,
                chat=chat.chat,
                linked_at=now,
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
        return ward, _person(first, tuple(places)), not first.is_reachable

    async def of(self, person_ids: Iterable[int]) -> dict[int, tuple[Link, ...]]:
        """Return the living links of these people: the reachable ones first, then the messengers.

        The web chat wakes nobody: who signs in there to print something goes on being told in
        their messenger. Of several, the latest counts.
        """
        rows = await self._conn.execute(
            select(*_LINK)
            .where(LinkRow.revoked_at.is_(None), LinkRow.person_id.in_(list(person_ids)))
            .order_by(LinkRow.is_reachable.desc(), LinkRow.channel == "web", LinkRow.id.desc())
        )
        found: dict[int, tuple[Link, ...]] = {}
        for row in rows:
            link = Link(**row._mapping)
            found[link.person_id] = (*found.get(link.person_id, ()), link)
        return found

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


class Invitations(Repository):
    """One-time ways in. Only the SHA-256 of a code is stored."""

    async def add(
        self,
        ward_id: int,
        person_id: int,
        code_hash: str,
        *,
        now: datetime,
        expires_at: datetime,
        needs_proof: bool = True,
    ) -> None:
        """Store an invitation; earlier unused ones of the person stop working."""
        await self.void(person_id, now)
        await self._conn.execute(
            insert(InvitationRow).values(
                ward_id=ward_id,
                person_id=person_id,
                code_hash=code_hash,
                created_at=now,
                expires_at=expires_at,
                needs_proof=needs_proof,
            )
        )

    async def find(self, code_hash: str) -> Invitation | None:
        """Return the invitation with this hash, whatever its state."""
        rows = await self._conn.execute(
            select(*_INVITATION).where(InvitationRow.code_hash == code_hash)
        )
        row = rows.one_or_none()
        return Invitation(**row._mapping) if row else None

    async def get(self, invitation_id: int) -> Invitation | None:
        """Return one invitation."""
        rows = await self._conn.execute(
            select(*_INVITATION).where(InvitationRow.id == invitation_id)
        )
        row = rows.one_or_none()
        return Invitation(**row._mapping) if row else None

    async def waiting(self, ward_id: int, now: datetime) -> tuple[Invitation, ...]:
        """Return the invitations that wait for the lead office's word."""
        rows = await self._conn.execute(
            select(*_INVITATION)
            .where(InvitationRow.ward_id == ward_id, InvitationRow.used_at.is_(None))
            .where(InvitationRow.waiting_chat.is_not(None), InvitationRow.expires_at > now)
            .order_by(InvitationRow.id)
        )
        return tuple(Invitation(**r._mapping) for r in rows)

    async def add_try(self, invitation_id: int) -> int:
        """Count a second proof and return how many were tried, this one included."""
        row = await self._conn.execute(
            update(InvitationRow)
            .where(InvitationRow.id == invitation_id)
            .values(tries=InvitationRow.tries + 1)
            .returning(InvitationRow.tries)
        )
        return row.scalar_one()

    async def confirm(self, invitation_id: int) -> None:
        """Note the lead office's word: the chat that waits needs no other proof."""
        await self._conn.execute(
            update(InvitationRow).where(InvitationRow.id == invitation_id).values(needs_proof=False)
        )

    async def void(self, person_id: int, now: datetime) -> None:
        """End every unused invitation of a person."""
        await self._conn.execute(
            update(InvitationRow)
            .where(InvitationRow.person_id == person_id, InvitationRow.used_at.is_(None))
            .values(expires_at=now)
        )

    async def wait_for(self, invitation_id: int, chat: str) -> None:
        """Note which chat asked to be confirmed."""
        await self._conn.execute(
            update(InvitationRow).where(InvitationRow.id == invitation_id).values(waiting_chat=chat)
        )

    async def use(self, invitation_id: int, now: datetime) -> bool:
        """Use the invitation up. Returns False if it was used before: two taps bind once."""
        done = await self._conn.execute(
            update(InvitationRow)
            .where(InvitationRow.id == invitation_id, InvitationRow.used_at.is_(None))
            .values(used_at=now)
        )
        return done.rowcount == 1
