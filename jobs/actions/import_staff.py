"""Bringing in a staff list: people added and updated, never doubled, never removed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.localtime import local_date
from data.domain.people import Person, Ward
from data.domain.staff import FormerPerson, StaffDoubt, StaffRow
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
    returned: tuple[Person, ...] = ()
    """Who had left and is active again."""


async def weigh_staff(
    unit: UnitOfWork, ward: Ward, rows: Sequence[StaffRow], actor: str, *, keep_apart: bool = False
) -> Weighed:
    """Return what importing these rows will change, without changing it. Raises RefusedError."""
    asks = await require(unit, ward, actor, Wish.IMPORT_STAFF)
    return weigh(rows, await known_staff(unit, ward, asks), keep_apart=keep_apart)


async def known_staff(unit: UnitOfWork, ward: Ward, asks: Person | None) -> Known:
    """Return who and what the ward has; `asks`: who wants to know, None for the console."""
    work = unit.ward(ward.id)
    return Known(
        await work.people.all(),
        await work.agencies.all(),
        await work.agencies.other_names(),
        asks,
        await _former(unit, ward),
    )


async def _former(unit: UnitOfWork, ward: Ward) -> tuple[FormerPerson, ...]:
    work = unit.ward(ward.id)
    left = await work.people.former()
    subjects = [f"person:{p.id}" for p in left]
    gave = await work.log.latest("work.handed_over", subjects)
    went = await work.log.latest("person.let_go", subjects)
    names = {p.id: p.name for p in (*await work.people.all(), *left)}
    found = []
    for person in left:
        subject = f"person:{person.id}"
        entries = [found[subject] for found in (gave, went) if subject in found]
        entry = max(entries, key=lambda e: e.at, default=None)
        taker = (entry.content or {}).get("to") if entry else None
        on = local_date(entry.at) if entry else None
        found.append(FormerPerson(person, names.get(taker) if taker else None, on))
    return tuple(found)


async def import_staff(
    unit: UnitOfWork,
    ward: Ward,
    rows: Sequence[StaffRow],
    now: datetime,
    actor: str,
    *,
    keep_apart: bool = False,
    bring_back: bool = False,
) -> StaffImported:
    """Add and update these people, with the agencies they name; run twice it changes nothing.

    Who left (handed their work over) is not brought back by a list, unless `bring_back`.

    Groups whose name fits new agencies gain them as members, and the new members owe their part.
    Raises RefusedError when the actor may not.
    """
    weighed = await weigh_staff(unit, ward, rows, actor, keep_apart=keep_apart)
    return await take_in(unit, ward, weighed, now, actor, bring_back=bring_back)


async def take_in(
    unit: UnitOfWork,
    ward: Ward,
    weighed: Weighed,
    now: datetime,
    actor: str,
    *,
    bring_back: bool = False,
) -> StaffImported:
    """Do what was weighed, and note it in the log: whoever weighed it asked whether the actor may."""
    work = unit.ward(ward.id)
    real: dict[int, int] = {}
    for number, name in enumerate(weighed.new_agencies, 1):
        real[-number] = (await work.agencies.add(name)).id
    for name, other in weighed.same:
        if (agency_id := await work.agencies.find(other)) is not None:
            await work.agencies.also_called(agency_id, name)
    added = tuple([await work.people.add(_settled(p, real)) for p in weighed.added])
    updated = tuple(_settled(p, real) for p in weighed.updated)
    returned = tuple(_settled(p, real) for p in weighed.returning) if bring_back else ()
    for person in (*updated, *returned):
        await work.people.save(person)
    for group, members in weighed.groups:
        await work.agencies.set_members(group.id, [real.get(m, m) for m in members])
    tasks = await work.agencies.task_ids([g.id for g, _members in weighed.groups])
    if tasks:
        await replan(unit, ward, tasks, now, actor)
    if added or updated or returned or real or weighed.groups:
        work.log.append(
            "staff.imported",
            actor=actor,
            subject=f"ward:{ward.id}",
            now=now,
            added=[p.id for p in added],
            updated=[p.id for p in updated],
            returned=[p.id for p in returned],
            agencies=sorted(real.values()),
        )
    return StaffImported(added, updated, weighed.unchanged, weighed.doubts, returned)


def _settled(person: Person, real: dict[int, int]) -> Person:
    places = (replace(m, agency_id=real.get(m.agency_id, m.agency_id)) for m in person.memberships)
    return replace(person, memberships=tuple(sorted(places, key=lambda m: m.agency_id)))
