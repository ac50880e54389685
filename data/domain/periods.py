"""Stretches of the calendar, and the reporting periods that close on a cut-off day.

Reporting periods: NĐ 09/2019/NĐ-CP Điều 12 (kiểm tra lại): a month runs from the 15th to the 14th,
a quarter to the 14th of its last month, half-years and years from 15/12. The ward may set another
cut-off day.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from data.domain.rules import Period

CUT_OFF_DAY = 14
"""Last day of a reporting period, of its last month. Kiểm tra lại khi quy định thay đổi."""

REPORTING = "bc-"
"""What the keys of reporting periods begin with."""
MONTHS_IN = {Period.MONTH: 1, Period.QUARTER: 3, Period.HALF_YEAR: 6, Period.YEAR: 12}
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Days from `start` to `end`, both inside."""

    start: date
    end: date

    def __contains__(self, day: date) -> bool:
        return self.start <= day <= self.end

    def within(self, other: "Span") -> "Span | None":
        """Return the common days, or None when there are none."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start <= end else None


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A span with the key that names it for ever: "2026-Q2", "2026-06", "2026-W25"."""

    key: str
    span: Span


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def month_span(year: int, first: int, last: int | None = None) -> Span:
    """Return the days from month `first` to month `last` (the same when None) of a year."""
    return Span(date(year, first, 1), last_day(year, last or first))


def quarter_span(year: int, quarter: int) -> Span:
    """Return the days of quarter 1–4."""
    return month_span(year, quarter * 3 - 2, quarter * 3)


def school_year(first_year: int) -> Span:
    """Return the school year that begins in `first_year`: 1 September to 31 May.

    Source: the ministry's yearly time frame (opening 5/9, closed before 31/5); kiểm tra lại.
    """
    return Span(date(first_year, 9, 1), date(first_year + 1, 5, 31))


def calendar_periods(
    period: Period, over: Span, interval: int = 1, anchor_year: int = 2000
) -> Iterator[NamedSpan]:
    """Yield the calendar periods that touch `over`, in order.

    With `interval` n, n periods are taken as one, counted from January of `anchor_year` (weeks and
    days from a Monday), so the same stretch has the same key whenever it is asked for.
    """
    if period in MONTHS_IN:
        yield from _month_periods(period, interval, over, anchor_year)
    else:
        yield from _day_periods(7 * interval if period is Period.WEEK else interval, period, over)


def _month_periods(
    period: Period, interval: int, over: Span, anchor_year: int
) -> Iterator[NamedSpan]:
    months = MONTHS_IN[period] * interval
    anchor = anchor_year * 12
    first = anchor + (over.start.year * 12 + over.start.month - 1 - anchor) // months * months
    while True:
        year, month = divmod(first, 12)
        end_year, end_month = divmod(first + months - 1, 12)
        span = Span(date(year, month + 1, 1), last_day(end_year, end_month + 1))
        if span.start > over.end:
            return
        yield NamedSpan(_month_key(period, interval, span), span)
        first += months


def _month_key(period: Period, interval: int, span: Span) -> str:
    year, month = span.start.year, span.start.month
    names = {
        Period.MONTH: f"{year}-{month:02d}",
        Period.QUARTER: f"{year}-Q{(month + 2) // 3}",
        Period.HALF_YEAR: f"{year}-H{(month + 5) // 6}",
        Period.YEAR: f"{year}",
    }
    return names[period] + (f"x{interval}" if interval > 1 else "")


def _day_periods(days: int, period: Period, over: Span) -> Iterator[NamedSpan]:
    # date.min is a Monday, so weeks counted from it begin on Mondays.
    start = over.start - timedelta(days=(over.start.toordinal() - 1) % days)
    while start <= over.end:
        iso = start.isocalendar()
        key = f"{iso.year}-W{iso.week:02d}" if period is Period.WEEK else start.isoformat()
        suffix = f"x{days // 7}" if period is Period.WEEK else f"x{days}"
        yield NamedSpan(
            key + ("" if suffix == "x1" else suffix), Span(start, start + timedelta(days=days - 1))
        )
        start += timedelta(days=days)


def reporting_periods(
    period: Period, over: Span, cut_off: int = CUT_OFF_DAY
) -> Iterator[NamedSpan]:
    """Yield the reporting periods that touch `over`: each ends on day `cut_off` of its last month.

    Keys begin with `REPORTING`. A cut-off after the end of a short month means its last day.
    Raises ValueError for a period shorter than a month.
    """
    if period not in MONTHS_IN:
        raise ValueError(f"no reporting period of a {period}")
    # Looked for a month beyond on both sides, because closing days move the edges.
    wider = Span(over.start - timedelta(days=31), over.end + timedelta(days=31))
    for named in calendar_periods(period, wider):
        span = Span(
            _closing_day(named.span.start - _ONE_DAY, cut_off) + _ONE_DAY,
            _closing_day(named.span.end, cut_off),
        )
        if span.within(over):
            yield NamedSpan(REPORTING + named.key, span)


def _closing_day(end_of_month: date, cut_off: int) -> date:
    return end_of_month.replace(day=min(cut_off, end_of_month.day))
