"""The page that shows the lead office how the machine stands. It never shows what people wrote."""

import asyncio

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.guards import own_form
from bot.web.refusals import PageError
from bot.web.rendering import page
from bot.web.visitors import Visitor, context_of, known_visitor
from data.domain.access import Wish, may
from data.store.backup import backup_folder, latest_copy
from data.texts import status as words
from data.texts import web as texts
from jobs.actions.resend import let_rest, resend
from jobs.actions.what_is_wrong import what_is_wrong

PATH = "/tinh-trang"
_DONE = {"again": resend, "rest": let_rest}


async def show_status(request: Request) -> Response:
    """Show how things stand; the page loads itself anew."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await _watching(request)
    async with context.store.read() as unit:
        rundown = await what_is_wrong(unit, visitor.ward, visitor.person, context.status(), now)
    engine = context.store.engine
    copies_itself = backup_folder(engine) is not None
    return page(
        request,
        "status.html",
        now=now,
        visitor=visitor,
        w=words,
        rundown=rundown,
        copies_itself=copies_itself,
        last_backup=await asyncio.to_thread(latest_copy, engine) if copies_itself else None,
    )


async def settle_letter(request: Request) -> Response:
    """[Gửi lại] or [Bỏ qua] under a message that may not have arrived."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await _watching(request)
    form = await own_form(request)
    what, number = _DONE.get(form.get("what", "")), form.get("letter", "")
    if what is None or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise PageError(400, texts.unreadable())
    async with context.store.write() as unit:
        await what(unit, visitor.ward, int(number), now, f"person:{visitor.person.id}")
    return RedirectResponse(PATH, status_code=303)


async def _watching(request: Request) -> Visitor:
    visitor = await known_visitor(request, context_of(request).clock())
    if may(visitor.person, Wish.WATCH_OVER) is not None:
        raise PageError(403, texts.may_not())
    return visitor
