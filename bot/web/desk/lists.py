"""The lists of work: by light, agency, component and plan, searched with or without diacritics."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.paging import asked_page, paging
from bot.web.desk.shell import Desk, at_desk, desk_page
from data.domain.access import Wish
from data.domain.alphabet import alphabetical
from data.domain.board import Filter, Kind
from data.domain.people import Agency
from data.domain.searching import read_search
from data.domain.tasks import Plan, PlanState
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_lists as words
from jobs.actions.board import listed

PATH = "/ban/viec"
SIZE = 50


@dataclass(frozen=True, slots=True)
class Options:
    """What a list can be narrowed to."""

    agencies: tuple[Agency, ...]
    components: tuple[str, ...]
    plans: tuple[Plan, ...]
    """Those in force."""


async def show(request: Request) -> Response:
    """Show one page of a list."""
    desk = await at_desk(request)
    wanted = asked_filter(desk)
    async with desk.store.read() as unit:
        options = await _options(unit, desk)
        found = await listed(unit, desk.ward, wanted, desk.now, page=asked_page(request), size=SIZE)
    return await desk_page(
        desk,
        "desk/lists.html",
        active="lists",
        w=words,
        wanted=wanted,
        asked=request.query_params,
        options=options,
        may_nudge=desk.may(Wish.NUDGE),
        found=found,
        pages=paging(asked_page(request), SIZE, found.total),
    )


def asked_filter(desk: Desk) -> Filter:
    """Read what an address asks for; what cannot be meant is left out."""
    query = desk.request.query_params
    return Filter(
        kind=next((k for k in Kind if k.value == query.get("loai")), None),
        agency_ids=_agencies(desk, _number(query.get("coquan", ""))),
        component=query.get("noidung") or None,
        plan_id=_number(query.get("kehoach", "")),
        search=read_search(query.get("tim", "")),
    )


def _agencies(desk: Desk, asked: int | None) -> frozenset[int] | None:
    """Return whose work is listed: what the visitor may see of what was asked."""
    if asked is None:
        return desk.agency_ids
    only = frozenset({asked})
    return only if desk.agency_ids is None else only & desk.agency_ids


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


async def _options(unit: UnitOfWork, desk: Desk) -> Options:
    work = unit.ward(desk.ward.id)
    own = desk.agency_ids
    agencies = sorted(await work.agencies.all(), key=lambda a: alphabetical(a.name))
    return Options(
        tuple(a for a in agencies if own is None or a.id in own),
        await work.board.components(),
        tuple(p for p in await work.plans.all() if p.state is PlanState.ACTIVE),
    )
