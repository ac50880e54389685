"""Where platforms call us: their update is in the inbox before they are told so."""

import logging

from starlette.requests import Request
from starlette.responses import Response

from bot.web.visitors import context_of
from data.errors import StoreDownError

LARGEST_BODY = 1024 * 1024
"""Bytes of one call."""
_log = logging.getLogger(__name__)


async def prove_domain(request: Request) -> Response:
    """Give the file that Zalo looks for at the root of our domain, as it was given to us."""
    name, content = context_of(request).verifier or ("", b"")
    if request.url.path != f"/{name}":
        return Response(status_code=404)
    return Response(content, media_type="text/html")


async def take_call(request: Request) -> Response:
    """Answer 200 once the update is committed; 503 lets the platform call again."""
    hook = context_of(request).hooks.get(request.url.path)
    if hook is None:
        return Response(status_code=404)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_BODY:
            return Response(status_code=413)
    try:
        return Response(status_code=await hook(request.headers, bytes(body)))
    except StoreDownError as error:
        _log.error("a platform's call could not be kept: %s", type(error).__name__)
        return Response(status_code=503)
