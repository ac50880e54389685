"""Several times a period: spread evenly, and whether the pace is kept."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.domain.periods import Span, last_day


def spread(span: Span, count: int) -> tuple[Span, ...]:
    """Cut `span` into `count` parts, at the ends of months where these divide evenly."""
    months = (span.end.year - span.start.year) * 12 + span.end.month - span.start.month + 1
    is_whole = span.start.day == 1 and span.end == last_day(span.end.year, span.end.month)
    if is_whole and months % count == 0:
        return tuple(
            _months(span.start, i * months // count, months // count) for i in range(count)
        )
    days = (span.end - span.start).days + 1
    return tuple(_days(span.start, days, i, count) for i in range(count))


def _months(start: date, skipped: int, length: int) -> Span:
    first = start.year * 12 + start.month - 1 + skipped
    last = first + length - 1
    return Span(date(first // 12, first % 12 + 1, 1), last_day(last // 12, last % 12 + 1))


def _days(start: date, days: int, index: int, count: int) -> Span:
    first, after = index * days // count, (index + 1) * days // count
    # More times than days: some days hold more than one.
    return Span(start + timedelta(first), start + timedelta(max(first, after - 1)))


@dataclass(frozen=True, slots=True)
class QuotaPace:
    """How a quota stands: `done` of `count`, of which `expected` should be done by now."""

    done: int
    count: int
    expected: int

    @property
    def is_behind(self) -> bool:
        """Say whether fewer are done than the days that have passed ask for."""
        return self.done < self.expected
