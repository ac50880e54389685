"""Files for whoever holds their signed address: no visitor, no session.

A platform fetches the pictures that we send; people save what a platform does not take.
"""

import asyncio
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.channels.public_files import FILES, PICTURES, file_at, picture_at
from bot.web.visitors import context_of
from data.domain.evidence import kind_named

__all__ = ["FILES", "PICTURES", "give", "show"]

_BEGINNINGS = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG\r\n\x1a\n": "image/png"}
_ALONE = {"Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'"}
_PICTURE = {
    **_ALONE,
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=86400",
}
_FILE = {**_ALONE, "Cache-Control": "private, no-store"}
_BYTES = "application/octet-stream"


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
    # To be saved when a person opens it: a platform that fetches it does not look at that.
    name = f"anh.{mime.rpartition('/')[2]}"
    return FileResponse(path, media_type=mime, filename=name, headers=_PICTURE)


async def give(request: Request) -> Response:
    """Give a file to be saved, never to be shown or run by the browser."""
    context = context_of(request)
    found = file_at(request.path_params["token"], context.secret, context.clock())
    if found is None:
        return Response(status_code=404)
    sha256, name = found
    path = context.files.path(sha256)
    if not await asyncio.to_thread(path.is_file):
        return Response(status_code=404)
    return FileResponse(path, media_type=kind_named(name) or _BYTES, filename=name, headers=_FILE)


def _kind_of(path: Path) -> str | None:
    """Return what a file is by its own first bytes; None for anything but a JPEG or PNG."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError:
        return None
    return next((mime for begins, mime in _BEGINNINGS.items() if head.startswith(begins)), None)
