"""The first page: how things stand, each number a way into the list behind it."""

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.shell import at_desk, desk_page
from data.domain.access import Wish
from data.domain.board import OF_LIGHT
from data.texts import desk_overview as words
from data.texts import desk_wards
from jobs.actions.observe import observed
from jobs.actions.overview import asides, overview


async def show(request: Request) -> Response:
    """Show the numbers of the ward, or of the visitor's own agencies."""
    desk = await at_desk(request)
    async with desk.store.read() as unit:
        seen = await overview(unit, desk.ward, desk.now, desk.agency_ids)
        beside = await asides(unit, desk.ward, desk.now, desk.agency_ids)
        observes = bool(await observed(unit, desk.ward, desk.person))
    return await desk_page(
        desk,
        "desk/overview.html",
        active="overview",
        w=words,
        v=desk_wards,
        o=seen,
        asides=words.asides(beside, may_answer=desk.may(Wish.SEE_ALL)),
        observes=observes,
        of_light=OF_LIGHT,
    )
