"""What an inspector's link opens: one dossier, to be read here or taken along, and nothing else."""

import asyncio
import zipfile
from collections.abc import Iterator
from mimetypes import guess_type
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse

from bot.web.refusals import PageError, too_fast
from bot.web.rendering import page
from bot.web.visitors import context_of
from data.errors import RefusedError
from data.texts import desk_dossiers as words
from data.texts import web as texts
from jobs.actions.order_dossier import Shown, open_link, shown_by
from jobs.ticks.make_dossiers import dossier_path

PATH = "/kiem-tra/{code}"
_CHUNK = 1 << 18
_PAGES = {
    # Our own pages inside the dossier bring their style along, and nothing that runs.
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "private, no-store",
}
_FILES = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, max-age=3600",
}
_SHOWN = ("image/jpeg", "image/png", "image/webp", "text/plain")


async def show(request: Request) -> Response:
    """Show what the link leads to; that it was opened is noted."""
    shown = await _opened(request)
    return page(
        request,
        "inspection.html",
        now=context_of(request).clock(),
        w=words,
        shown=shown,
        door=request.url.path,
    )


async def take(request: Request) -> Response:
    """Give the dossier; that it was taken is noted."""
    shown = await _opened(request, takes=True)
    path = await _path(request, shown)
    return FileResponse(path, media_type="application/zip", filename=shown.order.name)


async def browse(request: Request) -> Response:
    """Show a file of the dossier as it lies in the archive."""
    _slow_down(request)
    context = context_of(request)
    try:
        async with context.store.read() as unit:
            shown = await shown_by(unit, request.path_params["code"], context.clock())
    except RefusedError as refused:
        raise PageError(404, refused.sentence) from None
    path, name = await _path(request, shown), request.path_params["name"]
    found = await asyncio.to_thread(_member, path, name)
    if found is None:
        raise PageError(404, texts.no_such_page())
    mime = guess_type(name)[0] or "application/octet-stream"
    mime = f"{mime}; charset=utf-8" if mime.startswith("text/") else mime
    headers = {
        **(_PAGES if name.endswith(".html") else _FILES),
        "Content-Length": str(found.file_size),
    }
    if not name.endswith(".html") and mime.partition(";")[0] not in _SHOWN:
        headers["Content-Disposition"] = f'attachment; filename="{name.rpartition("/")[2]}"'
    return StreamingResponse(_pieces(path, found), media_type=mime, headers=headers)


def _member(path: Path, name: str) -> zipfile.ZipInfo | None:
    """Return the entry with this name inside the bag."""
    with zipfile.ZipFile(path) as archive:
        return next((i for i in archive.infolist() if i.filename.partition("/")[2] == name), None)


def _pieces(path: Path, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with zipfile.ZipFile(path) as archive, archive.open(info) as file:
        while piece := file.read(_CHUNK):
            yield piece


async def _opened(request: Request, *, takes: bool = False) -> Shown:
    _slow_down(request)
    context = context_of(request)
    try:
        async with context.store.write() as unit:
            return await open_link(unit, request.path_params["code"], context.clock(), takes=takes)
    except RefusedError as refused:
        raise PageError(404, refused.sentence) from None


async def _path(request: Request, shown: Shown) -> Path:
    """Return the file; a machine that was set up from a copy has none. Raises PageError."""
    folder = context_of(request).dossiers
    path = dossier_path(folder, shown.order.id) if folder else None
    if path is None or not await asyncio.to_thread(path.exists):
        raise PageError(404, words.link_is_over())
    return path


def _slow_down(request: Request) -> None:
    address = request.client.host if request.client else "unknown"
    buckets = request.app.state.inspections
    if seconds := buckets.take(address, context_of(request).clock()):
        raise too_fast(seconds)
