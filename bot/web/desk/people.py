"""The staff: found, changed, handed over."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.fields import Fields, one
from bot.web.desk.shell import (
    Desk,
    at_desk,
    desk_form,
    desk_page,
    go_back,
    missing,
    number_in,
    rehearse,
)
from data.domain.access import Wish, may_touch
from data.domain.alphabet import alphabetical
from data.domain.people import Address, Agency, Membership, Person, Role
from data.domain.searching import read_search, searched
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_people as words
from data.texts.people import handed_over, would_hand_over
from jobs.actions.edit_person import PersonEdit, edit_person
from jobs.actions.hand_over import HandedOver, hand_over
from jobs.actions.let_go import let_go

PATH = "/ban/can-bo"


@dataclass(frozen=True, slots=True)
class Tried:
    """What handing over, or leaving, would do."""

    sentence: str
    to_id: int = 0
    stays: bool = False
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A form that was not taken: shown again as it was filled in."""

    sentence: str
    edit: PersonEdit


async def show(request: Request) -> Response:
    """Show the people, found by name, agency or number."""
    desk = await at_desk(request, Wish.IMPORT_STAFF)
    asked = request.query_params.get("tim", "")
    async with desk.store.read() as unit:
        work = unit.ward(desk.ward.id)
        names = {a.id: a.name for a in await work.agencies.all()}
        found = [p for p in await work.people.all() if _fits(p, names, asked)]
        people = sorted(found, key=lambda p: alphabetical(p.name))
        links = await unit.links.of([p.id for p in people])
        signed_in = await unit.web.signed_in([p.id for p in people], desk.now)
    return await desk_page(
        desk,
        "desk/people.html",
        active="people",
        w=words,
        people=people,
        names=names,
        chats=links,
        signed_in=signed_in,
        asked=asked,
    )


def _fits(person: Person, names: Mapping[int, str], asked: str) -> bool:
    search = read_search(asked)
    if search is None:
        return True
    places = " ".join(names.get(m.agency_id, "") for m in person.memberships)
    text = searched(person.name, person.phone, places)
    return all(word in text for word in search.words)


async def show_one(request: Request) -> Response:
    """Show one person's form."""
    desk = await at_desk(request, Wish.IMPORT_STAFF)
    return await _page(desk, number_in(request.path_params["person"]))


async def save(request: Request) -> Response:
    """Save one person."""
    desk, fields = await desk_form(request, Wish.IMPORT_STAFF)
    number = number_in(request.path_params["person"])

    edit = edit_in(fields)
    try:
        async with desk.store.write() as unit:
            before = await unit.ward(desk.ward.id).people.get(number)
            person = await edit_person(unit, desk.ward, number, edit, desk.now, desk.actor)
            left = before.agency_ids - person.agency_ids if before else frozenset()
            said = words.saved(person, await _without_anybody(unit, desk, left))
    except RefusedError as refusal:
        return await _page(desk, number, refused=Refused(refusal.sentence, edit))
    return go_back(desk, f"{PATH}/{number}", said)


async def _without_anybody(unit: UnitOfWork, desk: Desk, left: frozenset[int]) -> list[str]:
    """Return the names of those of these agencies in which nobody is left to be reminded."""
    work = unit.ward(desk.ward.id)
    served = {a for p in await work.people.all() for a in p.agency_ids}
    return [a.name for a in await work.agencies.all() if a.id in left - served]


async def give(request: Request) -> Response:
    """Hand somebody's work over, after a look at what goes with it."""
    desk, fields = await desk_form(request, Wish.HAND_OVER)
    number = number_in(request.path_params["person"])
    to_id, stays = number_in(one(fields, "to")), bool(fields.get("stays"))

    async def give_it(unit: UnitOfWork) -> HandedOver:
        return await hand_over(
            unit, desk.ward, number, to_id, desk.now, desk.actor, keep_from=stays
        )

    async def look(unit: UnitOfWork) -> str:
        would = await give_it(unit)
        return would_hand_over(would.giver, would.taker, would.agencies, giver_stays=stays)

    try:
        tried = Tried(await rehearse(desk, look), to_id, stays)
    except RefusedError as refusal:
        tried = Tried(refusal.sentence, to_id, stays, is_refused=True)
    if tried.is_refused or one(fields, "step") != "do":
        return await _page(desk, number, tried)
    async with desk.store.write() as unit:
        done = await give_it(unit)
    return go_back(desk, PATH, handed_over(done.giver, done.taker, done.agencies))


async def leave(request: Request) -> Response:
    """Take somebody out of the list, after a look at it."""
    desk, fields = await desk_form(request, Wish.HAND_OVER)
    number = number_in(request.path_params["person"])

    async def go(unit: UnitOfWork) -> tuple[Person, list[str]]:
        person = await let_go(unit, desk.ward, number, desk.now, desk.actor)
        return person, await _without_anybody(unit, desk, person.agency_ids)

    try:
        tried = Tried(words.would_let_go(*await rehearse(desk, go)))
    except RefusedError as refusal:
        tried = Tried(refusal.sentence, is_refused=True)
    if tried.is_refused or one(fields, "step") != "do":
        return await _page(desk, number, leaving=tried)
    async with desk.store.write() as unit:
        said = words.done_let_go(*await go(unit))
    return go_back(desk, PATH, said)


async def _page(
    desk: Desk,
    number: int,
    tried: Tried | None = None,
    refused: Refused | None = None,
    leaving: Tried | None = None,
) -> Response:
    async with desk.store.read() as unit:
        work = unit.ward(desk.ward.id)
        person = await work.people.get(number)
        if person is None or not person.is_active:
            raise missing()
        everybody = sorted(await work.people.all(), key=lambda p: alphabetical(p.name))
        agencies = await work.agencies.all()
        links = await unit.links.of([number])
        signed_in = await unit.web.signed_in([number], desk.now)
    is_locked = may_touch(desk.person, person) is not None
    return await desk_page(
        desk,
        "desk/person.html",
        active="people",
        w=words,
        person=person,
        **filled(refused.edit if refused else person, agencies),
        others=[p for p in everybody if p.id != number],
        reached=words.reached(links.get(number, ()), reads_on_the_web=bool(signed_in)),
        is_locked=is_locked,
        tried=tried,
        leaving=leaving,
        refused=refused,
    )


def filled(form: Person | PersonEdit, agencies: Iterable[Agency]) -> dict[str, Any]:
    """Return what the fields of a person's form show."""
    return {
        "form": form,
        "chosen": {m.agency_id for m in form.memberships},
        "heads": {m.agency_id for m in form.memberships if m.is_head},
        "agencies": sorted(
            (a for a in agencies if not a.is_group), key=lambda a: alphabetical(a.name)
        ),
        "addresses": list(Address),
    }


def edit_in(fields: Fields) -> PersonEdit:
    """Return what a form says; a value that is not one of ours is left out."""
    heads = set(fields.get("head", []))
    chosen = [v for v in dict.fromkeys([*fields.get("agency", []), *heads]) if v.isdecimal()]
    said = one(fields, "address")
    return PersonEdit(
        name=one(fields, "name"),
        phone=one(fields, "phone"),
        address=next((a for a in Address if a.value == said), Address.DONG_CHI),
        roles=frozenset(r for r in Role if r.value in fields.get("role", [])),
        memberships=tuple(Membership(number_in(v), v in heads) for v in chosen),
    )
