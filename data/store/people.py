"""People, and the invitations with which they come in."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, func, insert, select, update

from data.domain.messages import Chat
from data.domain.people import (
    Address,
    Invitation,
    Membership,
    Person,
    Role,
)
from data.store.models import (
    AgencyRow,
    InvitationRow,
    MembershipRow,
    PersonRow,
    WrongCodeRow,
)
from data.store.sql import Repository, WardRepository

PERSON = (
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
            select(*PERSON)
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
        return tuple(person_of(r, tuple(places[r.id])) for r in rows)

    async def _write_memberships(self, person: Person) -> None:
        await self._require_own(AgencyRow, person.agency_ids)
        rows = [
            {"person_id": person.id, "agency_id": m.agency_id, "is_head": m.is_head}
            for m in person.memberships
        ]
        if rows:
            await self._conn.execute(insert(MembershipRow), rows)


def person_of(row: Any, memberships: tuple[Membership, ...]) -> Person:
    """Return a row of those columns, with where the person belongs, as a value."""
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


class Invitations(Repository):
    """One-time ways in. Only the SHA-256 of a code is stored."""

    async def add(
        self,
        ward_id: int,
        person_id: int,
        code_hash: str,
        short_hash: str | None = None,
        *,
        now: datetime,
        expires_at: datetime,
        needs_proof: bool = True,
    ) -> None:
        """Store an invitation; earlier unused ones of the person stop working.

        `short_hash` belongs to no other one: ask `behind_short` before.
        """
        await self.void(person_id, now)
        await self._conn.execute(
            insert(InvitationRow).values(
                ward_id=ward_id,
                person_id=person_id,
                code_hash=code_hash,
                short_hash=short_hash,
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

    async def behind_short(self, short_hash: str) -> str | None:
        """Return the hash of the code of the invitation, whatever its state, with this short one."""
        row = await self._conn.execute(
            select(InvitationRow.code_hash).where(InvitationRow.short_hash == short_hash)
        )
        return row.scalar_one_or_none()

    async def note_wrong_code(self, chat: Chat, now: datetime, within: timedelta) -> None:
        """Count a short code that opened nothing; what was counted longer ago is dropped."""
        await self._conn.execute(delete(WrongCodeRow).where(WrongCodeRow.tried_at <= now - within))
        await self._conn.execute(
            insert(WrongCodeRow).values(channel=chat.channel, account=chat.account, tried_at=now)
        )

    async def wrong_codes(self, chat: Chat, since: datetime) -> int:
        """Return how many short codes that opened nothing were typed to the chat's account."""
        row = await self._conn.execute(
            select(func.count())
            .where(WrongCodeRow.channel == chat.channel, WrongCodeRow.account == chat.account)
            .where(WrongCodeRow.tried_at > since)
        )
        return row.scalar_one()

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
