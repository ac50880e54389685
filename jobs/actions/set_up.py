"""The first steps of a ward: what it is called, and who its lead office is."""

from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.names import LONGEST_AGENCY, clean_name, is_a_name
from data.domain.people import Membership, Person, Role, Ward
from data.domain.phones import read_phone
from data.domain.tasks import PlanState
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import setup as words
from jobs.actions.agencies import office_agency
from jobs.actions.allow import require

_SHORTEST = 4  # letters of a ward's name


@dataclass(frozen=True, slots=True)
class SetUp:
    """How far a ward has come."""

    is_named: bool
    has_office: bool
    reading: str | None
    """Name of a plan document that is being read."""
    has_draft: bool
    tasks: int
    """In force."""
    staff: int
    """People beside the lead office and the administrators."""
    unlinked: int
    linked: int


async def how_far(unit: UnitOfWork, ward: Ward) -> SetUp:
    """Return how far the ward has come."""
    work = unit.ward(ward.id)
    plans = await work.plans.all()
    unread = await work.plans.unread()
    people = await work.people.all()
    links = await unit.links.of([p.id for p in people])
    states = {p.state for p in plans}
    return SetUp(
        is_named=ward.name != words.UNNAMED_WARD,
        has_office=await office_agency(unit, ward) is not None,
        reading=unread[-1].source_name if unread else None,
        has_draft=PlanState.DRAFT in states,
        tasks=len(await work.tasks.all()) if PlanState.ACTIVE in states else 0,
        staff=sum(not p.is_any_of(Role.LEAD_OFFICE, Role.ADMIN) for p in people),
        unlinked=sum(p.id not in links for p in people),
        linked=len(links),
    )


async def name_ward(unit: UnitOfWork, ward: Ward, name: str, now: datetime, actor: str) -> Ward:
    """Say what the ward is called. Raises RefusedError when it is no name, or the actor may not."""
    await require(unit, ward, actor, Wish.SET_UP)
    plain = clean_name(name)
    if sum(char.isalpha() for char in plain) < _SHORTEST:
        raise RefusedError(words.name_too_short())
    plain = plain[0].upper() + plain[1:]
    await unit.wards.rename(ward.id, plain)
    unit.ward(ward.id).log.append(
        "ward.named", actor=actor, subject=f"ward:{ward.id}", now=now, name=plain
    )
    return replace(ward, name=plain)


async def name_office(
    unit: UnitOfWork, ward: Ward, person: Person, line: str, now: datetime, actor: str
) -> tuple[Person, str]:
    """Read "Phòng Văn hóa – Xã hội, Trần Thị Mai, 0912345678": the lead office and who this is.

    Returns the person as they are called now, and the agency. Raises RefusedError.
    """
    await require(unit, ward, actor, Wish.SET_UP)
    agency, name, phone = _three(line)
    work = unit.ward(ward.id)
    agency_id = await work.agencies.find(agency)
    if agency_id is None:
        agency_id = (await work.agencies.add(agency)).id
    changed = replace(
        person,
        name=name,
        phone=phone or person.phone,
        roles=person.roles | {Role.LEAD_OFFICE},
        memberships=(Membership(agency_id, is_head=False),),
    )
    await work.people.save(changed)
    work.log.append(
        "office.named", actor=actor, subject=f"person:{person.id}", now=now, agency=agency_id
    )
    return changed, agency


def _three(line: str) -> tuple[str, str, str | None]:
    """Split agency, person and number; the agency's own name may hold commas."""
    parts = [part.strip() for part in line.replace("\n", ",").replace(";", ",").split(",")]
    parts = [part for part in parts if part]
    phone = read_phone(parts[-1]) if parts else None
    if phone:
        parts = parts[:-1]
    if len(parts) < 2:
        raise RefusedError(words.office_not_understood())
    name = clean_name(parts[-1])
    agency = clean_name(", ".join(parts[:-1]), LONGEST_AGENCY)
    if not is_a_name(name) or " " not in name or not agency:
        raise RefusedError(words.office_not_understood())
    return agency, name, phone
