"""What every request passes: headers on every answer, and proof that a change was meant.

A change is meant when our own page asked: its script sends a header that another site cannot
send, its forms a token that another site cannot know. The cookies are SameSite=Lax besides.
"""

import json
from typing import Any
from urllib.parse import urlsplit

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.refusals import PageError
from bot.web.rendering import is_own_form
from bot.web.visitors import context_of
from data.texts import web as texts

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # The code of an invitation stands in an address: no other site may learn it.
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "X-Robots-Tag": "noindex, nofollow",
}
OWN_HEADER = "x-nhac-viec"
_MOST_FIELDS = 500
_LARGEST_BODY = 512 * 1024
"""Bytes of a message or form: a message far too long is still read, to say how to split it."""


class SecurityHeaders:
    """Sets the headers of every answer that does not set them itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and its answer back with the headers."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                # What belongs to one person is not kept by any cache in between.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self._app(scope, receive, with_headers)


def check_own_script(request: Request) -> None:
    """Raise PageError unless our own page's script sent the request."""
    if request.headers.get(OWN_HEADER) != "1" or not _is_from_here(request):
        raise PageError(403, texts.foreign_form())


def _is_from_here(request: Request) -> bool:
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("origin", "null")
    if origin == "null":  # withheld, as our no-referrer policy asks
        return True
    hosts = {request.headers.get("host", ""), urlsplit(context_of(request).public_url).netloc}
    return urlsplit(origin).netloc in hosts


async def own_form(request: Request) -> dict[str, str]:
    """Return the fields of a form of ours. Raises PageError for anybody else's."""
    return {name: values[-1] for name, values in (await own_form_lists(request)).items()}


async def own_form_lists(request: Request) -> dict[str, list[str]]:
    """Return the fields of a form of ours, with every value of boxes that share a name."""
    _check_size(request)
    fields: dict[str, list[str]] = {}
    for name, value in (await request.form(max_files=0, max_fields=_MOST_FIELDS)).multi_items():
        if isinstance(value, str):
            fields.setdefault(name, []).append(value)
    token = fields.get("form", [""])[-1]
    if not _is_from_here(request) or not is_own_form(request, token):
        raise PageError(403, texts.foreign_form())
    return fields


async def own_json(request: Request) -> dict[str, Any]:
    """Return the JSON object that our script sent. Raises PageError for anything else."""
    check_own_script(request)
    _check_size(request)
    try:
        value = json.loads(await request.body())
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise PageError(400, texts.unreadable())
    return value


def _check_size(request: Request) -> None:
    # The server holds a body to its declared length, so the declaration is enough.
    declared = request.headers.get("content-length", "")
    if not (declared.isascii() and declared.isdigit()) or int(declared) > _LARGEST_BODY:
        raise PageError(413, texts.body_too_big())
