"""Events that tasks wait for: declared, moved and cancelled after a look at what that does."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.fields import Fields, day, numbers, one
from bot.web.desk.shell import (
    Desk,
    at_desk,
    desk_form,
    desk_page,
    go_back,
    missing,
    number_in,
    rehearse,
)
from data.domain.access import Wish
from data.domain.tasks import Event, OccurrenceState, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_events as words
from data.texts import events as said
from jobs.actions.events import (
    EventPlanned,
    cancel_event,
    declare_event,
    move_event,
    proposed_tasks,
    tie,
    untie,
)
from jobs.actions.what_is_open import what_is_open

PATH = "/ban/su-kien"
Act = Callable[[UnitOfWork], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Tried:
    """What a form would do: shown above it, with the form as it was filled in."""

    sentence: str
    what: str
    is_refused: bool = False


async def show(request: Request) -> Response:
    """Show the events, and how to declare one."""
    return await _page(await at_desk(request, Wish.SEE_ALL), {})


async def declare(request: Request) -> Response:
    """Declare an event, after a look at it."""
    desk, fields = await desk_form(request, Wish.DECLARE_EVENT)

    if one(fields, "step") == "propose":
        async with desk.store.read() as unit:
            fitting = await proposed_tasks(unit, desk.ward, one(fields, "ten"))
        filled = {**fields, "viec": [str(t.id) for t in fitting]}
        tried = await _tried(desk, lambda unit: _declare(unit, desk, filled), "declare")
        return await _page(desk, filled, tried)
    return await _do(
        desk,
        fields,
        lambda unit: _declare(unit, desk, fields),
        "declare",
        lambda tried: _page(desk, fields, tried),
    )


async def _declare(unit: UnitOfWork, desk: Desk, fields: Fields) -> str:
    start, end = _days(fields, desk.today)
    done = await declare_event(
        unit,
        desk.ward,
        one(fields, "ten"),
        start,
        end,
        numbers(fields, "viec"),
        now=desk.now,
        actor=desk.actor,
    )
    return said.declared(done.event, done.owed, desk.today)


async def show_one(request: Request) -> Response:
    """Show one event: its tasks and dates, and how to change them."""
    desk = await at_desk(request, Wish.SEE_ALL)
    return await _page_of(desk, await _event(desk), {})


async def alter(request: Request) -> Response:
    """Move an event, cancel it, or change what goes by it, after a look at what that does."""
    desk, fields = await desk_form(request, Wish.DECLARE_EVENT)
    event = await _event(desk)
    what = one(fields, "what")
    acts: dict[str, Act] = {
        "move": lambda unit: _move(unit, desk, event, fields),
        "cancel": lambda unit: _cancel(unit, desk, event),
        "tasks": lambda unit: _retie(unit, desk, event, fields),
    }
    if what not in acts:
        raise missing()
    return await _do(
        desk, fields, acts[what], what, lambda tried: _page_of(desk, event, fields, tried)
    )


async def _move(unit: UnitOfWork, desk: Desk, event: Event, fields: Fields) -> str:
    start, end = _days(fields, desk.today)
    done = await move_event(unit, desk.ward, event.id, start, end, now=desk.now, actor=desk.actor)
    return said.moved(done.event, done.owed, desk.today)


async def _cancel(unit: UnitOfWork, desk: Desk, event: Event) -> str:
    done = await cancel_event(unit, desk.ward, event.id, now=desk.now, actor=desk.actor)
    return said.cancelled(done.event, done.changes.cancelled)


async def _retie(unit: UnitOfWork, desk: Desk, event: Event, fields: Fields) -> str:
    wanted = set(numbers(fields, "viec"))
    there = set(event.task_ids)
    ward, now, actor = desk.ward, desk.now, desk.actor
    done: EventPlanned = await tie(unit, ward, event.id, wanted - there, now=now, actor=actor)
    if gone := there - wanted:
        done = await untie(unit, ward, event.id, gone, now=now, actor=actor)
    return said.declared(done.event, done.owed, desk.today)


async def _do(
    desk: Desk,
    fields: Fields,
    act: Act,
    what: str,
    again: Callable[[Tried], Awaitable[Response]],
) -> Response:
    """Do it when it was looked at; else, and when it is refused, show the form `again`."""
    tried = await _tried(desk, act, what)
    if tried.is_refused or one(fields, "step") != "do":
        return await again(tried)
    async with desk.store.write() as unit:
        sentence = await act(unit)
    return go_back(desk, PATH, sentence)


async def _tried(desk: Desk, act: Act, what: str) -> Tried:
    try:
        return Tried(await rehearse(desk, act), what)
    except RefusedError as refusal:
        return Tried(refusal.sentence, what, is_refused=True)


async def _page(desk: Desk, fields: Fields, tried: Tried | None = None) -> Response:
    async with desk.store.read() as unit:
        events = await unit.ward(desk.ward.id).events.all()
        waiting = (await what_is_open(unit, desk.ward)).waiting
    standing = [e for e in events if not e.is_cancelled]
    return await desk_page(
        desk,
        "desk/events.html",
        active="events",
        w=words,
        coming=[e for e in standing if e.ends_on >= desk.today],
        past=[e for e in reversed(standing) if e.ends_on < desk.today],
        waiting=waiting,
        chosen=set(numbers(fields, "viec")),
        filled=lambda name: one(fields, name),
        tried=tried,
        may_change=desk.may(Wish.DECLARE_EVENT),
    )


async def _page_of(
    desk: Desk, event: Event, fields: Fields, tried: Tried | None = None
) -> Response:
    async with desk.store.read() as unit:
        work = unit.ward(desk.ward.id)
        tied = await work.tasks.some(event.task_ids)
        waiting = (await what_is_open(unit, desk.ward)).waiting
        there = await work.occurrences.of_tasks(event.task_ids)
        names = {a.id: a.name for a in await work.agencies.all()}
    tasks: dict[int, Task] = {**tied, **{t.id: t for t in waiting}}
    chosen = numbers(fields, "viec") if one(fields, "what") == "tasks" else event.task_ids
    return await desk_page(
        desk,
        "desk/event.html",
        active="events",
        w=words,
        event=event,
        tasks=sorted(tasks.values(), key=lambda t: t.code),
        chosen=set(chosen),
        owed=[
            o for o in there if o.event_id == event.id and o.state is not OccurrenceState.CANCELLED
        ],
        by_id=tasks,
        names=names,
        filled=lambda name: one(fields, name),
        tried=tried,
        may_change=desk.may(Wish.DECLARE_EVENT) and not event.is_cancelled,
    )


async def _event(desk: Desk) -> Event:
    async with desk.store.read() as unit:
        number = number_in(desk.request.path_params["event"])
        event = await unit.ward(desk.ward.id).events.get(number)
    if event is None:
        raise missing()
    return event


def _days(fields: Fields, today: date) -> tuple[date, date]:
    """Return the days of a form; one day alone is a beginning and an end. Raises RefusedError."""
    start = day(fields, "tu", today)
    end = day(fields, "den", today) or start
    if start is None or end is None:
        raise RefusedError(words.no_day())
    return start, end
