"""Bringing in a staff list: people added and updated, never doubled, never removed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.people import Person, Ward
from data.domain.staff import StaffDoubt, StaffRow
from data.store.unit_of_work import UnitOfWork
from jobs.actions.allow import require
from jobs.actions.plan_work import replan
from jobs.intake.staff_match import Known, Weighed, weigh


@dataclass(frozen=True, slots=True)
class StaffImported:
    """What importing a list did."""

    added: tuple[Person, ...]
    updated: tuple[Person, ...]
    unchanged: int
    doubts: tuple[StaffDoubt, ...]


async def weigh_staff(
    unit: UnitOfWork, ward: Ward, rows: Sequence[StaffRow], actor: str, *, keep_apart: bool = False
) -> Weighed:
    """Return what importing these rows will change, without changing it. Raises RefusedError."""
    asks = await require(unit, ward, actor, Wish.IMPORT_STAFF)
    work = unit.ward(ward.id)
    known = Known(
        await work.people.all(), await work.agencies.all(), await work.agencies.other_names(), asks
    )
    return weigh(rows, known, keep_apart=keep_apart)


async def import_staff(
    unit: UnitOfWork,
    ward: Ward,
    rows: Sequence[StaffRow],
    now: datetime,
    actor: str,
    *,
    keep_apart: bool = False,
) -> StaffImported:
    """Add and update these people, with the agencies they name; run twice it changes nothing.

    Groups whose name fits new agencies gain them as members, and the new members owe their part.
    Raises RefusedError when the actor may not.
    """
    weighed = await weigh_staff(unit, ward, rows, actor, keep_apart=keep_apart)
    work = unit.ward(ward.id)
    real: dict[int, int] = {}
    for number, name in enumerate(weighed.new_agencies, 1):
        real[-number] = (await work.agencies.add(name)).id
    for name, other in weighed.same:
        if (agency_id := await work.agencies.find(other)) is not None:
            await work.agencies.also_called(agency_id, name)
    added = tuple([await work.people.add(_settled(p, real)) for p in weighed.added])
    updated = tuple(_settled(p, real) for p in weighed.updated)
    for person in updated:
        await work.people.save(person)
    for group, members in weighed.groups:
        await work.agencies.set_members(group.id, [real.get(m, m) for m in members])
    tasks = await work.agencies.task_ids([g.id for g, _members in weighed.groups])
    if tasks:
        await replan(unit, ward, tasks, now, actor)
    if added or updated or weighed.groups:
        work.log.append(
            "staff.imported",
            actor=actor,
            subject=f"ward:{ward.id}",
            now=now,
            added=[p.id for p in added],
            updated=[p.id for p in updated],
            agencies=sorted(real.values()),
        )
    return StaffImported(added, updated, weighed.unchanged, weighed.doubts)


def _settled(person: Person, real: dict[int, int]) -> Person:
    places = (replace(m, agency_id=real.get(m.agency_id, m.agency_id)) for m in person.memberships)
    return replace(person, memberships=tuple(sorted(places, key=lambda m: m.agency_id)))
