"""Pages of a demonstration: be anybody of the cast with one click, move the clock."""

from typing import get_args

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.context import ClockMove, DemoControls
from bot.web.guards import own_form
from bot.web.refusals import PageError
from bot.web.visitors import (
    SIGNED_IN_FOR,
    context_of,
    open_session,
    set_cookie,
)
from data.texts import web as texts


async def enter(request: Request) -> Response:
    """Sign in as somebody of the cast."""
    fields, demo = await own_form(request), _demo(request)
    context, now = context_of(request), context_of(request).clock()
    chosen = next((m for m in await demo.cast() if str(m.person_id) == fields.get("who")), None)
    if chosen is None:
        raise PageError(404, texts.no_such_page())
    async with context.store.write() as unit:
        links = (await unit.links.of([chosen.person_id])).get(chosen.person_id, ())
        own = next((link for link in links if link.channel == context.channel.name), None)
        if own is None:
            raise PageError(404, texts.no_such_page())
        token = await open_session(unit, own.ward_id, chosen.person_id, now)
    response = RedirectResponse("/", status_code=303)
    set_cookie(context, response, "nhacviec", token, SIGNED_IN_FOR)
    return response


async def move_clock(request: Request) -> Response:
    """Move the demonstration's clock forward."""
    fields, demo = await own_form(request), _demo(request)
    kinds: tuple[ClockMove, ...] = get_args(ClockMove)
    kind = next((k for k in kinds if k == fields.get("kind")), None)
    if kind is None:
        raise PageError(404, texts.no_such_page())
    await demo.move_to(kind)
    # "//host" and "/\\host" would lead a browser to another site.
    came_from = fields.get("tai", "")
    is_ours = came_from.startswith("/") and came_from[1:2] not in ("/", "\\")
    return RedirectResponse(came_from if is_ours else "/", status_code=303)


def _demo(request: Request) -> DemoControls:
    demo = context_of(request).demo
    if demo is None:
        raise PageError(404, texts.no_such_page())
    return demo
