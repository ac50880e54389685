"""The address at which calendar programs ask: no cookie and no visitor, only the token in it."""

import asyncio
import hashlib
from datetime import datetime
from email.utils import format_datetime

from starlette.requests import Request
from starlette.responses import Response

from bot.conversations.calendar import PATH
from bot.web.refusals import too_fast
from bot.web.visitors import context_of
from data.texts.calendars import FILE_NAME
from jobs.actions.calendars import Shown, calendar_bytes, marked, shown_behind

__all__ = ["PATH", "show"]

_LONGEST = 64
_KEEP = "private, max-age=900"


async def show(request: Request) -> Response:
    """Give the calendar behind a token; any other address is as if there were nothing."""
    now = context_of(request).clock()
    address = request.client.host if request.client else "unknown"
    if seconds := request.app.state.calendars.take(address, now):
        raise too_fast(seconds)
    token = request.path_params["token"]
    found = await _find(request, token, now) if len(token) <= _LONGEST else None
    if found is None:
        return Response(status_code=404)
    content = await asyncio.to_thread(calendar_bytes, found)
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"Cache-Control": _KEEP, "ETag": tag}
    if found.marks:
        changed = max(mark.changed_at for mark in found.marks.values())
        headers["Last-Modified"] = format_datetime(changed.replace(microsecond=0), usegmt=True)
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    headers["Content-Disposition"] = f'inline; filename="{FILE_NAME}"'
    return Response(content, media_type="text/calendar", headers=headers)


async def _find(request: Request, token: str, now: datetime) -> Shown | None:
    """Return what is to be shown, with what is new in it noted."""
    store = context_of(request).store
    async with store.read() as unit:
        found = await shown_behind(unit, token, now)
    if found is None or found.is_known:
        return found
    async with store.write() as unit:
        return await marked(unit, found, now)
