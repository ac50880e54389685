"""Behind the link from the chat: opening it uses nothing up, for link previews open it too."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.desk.shell import HOME
from bot.web.guards import own_form
from bot.web.refusals import too_fast
from bot.web.rendering import page
from bot.web.visitors import SIGNED_IN_FOR, context_of, open_session, set_cookie, visitor_of
from data.errors import RefusedError
from data.texts import desk_link as words
from jobs.actions.desk_link import look, use_desk_link


async def show(request: Request) -> Response:
    """Say whom the link lets in; who is signed in as that person already goes straight on."""
    context, now = context_of(request), context_of(request).clock()
    _take(request)
    visitor = await visitor_of(request, now)
    try:
        async with context.store.read() as unit:
            guest = await look(unit, request.path_params["token"], now)
    except RefusedError:
        # An old link in the transcript of somebody who is in already: nothing to sign in for.
        if visitor is not None:
            return RedirectResponse(HOME, status_code=303)
        raise
    if visitor is not None and visitor.person.id == guest.person.id:
        return RedirectResponse(HOME, status_code=303)
    return page(request, "desk/entering.html", now=now, w=words, guest=guest)


async def enter(request: Request) -> Response:
    """Use the link up and sign the browser in."""
    context, now = context_of(request), context_of(request).clock()
    _take(request)
    await own_form(request)
    async with context.store.write() as unit:
        guest = await use_desk_link(unit, request.path_params["token"], now)
        token = await open_session(unit, guest.ward.id, guest.person.id, now)
    response = RedirectResponse(HOME, status_code=303)
    set_cookie(context, response, "nhacviec", token, SIGNED_IN_FOR)
    return response


def _take(request: Request) -> None:
    address = request.client.host if request.client else "unknown"
    if seconds := request.app.state.invitations.take(address, context_of(request).clock()):
        raise too_fast(seconds)
