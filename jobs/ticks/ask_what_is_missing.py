"""What the plan leaves open is asked for: dates that are missing, events that may be coming."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from functools import partial

from data.domain.event_matching import waiting_rules
from data.domain.ladder import end_of_day, is_quiet
from data.domain.localtime import local
from data.domain.messages import Choice, Lane, OutgoingMessage
from data.domain.people import Person, Role
from data.domain.planning import Standing, standings
from data.domain.reminders import doers
from data.domain.replanning import begins_on, lead_agencies
from data.domain.rules import Window, parts_of
from data.domain.tasks import Event, PlanState, Task
from data.store.unit_of_work import UnitOfWork
from data.texts import questions as words
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward
from jobs.ticks.reaching import Reach

DATES_FROM = time(9, 0)
"""Local time from which the lead office is asked for dates: after the morning message."""
EVENTS_FROM = time(10, 0)
"""Local time from which lead agencies are asked about events: apart from the dates."""
KIND = "question"


async def ask_what_is_missing(world: World, now: datetime) -> Tally:
    """Ask the lead office for missing dates once a week, and lead agencies for events once a quarter.

    On working days, from 9:00 and 10:00. "dates" and "events" count the messages queued. Whoever is
    reached only where the month's messages run low is asked when there are some again.
    """
    return await each_ward(world, now, partial(_ask, world))


async def _ask(world: World, day: WardDay) -> Tally:
    here = local(day.now).time()
    if not day.calendar.is_working_day(day.today) or is_quiet(here, day.settings):
        return {}
    if here < min(DATES_FROM, EVENTS_FROM):
        return {}
    async with world.store.read() as unit:
        questions = await _questions(unit, day, here)
        taken = await unit.outbox.taken(questions)
    new = {key: question for key, question in questions.items() if key not in taken}
    if not new:
        return {}
    async with world.store.write() as unit:
        return await _queue(world, unit, day, new)


_Question = tuple[Person, str, OutgoingMessage]
"""To whom, about what ("dates" or "events"), and the words."""


async def _questions(unit: UnitOfWork, day: WardDay, here: time) -> dict[str, _Question]:
    """Return what there is to ask at this hour, by key."""
    work = unit.ward(day.ward.id)
    plans = {p.id: p for p in await work.plans.all()}
    active = {p.id for p in plans.values() if p.state is PlanState.ACTIVE}
    tasks = [t for t in await work.tasks.all() if t.plan_id in active]
    if not tasks:
        return {}
    people = await work.people.all()
    events = await work.events.of_tasks(t.id for t in tasks)
    owed = defaultdict(list)
    for occurrence in await work.occurrences.of_tasks(_with_windows(tasks)):
        owed[occurrence.task_id].append(occurrence)
    undated, waiting = [], []
    for task in tasks:
        tied = [e for e in events if task.id in e.task_ids and _still_counts(task, e, day)]
        begun = begins_on(plans[task.plan_id], plans, owed[task.id])
        stands = standings(task.rule, tied, from_on=begun)
        undated += [task] if Standing.NEEDS_DATE in stands else []
        waiting += [task] if Standing.WAITING_EVENT in stands else []
    questions: dict[str, _Question] = {}
    if here >= DATES_FROM and undated:
        questions |= _about_dates(day, undated, people)
    if here >= EVENTS_FROM and waiting:
        agencies = {a.id: a for a in await work.agencies.all()}
        by_agency: dict[int, list[Task]] = defaultdict(list)
        for task in waiting:
            for agency_id in lead_agencies(task, agencies):
                by_agency[agency_id].append(task)
        questions |= _about_events(day, by_agency, people)
    return questions


def _with_windows(tasks: Iterable[Task]) -> list[int]:
    """Return the tasks whose date may have been over when the plan was confirmed."""
    return [t.id for t in tasks if any(isinstance(part, Window) for part in parts_of(t.rule))]


def _still_counts(task: Task, event: Event, day: WardDay) -> bool:
    """Return whether a declared event answers the question: one of many does until it is over."""
    comes_again = any(rule.each for rule in waiting_rules(task.rule))
    return not comes_again or event.ends_on >= day.today


def _about_dates(
    day: WardDay, undated: Sequence[Task], people: Iterable[Person]
) -> dict[str, _Question]:
    week = day.today.isocalendar()
    choices = (Choice(words.dates_label(), "dates:list"),)
    return {
        f"dates:{p.id}:{week.year}-W{week.week:02d}": (
            p,
            "dates",
            OutgoingMessage(words.dates_missing(p, undated), choices),
        )
        for p in people
        if p.is_any_of(Role.LEAD_OFFICE)
    }


def _about_events(
    day: WardDay, by_agency: Mapping[int, Sequence[Task]], people: Sequence[Person]
) -> dict[str, _Question]:
    quarter = (day.today.month + 2) // 3
    asked: dict[int, tuple[Person, dict[int, Task]]] = {}
    for agency_id, tasks in by_agency.items():
        for person in doers(agency_id, people):
            asked.setdefault(person.id, (person, {}))[1].update({t.id: t for t in tasks})
    choices = (Choice(words.declare_label(), "events:declare"),)
    return {
        f"events:{person_id}:{day.today.year}-Q{quarter}": (
            person,
            "events",
            OutgoingMessage(
                words.is_event_coming(person, tuple(tasks.values()), quarter, day.today), choices
            ),
        )
        for person_id, (person, tasks) in asked.items()
    }


async def _queue(
    world: World, unit: UnitOfWork, day: WardDay, new: Mapping[str, _Question]
) -> Tally:
    reach = await Reach.of(world, unit, day, {person.id for person, _, _ in new.values()})
    tally: Counter[str] = Counter()
    for key, (person, about, message) in new.items():
        spot = reach.spot(person.id, is_urgent=False)
        if spot.is_low:
            continue
        tally[about] += await unit.outbox.add(
            key,
            spot.chat,
            message,
            kind=KIND,
            lane=Lane.BULK,
            now=day.now,
            ward_id=day.ward.id,
            person_id=person.id,
            expires_at=end_of_day(day.now, day.settings),
        )
    return dict(tally)
