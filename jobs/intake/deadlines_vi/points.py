"""Points of the calendar as plans write them: a day, month, quarter, half-year, year, school year.

A `Point` may lack its year: the words around it or the plan give it (`span_of`).
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date

from data.domain.periods import Span, last_day, month_span, quarter_span, school_year
from data.domain.rules import Granularity
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.numbers import QUARTER_NAME, to_number, to_quarter


class UnreadableError(Exception):
    """The words are recognised, yet give no date. The message is the Vietnamese reason."""


@dataclass(frozen=True, slots=True)
class Point:
    """One named stretch of the calendar."""

    granularity: Granularity
    number: int = 0
    """The month, quarter or half-year; for a day its month."""
    day: int = 0
    first_months: int = 0
    """For "9 tháng đầu năm": 9."""
    year: int | None = None
    is_next_year: bool = False
    """"năm sau": counted from the plan's year."""
    years_more: int = 0
    """For a stretch of years, how many follow the first."""
    has_hour: bool = False
    """Written with an hour: "trước 17 giờ ngày 15/12" still allows the 15th."""

    says_month: bool = False
    """Written "ngày 15 tháng 3": the next number is a month with the same day."""

    @property
    def lacks_year(self) -> bool:
        return self.year is None and not self.is_next_year


_FULL_YEAR = r"(?P<y>(?:19|20)\d{2})"
_ANY_YEAR = r"(?P<y>(?:19|20)\d{2}|[2-4]\d)"
_HOUR = r"(?:(?:vao )?luc )?(?P<hour>\d{1,2} ?(?:h|g|gio)(?: ?\d{2})?(?: ?phut)?,? )?"
_DAY = (
    rf"{_HOUR}(?:(?:sang|chieu|toi|het) )?(?P<said>ngay )?(?P<d>\d{{1,2}})"
    r"(?: ?/ ?(?P<m1>\d{1,2})|(?: cua)?(?: cac)? thang (?P<m2>\d{1,2})"
    r"| ?[.-] ?(?P<m3>\d{1,2})(?= ?[.-] ?(?:\d{4}|\d{2})(?!\d)))"
)
_ISO_DAY = r"(?P<y>20\d{2})-(?P<m>\d{2})-(?P<d>\d{2})(?:[ t]00:00:00)?"
_PART = (
    r"(?:(?P<n>0?[369]|ba|sau|chin) thang (?P<side>dau|cuoi)|nua (?P<half>dau|cuoi))"
    r"(?:(?: cua)? nam(?! \d))?"
)
_STRETCH = (
    r"(?:giai doan |(?:cac )?nam |tu nam )?(?P<first>20\d{2})"
    r" ?(?:-|(?:cho )?den(?: het)?(?: nam)?) ?(?P<last>20\d{2})"
)
_MONTH_WORDS = r"(?:muoi hai|muoi mot|muoi|hai|ba|tu|bay|tam|chin)"
"""Without marks "tháng sáu" is "tháng sau", "tháng năm" is "tháng, năm": not read."""
_MONTHS_SAID = {"3": 3, "ba": 3, "9": 9, "chin": 9}


def take_next_of(cursor: Cursor, first: Point) -> Point | None:
    """Take a number that leans on the point before it: the 6 of "tháng 5, 6", the IV of "quý III–IV"."""
    if first.granularity is Granularity.QUARTER and (
        match := cursor.take(rf"(?P<q>{QUARTER_NAME})(?! (?:lan|thang|nam(?! \d)))")
    ):
        return _made_quarter(cursor, match["q"])
    if first.granularity is Granularity.MONTH and (
        match := cursor.take(r"(?P<m>\d{1,2})(?! (?:lan|thang|nam(?! \d)))")
    ):
        return _made_month(int(match["m"]), _take_year(cursor))
    if first.says_month and (match := cursor.take(r"(?:thang )?(?P<m>\d{1,2})")):
        month = _made_month(int(match["m"]), _take_year(cursor))
        return replace(first, number=month.number, year=month.year)
    return None


def take_point(cursor: Cursor) -> Point | None:
    """Take one point of the calendar. Raises UnreadableError for one that does not exist."""
    start = cursor.at
    for taker in (_iso_day, _day, _part_of_year, _month, _quarter, _years, _this_year):
        point = taker(cursor)
        if point is not None:
            if point.lacks_year and cursor.take(r"(?:cua )?nam (?:sau|tiep theo|lien ke|ke tiep)"):
                return replace(point, is_next_year=True)
            if point.lacks_year:
                cursor.take(r"(?:cua )?nam (?:nay|ke hoach)")
            return point
        cursor.at = start
    return None


def _take_year(cursor: Cursor) -> int | None:
    match = (
        cursor.take(rf"/ ?(?:nam )?{_ANY_YEAR}")
        or cursor.take(rf"\. ?{_ANY_YEAR}")
        or cursor.take(rf",? ?(?:cua )?nam {_ANY_YEAR}")
        or cursor.take(rf"-? ?{_FULL_YEAR}")
    )
    return _as_year(match["y"]) if match else None


def _as_year(digits: str) -> int:
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _existing_day(day: int, month: int, year: int | None) -> None:
    # Without a year 29/2 may exist.
    if not 1 <= month <= 12 or not 1 <= day <= monthrange(year or 2024, month)[1]:
        raise UnreadableError(texts.no_such_day(day, month, year))


