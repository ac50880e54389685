"""Events that tasks wait for: declaring, moving and cancelling one re-plans what it governs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.domain.access import Wish
from data.domain.event_matching import matching_tasks, waiting_rules
from data.domain.localtime import local_date
from data.domain.names import clean_name
from data.domain.people import Ward
from data.domain.tasks import Event, Occurrence, OccurrenceState, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts import events as words
from jobs.actions.allow import require
from jobs.actions.plan_work import Replanned, replan

LONGEST_NAME = 120
_FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class EventPlanned:
    """An event as it stands after a change, with everything that is owed because of it."""

    event: Event
    owed: tuple[tuple[Occurrence, Task], ...]
    """By due date; also what was reported already, not what was cancelled."""
    changes: Replanned


async def proposed_tasks(unit: UnitOfWork, ward: Ward, name: str) -> tuple[Task, ...]:
    """Return the waiting tasks that an event of this name is likely for, to be confirmed."""
    return matching_tasks(name, await unit.ward(ward.id).tasks.all())


async def declare_event(
    unit: UnitOfWork,
    ward: Ward,
    name: str,
    starts_on: date,
    ends_on: date,
    task_ids: Iterable[int],
    *,
    now: datetime,
    actor: str,
) -> EventPlanned:
    """Declare that something tasks wait for will take place, and plan them around it.

    The same name and dates declared twice are one event: the tasks are joined to it.
    Raises RefusedError when the actor may not, or name or dates cannot be meant.
    """
    await require(unit, ward, actor, Wish.DECLARE_EVENT)
    name = _checked_name(name)
    _check_dates(starts_on, ends_on, local_date(now))
    work = unit.ward(ward.id)
    ids = await _waiting(work, task_ids)
    same = [e for e in await work.events.all() if _is_same(e, name, starts_on, ends_on)]
    if same:
        return await tie(unit, ward, same[0].id, ids, now=now, actor=actor)
    event = await work.events.add(name, starts_on, ends_on, ids)
    work.log.append(
        "event.declared",
        actor=actor,
        subject=f"event:{event.id}",
        now=now,
        name=name,
        starts_on=starts_on.isoformat(),
        ends_on=ends_on.isoformat(),
        tasks=sorted(ids),
    )
    return await _planned(unit, ward, event, ids, now, actor)


def _is_same(event: Event, name: str, starts_on: date, ends_on: date) -> bool:
    return not event.is_cancelled and (
        (event.name.casefold(), event.starts_on, event.ends_on)
        == (name.casefold(), starts_on, ends_on)
    )


async def move_event(
    unit: UnitOfWork,
    ward: Ward,
    event_id: int,
    starts_on: date,
    ends_on: date,
    *,
    now: datetime,
    actor: str,
) -> EventPlanned:
    """Change when an event takes place: what is unsent moves with it, what was reported stays.

    Raises RefusedError when the actor may not, the event is not there or the dates cannot be meant.
    """
    await require(unit, ward, actor, Wish.DECLARE_EVENT)
    event = await _standing(unit.ward(ward.id), event_id)
    _check_dates(starts_on, ends_on, local_date(now))
    if (event.starts_on, event.ends_on) != (starts_on, ends_on):
        work = unit.ward(ward.id)
        await work.events.move(event_id, starts_on, ends_on)
        work.log.append(
            "event.moved",
            actor=actor,
            subject=f"event:{event_id}",
            now=now,
            starts_on=starts_on.isoformat(),
            ends_on=ends_on.isoformat(),
        )
    return await _planned(unit, ward, event, event.task_ids, now, actor)


async def cancel_event(
    unit: UnitOfWork, ward: Ward, event_id: int, *, now: datetime, actor: str
) -> EventPlanned:
    """Say that an event will not take place: what is still owed because of it is cancelled.

    Done twice it changes nothing. Raises RefusedError when the actor may not, or there is none.
    """
    await require(unit, ward, actor, Wish.DECLARE_EVENT)
    work = unit.ward(ward.id)
    event = await work.events.get(event_id)
    if event is None:
        raise RefusedError(words.not_found())
    if not event.is_cancelled:
        await work.events.cancel(event_id)
        work.log.append("event.cancelled", actor=actor, subject=f"event:{event_id}", now=now)
    return await _planned(unit, ward, event, event.task_ids, now, actor)


async def tie(
    unit: UnitOfWork,
    ward: Ward,
    event_id: int,
    task_ids: Iterable[int],
    *,
    now: datetime,
    actor: str,
) -> EventPlanned:
    """Let more tasks go by an event. Raises RefusedError for a task that waits for none."""
    await require(unit, ward, actor, Wish.DECLARE_EVENT)
    work = unit.ward(ward.id)
    event = await _standing(work, event_id)
    new = sorted(await _waiting(work, task_ids) - set(event.task_ids))
    if new:
        await work.events.tie(event_id, new)
        work.log.append("event.tied", actor=actor, subject=f"event:{event_id}", now=now, tasks=new)
    return await _planned(unit, ward, event, (*event.task_ids, *new), now, actor)


async def untie(
    unit: UnitOfWork,
    ward: Ward,
    event_id: int,
    task_ids: Iterable[int],
    *,
    now: datetime,
    actor: str,
) -> EventPlanned:
    """Let tasks go by an event no more: what they still owe because of it is cancelled."""
    await require(unit, ward, actor, Wish.DECLARE_EVENT)
    work = unit.ward(ward.id)
    event = await _standing(work, event_id)
    gone = sorted(set(task_ids) & set(event.task_ids))
    if gone:
        await work.events.untie(event_id, gone)
        work.log.append(
            "event.untied", actor=actor, subject=f"event:{event_id}", now=now, tasks=gone
        )
    return await _planned(unit, ward, event, event.task_ids, now, actor)


async def _planned(
    unit: UnitOfWork,
    ward: Ward,
    event: Event,
    task_ids: Iterable[int],
    now: datetime,
    actor: str,
) -> EventPlanned:
    ids = tuple(task_ids)
    changes = await replan(unit, ward, ids, now, actor)
    work = unit.ward(ward.id)
    tasks = await work.tasks.some(ids)
    owed = [
        (o, tasks[o.task_id])
        for o in await work.occurrences.of_tasks(ids)
        if o.event_id == event.id and o.state is not OccurrenceState.CANCELLED
    ]
    return EventPlanned((await work.events.get(event.id)) or event, tuple(owed), changes)


async def _standing(work: WardWork, event_id: int) -> Event:
    event = await work.events.get(event_id)
    if event is None:
        raise RefusedError(words.not_found())
    if event.is_cancelled:
        raise RefusedError(words.cancelled_before(event))
    return event


async def _waiting(work: WardWork, task_ids: Iterable[int]) -> set[int]:
    tasks = await work.tasks.some(task_ids)
    if wrong := [t.code for t in tasks.values() if not waiting_rules(t.rule)]:
        raise RefusedError(words.task_not_waiting(sorted(wrong)))
    return {t.id for t in tasks.values() if not t.is_removed}


def _checked_name(name: str) -> str:
    name = clean_name(name, LONGEST_NAME + 1)
    if not name:
        raise RefusedError(words.no_name())
    if len(name) > LONGEST_NAME:
        raise RefusedError(words.name_too_long(LONGEST_NAME))
    return name


def _check_dates(starts_on: date, ends_on: date, today: date) -> None:
    if ends_on < starts_on:
        raise RefusedError(words.ends_before_it_starts())
    for day in (starts_on, ends_on):
        if abs(day - today) > _FURTHEST:
            raise RefusedError(words.too_far(day))
