"""Agencies, their other names, and the groups that stand for many."""

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import String, bindparam, cast, delete, insert, select, update

from data.domain.people import Agency, Role
from data.store.models import (
    AgencyNameRow,
    AgencyRow,
    AssignmentRow,
    GroupMemberRow,
    MembershipRow,
    PersonRow,
)
from data.store.sql import WardRepository, insert_once

# What a chat turn asks: made once, since building a statement costs more than running it.
_MEMBERS = (
    select(GroupMemberRow.group_id, GroupMemberRow.agency_id)
    .join(AgencyRow, AgencyRow.id == GroupMemberRow.group_id)
    .where(AgencyRow.ward_id == bindparam("ward"))
    .order_by(GroupMemberRow.agency_id)
)
_AGENCIES = (
    select(AgencyRow.id, AgencyRow.name, AgencyRow.is_group)
    .where(AgencyRow.ward_id == bindparam("ward"))
    .order_by(AgencyRow.name)
)
_LEAD_OFFICE = (
    select(AgencyRow.name)
    .join(MembershipRow, MembershipRow.agency_id == AgencyRow.id)
    .join(PersonRow, PersonRow.id == MembershipRow.person_id)
    .where(PersonRow.ward_id == bindparam("ward"), PersonRow.is_active)
    .where(cast(PersonRow.roles, String).contains(f'"{Role.LEAD_OFFICE.value}"'))
    .order_by(MembershipRow.is_head.desc(), PersonRow.id)
    .limit(1)
)


class Agencies(WardRepository):
    """The agencies of one ward."""

    async def add(self, name: str, *, is_group: bool = False) -> Agency:
        """Add an agency. Raises IntegrityError if the name is taken."""
        row = await self._conn.execute(
            insert(AgencyRow)
            .values(ward_id=self._ward_id, name=name, is_group=is_group)
            .returning(AgencyRow.id)
        )
        return Agency(row.scalar_one(), name, is_group)

    async def all(self) -> tuple[Agency, ...]:
        """Return every agency, groups with their members, by name."""
        members: dict[int, list[int]] = defaultdict(list)
        rows = await self._conn.execute(_MEMBERS, {"ward": self._ward_id})
        for group_id, agency_id in rows:
            members[group_id].append(agency_id)
        agencies = await self._conn.execute(_AGENCIES, {"ward": self._ward_id})
        return tuple(Agency(r.id, r.name, r.is_group, tuple(members[r.id])) for r in agencies)

    async def find(self, name: str) -> int | None:
        """Return the id of the agency with this name or other spelling."""
        for query in (
            select(AgencyRow.id).where(AgencyRow.ward_id == self._ward_id, AgencyRow.name == name),
            select(AgencyNameRow.agency_id).where(
                AgencyNameRow.ward_id == self._ward_id, AgencyNameRow.name == name
            ),
        ):
            found = (await self._conn.execute(query)).scalar_one_or_none()
            if found is not None:
                return found
        return None

    async def other_names(self) -> dict[str, int]:
        """Return each confirmed other spelling with the agency that it means."""
        rows = await self._conn.execute(
            select(AgencyNameRow.name, AgencyNameRow.agency_id).where(
                AgencyNameRow.ward_id == self._ward_id
            )
        )
        return {r.name: r.agency_id for r in rows}

    async def name_of_lead_office(self) -> str | None:
        """Return the name of the agency in which the people of the lead office work."""
        row = await self._conn.execute(_LEAD_OFFICE, {"ward": self._ward_id})
        return row.scalar_one_or_none()

    async def also_called(self, agency_id: int, name: str) -> None:
        """Remember another spelling, confirmed by a person."""
        await self._require_own(AgencyRow, [agency_id])
        await self._conn.execute(
            insert_once(
                self._conn,
                AgencyNameRow,
                {"ward_id": self._ward_id, "agency_id": agency_id, "name": name},
            )
        )

    async def rename(self, agency_id: int, name: str) -> None:
        """Change an agency's name."""
        await self._conn.execute(
            update(AgencyRow)
            .where(AgencyRow.ward_id == self._ward_id, AgencyRow.id == agency_id)
            .values(name=name)
        )

    async def set_members(self, group_id: int, agency_ids: Iterable[int]) -> None:
        """Say whom a group stands for; the agency becomes a group."""
        members = sorted(set(agency_ids))
        await self._require_own(AgencyRow, [group_id, *members])
        await self._conn.execute(
            update(AgencyRow)
            .where(AgencyRow.ward_id == self._ward_id, AgencyRow.id == group_id)
            .values(is_group=True)
        )
        await self._conn.execute(delete(GroupMemberRow).where(GroupMemberRow.group_id == group_id))
        rows = [{"group_id": group_id, "agency_id": a} for a in members]
        if rows:
            await self._conn.execute(insert(GroupMemberRow), rows)

    async def task_ids(self, agency_ids: Iterable[int]) -> tuple[int, ...]:
        """Return the tasks in which these agencies have a part."""
        rows = await self._conn.execute(
            select(AssignmentRow.task_id)
            .join(AgencyRow, AgencyRow.id == AssignmentRow.agency_id)
            .where(AgencyRow.ward_id == self._ward_id)
            .where(AssignmentRow.agency_id.in_(list(agency_ids)))
            .distinct()
        )
        return tuple(rows.scalars())
