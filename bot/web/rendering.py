"""Templates into pages. Every value is escaped; every page knows the demonstration's clock."""

import secrets
from datetime import datetime, timedelta
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from bot.channels.web_chat.channel import ACCOUNT, NAME
from bot.web.secret import is_signed, sign
from bot.web.visitors import Visitor, context_of, cookie_name, set_cookie
from data.domain.messages import Chat
from data.domain.tokens import hash_of
from data.texts import web as texts

_PAGES = Environment(
    loader=PackageLoader("bot.web", "templates"), autoescape=True, undefined=StrictUndefined
)
_PAGES.filters["capitalised"] = lambda text: text[:1].upper() + text[1:]
_FORM = "nhacviec_form"


def page(
    request: Request,
    template: str,
    *,
    now: datetime,
    visitor: Visitor | None = None,
    status: int = 200,
    **values: Any,
) -> HTMLResponse:
    """Render a page. Its forms carry a token that only this browser can have."""
    context = context_of(request)
    own = request.cookies.get(cookie_name(context, _FORM), "")
    seed = own if len(own) >= 20 else secrets.token_urlsafe(18)
    html = _PAGES.get_template(template).render(
        t=texts,
        now=now,
        visitor=visitor,
        is_demo=context.demo is not None,
        came_from=_address(request),
        form_token=sign(context.secret, "form", seed),
        **values,
    )
    response = HTMLResponse(html, status_code=status)
    if seed != own:
        set_cookie(context, response, _FORM, seed, timedelta(days=30))
    return response


def _address(request: Request) -> str:
    """Return the address to come back to after the demonstration's clock was moved."""
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")


def browser_of(request: Request) -> Chat:
    """Return the chat that stands for this browser before it is anybody's."""
    seed = request.cookies.get(cookie_name(context_of(request), _FORM), "")
    return Chat(NAME, ACCOUNT, f"b{hash_of(seed)[:32]}")


def is_own_form(request: Request, token: str) -> bool:
    """Return whether a form came from a page that this browser got from us."""
    context = context_of(request)
    seed = request.cookies.get(cookie_name(context, _FORM), "")
    return bool(seed) and is_signed(context.secret, "form", seed, token)
