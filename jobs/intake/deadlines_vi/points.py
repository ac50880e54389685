"""Points of the calendar as plans write them: a day, month, quarter, half-year, year, school year.

A `Point` may lack its year: the words around it or the plan give it (`span_of`).
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from data.domain.periods import Span, last_day, month_span, quarter_span, school_year
from data.domain.rules import Granularity
from data.texts import deadlines as texts
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.numbers import QUARTER_NAME, to_quarter


class UnreadableError(Exception):
    """The words are recognised, yet give no date. The message is the Vietnamese reason."""


@dataclass(frozen=True, slots=True)
class Point:
    """One named stretch of the calendar. `number`: month, quarter, half (1–2) or months (9)."""

    granularity: Granularity
    number: int = 0
    day: int = 0
    year: int | None = None
    timed: bool = False
    """Written with an hour: "trước 17 giờ ngày 15/12" still allows the 15th."""
    years: int = 0
    """For a stretch of years, how many follow the first."""


_YEAR4 = r"(?P<y4>(?:19|20)\d{2})"
_YEAR = r"(?:(?P<y4>(?:19|20)\d{2})|(?P<y2>[2-4]\d))"
_MAY_YEAR = rf"(?:(?: ?/ ?| ?\. ?|(?: ?,)? (?:cua )?nam ){_YEAR}|(?: ?- ?| ){_YEAR4})?".replace(
    "(?P<y4>(?:19|20)\\d{2}))?", "(?P<y5>(?:19|20)\\d{2}))?"
)
_NEXT_YEAR = r"(?:(?: cua)? nam (?:sau|tiep theo|lien ke|ke tiep))"
_HOUR = r"(?:\d{1,2} ?(?:h|g|gio)(?: ?\d{2})?(?: ?phut)?,? )"
_DAYTIME = r"(?:(?:sang|chieu|toi|het) )?"

_ISO = r"(?P<y4>20\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?: 00:00:00)?"
_DAY = (
    rf"(?P<hour>{_HOUR})?{_DAYTIME}(?P<said>ngay )?(?P<d>\d{{1,2}})"
    rf"(?:(?: ?[/.-] ?)(?P<m>\d{{1,2}})(?: ?[/.-] ?| nam ){_YEAR}"
    rf"| ?[/] ?(?P<m2>\d{{1,2}})| thang (?P<m3>\d{{1,2}}){_MAY_YEAR})"
).replace("(?P<y4>", "(?P<y6>", 1).replace("(?P<y2>", "(?P<y7>", 1)
_MONTH = rf"(?:thang|thg\.?) ?(?P<m>\d{{1,2}}){_MAY_YEAR}"
_SHORT_MONTH = rf"(?:t\.? ?)?(?P<m>\d{{1,2}}) ?/ ?{_YEAR4}"
_QUARTER = rf"q(?:u[yi])?\.? ?(?P<q>{QUARTER_NAME}){_MAY_YEAR}"
_QUARTER_LAST = rf"qu[yi] cuoi nam{_MAY_YEAR}"
_PART = (
    r"(?:(?P<n>0?[369]|ba|sau|chin) thang (?P<side>dau|cuoi)|nua (?P<half>dau|cuoi))"
    rf"(?: cua)?(?: nam)?{_MAY_YEAR}"
)
_SCHOOL = r"nam hoc (?P<y4>20\d{2}) ?[-/] ?(?P<y5>20\d{2})"
_STRETCH = (
    r"(?:(?:trong )?giai doan |(?:cac )?nam |tu nam )?(?P<y4>20\d{2})"
    r" ?(?:-|den het nam|den nam|den) ?(?P<y5>20\d{2})"
)
_YEAR_ONLY = rf"(?:ca |het )?nam {_YEAR4}"
_BARE_YEAR = _YEAR4
_THIS_YEAR = r"(?:het )?nam(?: nay| ke hoach)?"


def take_point(cursor: Cursor) -> Point | None:
    """Take one point of the calendar. Raises UnreadableError for one that does not exist."""
    for taker in _TAKERS:
        start = cursor.at
        point = taker(cursor)
        if point is not None:
            return _moved_on(cursor, point)
        cursor.at = start
    return None


def _moved_on(cursor: Cursor, point: Point) -> Point:
    # "năm sau" is counted from the plan's year, which `span_of` knows: kept as a year below 100.
    if point.year is None and cursor.take(_NEXT_YEAR):
        return replace(point, year=1)
    return point


def _year_in(groups: dict[str, str | None]) -> int | None:
    for name in ("y4", "y5", "y6", "y2", "y7"):
        if value := groups.get(name):
            return int(value) if len(value) == 4 else 2000 + int(value)
    return None


def _day(cursor: Cursor) -> Point | None:
    match = cursor.take(_ISO) or cursor.take(_DAY)
    if not match:
        return None
    found = match.groupdict()
    day, month = int(found["d"]), int(found.get("m") or found.get("m2") or found.get("m3") or 0)
    year = _year_in(found)
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2024, month)[1]:
        raise UnreadableError(texts.no_such_day(match[0].strip()))
    if found.get("m2") and not found["said"] and day < month and not found["d"].startswith("0"):
        return _maybe_fraction(cursor, match.start(), Point(Granularity.DAY, month, day))
    return Point(Granularity.DAY, month, day, year, timed=bool(found.get("hour")))


def _maybe_fraction(cursor: Cursor, start: int, point: Point) -> Point:
    # "1/2" alone may be half of something; after other words ("trước 1/2") it is a day.
    if start == 0 and cursor.is_done():
        raise UnreadableError(texts.maybe_fraction(cursor.text))
    return point


def _month(cursor: Cursor) -> Point | None:
    match = cursor.take(_SHORT_MONTH) or cursor.take(_MONTH)
    if not match:
        return None
    month = int(match["m"])
    if not 1 <= month <= 12:
        raise UnreadableError(texts.no_such_month(match["m"]))
    return Point(Granularity.MONTH, month, year=_year_in(match.groupdict()))


def _quarter(cursor: Cursor) -> Point | None:
    match = cursor.take(_QUARTER)
    if match:
        quarter = to_quarter(match["q"])
        if quarter is None:
            raise UnreadableError(texts.no_such_quarter(match["q"].upper()))
        return Point(Granularity.QUARTER, quarter, year=_year_in(match.groupdict()))
    if match := cursor.take(_QUARTER_LAST):
        return Point(Granularity.QUARTER, 4, year=_year_in(match.groupdict()))
    return None


def _part_of_year(cursor: Cursor) -> Point | None:
    match = cursor.take(_PART)
    if not match:
        return None
    found = match.groupdict()
    months = {"3": 3, "ba": 3, "9": 9, "chin": 9}.get((found["n"] or "6").lstrip("0"), 6)
    at_end = (found["side"] or found["half"]) == "cuoi"
    year = _year_in(found)
    if months == 6:
        return Point(Granularity.HALF_YEAR, 2 if at_end else 1, year=year)
    if months == 3:
        return Point(Granularity.QUARTER, 4 if at_end else 1, year=year)
    return None if at_end else Point(Granularity.MONTH, 0, day=9, year=year)


def _years(cursor: Cursor) -> Point | None:
    if match := cursor.take(_SCHOOL):
        first, second = int(match["y4"]), int(match["y5"])
        if second != first + 1:
            raise UnreadableError(texts.no_such_school_year(f"{first}-{second}"))
        return Point(Granularity.SCHOOL_YEAR, year=first)
    if match := cursor.take(_STRETCH):
        first, second = int(match["y4"]), int(match["y5"])
        if second <= first:
            raise UnreadableError(texts.backwards(match[0].strip()))
        return Point(Granularity.YEAR, year=first, years=second - first)
    if match := cursor.take(_YEAR_ONLY) or cursor.take(_BARE_YEAR):
        return Point(Granularity.YEAR, year=int(match["y4"]))
    return None


def _this_year(cursor: Cursor) -> Point | None:
    return Point(Granularity.YEAR) if cursor.take(_THIS_YEAR) else None


_TAKERS = (_day, _part_of_year, _month, _quarter, _years, _this_year)


def span_of(point: Point, year: int | None) -> Span:
    """Return the days of `point`; `year` is the plan's, for a point without its own.

    Raises UnreadableError when neither has a year, or the day does not exist in it.
    """
    own = point.year
    if own == 1:
        own = year + 1 if year is not None else None
    known = own if own is not None else year
    if known is None:
        raise UnreadableError(texts.year_missing())
    match point.granularity:
        case Granularity.DAY:
            return _day_span(known, point)
        case Granularity.MONTH if point.number:
            return month_span(known, point.number)
        case Granularity.MONTH:
            return month_span(known, 1, point.day)
        case Granularity.QUARTER:
            return quarter_span(known, point.number)
        case Granularity.HALF_YEAR:
            return month_span(known, point.number * 6 - 5, point.number * 6)
        case Granularity.SCHOOL_YEAR:
            return school_year(known)
        case Granularity.YEAR:
            return Span(date(known, 1, 1), last_day(known + point.years, 12))


def _day_span(year: int, point: Point) -> Span:
    if point.day > monthrange(year, point.number)[1]:
        raise UnreadableError(texts.no_such_day(f"{point.day}/{point.number}/{year}"))
    day = date(year, point.number, point.day)
    return Span(day, day)
