"""From a rule to what is owed, and the lists of tasks that owe nothing yet.

Pure: the same rule and context give the same occurrences with the same keys, and a later horizon
only adds to them. A due date is always a working day inside its period.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from data.domain.event_phases import OPENS_BEFORE, owed_around
from data.domain.owing import Owed, PlannedOccurrence, settle
from data.domain.period_names import period_name
from data.domain.periods import (
    CUT_OFF_DAY,
    Span,
    calendar_periods,
    reporting_periods,
    school_year,
)
from data.domain.recurrence import owed_at_least, owed_every
from data.domain.rules import (
    AroundEvent,
    AtLeast,
    Continuous,
    DeadlineRule,
    Every,
    External,
    Period,
    Several,
    SimpleRule,
    Unknown,
    Window,
)
from data.domain.tasks import Event
from data.domain.workdays import WorkCalendar

__all__ = [
    "PlannedOccurrence",
    "PlanningContext",
    "Standing",
    "plan_occurrences",
    "standing",
    "standings",
]

_ANCHOR_YEAR = 2000


@dataclass(frozen=True, slots=True)
class PlanningContext:
    """What a plan's occurrences depend on beside the rule."""

    from_on: date
    """When work begins to be owed: the plan's issue or its confirmation. Nothing is due earlier."""
    until_on: date
    """The horizon: what opens later is planned later."""
    calendar: WorkCalendar
    plan_year: int | None = None
    reporting_period: Period = Period.QUARTER
    """Of continuous work: the task's own, or the ward's."""
    cut_off: int = CUT_OFF_DAY
    events: tuple[Event, ...] = ()
    """Those that the task is tied to."""


class Standing(StrEnum):
    """Whether a task's rule gives dates by itself."""

    DATED = "dated"
    WAITING_EVENT = "waiting_event"  # "chờ sự kiện"
    NEEDS_DATE = "needs_date"  # "cần ấn định thời hạn"
    MIXED = "mixed"  # a part has dates, another has not


def plan_occurrences(
    rule: DeadlineRule, *, context: PlanningContext
) -> tuple[PlannedOccurrence, ...]:
    """Return what `rule` owes that is due from `from_on` and opens up to `until_on`, by due date.

    Keys of the parts of a `several` rule begin with "p1:", "p2:" …
    """
    planned = [
        occurrence
        for prefix, part in _parts(rule)
        for occurrence in _settled(part, prefix, context)
    ]
    return tuple(sorted(planned, key=lambda o: (o.due_on, o.period_key)))


def _parts(rule: DeadlineRule) -> list[tuple[str, SimpleRule]]:
    if isinstance(rule, Several):
        return [(f"p{number}:", part) for number, part in enumerate(rule.parts, start=1)]
    return [("", rule)]


def _settled(
    rule: SimpleRule, prefix: str, context: PlanningContext
) -> Iterator[PlannedOccurrence]:
    for owed in _owed(rule, context):
        planned = settle(owed, context.calendar, context.from_on)
        if planned is not None and planned.opens_on <= context.until_on:
            label = " – ".join(words for words in (rule.label, planned.label) if words)
            yield replace(planned, period_key=prefix + planned.period_key, label=label)


def _owed(rule: SimpleRule, context: PlanningContext) -> Iterable[Owed]:
    if context.until_on < context.from_on:
        return ()
    over = Span(context.from_on, context.until_on)
    match rule:
        case Continuous():
            return _continuous(rule, over, context)
        case Every():
            return owed_every(rule, over, context.plan_year or _ANCHOR_YEAR)
        case AtLeast():
            return owed_at_least(rule, over)
        case Window():
            return _window(rule, over, context.calendar)
        case AroundEvent():
            return (
                owed
                for event in context.events
                for owed in owed_around(rule, event, context.calendar)
            )
        case External() | Unknown():
            return ()


def _continuous(rule: Continuous, over: Span, context: PlanningContext) -> Iterator[Owed]:
    for period in reporting_periods(context.reporting_period, over, context.cut_off):
        span = _inside(rule, period.span, context.plan_year)
        if span is not None:
            name = period_name(context.reporting_period, period.span)
            yield Owed(period.key, name, span.start, span.end, span)


def _inside(rule: Continuous, period: Span, plan_year: int | None) -> Span | None:
    """Return the part of a reporting period in which the work goes on."""
    if rule.within == "plan_year" and plan_year is not None:
        # The reporting year closes in December: what ends after it is the next year's.
        return period if period.end.year == plan_year else None
    if rule.within == "school_year":
        years = (school_year(year) for year in (period.end.year, period.end.year - 1))
        return next((part for year in years if (part := period.within(year))), None)
    return period


def _window(rule: Window, over: Span, calendar: WorkCalendar) -> Iterator[Owed]:
    start = rule.start or date.min
    if rule.end is not None:
        yield _closed_window(start, rule.end, calendar)
        return
    for year in calendar_periods(Period.YEAR, over):
        if room := year.span.within(Span(start, date.max)):
            yield Owed(year.key, period_name(Period.YEAR, year.span), room.start, room.end, room)


def _closed_window(start: date, end: date, calendar: WorkCalendar) -> Owed:
    if start == end or calendar.working_day_within(start, end) is None:
        # One day, or a weekend: a day to have it done by. It opens ahead, and falls back before
        # a holiday instead of being lost with it.
        return Owed("window", "", end - OPENS_BEFORE, end, Span(date.min, end))
    return Owed("window", "", start, end, Span(start, end))


def standing(
    rule: DeadlineRule, events: Sequence[Event] = (), *, from_on: date | None = None
) -> Standing:
    """Return which list a task stands in. `events` are those that it is tied to.

    With `from_on`, a window that was over by then needs a date too: it will never be due.
    Without any dated part, one that needs a date counts for more than one that waits.
    """
    found = standings(rule, events, from_on=from_on)
    if Standing.DATED in found:
        return Standing.DATED if len(found) == 1 else Standing.MIXED
    return Standing.NEEDS_DATE if Standing.NEEDS_DATE in found else Standing.WAITING_EVENT


def standings(
    rule: DeadlineRule, events: Sequence[Event] = (), *, from_on: date | None = None
) -> frozenset[Standing]:
    """Return how each part of a rule stands, so that a mixed task appears in both lists."""
    is_declared = any(not event.is_cancelled for event in events)
    return frozenset(_part_standing(part, is_declared, from_on) for _, part in _parts(rule))


def _part_standing(rule: SimpleRule, is_declared: bool, from_on: date | None) -> Standing:
    match rule:
        case External() | Unknown():
            return Standing.NEEDS_DATE
        case AroundEvent():
            return Standing.DATED if is_declared else Standing.WAITING_EVENT
        case Window(end=date() as end) if from_on is not None and end < from_on:
            return Standing.NEEDS_DATE
    return Standing.DATED
