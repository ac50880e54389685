"""The first page: how things stand, each number a way into the list behind it."""

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.shell import Desk, at_desk, desk_page
from data.domain.board import OF_LIGHT
from data.texts import desk_overview as words
from jobs.actions.overview import Overview, overview


async def show(request: Request) -> Response:
    """Show the numbers of the ward, or of the visitor's own agencies."""
    desk = await at_desk(request)
    return await desk_page(
        desk,
        "desk/overview.html",
        active="overview",
        w=words,
        o=await _read(desk),
        of_light=OF_LIGHT,
    )


async def _read(desk: Desk) -> Overview:
    async with desk.store.read() as unit:
        return await overview(unit, desk.ward, desk.now, desk.agency_ids)
