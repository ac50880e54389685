"""Dates that the plan leaves open are set here, and others changed: words first, then what they do."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.fields import one
from bot.web.desk.shell import (
    Desk,
    at_desk,
    change,
    desk_form,
    desk_page,
    go_back,
    missing,
    rehearse,
)
from data.domain.access import Wish
from data.domain.planning import Standing, standing
from data.domain.tasks import Occurrence, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import date_talk
from data.texts import desk_dates as words
from jobs.actions.set_deadline import DeadlineSet, is_dated, set_deadline
from jobs.actions.what_is_open import what_is_open

PATH = "/ban/han"
_LONGEST = 200
_SHOWN = 6
"""Due dates of a preview."""


@dataclass(frozen=True, slots=True)
class Tried:
    """What words would do to a task."""

    task_id: int
    said: str
    sentence: str
    owed: tuple[Occurrence, ...] = ()
    """The first that would be owed."""
    is_refused: bool = False


async def show(request: Request) -> Response:
    """Show the tasks that need a date, or the one that is named."""
    desk = await at_desk(request, Wish.SET_DEADLINE)
    return await _page(desk, request.query_params.get("viec", ""))


async def set_date(request: Request) -> Response:
    """Show what the words would do, or do it."""
    desk, fields = await desk_form(request, Wish.SET_DEADLINE)
    code = one(fields, "viec")
    # Who knows the chat types the number here, too.
    said = one(fields, "han").removeprefix(f"#{code}").strip()[:_LONGEST]
    async with desk.store.read() as unit:
        task = await _task(unit, desk, code)
    is_one = bool(fields.get("mot"))
    tried = await _try(desk, task, said, is_one)
    if tried.is_refused and not is_one and is_dated(task.rule):
        # It stands in the list no more: there is no form to say it beside.
        return go_back(desk, PATH, tried.sentence, is_error=True)
    if tried.is_refused or one(fields, "step") != "set":
        return await _page(desk, code if is_one else "", tried)

    async def act(unit: UnitOfWork) -> str:
        return (await _set(unit, desk, task, said, is_one)).sentence

    return await change(desk, f"{PATH}?viec={task.code}" if is_one else PATH, act)


async def _try(desk: Desk, task: Task, said: str, is_one: bool) -> Tried:
    try:
        return await rehearse(
            desk, lambda unit: _set(unit, desk, task, said, is_one, is_preview=True)
        )
    except RefusedError as refusal:
        return Tried(task.id, said, refusal.sentence, is_refused=True)


async def _set(
    unit: UnitOfWork, desk: Desk, task: Task, said: str, is_one: bool, *, is_preview: bool = False
) -> Tried:
    done = await set_deadline(
        unit, desk.ward, task.id, said, now=desk.now, actor=desk.actor, only_open=not is_one
    )
    there = await unit.ward(desk.ward.id).occurrences.of_task(task.id)
    owed = tuple(o for o in there if o.is_owed)
    return Tried(task.id, said, _sentence(desk, done, owed, is_preview), owed[:_SHOWN])


def _sentence(desk: Desk, done: DeadlineSet, owed: tuple[Occurrence, ...], is_preview: bool) -> str:
    # A button that is pressed twice has set it the first time.
    if standing(done.before) is Standing.NEEDS_DATE or done.before == done.rule:
        return date_talk.taken(done.task, done.rule, owed, desk.today, is_preview=is_preview)
    first = owed[0].due_on if owed else None
    return date_talk.changed(
        done.task, done.before, done.changes, first, desk.today, is_preview=is_preview
    )


async def _page(desk: Desk, code: str, tried: Tried | None = None) -> Response:
    async with desk.store.read() as unit:
        if code:
            tasks: tuple[Task, ...] = (await _task(unit, desk, code),)
        else:
            tasks = (await what_is_open(unit, desk.ward)).undated
        agencies = {a.id: a.name for a in await unit.ward(desk.ward.id).agencies.all()}
    return await desk_page(
        desk,
        "desk/dates.html",
        active="dates",
        w=words,
        tasks=tasks,
        agencies=agencies,
        is_one=bool(code),
        tried=tried,
    )


async def _task(unit: UnitOfWork, desk: Desk, code: str) -> Task:
    """Return the standing task with this number. Raises PageError."""
    number = int(code) if code.isascii() and code.isdigit() and len(code) < 10 else 0
    task = await unit.ward(desk.ward.id).tasks.by_code(number)
    if task is None or task.is_removed:
        raise missing()
    return task
