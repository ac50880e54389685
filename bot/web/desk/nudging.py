"""Chasing, with a preview of who gets what."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk import lists
from bot.web.desk.shell import Desk, at_desk, change, desk_form, desk_page, go_back
from bot.web.visitors import context_of
from data.domain.access import Wish
from data.domain.alphabet import alphabetical
from data.store.unit_of_work import UnitOfWork
from data.texts import nudges as words
from jobs.actions.nudge import Chased, nudge, plan_nudges

PATH = "/ban/don-doc"
_MOST = 400
"""Pieces of work that one form names."""


async def show(request: Request) -> Response:
    """Show who would get what; nothing is sent."""
    desk = await at_desk(request, Wish.NUDGE)
    query = request.query_params
    chosen, came_from = query.getlist("ky"), query.get("chon", "")
    if not chosen and came_from.startswith(lists.PATH):
        # No box was ticked: that is not "everybody who is late".
        return go_back(desk, came_from, words.choose_first(), is_error=True)
    chased = _chased(chosen, query.get("coquan", ""))
    async with desk.store.read() as unit:
        plan = await plan_nudges(
            unit, desk.ward, chased, context_of(request).status(), desk.now, desk.actor
        )
        there = await unit.ward(desk.ward.id).agencies.all()
    return await desk_page(
        desk,
        "desk/nudging.html",
        active="nudging",
        w=words,
        chased=chased,
        plan=plan,
        agencies=sorted((a for a in there if not a.is_group), key=lambda a: alphabetical(a.name)),
    )


async def send(request: Request) -> Response:
    """Send what the preview showed."""
    desk, fields = await desk_form(request, Wish.NUDGE)
    chased = _chased(fields.get("ky", []), fields.get("coquan", [""])[-1])

    async def act(unit: UnitOfWork) -> str:
        return await _nudge(desk, unit, chased)

    return await change(desk, PATH, act)


async def _nudge(desk: Desk, unit: UnitOfWork, chased: Chased) -> str:
    accounts = context_of(desk.request).status()
    plan = await nudge(unit, desk.ward, chased, accounts, desk.now, desk.actor)
    return words.done(
        [n.person.name for n in plan.reached],
        [n.person.name for n in plan.unreached],
        at=plan.goes_at if plan.goes_at > desk.now else None,
    )


def _chased(numbers: Sequence[str], agency: str) -> Chased:
    ids = [int(n) for n in numbers[:_MOST] if n.isascii() and n.isdigit() and len(n) < 10]
    is_one = agency.isascii() and agency.isdigit() and len(agency) < 10
    return Chased(tuple(dict.fromkeys(ids)), int(agency) if is_one else None)