def _iso_day(cursor: Cursor) -> Point | None:
    match = cursor.take(_ISO_DAY)
    if not match:
        return None
    year, month, day = int(match["y"]), int(match["m"]), int(match["d"])
    _existing_day(day, month, year)
    return Point(Granularity.DAY, month, day, year=year)


def _day(cursor: Cursor) -> Point | None:
    match = cursor.take(_DAY)
    if not match:
        return None
    day, month = int(match["d"]), int(match["m1"] or match["m2"] or match["m3"])
    dashed = cursor.take(rf"- ?{_ANY_YEAR}") if match["m3"] else None
    year = _as_year(dashed["y"]) if dashed else _take_year(cursor)
    _existing_day(day, month, year)
    is_bare = match["m1"] and year is None and match.start() == 0 and cursor.is_done()
    if is_bare and not match["said"] and day < month and not match["d"].startswith("0"):
        # "1/2" and nothing else may be half of something.
        raise UnreadableError(texts.maybe_fraction(match[0].strip()))
    return Point(
        Granularity.DAY,
        month,
        day,
        year=year,
        has_hour=bool(match["hour"]),
        says_month=bool(match["m2"]),
    )


def _month(cursor: Cursor) -> Point | None:
    short = cursor.take(rf"(?:t\.? ?)?(?P<m>\d{{1,2}}) ?[/.-] ?{_FULL_YEAR}")
    match = short or cursor.take(
        rf"(?:thang|thg\.?) ?(?P<m>\d{{1,2}}(?! ?(?:lan|thang)\b)|{_MONTH_WORDS}(?! lan))"
    )
    if not match:
        return None
    month = int(match["m"]) if match["m"].isdigit() else to_number(match["m"])
    return _made_month(month, int(match["y"]) if short else _take_year(cursor))


def _made_month(month: int, year: int | None) -> Point:
    if not 1 <= month <= 12:
        raise UnreadableError(texts.no_such_month(month))
    return Point(Granularity.MONTH, month, year=year)


def _quarter(cursor: Cursor) -> Point | None:
    if cursor.take(r"qu[yi] cuoi nam"):
        return Point(Granularity.QUARTER, 4, year=_take_year(cursor))
    match = cursor.take(rf"q(?:u[yi])?\.? ?(?P<q>{QUARTER_NAME})")
    return _made_quarter(cursor, match["q"]) if match else None


def _made_quarter(cursor: Cursor, name: str) -> Point:
    quarter = to_quarter(name)
    if quarter is None:
        raise UnreadableError(texts.no_such_quarter(name.upper()))
    return Point(Granularity.QUARTER, quarter, year=_take_year(cursor))


def _part_of_year(cursor: Cursor) -> Point | None:
    match = cursor.take(_PART)
    if not match:
        return None
    months = _MONTHS_SAID.get((match["n"] or "6").lstrip("0"), 6)
    is_end = "cuoi" in (match["side"], match["half"])
    year = _take_year(cursor)
    if months == 6:
        return Point(Granularity.HALF_YEAR, 2 if is_end else 1, year=year)
    if months == 3:
        return Point(Granularity.QUARTER, 4 if is_end else 1, year=year)
    return None if is_end else Point(Granularity.MONTH, first_months=months, year=year)


def _years(cursor: Cursor) -> Point | None:
    if match := cursor.take(r"nam hoc (?P<first>20\d{2}) ?[-/] ?(?P<last>20\d{2})"):
        first, last = int(match["first"]), int(match["last"])
        if last != first + 1:
            raise UnreadableError(texts.no_such_school_year(f"{first}-{last}"))
        return Point(Granularity.SCHOOL_YEAR, year=first)
    if match := cursor.take(_STRETCH):
        first, last = int(match["first"]), int(match["last"])
        if last <= first:
            raise UnreadableError(texts.backwards())
        return Point(Granularity.YEAR, year=first, years_more=last - first)
    match = cursor.take(rf"(?:(?:ca )?nam )?{_FULL_YEAR}")
    return Point(Granularity.YEAR, year=int(match["y"])) if match else None


def _this_year(cursor: Cursor) -> Point | None:
    # "năm" as the very first word says too little: a year, five, or "years".
    may_stop = "?" if cursor.at else ""
    match = cursor.take(rf"nam(?: nay| ke hoach){may_stop}(?! (?:hoc|\d|cua|sau|tiep|truoc))")
    return Point(Granularity.YEAR) if match else None


def span_of(point: Point, year: int | None) -> Span:
    """Return the days of `point`; `year` is the plan's, for a point without its own.

    Raises UnreadableError when neither has a year, or the day does not exist in it.
    """
    known = point.year if point.year is not None else year
    if known is None:
        raise UnreadableError(texts.year_missing())
    known += point.is_next_year
    match point.granularity:
        case Granularity.DAY:
            _existing_day(point.day, point.number, known)
            day = date(known, point.number, point.day)
            return Span(day, day)
        case Granularity.MONTH if point.first_months:
            return month_span(known, 1, point.first_months)
        case Granularity.MONTH:
            return month_span(known, point.number)
        case Granularity.QUARTER:
            return quarter_span(known, point.number)
        case Granularity.HALF_YEAR:
            return month_span(known, point.number * 6 - 5, point.number * 6)
        case Granularity.SCHOOL_YEAR:
            return school_year(known)
        case Granularity.YEAR:
            return Span(date(known, 1, 1), last_day(known + point.years_more, 12))
