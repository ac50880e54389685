"""Agencies: their names, their people, and whom a common name stands for."""

from collections import defaultdict

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.fields import Refused, one
from bot.web.desk.shell import (
    Desk,
    at_desk,
    change,
    desk_form,
    desk_page,
    go_back,
    missing,
    number_in,
)
from data.domain.access import Wish
from data.domain.alphabet import alphabetical
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_people as words
from jobs.actions.agencies import AgencyLike, add_agency, change_group, rename_agency

PATH = "/ban/co-quan"


async def show(request: Request) -> Response:
    """Show the agencies with their people."""
    return await _page(await at_desk(request, Wish.IMPORT_STAFF))


async def _page(
    desk: Desk, refused: Refused | None = None, number: int = 0, like: str = ""
) -> Response:
    """Show the page; `refused` is the form of the agency with this number, 0: of a new one."""
    async with desk.store.read() as unit:
        work = unit.ward(desk.ward.id)
        agencies = sorted(await work.agencies.all(), key=lambda a: alphabetical(a.name))
        people = sorted(await work.people.all(), key=lambda p: alphabetical(p.name))
    of_agency = defaultdict(list)
    for person in people:
        for place in person.memberships:
            of_agency[place.agency_id].append(person)
    return await desk_page(
        desk,
        "desk/agencies.html",
        active="agencies",
        w=words,
        singles=[a for a in agencies if not a.is_group],
        groups=[a for a in agencies if a.is_group],
        names={a.id: a.name for a in agencies},
        people=of_agency,
        refused=refused,
        refused_number=number,
        like=like,
    )


async def add(request: Request) -> Response:
    """Found an agency; one that is called nearly so is asked about."""
    desk, fields = await desk_form(request, Wish.IMPORT_STAFF)
    name = one(fields, "name")
    try:
        async with desk.store.write() as unit:
            done = await add_agency(
                unit, desk.ward, name, desk.now, desk.actor, apart_from=one(fields, "khac")
            )
    except RefusedError as refusal:
        return await _page(desk, Refused(refusal.sentence, fields))
    if isinstance(done, AgencyLike):
        return await _page(
            desk, Refused(words.agency_like(name, done.name), fields), like=done.name
        )
    said = words.agency_added(done.agency.name, done.groups, is_new=done.is_new)
    return go_back(desk, PATH, said)


async def save(request: Request) -> Response:
    """Rename an agency, or say whom a common name stands for."""
    desk, fields = await desk_form(request, Wish.IMPORT_STAFF)
    number = number_in(request.path_params["agency"])
    what = one(fields, "what")
    chosen = {number_in(v) for v in fields.get("member", [])}

    async def rename(unit: UnitOfWork) -> str:
        name = one(fields, "name")
        return words.renamed(
            await rename_agency(unit, desk.ward, number, name, desk.now, desk.actor)
        )

    async def regroup(unit: UnitOfWork) -> str:
        there = {a.id: a for a in await unit.ward(desk.ward.id).agencies.all()}
        if number not in there or not chosen <= there.keys():
            raise missing()
        gone = set(there[number].members) - chosen
        done = await change_group(
            unit, desk.ward, number, desk.now, desk.actor, add=chosen, remove=gone
        )
        return words.group_saved(done)

    acts = {"name": rename, "members": regroup}
    if what not in acts:
        raise missing()
    return await change(
        desk, PATH, acts[what], lambda sentence: _page(desk, Refused(sentence, fields), number)
    )
