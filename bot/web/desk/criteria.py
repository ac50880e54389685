"""Criteria at the desk: what each has to show, the office's own scores, and the tables to take."""

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response

from bot.conversations.criteria import PAGE
from bot.web.desk.documents import given
from bot.web.desk.fields import Fields, Refused, one
from bot.web.desk.shell import (
    LARGEST_ID,
    Desk,
    at_desk,
    change,
    desk_form,
    desk_page,
    go_back,
    missing,
    number_in,
)
from data.domain.access import Wish
from data.domain.criteria import LONGEST_WORDS, CatalogueStanding, Criterion, Standing
from data.domain.tasks import Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_criteria as words
from data.texts.self_scores import file_name, flags
from data.texts.settings import no_such_task
from jobs.actions.criteria import proposals, set_active, set_score, tie, untie
from jobs.actions.make_documents import DOCX, XLSX
from jobs.actions.self_scores import score_table
from jobs.intake.criteria import read_points

PATH = PAGE
_MIME = {"xlsx": XLSX, "docx": DOCX}
_GAPS, _LOOK = "thieu", "can-xem"
_PROPOSALS = "de-xuat"
_MOST_TASKS = 50
_MOST_PROPOSED = 300
"""Boxes of one form; the rest is proposed once these are tied."""


async def show(request: Request) -> Response:
    """Show one catalogue: by default the first that is looked at."""
    return await _page(await at_desk(request, Wish.SEE_ALL))


async def _page(desk: Desk, refused: Refused | None = None) -> Response:
    async with desk.store.read() as unit:
        work = unit.ward(desk.ward.id)
        found = await work.criteria.standing(only_active=False)
        standing = _chosen(desk, found)
        tied = {t for r in standing.rows for t in r.own_task_ids} if standing else set()
        tasks = await work.tasks.some(tied)
        proposed = await _proposed(desk, unit, standing)
    only = desk.request.query_params.get("loc", "")
    rows = [r for r in standing.rows if _is_shown(r, only)] if standing else []
    return await desk_page(
        desk,
        "desk/criteria.html",
        active="criteria",
        w=words,
        found=found,
        s=standing,
        rows=rows,
        refused=refused,
        refused_row=next((r for r in rows if _is_about(refused, r)), None),
        tasks=tasks,
        only=only,
        proposed=proposed,
        may_edit=desk.may(Wish.KEEP_CRITERIA),
        longest=LONGEST_WORDS,
    )


Proposed = list[tuple[Criterion, list[Task]]]


async def _proposed(
    desk: Desk, unit: UnitOfWork, standing: CatalogueStanding | None
) -> Proposed | None:
    """Return what the plan's headings suggest for this catalogue; None when nobody asked."""
    if standing is None or _PROPOSALS not in desk.request.query_params:
        return None
    if not desk.may(Wish.KEEP_CRITERIA):
        return None
    own = {r.criterion.id: r.criterion for r in standing.rows}
    found = [p for p in await proposals(unit, desk.ward, desk.actor) if p[0] in own]
    shown = found[:_MOST_PROPOSED]
    tasks = await unit.ward(desk.ward.id).tasks.some(t for _, t in shown)
    by: dict[int, list[Task]] = defaultdict(list)
    for criterion_id, task_id in shown:
        by[criterion_id].append(tasks[task_id])
    return [(criterion, by[number]) for number, criterion in own.items() if number in by]


def _chosen(desk: Desk, found: Sequence[CatalogueStanding]) -> CatalogueStanding | None:
    wanted = desk.request.query_params.get("bo")
    if wanted:
        number = number_in(wanted)
        chosen = next((s for s in found if s.catalogue.id == number), None)
        if chosen is None:
            raise missing()
        return chosen
    active = [s for s in found if s.catalogue.is_active]
    return next(iter(active or found), None)


def _is_shown(row: Standing, only: str) -> bool:
    if only == _GAPS:
        return row.is_gap
    return bool(flags(row)) and row.criterion.score is not None if only == _LOOK else True


