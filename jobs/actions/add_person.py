"""One person is added by hand, as a staff list adds many: who may be there already is asked about."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish, may_touch
from data.domain.people import Person, Ward
from data.domain.staff import FormerPerson
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import people as words
from jobs.actions.allow import allow, require
from jobs.actions.edit_person import PersonEdit, as_typed, check_fits
from jobs.actions.import_staff import known_staff, take_in
from jobs.intake.staff_match import Known, Weighed, is_like, was_here


@dataclass(frozen=True, slots=True)
class PersonAdded:
    """Who is in the list now."""

    person: Person
    is_new: bool = True
    """False when somebody just so stood there before: a form sent twice."""


@dataclass(frozen=True, slots=True)
class PersonLike:
    """Nobody was added: ask whether one of these is meant."""

    there: tuple[Person, ...]
    former: tuple[FormerPerson, ...]


async def add_person(
    unit: UnitOfWork,
    ward: Ward,
    edit: PersonEdit,
    now: datetime,
    actor: str,
    *,
    apart_from: Collection[int] = (),
    back: int | None = None,
) -> PersonAdded | PersonLike:
    """Add a person, or ask: of two who are alike in everything there is only one.

    `apart_from`: ids of those who were asked about and are somebody else; `back`: who left and is
    meant. Raises RefusedError when the actor may not, the name or number cannot be one, or another
    person has the number.
    """
    asks = await require(unit, ward, actor, Wish.IMPORT_STAFF)
    await unit.wards.hold(ward.id)
    known = await known_staff(unit, ward, asks)
    wanted = as_typed(Person(0, "", None, edit.address, frozenset()), edit)
    allow(asks, "add a person", lambda someone: may_touch(someone, wanted))
    same = (p for p in known.people if p.id == back or replace(p, id=0) == wanted)
    if there := next(same, None):
        return PersonAdded(there, is_new=False)
    if back is not None:
        left = _who_left(known, back)
        allow(asks, "bring a person back", lambda someone: may_touch(someone, left))
        wanted = replace(wanted, id=left.id, phone=wanted.phone or left.phone)
    check_fits(wanted, known.people, known.agencies)
    if back is not None:
        weighed = Weighed(returning=(wanted,))
        done = await take_in(unit, ward, weighed, now, actor, bring_back=True)
        return PersonAdded(done.returned[0])
    like = _like(wanted, known, apart_from)
    if like.there or like.former:
        return like
    done = await take_in(unit, ward, Weighed(added=(wanted,)), now, actor)
    return PersonAdded(done.added[0])


def _who_left(known: Known, person_id: int) -> Person:
    found = next((f.person for f in known.former if f.person.id == person_id), None)
    if found is None:
        raise RefusedError(words.person_unknown())
    return found


def _like(wanted: Person, known: Known, apart_from: Collection[int]) -> PersonLike:
    # Who is to work nowhere may be anybody of that name.
    there = (
        p
        for p in known.people
        if is_like(p, wanted.name, wanted.agency_ids or p.agency_ids) and p.id not in apart_from
    )
    former = (
        f
        for f in known.former
        if was_here(f.person, wanted.name, wanted.phone) and f.person.id not in apart_from
    )
    return PersonLike(tuple(there), tuple(former))
