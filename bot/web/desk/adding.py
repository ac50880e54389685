"""One new person at the desk; who may be in the list already is asked about."""

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk import people
from bot.web.desk.fields import one
from bot.web.desk.people import edit_in, filled
from bot.web.desk.shell import Desk, at_desk, desk_form, desk_page, go_back, number_in
from data.domain.access import Wish
from data.domain.people import Address, Membership, Role
from data.errors import RefusedError
from data.texts import desk_people as words
from jobs.actions.add_person import PersonLike, add_person
from jobs.actions.edit_person import PersonEdit

PATH = people.PATH + "/them"
_ANOTHER, _BACK = "khac", "cu"


async def show(request: Request) -> Response:
    """Show the form, for an agency when the address names one."""
    desk = await at_desk(request, Wish.IMPORT_STAFF)
    agency = request.query_params.get("coquan")
    places = (Membership(number_in(agency)),) if agency else ()
    return await _page(
        desk, PersonEdit("", "", Address.DONG_CHI, frozenset({Role.OFFICER}), places)
    )


async def add(request: Request) -> Response:
    """Add them and go to their page; else show the form as it was filled in."""
    desk, fields = await desk_form(request, Wish.IMPORT_STAFF)
    edit = edit_in(fields)
    answer, _, said = one(fields, "la").partition(":")
    meant = [number_in(n) for n in said.split(",")] if answer in (_ANOTHER, _BACK) else []
    try:
        async with desk.store.write() as unit:
            done = await add_person(
                unit,
                desk.ward,
                edit,
                desk.now,
                desk.actor,
                apart_from=meant if answer == _ANOTHER else (),
                back=meant[0] if answer == _BACK else None,
            )
    except RefusedError as refusal:
        return await _page(desk, edit, refused=refusal.sentence)
    if isinstance(done, PersonLike):
        return await _page(desk, edit, like=done)
    said = words.added(done.person, is_new=done.is_new)
    return go_back(desk, f"{people.PATH}/{done.person.id}", said)


async def _page(
    desk: Desk, edit: PersonEdit, like: PersonLike | None = None, refused: str = ""
) -> Response:
    async with desk.store.read() as unit:
        agencies = await unit.ward(desk.ward.id).agencies.all()
    alike = [*like.there, *(f.person for f in like.former)] if like else []
    return await desk_page(
        desk,
        "desk/person_new.html",
        active="people",
        w=words,
        **filled(edit, agencies),
        names={a.id: a.name for a in agencies},
        like=like,
        another=f"{_ANOTHER}:{','.join(str(p.id) for p in alike)}",
        back=f"{_BACK}:",
        refused=refused,
    )
