"""Time that goes on by leaps: from one instant at which something can be due to the next."""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from data.domain.ladder import spoken_at
from data.domain.localtime import instant_of, local_date
from data.domain.people import WardSettings
from data.domain.workdays import WorkCalendar, parse_overrides
from jobs.ports import Tally, World
from jobs.schedule.table import tick_named
from jobs.ticks.ask_what_is_missing import DATES_FROM, EVENTS_FROM

_AFTER_MIDNIGHT = time(0, 10)
_ONE_DAY = timedelta(days=1)
_ORDER = (
    "open_occurrences",
    "seal_logs",
    "send_reminders",
    "escalate_overdue",
    "ask_what_is_missing",
    "send_weekly_summary",
    "deliver_outbox",
)
"""In which order ticks run at one instant: what is opened can be reminded of, and delivered."""


@dataclass(frozen=True, slots=True)
class Ran:
    """One run of a tick that did something."""

    at: datetime
    name: str
    tally: Tally


async def run_between(world: World, start: datetime, end: datetime) -> AsyncIterator[Ran]:
    """Run the ticks at every instant from `start` to `end` at which something can be due.

    Yields what did something. The wards count as having been alive all the while: time that is
    leapt over is no outage.
    """
    async with world.store.read() as unit:
        wards = await unit.wards.all()
    for instant, names in _instants([_hours_of(w.settings) for w in wards], start, end):
        if instant > start and "send_reminders" in names:
            await _stay_alive(world, instant)
        for name in (n for n in _ORDER if n in names):
            tally = await tick_named(name)(world, instant)
            if any(tally.values()):
                names.add("deliver_outbox")
                yield Ran(instant, name, tally)


@dataclass(frozen=True, slots=True)
class _Hours:
    """At which local times of its working days a ward's ticks can have something to do."""

    calendar: WorkCalendar
    ticks: tuple[tuple[str, time], ...]


def _hours_of(settings: WardSettings) -> _Hours:
    hours = (
        ("send_reminders", settings.remind_at),
        ("send_reminders", settings.again_at),
        ("escalate_overdue", settings.escalate_at),
        ("send_weekly_summary", settings.summary_at),
        ("ask_what_is_missing", DATES_FROM),
        ("ask_what_is_missing", EVENTS_FROM),
    )
    calendar = WorkCalendar(parse_overrides(settings.calendar_overrides))
    return _Hours(calendar, tuple((name, spoken_at(at, settings)) for name, at in hours))


def _instants(
    wards: Sequence[_Hours], start: datetime, end: datetime
) -> Iterator[tuple[datetime, set[str]]]:
    """Yield `start`, the wards' hours after it and `end`, in order, with the ticks to run."""
    yield start, set(_ORDER)
    day = local_date(start)
    while day <= local_date(end):
        due: dict[datetime, set[str]] = defaultdict(set)
        due[instant_of(day, _AFTER_MIDNIGHT)] |= {"open_occurrences", "seal_logs"}
        for hours in wards:
            if hours.calendar.is_working_day(day):
                for name, at in hours.ticks:
                    due[instant_of(day, at)].add(name)
        yield from ((i, due[i]) for i in sorted(due) if start < i < end)
        day += _ONE_DAY
    if end > start:
        yield end, set(_ORDER)


async def _stay_alive(world: World, now: datetime) -> None:
    async with world.store.write() as unit:
        for ward in await unit.wards.all():
            await unit.wards.beat(ward.id, now)
