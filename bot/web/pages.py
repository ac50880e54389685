"""The chat page, the way out, the health page, and what refusals look like."""

import logging
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response

from bot.web.context import WebContext
from bot.web.guards import own_form
from bot.web.refusals import PageError
from bot.web.rendering import page
from bot.web.visitors import context_of, cookie_name, stay_signed_in, visitor_of
from data.domain.access import Wish, may
from data.domain.evidence import LARGEST_VIDEO, MEGABYTE
from data.errors import RefusedError, StoreDownError
from data.files.evidence_store import NoRoomError
from data.texts import desk as desk_words
from data.texts import web as texts
from data.texts.common import stranger

log = logging.getLogger(__name__)


async def home(request: Request) -> Response:
    """Show the chat to a known person; a stranger reads one sentence, or meets the demo's cast."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await visitor_of(request, now)
    if visitor is None:
        if context.demo is not None:
            cast = await context.demo.cast()
            return page(request, "demo.html", now=now, cast=cast)
        return page(request, "stranger.html", now=now, sentence=stranger(), way=None)
    if not visitor.has_chat:
        return RedirectResponse("/ban", status_code=303)
    response = page(
        request,
        "chat.html",
        now=now,
        visitor=visitor,
        labels=texts.chat_labels(),
        megabytes=LARGEST_VIDEO // MEGABYTE,
        limits=context.limits,
        is_office=may(visitor.person, Wish.IMPORT_PLAN) is None,
    )
    await stay_signed_in(request, response, visitor, now)
    return response


async def sign_out(request: Request) -> Response:
    """End this browser's session and forget what it cached."""
    await own_form(request)
    context, now = context_of(request), context_of(request).clock()
    visitor = await visitor_of(request, now)
    if visitor is not None:
        async with context.store.write() as unit:
            await unit.web.close_session(visitor.token_hash, now)
        context.channel.listeners.tell(visitor.chat.chat)
    response = RedirectResponse("/", status_code=303)
    forget_cookie(context, response)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


def forget_cookie(context: WebContext, response: Response) -> None:
    """Take the session's cookie back."""
    response.delete_cookie(
        cookie_name(context), path="/", httponly=True, samesite="lax", secure=context.has_tls
    )


async def health(request: Request) -> Response:
    """Say whether the database answers: 200 "ok" or 503."""
    try:
        async with context_of(request).store.read() as unit:
            await unit.wards.all()
    except Exception:
        log.exception("the store does not answer")
        return PlainTextResponse("store", status_code=503)
    return PlainTextResponse("ok")


def _way_on(path: str) -> tuple[str, str] | None:
    """Return where a refusal leads, and what its button says."""
    if path.startswith("/kiem-tra/"):  # an inspector has no page here but that one
        return None
    return ("/ban", desk_words.home()) if path.startswith("/ban/") else ("/", texts.back_to_chat())


def answer(
    request: Request, status: int, sentence: str, retry_after: int | None = None
) -> Response:
    """Return a refusal as JSON to our scripts, as a page to people."""
    if request.url.path.startswith("/api/"):
        response: Response = JSONResponse({"error": sentence}, status_code=status)
    else:
        now = context_of(request).clock()
        way = _way_on(request.url.path) if status != 401 else None
        response = page(
            request, "stranger.html", now=now, status=status, sentence=sentence, way=way
        )
    if retry_after is not None:
        response.headers["Retry-After"] = str(retry_after)
    return response


async def on_refusal(request: Request, error: Exception) -> Response:
    """Answer a PageError or a RefusedError with its own sentence."""
    if isinstance(error, PageError):
        return answer(request, error.status, error.sentence, error.retry_after)
    assert isinstance(error, RefusedError)
    return answer(request, 507 if isinstance(error, NoRoomError) else 422, error.sentence)


async def on_store_down(request: Request, error: Exception) -> Response:
    """The database takes nothing now: nothing was kept, and the same may be sent again."""
    log.error("the store is down: %s", error)
    if isinstance(error, StoreDownError) and error.is_full:
        return answer(request, 507, texts.no_room())
    return answer(request, 503, texts.bug())


async def on_missing(request: Request, _error: Exception) -> Response:
    """No such page, or not with this method."""
    return answer(request, 404, texts.no_such_page())


async def on_bug(request: Request, error: Exception) -> Response:
    """Log what we did not foresee; the person reads one neutral sentence."""
    # No more of the address: what follows may be a calendar's token, or an invitation's code.
    kind = quote(request.url.path).split("/")[1][:40]
    log.error("request failed: /%s", kind, exc_info=error)
    return answer(request, 500, texts.bug())
