"""Pictures for platforms that fetch what we send: no visitor, no session, only a signed address."""

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.channels.public_pictures import PATH, picture_at
from bot.web.visitors import context_of

__all__ = ["PATH", "show"]

_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=86400",
}


async def show(request: Request) -> Response:
    """Give a picture as often as it is asked for: HEAD too, and parts of it."""
    context = context_of(request)
    sha256 = picture_at(request.path_params["token"], context.secret, context.clock())
    if sha256 is None:
        return Response(status_code=404)
    path = context.files.path(sha256)
    mime = await asyncio.to_thread(_kind_of, path)
    if mime is None:
        return Response(status_code=404)
    return FileResponse(path, media_type=mime, headers=_HEADERS)


def _kind_of(path: Path) -> str | None:
    """Return what a file is by its own first bytes; None for anything but a JPEG or PNG."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError:
        return None
    return next((mime for begins, mime in _BEGINNINGS.items() if head.startswith(begins)), None)
