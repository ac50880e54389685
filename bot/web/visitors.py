"""Who is behind a browser: a cookie with a random token, of which only the SHA-256 is kept."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.channels.web_chat.channel import ACCOUNT, NAME, chat_of
from bot.web.context import WebContext
from bot.web.refusals import PageError
from data.domain.messages import Chat
from data.domain.people import Person, Ward
from data.domain.tokens import hash_of
from data.store.unit_of_work import UnitOfWork
from data.store.web import WebSession
from data.texts import web as texts
from data.texts.common import stranger

SIGNED_IN_FOR = timedelta(days=90)
"""Counted from the last use: a session ends with its link, or when it was not used so long."""
_EXTEND_BELOW = timedelta(days=60)
"""Days left under which a visit extends a session: not every page writes."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """A known person in a signed-in browser."""

    ward: Ward
    person: Person
    chat: Chat
    token_hash: str
    expires_at: datetime
    has_chat: bool = True
    """Their web chat is linked; who came by a link from a messenger has the desk alone."""


def context_of(request: Request) -> WebContext:
    """Return what this application was made with."""
    context: WebContext = request.app.state.context
    return context


def cookie_name(context: WebContext, name: str = "nhacviec") -> str:
    """Return the cookie's name; over https the browser itself pins it to this host."""
    return f"__Host-{name}" if context.has_tls else name


def set_cookie(
    context: WebContext, response: Response, name: str, value: str, keep: timedelta
) -> None:
    """Set a cookie that no script and no other site can use."""
    response.set_cookie(
        cookie_name(context, name),
        value,
        max_age=int(keep.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=context.has_tls,
        path="/",
    )


async def still_signed_in(unit: UnitOfWork, token_hash: str, now: datetime) -> WebSession | None:
    """Return the session of a token while it lives and its person is still linked to the chat.

    A link that was revoked (work handed over, a new invitation used) ends every session of it.
    """
    session = await unit.web.session(token_hash, now)
    if session is None:
        return None
    links = await unit.links.at(Chat(NAME, ACCOUNT, session.chat))
    is_linked = any(
        link.person_id == session.person_id and link.ward_id == session.ward_id for link in links
    )
    return session if is_linked else None


async def visitor_of(request: Request, now: datetime) -> Visitor | None:
    """Return who sent the request; None for a stranger."""
    context = context_of(request)
    token = request.cookies.get(cookie_name(context), "")
    if not 20 <= len(token) <= 100:
        return None
    token_hash = hash_of(token)
    async with context.store.read() as unit:
        session = await unit.web.session(token_hash, now)
        if session is None:
            return None
        # Somebody who lost every chat, because their work was handed over, has lost this, too.
        links = (await unit.links.of([session.person_id])).get(session.person_id, ())
        own = [link for link in links if link.ward_id == session.ward_id]
        if not own:
            return None
        person = await unit.ward(session.ward_id).people.get(session.person_id)
        if person is None or not person.is_active:
            return None
        ward = await unit.wards.get(session.ward_id)
    chat = Chat(NAME, ACCOUNT, session.chat)
    has_chat = any(Chat(link.channel, link.account, link.chat) == chat for link in own)
    return Visitor(ward, person, chat, token_hash, session.expires_at, has_chat)


async def stay_signed_in(
    request: Request, response: Response, visitor: Visitor, now: datetime
) -> None:
    """Extend the session of somebody who uses it, and the cookie with it."""
    if visitor.expires_at - now >= _EXTEND_BELOW:
        return
    context = context_of(request)
    async with context.store.write() as unit:
        await unit.web.extend_session(visitor.token_hash, now + SIGNED_IN_FOR)
    token = request.cookies[cookie_name(context)]
    set_cookie(context, response, "nhacviec", token, SIGNED_IN_FOR)


async def known_visitor(request: Request, now: datetime) -> Visitor:
    """Return who sent the request. Raises PageError for a stranger."""
    visitor = await visitor_of(request, now)
    if visitor is None:
        had_one = cookie_name(context_of(request)) in request.cookies
        raise PageError(401, texts.signed_out() if had_one else stranger())
    return visitor


async def chatting_visitor(request: Request, now: datetime) -> Visitor:
    """Return who sent the request, for what belongs to the web chat. Raises PageError."""
    visitor = await known_visitor(request, now)
    if not visitor.has_chat:
        raise PageError(403, texts.no_chat_here())
    return visitor


async def open_session(unit: UnitOfWork, ward_id: int, person_id: int, now: datetime) -> str:
    """Sign a browser of a person in and return the token for its cookie: 256 random bits."""
    token = secrets.token_urlsafe(32)
    session = WebSession(ward_id, person_id, chat_of(person_id).chat, now + SIGNED_IN_FOR)
    await unit.web.open_session(hash_of(token), session, now)
    return token
