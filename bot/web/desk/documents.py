"""The week's workbook and a period's report, to be taken from the desk."""

import asyncio
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.shell import Desk, at_desk, desk_page, go_back, number_in
from data.domain.access import Wish
from data.domain.report_periods import near_periods, read_period
from data.domain.tasks import PlanState
from data.errors import RefusedError
from data.texts import desk_documents as words
from data.texts.report_drafts import not_a_period
from jobs.actions.make_documents import (
    Document,
    report_document,
    report_of,
    week_of,
    workbook,
)

HOME = "/ban/bao-cao"


async def show(request: Request) -> Response:
    """Show what can be had."""
    desk = await at_desk(request, Wish.SEE_ALL)
    async with desk.store.read() as unit:
        plans = await unit.ward(desk.ward.id).plans.all()
    cut_off = desk.ward.settings.cutoff_day
    return await desk_page(
        desk,
        "desk/documents.html",
        active="documents",
        w=words,
        cut_off=cut_off,
        periods=near_periods(desk.today, cut_off),
        plans=[p for p in plans if p.state is PlanState.ACTIVE],
    )


async def take_week(request: Request) -> Response:
    """Give the workbook of the week in progress."""
    desk = await at_desk(request, Wish.SEE_ALL)
    try:
        async with desk.store.write() as unit:
            table = await week_of(unit, desk.ward, desk.now, desk.actor)
    except RefusedError as refusal:
        return go_back(desk, HOME, refusal.sentence, is_error=True)
    return _document(await asyncio.to_thread(workbook, table))


async def take_period(request: Request) -> Response:
    """Give the draft of a period's report: `ky` or what was typed as `khac`, `kh` a plan's id."""
    desk = await at_desk(request, Wish.SEE_ALL)
    try:
        return await _period(desk)
    except RefusedError as refusal:
        return go_back(desk, HOME, refusal.sentence, is_error=True)


async def _period(desk: Desk) -> Response:
    asked = desk.request.query_params
    said = asked.get("khac", "").strip() or asked.get("ky", "")
    period = read_period(said, desk.today, desk.ward.settings.cutoff_day)
    if period is None:
        raise RefusedError(not_a_period(said))
    plan_id = number_in(asked["kh"]) if asked.get("kh") else None
    async with desk.store.write() as unit:
        report = await report_of(unit, desk.ward, period, desk.now, desk.actor, plan_id)
    return _document(await asyncio.to_thread(report_document, report))


def _document(made: Document) -> Response:
    return given(made.name, made.mime, made.content)


def given(name: str, mime: str, content: bytes) -> Response:
    """Return a file to be saved under its name, which no cache keeps."""
    headers = {
        "Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}",
        "Cache-Control": "private, no-store",
    }
    return Response(content, media_type=mime, headers=headers)
