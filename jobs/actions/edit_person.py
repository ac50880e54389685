"""One person of the staff list is changed: name, telephone, form of address, roles, agencies."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish, may_touch
from data.domain.names import clean_name, is_a_name
from data.domain.people import Address, Agency, Membership, Person, Role, Ward
from data.domain.phones import read_phone
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_people as words
from data.texts import people as people_words
from jobs.actions.allow import allow, require


@dataclass(frozen=True, slots=True)
class PersonEdit:
    """What a person is to be; as a form gives it."""

    name: str
    phone: str
    address: Address
    roles: frozenset[Role]
    memberships: tuple[Membership, ...]


async def edit_person(
    unit: UnitOfWork, ward: Ward, person_id: int, edit: PersonEdit, now: datetime, actor: str
) -> Person:
    """Change a person and return them as they are now; the same again changes nothing.

    Raises RefusedError when the actor may not, the name or number cannot be one, another person
    has the number, or nobody would be left to run the ward.
    """
    asks = await require(unit, ward, actor, Wish.INVITE)
    work = unit.ward(ward.id)
    person = await work.people.get(person_id)
    if person is None or not person.is_active:
        raise RefusedError(people_words.person_unknown())
    allow(asks, "edit a person", lambda known: may_touch(known, person))
    changed = await _changed(unit, ward, person, edit)
    # Nobody but an administrator makes one.
    allow(asks, "edit a person", lambda known: may_touch(known, changed))
    if changed == person:
        return person
    await work.people.save(changed)
    work.log.append(
        "person.changed",
        actor=actor,
        subject=f"person:{person.id}",
        now=now,
        fields=_fields(person, changed),
        roles=sorted(r.value for r in changed.roles),
        agencies=sorted(changed.agency_ids),
    )
    return changed


async def _changed(unit: UnitOfWork, ward: Ward, person: Person, edit: PersonEdit) -> Person:
    everybody = await unit.ward(ward.id).people.all()
    changed = as_typed(person, edit)
    check_fits(changed, everybody, await unit.ward(ward.id).agencies.all())
    check_not_last(person, changed.roles, everybody)
    return changed


def as_typed(person: Person, edit: PersonEdit) -> Person:
    """Return a person as the form wants them. Raises RefusedError for what cannot be meant."""
    name = clean_name(edit.name)
    if not is_a_name(name):
        raise RefusedError(words.not_a_name())
    phone = read_phone(edit.phone) if edit.phone.strip() else None
    if edit.phone.strip() and phone is None:
        raise RefusedError(words.not_a_phone())
    if not edit.roles:
        raise RefusedError(words.no_role())
    return replace(
        person,
        name=name,
        phone=phone,
        address=edit.address,
        roles=edit.roles,
        memberships=tuple(sorted(edit.memberships, key=lambda m: m.agency_id)),
    )


def check_fits(person: Person, everybody: Iterable[Person], agencies: Iterable[Agency]) -> None:
    """Raise RefusedError when another has the person's number, or an agency is not there."""
    taken = (p for p in everybody if p.phone == person.phone and p.id != person.id)
    if person.phone and (other := next(taken, None)):
        raise RefusedError(words.phone_taken(other))
    if not person.agency_ids <= {a.id for a in agencies}:
        raise RefusedError(words.no_such_agency())


def check_not_last(person: Person, roles: Collection[Role], everybody: Iterable[Person]) -> None:
    """Raise RefusedError when, with only these roles left, nobody would run the ward."""
    others = [p for p in everybody if p.id != person.id]
    for role in (Role.LEAD_OFFICE, Role.ADMIN):
        is_last = role in person.roles and not any(role in p.roles for p in others)
        if is_last and role not in roles:
            raise RefusedError(words.last_of(role))


def _fields(before: Person, after: Person) -> list[str]:
    """Return which fields changed; what they say is nobody's business in the log."""
    names = ("name", "phone", "address", "roles", "memberships")
    return [n for n in names if getattr(before, n) != getattr(after, n)]
