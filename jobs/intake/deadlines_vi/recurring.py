"""What comes back: hằng năm, ngày 15 hằng quý, tháng 6 và tháng 12 hằng năm, thứ Hai hằng tuần."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from data.domain.rules import DeadlineRule, Every, Granularity, Period, Several, Window
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.cadence import EACH, Cadence, take_cadences, take_period
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.numbers import WEEKDAY, to_weekday
from jobs.intake.deadlines_vi.points import Point, UnreadableError, span_of
from jobs.intake.deadlines_vi.windows import (
    NEUTRAL,
    Edge,
    Reading,
    last_acceptable,
    take_edge,
    take_points,
    window,
)

_LEAP_SAFE_YEAR = 2025
"""A yearly date is read in a common year, so that "trước 1/3" is 28/2."""


@dataclass(frozen=True, slots=True)
class Detail:
    """Where inside the period: a day of the month, weekdays, or points of the year."""

    days: tuple[int, ...] = ()
    is_before: bool = False
    in_last_month: bool = False
    weekdays: tuple[int, ...] = ()
    points: tuple[Point, ...] = ()
    edge: Edge = Edge.WITHIN


def every(cursor: Cursor, reading: Reading) -> DeadlineRule | None:
    """Read what comes back, to the end of the text."""
    start = cursor.at
    for is_neutral_kept in (True, False):
        for shape in (_last_month_of_quarter, _detail_first, _report_first, _cadence_first):
            cursor.at = start
            if not is_neutral_kept and not cursor.take(NEUTRAL):
                return None
            parts = shape(cursor)
            if parts:
                bounded = _with_bounds(cursor, parts, reading)
                if bounded:
                    return bounded[0] if len(bounded) == 1 else Several(parts=tuple(bounded))
    return None


def _last_month_of_quarter(cursor: Cursor) -> list[Every]:
    """[Trước] ngày 15 tháng cuối quý · tháng cuối của mỗi quý · cuối mỗi tháng."""
    cursor.take(r"dinh ky")
    cursor.take(rf"{EACH} qu[yi],?")
    detail = _take_day(cursor) or Detail()
    if cursor.take(
        rf"(?:vao |cua |trong )*thang (?:cuoi|thu ba|thu 3)(?: cung)?(?: cua)?(?: {EACH})? ?(?:qu[yi]|ky)"
    ):
        return list(_placed(Cadence(Period.QUARTER), replace(detail, in_last_month=True)))
    if detail.days and cursor.take(
        r"(?:cua )?thang (?:sau|ke tiep|tiep theo|lien ke)(?: lien ke)?"
    ):
        return list(_placed(Cadence(Period.MONTH), detail))
    if not detail.days and cursor.take(
        rf"(?:vao )?(?:ngay )?(?:lam viec )?cuoi(?: cung)?(?: cua)?(?= {EACH} )"
    ):
        return [_at_end(cadence) for cadence in take_cadences(cursor)]
    return []


def _at_end(cadence: Cadence) -> Every:
    has_months = cadence.period in {Period.QUARTER, Period.HALF_YEAR, Period.YEAR}
    return Every(
        period=cadence.period, interval=cadence.interval, last_month=True if has_months else None
    )


def _detail_first(cursor: Cursor) -> list[Every]:
    cursor.take(r"dinh ky")
    detail = _take_detail(cursor)
    if detail is None:
        return []
    cursor.take(r"cua")
    if cursor.take_sign("/"):
        each = take_period(cursor)
        return _merged([each], detail) if each else []
    cursor.take_sign(",")
    return _merged(take_cadences(cursor), detail)


def _report_first(cursor: Cursor) -> list[Every]:
    """Báo cáo quý trước ngày 15 tháng cuối quý: the report's name says how often."""
    each = take_period(cursor) if cursor.take(r"(?:doi voi )?bao cao") else None
    return _with_detail(cursor, [each]) if each else []


def _cadence_first(cursor: Cursor) -> list[Every]:
    cadences = take_cadences(cursor)
    start = cursor.at
    merged = _with_detail(cursor, cadences) if cadences else []
    if merged and cursor.is_done():
        return merged
    cursor.at = start
    return [part for cadence in cadences for part in _placed(cadence, Detail())]


def _with_detail(cursor: Cursor, cadences: list[Cadence]) -> list[Every]:
    cursor.take_sign(r"[,:(] ?")
    cursor.take(r"vao")
    detail = _take_detail(cursor)
    if detail is None:
        return []
    last = cursor.take(rf"(?:cua )?thang cuoi(?: cung)?(?: cua)?(?: {EACH})?(?: (?:qu[yi]|ky))?")
    return _merged(cadences, replace(detail, in_last_month=bool(last)))


def _take_detail(cursor: Cursor) -> Detail | None:
    start = cursor.at
    for shape in (_take_weekdays, _take_points, _take_day):
        cursor.at = start
        detail = shape(cursor)
        if detail is not None:
            return detail
    cursor.at = start
    return None


