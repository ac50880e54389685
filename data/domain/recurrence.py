"""What `every` and `at_least` ask for in each of their periods."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from data.domain.owing import Owed
from data.domain.period_names import period_name, turn_name
from data.domain.periods import (
    MONTHS_IN,
    NamedSpan,
    Span,
    calendar_periods,
    last_day,
    month_span,
    quarter_span,
)
from data.domain.quotas import spread
from data.domain.rules import AtLeast, Every, Period

_ONE_DAY = timedelta(days=1)


def owed_every(rule: Every, over: Span, anchor_year: int) -> Iterator[Owed]:
    """Yield what an `every` rule asks for in the periods that touch `over`, in order."""
    bounds = Span(rule.from_ or date.min, rule.until or date.max)
    for period in calendar_periods(rule.period, over, rule.interval, anchor_year):
        for owed in _in_period(rule, period, over.start):
            # What the bounds cut through is owed if its day is inside them.
            if owed.due_on in bounds:
                room = owed.room.within(bounds)
                assert room is not None
                yield Owed(owed.key, owed.label, max(owed.opens_on, room.start), owed.due_on, room)


def owed_at_least(rule: AtLeast, over: Span) -> Iterator[Owed]:
    """Yield the numbered occasions of a quota in the periods that touch `over`, in order."""
    for period in calendar_periods(rule.period, over):
        yield from _spread(period, rule.period, rule.count, over.start)


def _in_period(rule: Every, period: NamedSpan, from_on: date) -> Iterator[Owed]:
    if rule.weekday:
        day = period.span.start + timedelta(rule.weekday - 1)
        yield _whole(rule, period, day)
    elif rule.months:
        yield from _in_months(rule, period)
    elif rule.month_day:
        yield _on_month_day(rule.month_day, period)
    elif rule.quarter:
        span = quarter_span(period.span.end.year, rule.quarter)
        name = period_name(Period.QUARTER, span)
        yield Owed(f"{span.end.year}-Q{rule.quarter}", name, span.start, span.end, span)
    elif rule.day or rule.before_day or rule.last_month:
        yield from _in_last_month(rule, period)
    else:
        yield from _spread(period, rule.period, rule.count, from_on, rule.interval)


def _whole(rule: Every, period: NamedSpan, due: date) -> Owed:
    name = period_name(rule.period, period.span, rule.interval)
    return Owed(period.key, name, period.span.start, due, period.span)


def _in_months(rule: Every, period: NamedSpan) -> Iterator[Owed]:
    year = period.span.end.year
    for month in rule.months or ():
        span = month_span(year, month)
        due, room = _day_of_month(rule, span, span)
        if due in room:
            name = period_name(Period.MONTH, span)
            yield Owed(f"{year}-{month:02d}", name, span.start, due, room)


def _on_month_day(month_day: str, period: NamedSpan) -> Owed:
    year, (month, day) = period.span.end.year, map(int, month_day.split("-"))
    due = date(year, month, min(day, monthrange(year, month)[1]))
    # The day is the last acceptable one: work is done before it, never after.
    room = Span(date(year, 1, 1), due)
    return Owed(f"{year}-{month_day}", period_name(Period.YEAR, period.span), room.start, due, room)


def _in_last_month(rule: Every, period: NamedSpan) -> Iterator[Owed]:
    if rule.period not in MONTHS_IN:
        return
    last = month_span(period.span.end.year, period.span.end.month)
    due, room = _day_of_month(rule, last, period.span)
    if due not in room:
        return
    name = period_name(rule.period, period.span, rule.interval)
    opens_on = last.start if rule.last_month else period.span.start
    if rule.last_month:
        room = Span(min(last.start, room.end), room.end)
    yield Owed(period.key, name, min(opens_on, due), due, room)


def _day_of_month(rule: Every, month: Span, room: Span) -> tuple[date, Span]:
    """Return the day in `month` that the rule says, and the room that it leaves."""
    year, number = month.start.year, month.start.month
    if rule.before_day:
        due = min(date(year, number, 1) + timedelta(rule.before_day - 2), last_day(year, number))
        return due, Span(room.start, due) if due >= room.start else room
    if rule.day:
        return min(date(year, number, 1) + timedelta(rule.day - 1), last_day(year, number)), room
    return month.end, room


def _spread(
    period: NamedSpan, kind: Period, count: int, from_on: date, interval: int = 1
) -> Iterator[Owed]:
    """Yield `count` occasions; those of a period that has begun share what is left of it.

    That is only so when the first would be over already: two a year asked for in July are owed
    by October and December, not one of them in June.
    """
    parts = spread(period.span, count)
    if count > 1 and parts[0].end < from_on <= period.span.end:
        parts = spread(Span(from_on, period.span.end), count)
    name = period_name(kind, period.span, interval)
    for number, part in enumerate(parts, start=1):
        if count == 1:
            yield Owed(period.key, name, part.start, part.end, period.span)
            continue
        turn = turn_name(number, count)
        label = turn if kind is Period.YEAR and interval == 1 else f"{turn} {name}"
        yield Owed(f"{period.key}#{number}", label, part.start, part.end, period.span)
