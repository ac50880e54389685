"""New reports come to those who review: after the ten minutes of undoing, merged, never at night."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from data.domain.fallback import KEPT_BACK
from data.domain.ladder import open_slot
from data.domain.messages import Lane, OutgoingMessage
from data.domain.people import Person
from data.domain.reporting import UNDO_WITHIN
from data.domain.reviews import CALL, Case, reviewers
from data.store.cases import waiting_cases
from data.store.repeats import find_repeats, notes_on, shown_beside
from data.store.unit_of_work import UnitOfWork
from data.texts.review_cards import call_message, case_message
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward
from jobs.ticks.reaching import Reach

_AT_MOST_EVERY = timedelta(hours=1)
"""Reports that come one after another are one message."""
_MOST = 100


async def call_reviewers(world: World, now: datetime) -> Tally:
    """Tell those who review what came since they were told last; "called" counts the messages.

    One report comes with its words and files, several as a list. The lead office is told, without
    who contributed; where nobody of it is left, the leadership. In a ward at most once an hour,
    on working days outside the quiet hours.
    """
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    if open_slot(day.now, day.settings, day.calendar) is None:
        return {}
    async with world.store.read() as unit:
        if not await _is_due(unit, day):
            return {}
    async with world.store.write() as unit:
        return await _call(world, unit, day)


async def _is_due(unit: UnitOfWork, day: WardDay) -> bool:
    waiting = await unit.ward(day.ward.id).occurrences.waiting_for_review(day.now - UNDO_WITHIN)
    last = await unit.outbox.last_queued(day.ward.id, CALL)
    if waiting.newest is None:
        return False
    is_new = last is None or waiting.newest + UNDO_WITHIN > last
    return is_new and (last is None or day.now - last >= _AT_MOST_EVERY)


async def _call(world: World, unit: UnitOfWork, day: WardDay) -> Tally:
    last = await unit.outbox.last_queued(day.ward.id, CALL)
    cases = [c for c in await waiting_cases(unit, day.ward, limit=_MOST) if _is_ripe(c, day.now)]
    people = await unit.ward(day.ward.id).people.all()
    desks: dict[int, list[Case]] = {}
    for case in cases:
        for person in reviewers(people, case.contributors):
            desks.setdefault(person.id, []).append(case)
    reach = await Reach.of(world, unit, day, desks)
    called = 0
    for person in people:
        waiting = desks.get(person.id, [])
        new = [c for c in waiting if last is None or _ripe_at(c) > last]
        if new:
            message = await _message(unit, day, person, waiting, new)
            called += await _queue(unit, day, person, message, new, reach)
    return {"called": called} if called else {}


def _ripe_at(case: Case) -> datetime:
    """Return when a report cannot be taken back any more: nobody is called for nothing."""
    said = case.item.occurrence.reported_at
    assert said is not None, "what waits for review was reported"
    return said + UNDO_WITHIN


def _is_ripe(case: Case, now: datetime) -> bool:
    return case.head is not None and _ripe_at(case) <= now


async def _message(
    unit: UnitOfWork, day: WardDay, person: Person, waiting: Sequence[Case], new: Sequence[Case]
) -> OutgoingMessage:
    if len(waiting) > 1:
        newest_first = [*reversed(new), *(c for c in waiting if c not in new)]
        return call_message(person, newest_first, len(waiting), day.today)
    repeats = await find_repeats(unit, day.ward, new[0])
    notes = notes_on(repeats, new[0], day.today)
    return case_message(new[0], day.today, notes, shown_beside(repeats))


async def _queue(
    unit: UnitOfWork,
    day: WardDay,
    person: Person,
    message: OutgoingMessage,
    new: Sequence[Case],
    reach: Reach,
) -> bool:
    spot = reach.spot(person.id, is_urgent=False)
    latest = max(c.head.report.id for c in new if c.head)
    return await unit.outbox.add(
        f"{CALL}:{person.id}:{latest}",
        spot.chat,
        message,
        kind=CALL,
        lane=Lane.BULK,
        now=day.now,
        ward_id=day.ward.id,
        person_id=person.id,
        must_arrive=True,
        mentions=[c.item.occurrence.id for c in new],
        hold=KEPT_BACK if spot.is_low else "",
    )