def _take_day(cursor: Cursor) -> Detail | None:
    start = cursor.at
    edge = take_edge(cursor)
    bare_may = r"(?:ngay |mung |ngay mung )" + ("?" if edge in {Edge.BEFORE, Edge.BY} else "")
    first = cursor.take(rf"{bare_may}(?P<d>\d{{1,2}})(?: ?(?:-|den(?: ngay)?) ?(?P<to>\d{{1,2}}))?")
    if not first or edge in {Edge.AFTER, Edge.VAGUE} or (edge is Edge.FROM and not first["to"]):
        cursor.at = start
        return None
    days = [int(first["to"] or first["d"])]
    while following := cursor.take(
        r"(?:,|va|, va) ?(?:ngay )?(?P<d>\d{1,2})(?! ?(?:lan|thang \d|/))"
    ):
        days.append(int(following["d"]))
    for day in days:
        if not 1 <= day <= 31:
            raise UnreadableError(texts.no_such_day(day))
    return Detail(days=tuple(days), is_before=edge is Edge.BEFORE)


def _take_weekdays(cursor: Cursor) -> Detail | None:
    days = []
    while match := cursor.take(
        rf"(?:(?:vao|sang|chieu|ngay|va|cac|dau gio) )*(?P<w>{WEEKDAY})(?: va(?= thu))?"
    ):
        days.append(to_weekday(match["w"]))
        cursor.take_sign(",(?= ?thu)")
    return Detail(weekdays=tuple(days)) if days else None


def _take_points(cursor: Cursor) -> Detail | None:
    edge = take_edge(cursor) or Edge.WITHIN
    if edge in {Edge.FROM, Edge.AFTER, Edge.VAGUE}:
        return None
    points = take_points(cursor, edge)
    # A point with its own year happens once; a whole year is no place inside a year.
    if not points or any(p.year or p.is_next_year for p in points):
        return None
    if any(p.granularity in {Granularity.YEAR, Granularity.SCHOOL_YEAR} for p in points):
        return None
    return Detail(points=tuple(points), edge=edge)


def _merged(cadences: list[Cadence], detail: Detail) -> list[Every]:
    if detail.days and len(cadences) == 1 and cadences[0].period is Period.YEAR:
        raise UnreadableError(texts.month_missing(detail.days[0]))
    return [part for cadence in cadences for part in _placed(cadence, detail)]


def _placed(cadence: Cadence, detail: Detail) -> Iterator[Every]:
    """Yield the rules of one cadence with its place; none when they do not fit each other."""
    base = Every(
        period=cadence.period,
        count=cadence.count,
        interval=cadence.interval,
        months=cadence.months,
        last_month=True if detail.in_last_month else None,
    )
    if detail.weekdays:
        if cadence.period is Period.WEEK:
            yield from (base.model_copy(update={"weekday": day}) for day in detail.weekdays)
    elif detail.points:
        if cadence.period is Period.YEAR and cadence.months is None:
            yield from _yearly(base, detail)
    elif detail.days:
        if cadence.period not in {Period.DAY, Period.WEEK}:
            name = "before_day" if detail.is_before else "day"
            yield from (base.model_copy(update={name: day}) for day in detail.days)
    else:
        yield base


def _yearly(base: Every, detail: Detail) -> Iterator[Every]:
    points = detail.points
    if base.count not in {1, len(points)}:
        raise UnreadableError(texts.count_differs(base.count, len(points)))
    once = base.model_copy(update={"count": 1})
    if detail.edge is Edge.WITHIN and all(_is_month(point) for point in points):
        yield once.model_copy(update={"months": tuple(sorted({p.number for p in points}))})
        return
    if len(points) > 1 and all(p.says_month and p.day == points[0].day for p in points):
        name = "before_day" if detail.edge is Edge.BEFORE else "day"
        months = tuple(sorted({p.number for p in points}))
        yield once.model_copy(update={"months": months, name: points[0].day})
        return
    for point in points:
        if point.granularity is Granularity.QUARTER and detail.edge is Edge.WITHIN:
            yield once.model_copy(update={"quarter": point.number})
            continue
        last = last_acceptable(detail.edge, point, span_of(point, _LEAP_SAFE_YEAR))
        yield once.model_copy(update={"month_day": f"{last:%m-%d}"})


def _is_month(point: Point) -> bool:
    return point.granularity is Granularity.MONTH and not point.first_months


def _with_bounds(cursor: Cursor, parts: list[Every], reading: Reading) -> list[Every]:
    """Return the parts with what the rest of the text says about their years; empty if it fails."""
    cursor.take(r"(?:cua |trong )(?:ca )?nam(?: ke hoach)?(?! \d)")
    if cursor.is_done():
        return parts
    cursor.take_sign(r"[,(]")
    rest = cursor.text[cursor.at :].strip(" ).")
    if not rest.startswith(
        ("tu ", "bat dau tu", "ke tu", "giai doan", "trong giai doan", "den ")
    ) and (not rest.startswith(("nam 20", "trong nam 20", "cua nam 20"))):
        return []
    bounds = window(Cursor(rest.removeprefix("cua ")), reading)
    if not isinstance(bounds, Window):
        return []
    start, until = bounds.start, bounds.end
    if until is not None and start is not None and until - start < timedelta(days=1):
        return []
    return [part.model_copy(update={"from_": start, "until": until}) for part in parts]