def _is_about(refused: Refused | None, row: Standing) -> bool:
    return refused is not None and refused.filled("criterion") == str(row.criterion.id)


async def alter(request: Request) -> Response:
    """Do what one form asks: tie, untie, score, or let a catalogue rest."""
    desk, fields = await desk_form(request, Wish.KEEP_CRITERIA)
    act = _ACTS.get(one(fields, "what"))
    if act is None:
        raise missing()
    back = desk.address(PATH, bo=one(fields, "bo"), loc=one(fields, "loc"))

    async def go(unit: UnitOfWork) -> str:
        return await act(desk, unit, fields)

    number = one(fields, "criterion")
    mark = f"#c{number}" if number.isdecimal() and number.isascii() else ""
    return await change(
        desk, back + mark, go, lambda sentence: _page(desk, Refused(sentence, fields))
    )


async def _tie(desk: Desk, unit: UnitOfWork, fields: Fields) -> str:
    codes = [int(n) for n in re.findall(r"[0-9]{1,5}", one(fields, "tasks"), re.ASCII)]
    if not codes:
        raise RefusedError(words.no_numbers())
    criterion_id = number_in(one(fields, "criterion"))
    pairs = []
    for code in codes[:_MOST_TASKS]:
        task = await unit.ward(desk.ward.id).tasks.by_code(code)
        if task is None or task.is_removed:
            raise RefusedError(no_such_task(code))
        pairs.append((criterion_id, task.id))
    return words.tied(len(await tie(unit, desk.ward, pairs, desk.now, desk.actor)))


async def _tie_proposed(desk: Desk, unit: UnitOfWork, fields: Fields) -> str:
    pairs = []
    for pair in fields.get("pair", []):
        criterion_id, _, task_id = pair.partition("-")
        pairs.append((number_in(criterion_id), number_in(task_id)))
    if not pairs:
        raise RefusedError(words.nothing_chosen())
    return words.tied(len(await tie(unit, desk.ward, pairs, desk.now, desk.actor)))


async def _untie(desk: Desk, unit: UnitOfWork, fields: Fields) -> str:
    pair = (number_in(one(fields, "criterion")), number_in(one(fields, "task")))
    return words.untied(len(await untie(unit, desk.ward, [pair], desk.now, desk.actor)))


async def _score(desk: Desk, unit: UnitOfWork, fields: Fields) -> str:
    typed = one(fields, "score")
    score = read_points(typed)
    if typed and score is None:
        raise RefusedError(words.bad_score())
    criterion = await set_score(
        unit,
        desk.ward,
        number_in(one(fields, "criterion")),
        score,
        one(fields, "explanation"),
        desk.now,
        desk.actor,
    )
    return words.saved(criterion)


async def _rest(desk: Desk, unit: UnitOfWork, fields: Fields) -> str:
    is_active = one(fields, "active") == "1"
    number = number_in(one(fields, "bo"))
    done = await set_active(unit, desk.ward, number, is_active, desk.now, desk.actor)
    return words.rested(done.called, is_active=is_active)


_ACTS = {"tie": _tie, "propose": _tie_proposed, "untie": _untie, "score": _score, "rest": _rest}


async def take(request: Request) -> Response:
    """Give the table of self-scoring as a workbook or as an appendix."""
    desk = await at_desk(request, Wish.SEE_ALL)
    number = request.path_params["catalogue"]
    extension = request.path_params["extension"]
    if extension not in _MIME or number >= LARGEST_ID:
        raise missing()
    try:
        async with desk.store.write() as unit:
            table = await score_table(unit, desk.ward, number, desk.now, desk.actor)
    except RefusedError as refusal:
        return go_back(desk, PATH, refusal.sentence, is_error=True)
    content = await asyncio.to_thread(table.written, f".{extension}", desk.now)
    return given(file_name(table.standing, extension), _MIME[extension], content)
