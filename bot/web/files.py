"""Files from a browser, and files for it: only what its own chat shows or its person may see."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response

from bot.web.context import WebContext
from bot.web.guards import check_own_script
from bot.web.kinds import kind_of
from bot.web.receipts import Upload, receipt_for
from bot.web.refusals import PageError, too_fast
from bot.web.visitors import Visitor, context_of, known_visitor
from data.domain.access import Wish, may
from data.domain.evidence import Objection, clean_name, largest
from data.domain.reports import Evidence, EvidenceState
from data.store.unit_of_work import WardWork
from data.texts import web as texts
from data.texts.erasures import gone
from data.texts.files import file_refused

_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, max-age=3600",
}


async def post_file(request: Request) -> Response:
    """Store one file, the body of the request, and return the receipt to attach it with."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await known_visitor(request, now)
    # At the desk, who came from a messenger writes reports down for others, too.
    if not visitor.has_chat and may(visitor.person, Wish.RECORD) is not None:
        raise PageError(403, texts.no_chat_here())
    check_own_script(request)
    if seconds := request.app.state.uploads.take(visitor.chat.chat, now):
        raise too_fast(seconds)
    name = clean_name(unquote(request.headers.get("x-file-name", "")))
    stored = await context.files.put(_bounded(request, name))
    is_office = may(visitor.person, Wish.IMPORT_PLAN) is None
    mime = await kind_of(name, stored, context.files, is_office=is_office)
    upload = Upload(stored.sha256, name, stored.size, mime)
    receipt = receipt_for(context.secret, visitor.person.id, upload)
    return JSONResponse({"receipt": receipt, "name": name, "size": stored.size, "mime": mime})


async def _bounded(request: Request, name: str) -> AsyncIterator[bytes]:
    """Yield the body; raises PageError when it grows over the limit, and nothing is kept then."""
    limit = largest(name)
    declared = request.headers.get("content-length", "0")
    size = int(declared) if declared.isascii() and declared.isdigit() else 0
    if size > limit:
        raise PageError(413, file_refused(name, Objection.TOO_BIG))
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > limit:
            raise PageError(413, file_refused(name, Objection.TOO_BIG))
        yield chunk


@dataclass(frozen=True, slots=True)
class _Shown:
    """A file that the visitor may have."""

    sha256: str
    name: str
    mime: str
    path: Path
    is_ours: bool
    """We made it ourselves: a chart, a QR code."""


async def get_file(request: Request) -> Response:
    """Give the original bytes, to be saved, never to be run by the browser."""
    shown = await _shown(request)
    return FileResponse(shown.path, media_type=shown.mime, filename=shown.name, headers=_HEADERS)


async def get_preview(request: Request) -> Response:
    """Show an image small: a JPEG that we made, or a picture of our own."""
    shown = await _shown(request)
    if shown.is_ours and shown.mime == "image/png":
        path, mime = shown.path, "image/png"
    else:
        made: Path | None = await request.app.state.previews.small(shown.sha256)
        if made is None:
            raise PageError(404, texts.no_preview())
        path, mime = made, "image/jpeg"
    headers = {**_HEADERS, "Content-Disposition": "inline"}
    return FileResponse(path, media_type=mime, headers=headers)


async def _shown(request: Request) -> _Shown:
    """Return the file asked for. Raises PageError when there is none for this person."""
    context, now = context_of(request), context_of(request).clock()
    visitor = await known_visitor(request, now)
    try:
        path = context.files.path(request.path_params["sha256"])
    except ValueError:
        raise PageError(404, texts.no_such_page()) from None
    found = await _find(context, visitor, path.name)
    if isinstance(found, _Gone):
        raise PageError(410, gone(found.name))
    # The same answer whether it is not there or not theirs.
    if found is None or not path.exists():
        raise PageError(404, texts.no_such_page())
    name, mime, is_ours = found
    return _Shown(path.name, name, mime, path, is_ours)


@dataclass(frozen=True, slots=True)
class _Gone:
    """A file that was destroyed by decision, to somebody who might have seen it."""

    name: str


async def _find(
    context: WebContext, visitor: Visitor, sha256: str
) -> tuple[str, str, bool] | _Gone | None:
    """Return name, type and whether it is ours, of a file that this person may see."""
    async with context.store.read() as unit:
        line = await unit.web.line_with_file(visitor.chat.chat, sha256)
        work = unit.ward(visitor.ward.id)
        records = await work.evidence.with_digest(sha256)
        ours = await _of_own_agencies(work, visitor, records)
    if any(r.state is EvidenceState.SET_ASIDE for r in records):
        return None
    sees_all = may(visitor.person, Wish.SEE_ALL) is None or line is not None
    own = [
        r for r in records if sees_all or r.person_id == visitor.person.id or r.report_id in ours
    ]
    if destroyed := [r for r in own if r.state is EvidenceState.DESTROYED]:
        return _Gone(destroyed[0].name)
    if line is not None:
        file = next(f for f in line.body["files"] if f["sha256"] == sha256)
        # Evidence that we show to those who see the report is still somebody's upload.
        return file["name"], file["mime"], line.is_ours and not records
    return (own[0].name, own[0].mime, False) if own else None


async def _of_own_agencies(
    work: WardWork, visitor: Visitor, records: Iterable[Evidence]
) -> frozenset[int]:
    """Return the reports, of those that the files are under, on work of the visitor's agencies."""
    reports = [await work.reports.get(r.report_id) for r in records if r.report_id is not None]
    on = {r.id: r.occurrence_id for r in reports if r is not None}
    there = await work.occurrences.some(on.values())
    own = {o.id for o in there if o.agency_id in visitor.person.agency_ids}
    return frozenset(number for number, occurrence in on.items() if occurrence in own)
