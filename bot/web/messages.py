"""What a browser says, and how it hears: post, catch up, stream."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from bot.web.context import WebContext
from bot.web.guards import own_json
from bot.web.lines import line_of, lines_of
from bot.web.receipts import Upload, upload_of
from bot.web.refusals import PageError, too_fast
from bot.web.visitors import Visitor, chatting_visitor, context_of, still_signed_in
from data.domain.messages import Chat
from data.store.unit_of_work import UnitOfWork
from data.store.web import WebMessage, WebSession
from data.texts import web as texts

_OLDEST_SENT = timedelta(days=14)
"""How long a browser may have held a message back without a network."""
_PAGE = 100
_OVERLAP = 50
"""Ids read again: on PostgreSQL a line may commit after one with a higher id."""


async def post_message(request: Request) -> Response:
    """Take one message into the inbox and the transcript, once, and wake the dialog engine."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await chatting_visitor(request, now)
    body = await own_json(request)
    if seconds := request.app.state.messages.take(visitor.chat.chat, now):
        raise too_fast(seconds)
    client_id, raw, shown = _read(context, visitor, body, now)
    async with context.store.write() as unit:
        # Scoped by chat: nobody can take the id of another person's message.
        external_id = f"{visitor.chat.chat}:{client_id}"
        inbox_id = await unit.inbox.add(visitor.chat, external_id, raw, now)
        is_new = inbox_id is not None
        if inbox_id is None:
            inbox_id = await unit.inbox.find(visitor.chat, external_id)
        # In the inbox's transaction: an answer is never shown above its question.
        line_id = await unit.web.show(visitor.chat.chat, shown, now, inbox_id=inbox_id)
    if is_new and inbox_id is not None:
        context.wake(inbox_id)
        context.channel.listeners.tell(visitor.chat.chat)
    return JSONResponse(line_of(WebMessage(line_id, False, shown, now), now))


def _read(
    context: WebContext, visitor: Visitor, body: dict[str, Any], now: datetime
) -> tuple[str, dict[str, Any], dict[str, Any]]:
    """Return the client's id, the raw inbox row and the transcript line, or raise PageError."""
    client_id, text, choice = body.get("client_id"), body.get("text", ""), body.get("choice")
    receipts = body.get("files", [])
    if (
        not (isinstance(client_id, str) and client_id.isascii() and 8 <= len(client_id) <= 64)
        or not isinstance(text, str)
        or not (choice is None or _is_choice(choice))
        or not (isinstance(receipts, list) and all(isinstance(r, str) for r in receipts))
    ):
        raise PageError(400, texts.unreadable())
    text = _storable(text)
    if len(text) > context.limits.text:
        raise PageError(413, texts.too_long(len(text), context.limits.text))
    if len(receipts) > context.limits.files:
        raise PageError(413, texts.too_many_files(context.limits.files))
    files = [_file(context, visitor, r) for r in receipts]
    if not text.strip() and choice is None and not files:
        raise PageError(400, texts.empty_message())
    sent_at = _sent_at(body.get("sent_at"), now).isoformat()
    # A tap is the choice's value; its label is only what the transcript shows.
    raw = {
        "text": "" if choice is not None else text,
        "choice": choice,
        "files": files,
        "sent_at": sent_at,
    }
    return client_id, raw, {"text": text, "files": files, "client_id": client_id}


def _is_choice(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= 64


def _storable(text: str) -> str:
    """Return the text without characters that no database takes: NUL, lone surrogates."""
    plain = text.replace("\r\n", "\n").encode("utf-8", "ignore").decode()
    return "".join(c for c in plain if c in "\n\t" or c >= " ").strip()


def _file(context: WebContext, visitor: Visitor, receipt: str) -> dict[str, Any]:
    upload: Upload | None = upload_of(context.secret, visitor.person.id, receipt)
    if upload is None or not context.files.path(upload.sha256).exists():
        raise PageError(409, texts.file_not_ours())
    return {
        "sha256": upload.sha256,
        "name": upload.name,
        "size": upload.size,
        "mime": upload.mime,
        "as_photo": False,  # a browser uploads the original bytes
    }


def _sent_at(value: object, now: datetime) -> datetime:
    """Return when the person pressed send, as far as their device's clock can be believed."""
    try:
        said = datetime.fromisoformat(value) if isinstance(value, str) else now
    except ValueError:
        return now
    if said.tzinfo is None or not now - _OLDEST_SENT <= said <= now:
        return now
    return said


async def get_messages(request: Request) -> Response:
    """Return lines after one, or the ones before one, or the latest."""
    now = context_of(request).clock()
    visitor = await chatting_visitor(request, now)
    after, before = _number(request, "after"), _number(request, "before")
    async with context_of(request).store.read() as unit:
        found = await unit.web.transcript(
            visitor.chat.chat, after=after, before=before or None, limit=_PAGE
        )
    more = len(found) == _PAGE
    return JSONResponse({"messages": lines_of(found, now), "more": more})


def _number(request: Request, name: str) -> int:
    return _line_number(request.query_params.get(name, ""))


def _line_number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 16 else 0


async def stream(request: Request) -> Response:
    """Send new lines as they come (server-sent events)."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await chatting_visitor(request, now)
    if context.channel.listeners.count(visitor.chat.chat) >= context.limits.streams:
        raise too_fast(30)
    seen = _line_number(request.headers.get("last-event-id", ""))
    after = seen or _number(request, "after")
    return StreamingResponse(
        _events(context, visitor.chat, visitor.token_hash, after),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"},
    )


async def _events(
    context: WebContext, chat: Chat, token_hash: str, after: int
) -> AsyncIterator[str]:
    yield "retry: 2000\n\n"
    last, sent, shown = after, set[int](), None
    with context.channel.listeners.listen(chat.chat) as news:
        while not context.channel.listeners.is_closed:
            news.clear()
            now = context.clock()
            async with context.store.read() as unit:
                session = await still_signed_in(unit, token_hash, now)
                if session is None:
                    yield "event: signed-out\ndata: {}\n\n"
                    return
                found = await unit.web.transcript(
                    chat.chat, after=max(last - _OVERLAP, after), limit=_PAGE
                )
                who = await _who(unit, session)
            if who != shown:
                yield f"event: who\ndata: {json.dumps(who, ensure_ascii=False)}\n\n"
                shown = who
            for message in found:
                if message.id not in sent:
                    yield _event(message, now)
                    sent.add(message.id)
            last = max((m.id for m in found), default=last)
            sent = {i for i in sent if i > last - 2 * _OVERLAP}
            if len(found) == _PAGE:
                continue
            try:
                await asyncio.wait_for(news.wait(), context.heartbeat)
            except TimeoutError:
                yield ": \n\n"


async def _who(unit: UnitOfWork, session: WebSession) -> str:
    """Return how the page calls its ward and person now: the set-up names both."""
    person = await unit.ward(session.ward_id).people.get(session.person_id)
    ward = await unit.wards.get(session.ward_id)
    return texts.who(ward.name, person.name if person else "")


def _event(message: WebMessage, now: datetime) -> str:
    data = json.dumps(line_of(message, now), ensure_ascii=False)
    return f"id: {message.id}\ndata: {data}\n\n"
