"""Time that goes on by leaps: from one instant at which something can be due to the next."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from data.domain.fallback import PATIENCE
from data.domain.ladder import spoken_at
from data.domain.localtime import instant_of, local_date
from data.domain.people import WardSettings
from data.domain.workdays import WorkCalendar, parse_overrides
from jobs.ports import Tally, World
from jobs.schedule.table import TICKS, tick_named
from jobs.ticks.ask_what_is_missing import DATES_FROM, EVENTS_FROM

_AFTER_MIDNIGHT, _GAPS, _NOTICES, _OLD_EVIDENCE = time(0, 10), time(8, 10), time(9), time(9, 10)
_MORE_NOTICES = timedelta(minutes=20)
_CALLS_COME = tuple(timedelta(minutes=10 * n) for n in range(1, 7))
"""How long after the last report its reviewers may be called: ten minutes, or as soon as an hour is
over since they were called before."""
_ONE_DAY = timedelta(days=1)
_SILENT = frozenset({"open_occurrences", "seal_logs"})
"""These say nothing to anybody."""
_AT_ANY_HOUR = _SILENT | {
    "send_reminders",
    "escalate_overdue",
    "call_reviewers",
    "ask_what_is_missing",
    "send_weekly_summary",
    "deliver_outbox",
}
"""These look at the clock themselves."""
_AT_THEIR_HOUR = {"send_late_summaries", "give_notices", "tell_of_gaps", "tell_of_old_evidence"}
"""These are kept from running at night by the table alone."""
_AFTER_MESSAGES = {"fall_back", "warn_of_quotas"}
"""These have to do once messages were sent: they did not arrive, or used up the month."""
_ORDER = tuple(s.name for s in TICKS if s.name in _AT_ANY_HOUR | _AT_THEIR_HOUR | _AFTER_MESSAGES)
"""In which order ticks run at one instant: that of the table, so that what is opened can be
reminded of, and delivered. The others go on by the real clock, or clear away at night."""


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
    agenda = _agenda([_hours_of(w.settings) for w in wards], start, end)
    while agenda:
        instant = min(agenda)
        names = agenda.pop(instant)
        if instant > start and "send_reminders" in names:
            await _stay_alive(world, instant)
        for name in (n for n in _ORDER if n in names):
            tally = await tick_named(name)(world, instant)
            if any(tally.values()):
                names.add("deliver_outbox")
                for after, follow in _what_follows(world, name):
                    if instant + after < end:
                        agenda[instant + after] |= follow
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
        ("call_reviewers", settings.remind_at),
        ("send_late_summaries", settings.remind_at),
        ("escalate_overdue", settings.escalate_at),
        ("send_weekly_summary", settings.summary_at),
        ("ask_what_is_missing", DATES_FROM),
        ("ask_what_is_missing", EVENTS_FROM),
    )
    calendar = WorkCalendar(parse_overrides(settings.calendar_overrides))
    spoken = tuple((name, spoken_at(at, settings)) for name, at in hours)
    return _Hours(calendar, (*spoken, ("tell_of_gaps", _GAPS), ("give_notices", _NOTICES)))


def _agenda(
    wards: Sequence[_Hours], start: datetime, end: datetime
) -> defaultdict[datetime, set[str]]:
    """Return the ticks to run at `start`, at the wards' hours after it and at `end`."""
    due: defaultdict[datetime, set[str]] = defaultdict(set)
    for after in _CALLS_COME:
        due[start + after].add("call_reviewers")
    day = local_date(start)
    while day <= local_date(end):
        due[instant_of(day, _AFTER_MIDNIGHT)] |= _SILENT
        due[instant_of(day, _OLD_EVIDENCE)].add("tell_of_old_evidence")
        for hours in wards:
            if hours.calendar.is_working_day(day):
                for name, at in hours.ticks:
                    due[instant_of(day, at)].add(name)
        day += _ONE_DAY
    between = {instant: names for instant, names in due.items() if start < instant < end}
    edges = {edge: set(_AT_ANY_HOUR) for edge in (start, max(start, end))}
    return defaultdict(set, edges | between)


def _what_follows(world: World, name: str) -> Sequence[tuple[timedelta, set[str]]]:
    """Return what a tick that said something leaves to be done, and how long after it."""
    follows = []
    if world.senders and name not in _SILENT:
        follows.append((PATIENCE, _AFTER_MESSAGES))
    if name == "give_notices":
        follows.append((_MORE_NOTICES, {"give_notices"}))
    return follows


async def _stay_alive(world: World, now: datetime) -> None:
    async with world.store.write() as unit:
        for ward in await unit.wards.all():
            await unit.wards.beat(ward.id, now)
