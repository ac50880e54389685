"""The periods of periodic reports, and how people write them: "quý II/2026", "6 tháng", "năm 2026".

Source: NĐ 09/2019/NĐ-CP Điều 12 (kiểm tra lại khi quy định thay đổi): a quarter closes on the 14th of
its last month, six months on 14/6, nine months on 14/9, a year on 14/12; half-years, nine months and
years begin on 15/12 of the year before. The ward may have another cut-off day, and who asks may name
the one of a plan: "quý II chốt ngày 20".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from data.domain.periods import CUT_OFF_DAY, Span
from data.domain.wording import typed_line

_LONGEST = 80
_ONE_DAY = timedelta(days=1)


class ReportKind(StrEnum):
    """What a periodic report covers."""

    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    NINE_MONTHS = "nine_months"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class ReportPeriod:
    """One period of one year."""

    kind: ReportKind
    year: int
    number: int = 1
    """1–4 of a quarter, 1–2 of a half-year."""
    cut_off: int | None = None
    """The day (1–28) that was named for it; None: as the ward says."""

    @property
    def key(self) -> str:
        """Its short name: "2026-Q2", "2026-H1", "2026-9M", "2026"; with a day named, "2026-Q2-D20"."""
        ends = {
            ReportKind.QUARTER: f"-Q{self.number}",
            ReportKind.HALF_YEAR: f"-H{self.number}",
            ReportKind.NINE_MONTHS: "-9M",
            ReportKind.YEAR: "",
        }
        day = f"-D{self.cut_off}" if self.cut_off else ""
        return f"{self.year}{ends[self.kind]}{day}"

    def span(self, cut_off: int = CUT_OFF_DAY) -> Span:
        """Return the days that it covers: it closes on its own day, else on `cut_off` (1–28)."""
        first, last = self._months
        day = self.cut_off or cut_off
        before = date(self.year - (first == 1), (first - 2) % 12 + 1, day)
        return Span(before + _ONE_DAY, date(self.year, last, day))

    @property
    def _months(self) -> tuple[int, int]:
        return {
            ReportKind.QUARTER: (self.number * 3 - 2, self.number * 3),
            ReportKind.HALF_YEAR: (self.number * 6 - 5, self.number * 6),
            ReportKind.NINE_MONTHS: (1, 9),
            ReportKind.YEAR: (1, 12),
        }[self.kind]


_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:(?:[/,-]| nam )? ?(?P<year>20[0-9]{2})(?: ?(?:nam|\.))?)?"
_QUARTER = re.compile(rf"(?:quy|qui) ?(?P<number>iv|i{{1,3}}|[1-4]){_YEAR}")
_HALF = re.compile(rf"(?:0?6|sau) thang(?: (?P<which>dau|cuoi)(?: nam)?)?{_YEAR}")
_NINE = re.compile(rf"(?:0?9|chin) thang(?: dau(?: nam)?)?{_YEAR}")
_WHOLE = re.compile(r"(?:ca )?nam(?: (?P<year>20[0-9]{2}))?")
_KEY = re.compile(r"(?P<year>20[0-9]{2})(?:-(?:q(?P<quarter>[1-4])|h(?P<half>[12])|(?P<nine>9m)))?")
_CLOSES = re.compile(
    r"(?P<period>.+?)(?:-d|,? (?:chot(?: so lieu)?|so lieu den)(?: ngay)? )(?P<day>[0-9]{1,2})"
)
_NEAR = timedelta(days=92)
"""A quarter of a year: so long a report of what has closed is still being written."""
_LAST_CUT_OFF = 28
"""The last day that every month has."""


def read_period(text: str, today: date, cut_off: int = CUT_OFF_DAY) -> ReportPeriod | None:
    """Return the period that is written, as people write it or by its key; None when none is.

    Without a year it is the latest such period that has begun; in the first quarter after a year
    has closed, that year is meant and not the one that runs.
    """
    words = typed_line(text, _LONGEST, " .!?")
    if words is None:
        return None
    if closes := _CLOSES.fullmatch(words):
        day = int(closes["day"])
        if not 1 <= day <= _LAST_CUT_OFF:
            return None
        period = _plain_period(closes["period"], today, day)
        return period and replace(period, cut_off=day)
    return _plain_period(words, today, cut_off)


def _plain_period(words: str, today: date, cut_off: int) -> ReportPeriod | None:
    if found := _KEY.fullmatch(words):
        return _of_key(found)
    for kind, pattern in _SAID:
        if found := pattern.fullmatch(words):
            return _dated(kind, found.groupdict(), today, cut_off)
    return None


def _of_key(found: re.Match[str]) -> ReportPeriod:
    year = int(found["year"])
    if found["quarter"]:
        return ReportPeriod(ReportKind.QUARTER, year, int(found["quarter"]))
    if found["half"]:
        return ReportPeriod(ReportKind.HALF_YEAR, year, int(found["half"]))
    return ReportPeriod(ReportKind.NINE_MONTHS if found["nine"] else ReportKind.YEAR, year)


_SAID = (
    (ReportKind.QUARTER, _QUARTER),
    (ReportKind.HALF_YEAR, _HALF),
    (ReportKind.NINE_MONTHS, _NINE),
    (ReportKind.YEAR, _WHOLE),
)


def _dated(
    kind: ReportKind, said: dict[str, str | None], today: date, cut_off: int
) -> ReportPeriod | None:
    number = _number(said)
    if year := said.get("year"):
        return ReportPeriod(kind, int(year), number)
    # In the last days of December the coming year's periods have begun already.
    tried = (ReportPeriod(kind, today.year + step, number) for step in (1, 0, -1))
    latest = next(p for p in tried if p.span(cut_off).start <= today)
    before = replace(latest, year=latest.year - 1)
    return before if today - before.span(cut_off).end <= _NEAR else latest


def _number(said: dict[str, str | None]) -> int:
    quarter = said.get("number")
    if quarter:
        return _ROMAN.get(quarter) or int(quarter)
    return 2 if said.get("which") == "cuoi" else 1


def near_periods(today: date, cut_off: int = CUT_OFF_DAY) -> tuple[ReportPeriod, ...]:
    """Return the periods that a report is most likely wanted of, the latest to close first.

    Of each kind the one that closed last and the one that runs, as far as they end within a
    quarter of a year.
    """
    spans = ((p, p.span(cut_off)) for p in _all(range(today.year - 1, today.year + 2)))
    close = [(p, s) for p, s in spans if s.start <= today and abs(s.end - today) <= _NEAR]
    return tuple(p for p, _ in sorted(close, key=lambda x: (abs(x[1].end - today), x[0].key)))


def period_closing_in(span: Span, cut_off: int = CUT_OFF_DAY) -> ReportPeriod | None:
    """Return the period that closes last inside these days, the longest of such; None: none does."""
    spans = {p: p.span(cut_off) for p in _all(range(span.start.year, span.end.year + 1))}
    closing = [p for p, own in spans.items() if own.end in span]
    return max(closing, key=lambda p: (spans[p].end, -spans[p].start.toordinal()), default=None)


def _all(years: Iterable[int]) -> Iterable[ReportPeriod]:
    for year in years:
        yield from (ReportPeriod(ReportKind.QUARTER, year, n) for n in range(1, 5))
        yield from (ReportPeriod(ReportKind.HALF_YEAR, year, n) for n in (1, 2))
        yield ReportPeriod(ReportKind.NINE_MONTHS, year)
        yield ReportPeriod(ReportKind.YEAR, year)
