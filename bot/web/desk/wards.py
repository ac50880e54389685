"""Several wards at a glance, for a province or a city: numbers only, read-only."""

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.shell import at_desk, desk_page, missing
from data.texts import desk_overview
from data.texts import desk_wards as words
from jobs.actions.observe import numbers_of, observed

PATH = "/ban/cac-phuong"


async def show(request: Request) -> Response:
    """Show the numbers of every ward that the visitor looks over."""
    desk = await at_desk(request)
    async with desk.store.read() as unit:
        ids = await observed(unit, desk.ward, desk.person)
        if not ids:
            raise missing()
        numbers = await numbers_of(unit, ids, desk.now)
    return await desk_page(
        desk, "desk/wards.html", active="overview", w=words, v=desk_overview, wards=numbers
    )
