"""Dossiers for inspectors at the desk: order one, take it, open it to somebody for a time."""

import asyncio
from datetime import date
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from bot.web.desk.fields import Refused, day, one
from bot.web.desk.shell import (
    Desk,
    at_desk,
    change,
    desk_form,
    desk_page,
    go_back,
    missing,
    number_in,
)
from bot.web.visitors import context_of
from data.domain.access import Wish
from data.domain.dossier import Scope
from data.domain.dossier_orders import LINK_LASTS, LONGEST_LINK, OrderState
from data.domain.periods import Span
from data.domain.tasks import PlanState
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_dossiers as words
from data.texts.dates import full_date
from data.texts.dossier import called
from jobs.actions.order_dossier import (
    close_to_inspector,
    open_to_inspector,
    order_dossier,
    taken_by,
)
from jobs.reports.dossier.making import minutes_beside
from jobs.ticks.make_dossiers import dossier_path

HOME = "/ban/ho-so"
_STOOD = (PlanState.ACTIVE, PlanState.REPLACED)
_SHOWN = {
    # The minutes are our own page with its style inside, and nothing that runs.
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    "Cache-Control": "private, no-store",
}


async def show(request: Request) -> Response:
    """Show what was ordered, and the form."""
    return await _page(await at_desk(request, Wish.EXPORT_DOSSIER))


async def _page(
    desk: Desk, link: str = "", refused: Refused | None = None, number: int = 0
) -> Response:
    """Show the page; `refused` is the form of the dossier with this number, 0: of a new one."""
    async with desk.store.read() as unit:
        work = unit.ward(desk.ward.id)
        plans = {p.id: p for p in await work.plans.all()}
        orders = await work.dossiers.latest()
        links = await work.dossiers.links([o.id for o in orders])
        people = {p.id: p.name for p in (*await work.people.all(), *await work.people.former())}
    unfinished = (OrderState.ASKED, OrderState.MAKING)
    return await desk_page(
        desk,
        "desk/dossiers.html",
        active="dossiers",
        w=words,
        called=called,
        plans=plans,
        offered=[p for p in plans.values() if p.state in _STOOD],
        orders=orders,
        doors=links,
        people=people,
        first=full_date(date(desk.today.year, 1, 1)),
        last=full_date(desk.today),
        is_busy=any(o.state in unfinished for o in orders),
        made_link=link,
        lasts=LINK_LASTS.days,
        longest=LONGEST_LINK,
        refused=refused,
        refused_number=number,
    )


async def order(request: Request) -> Response:
    """[Xuất hồ sơ]."""
    desk, fields = await desk_form(request, Wish.EXPORT_DOSSIER)
    plan = one(fields, "ke-hoach")
    plan_id = number_in(plan) if plan else 0

    async def act(unit: UnitOfWork) -> str:
        first, last = (day(fields, name, desk.today) for name in ("tu", "den"))
        if first is None or last is None or not plan_id:
            raise RefusedError(words.unreadable_days())
        scope = Scope(plan_id, Span(first, last))
        await order_dossier(unit, desk.ward, scope, desk.now, desk.actor)
        return words.ordered()

    return await change(
        desk, HOME, act, lambda sentence: _page(desk, refused=Refused(sentence, fields))
    )


async def make_link(request: Request) -> Response:
    """[Tạo đường dẫn]: the link stands on the answer to this and nowhere else."""
    desk, fields = await desk_form(request, Wish.EXPORT_DOSSIER)
    number = number_in(request.path_params["number"])
    days = one(fields, "ngay")
    try:
        async with desk.store.write() as unit:
            code = await open_to_inspector(
                unit,
                desk.ward,
                number,
                one(fields, "cho"),
                desk.now,
                desk.actor,
                int(days) if days.isascii() and days.isdigit() and len(days) < 4 else 0,
            )
    except RefusedError as refusal:
        return await _page(desk, refused=Refused(refusal.sentence, fields), number=number)
    return await _page(desk, f"{context_of(request).public_url}/kiem-tra/{code}")


async def revoke(request: Request) -> Response:
    """[Thu hồi]."""
    desk, _ = await desk_form(request, Wish.EXPORT_DOSSIER)
    number = number_in(request.path_params["number"])

    async def act(unit: UnitOfWork) -> str:
        await close_to_inspector(unit, desk.ward, number, desk.now, desk.actor)
        return words.revoked()

    return await change(desk, HOME, act)


async def take(request: Request) -> Response:
    """Give the file to whoever ordered it."""
    desk = await at_desk(request, Wish.EXPORT_DOSSIER)
    number, path = await _own(desk)
    try:
        async with desk.store.write() as unit:
            ordered = await taken_by(unit, desk.ward, number, desk.now, desk.actor)
    except RefusedError as refusal:
        return go_back(desk, HOME, refusal.sentence, is_error=True)
    return FileResponse(path, media_type="application/zip", filename=ordered.name)


async def show_minutes(request: Request) -> Response:
    """Show the sealing minutes, to be printed."""
    desk = await at_desk(request, Wish.EXPORT_DOSSIER)
    _, path = await _own(desk)
    return FileResponse(minutes_beside(path), media_type="text/html; charset=utf-8", headers=_SHOWN)


async def _own(desk: Desk) -> tuple[int, Path]:
    """Return the dossier that an address names, of this ward, and its file. Raises PageError."""
    number, folder = (
        number_in(desk.request.path_params["number"]),
        context_of(desk.request).dossiers,
    )
    async with desk.store.read() as unit:
        ordered = await unit.ward(desk.ward.id).dossiers.get(number)
    if ordered is None or folder is None:
        raise missing()
    path = dossier_path(folder, number)
    if not await asyncio.to_thread(path.exists):
        raise missing()
    return number, path
