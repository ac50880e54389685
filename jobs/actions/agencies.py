"""Who tasks are given to: found or made by name, and whom a group stands for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.names import LONGEST_AGENCY, clean_name
from data.domain.people import Agency, Role, Ward
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import staff as words
from jobs.actions.allow import require
from jobs.actions.import_staff import known_staff, take_in
from jobs.actions.plan_work import replan
from jobs.intake.agencies_vi import is_group
from jobs.intake.group_members import propose_members
from jobs.intake.staff_match import agency_like, weigh_agency


async def find_or_make(
    unit: UnitOfWork, ward: Ward, names: Iterable[str], meanings: Mapping[str, str]
) -> dict[str, int]:
    """Return the agency behind each name; new ones are made, groups with the members that fit.

    `meanings`: spellings that a person settled → the name to keep. They are remembered.
    """
    agencies = unit.ward(ward.id).agencies
    known = {a.name: a.id for a in await agencies.all()}
    known = dict(await agencies.other_names()) | known
    ids: dict[str, int] = {}
    made: list[int] = []
    for name in names:
        kept = meanings.get(name, name)
        if kept not in known:
            known[kept] = (await agencies.add(kept, is_group=is_group(kept))).id
            made.append(known[kept])
        if name not in known:
            await agencies.also_called(known[kept], name)
            known[name] = known[kept]
        ids[name] = known[kept]
    await _fill_groups(unit, ward, made)
    return ids


async def _fill_groups(unit: UnitOfWork, ward: Ward, made: list[int]) -> None:
    everybody = await unit.ward(ward.id).agencies.all()
    single = {a.name: a.id for a in everybody if not a.is_group}
    for group in everybody:
        if group.is_group and (not group.members or group.id in made):
            members = [single[name] for name in propose_members(group.name, single)]
            if members:
                await unit.ward(ward.id).agencies.set_members(group.id, members)


async def office_agency(unit: UnitOfWork, ward: Ward) -> int | None:
    """Return the agency of the lead office's people; None while nobody has said which it is."""
    people = await unit.ward(ward.id).people.with_role(Role.LEAD_OFFICE)
    return next((m.agency_id for p in people for m in p.memberships), None)


async def change_group(
    unit: UnitOfWork,
    ward: Ward,
    group_id: int,
    now: datetime,
    actor: str,
    *,
    add: Iterable[int] = (),
    remove: Iterable[int] = (),
) -> Agency:
    """Change whom a group stands for; who joins owes their part, who leaves owes it no more.

    Raises RefusedError when the actor may not, or it is no group.
    """
    await require(unit, ward, actor, Wish.IMPORT_STAFF)
    work = unit.ward(ward.id)
    groups = {a.id: a for a in await work.agencies.all() if a.is_group}
    if group_id not in groups:
        raise RefusedError(words.group_unknown())
    members = (set(groups[group_id].members) | set(add)) - set(remove) - groups.keys()
    await work.agencies.set_members(group_id, members)
    await replan(unit, ward, await work.agencies.task_ids([group_id]), now, actor)
    work.log.append(
        "group.changed",
        actor=actor,
        subject=f"agency:{group_id}",
        now=now,
        members=sorted(members),
    )
    return Agency(group_id, groups[group_id].name, True, tuple(sorted(members)))


@dataclass(frozen=True, slots=True)
class AgencyAdded:
    """Which agency there is now."""

    agency: Agency
    groups: tuple[str, ...] = ()
    """Names that stand for it, too, from now on."""
    is_new: bool = True
    """False when it stood there before: a form sent twice."""


@dataclass(frozen=True, slots=True)
class AgencyLike:
    """Nothing was founded: ask whether the agency of this name is meant."""

    name: str


async def add_agency(
    unit: UnitOfWork, ward: Ward, name: str, now: datetime, actor: str, *, apart_from: str = ""
) -> AgencyAdded | AgencyLike:
    """Found an agency as a staff list does, or ask whether one that is called nearly so is meant.

    Groups that its name fits gain it, and it owes its part. `apart_from`: the name that was asked
    about and is another agency. Raises RefusedError when the actor may not, the name is empty, or
    it is another name of an agency.
    """
    asks = await require(unit, ward, actor, Wish.IMPORT_STAFF)
    await unit.wards.hold(ward.id)
    kept = clean_name(name, LONGEST_AGENCY)
    if not any(char.isalpha() for char in kept):
        raise RefusedError(words.no_agency_name())
    known = await known_staff(unit, ward, asks)
    by_name = {a.name: a for a in known.agencies}
    if kept in by_name:
        return AgencyAdded(by_name[kept], is_new=False)
    if (meant := known.other_names.get(kept)) is not None:
        raise RefusedError(words.agency_known_as(kept, _name_of(known.agencies, meant)))
    like = agency_like(kept, known)
    if like is not None and like != apart_from:
        return AgencyLike(like)
    weighed = weigh_agency(kept, known)
    await take_in(unit, ward, weighed, now, actor)
    agency_id = await unit.ward(ward.id).agencies.find(kept)
    assert agency_id is not None
    return AgencyAdded(Agency(agency_id, kept), tuple(g.name for g, _members in weighed.groups))


def _name_of(agencies: Iterable[Agency], agency_id: int) -> str:
    return next(a.name for a in agencies if a.id == agency_id)


async def rename_agency(
    unit: UnitOfWork, ward: Ward, agency_id: int, name: str, now: datetime, actor: str
) -> Agency:
    """Give an agency another name; plans that use the old one still mean it.

    Raises RefusedError when the actor may not, there is none, or the name is empty or taken.
    """
    await require(unit, ward, actor, Wish.IMPORT_STAFF)
    agencies = unit.ward(ward.id).agencies
    there = {a.id: a for a in await agencies.all()}
    kept = clean_name(name, LONGEST_AGENCY)
    if agency_id not in there:
        raise RefusedError(words.agency_unknown(name))
    if not kept:
        raise RefusedError(words.no_agency_name())
    agency = there[agency_id]
    if kept == agency.name:
        return agency
    if await agencies.find(kept) not in (None, agency_id):
        raise RefusedError(words.agency_name_taken(kept))
    await agencies.also_called(agency_id, agency.name)
    await agencies.rename(agency_id, kept)
    unit.ward(ward.id).log.append(
        "agency.renamed",
        actor=actor,
        subject=f"agency:{agency_id}",
        now=now,
        was=agency.name,
        name=kept,
    )
    return replace(agency, name=kept)
