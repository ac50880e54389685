"""Overdue work goes higher: to the head of the agency, later to the leadership."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from data.domain.access import Wish, may, may_settle
from data.domain.ladder import end_of_day, may_escalate, next_escalate_at
from data.domain.messages import Choice, Lane, OutgoingMessage
from data.domain.people import Person
from data.domain.reminders import by_urgency, superiors
from data.domain.tasks import Occurrence, WorkItem
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts import escalations as words
from data.texts import nudges
from data.texts.reminders import Day
from data.texts.requests import extend_label
from data.texts.task_reports import show_labels
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward
from jobs.ticks.reaching import Reach
from jobs.ticks.round_table import KIND as DIGEST

KIND = "escalation"
_MOST = 20_000
_BUTTONS = 3


async def escalate_overdue(world: World, now: datetime) -> Tally:
    """Tell heads and leaders of what is overdue, once a level and one message a person and day.

    "escalated" counts occurrences, "messages" and "unlinked" what was queued. It happens after the
    ward's hour for it on a working day, so that whoever owes the work has had the morning.
    """
    return await each_ward(world, now, partial(_escalate, world))


async def _escalate(world: World, day: WardDay) -> Tally:
    if not may_escalate(day.now, day.settings, day.calendar):
        return {}
    async with world.store.read() as unit:
        if not await unit.ward(day.ward.id).occurrences.due_to_escalate(day.now, limit=1):
            return {}
    async with world.store.write() as unit:
        return await _go_up(world, unit, day)


async def _go_up(world: World, unit: UnitOfWork, day: WardDay) -> Tally:
    work = unit.ward(day.ward.id)
    due = await work.occurrences.due_to_escalate(day.now, limit=_MOST)
    late = [o for o in due if o.is_overdue(day.today)]
    people = await work.people.all()
    desks: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in late:
        for person in superiors(occurrence.agency_id, occurrence.escalated_to, people):
            desks[person.id].append(occurrence)
    tally: Counter[str] = Counter(escalated=len(late))
    reach = await Reach.of(world, unit, day, desks)
    tally.update(await _tell(unit, day, desks, {p.id: p for p in people}, reach))
    await _note(work, day, due)
    if late:
        work.log.append(
            "overdue.escalated",
            actor="clock",
            subject=f"ward:{day.ward.id}",
            now=day.now,
            occurrences=[o.id for o in late][:200],
        )
    return {name: count for name, count in tally.items() if count}


async def _tell(
    unit: UnitOfWork,
    day: WardDay,
    desks: Mapping[int, Sequence[Occurrence]],
    people: Mapping[int, Person],
    reach: Reach,
) -> Tally:
    if not desks:
        return {}
    work = unit.ward(day.ward.id)
    all_late = {o.id: o for own in desks.values() for o in own}
    tasks = await work.tasks.some(o.task_id for o in all_late.values())
    names = {a.id: a.name for a in await work.agencies.all()}
    told = await unit.outbox.times_told(all_late, kind=DIGEST)
    tally: Counter[str] = Counter()
    for person_id, own in desks.items():
        items = [
            (WorkItem(o, tasks[o.task_id], names[o.agency_id]), told.get(o.id, 0))
            for o in by_urgency(own)
        ]
        chat = reach.spot(person_id, is_urgent=True).chat
        queued = await unit.outbox.add(
            f"{KIND}:{person_id}:{day.today.isoformat()}",
            chat,
            _message(people[person_id], items, day),
            kind=KIND,
            lane=Lane.BULK,
            now=day.now,
            ward_id=day.ward.id,
            person_id=person_id,
            must_arrive=True,
            expires_at=end_of_day(day.now, day.settings),
            mentions=[o.id for o in own],
        )
        tally["messages" if chat else "unlinked"] += queued
    return tally


def _message(
    person: Person, items: Sequence[tuple[WorkItem, int]], day: WardDay
) -> OutgoingMessage:
    text = words.escalation(person, items, Day(day.today, day.settings.ladder, day.calendar))
    shown = [item for item, _ in items[:_BUTTONS]]
    choices = [
        Choice(label, f"tasks:show:{item.occurrence.id}")
        for label, item in zip(show_labels(shown), shown, strict=True)
    ]
    if may(person, Wish.NUDGE) is None:
        one = shown[0] if len(items) == 1 else None
        label = nudges.about(one.task.code) if one else nudges.chase()
        choices.append(
            Choice(label, f"nudging:show:{one.occurrence.id}" if one else "nudging:show")
        )
    if len(items) == 1 and may_settle(person, shown[0].occurrence.agency_id) is None:
        label = extend_label(shown[0])
        choices.append(Choice(label, f"requests:extend:{shown[0].occurrence.id}"))
    return OutgoingMessage(text, tuple(choices))


async def _note(work: WardWork, day: WardDay, due: Sequence[Occurrence]) -> None:
    """Set how high each went; what is not overdue after all is looked at again when it can be."""
    moves: dict[tuple[int, datetime | None], list[int]] = defaultdict(list)
    for occurrence in due:
        told = occurrence.escalated_to + occurrence.is_overdue(day.today)
        moment = next_escalate_at(
            occurrence.due_on, told, now=day.now, settings=day.settings, calendar=day.calendar
        )
        moves[(told, moment)].append(occurrence.id)
    for (told, moment), ids in moves.items():
        await work.occurrences.escalated(ids, told, moment, due_by=day.now)
