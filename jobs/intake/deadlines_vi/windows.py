"""Once, by a day: quý IV/2024, trước ngày 15/12/2025, từ tháng 3 đến tháng 11, năm 2024 và sau đó."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import Enum

from data.domain.periods import Span
from data.domain.rules import DeadlineRule, Granularity, Several, Window
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.points import (
    Point,
    UnreadableError,
    span_of,
    take_next_of,
    take_point,
)

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known beside the words: the plan's year and its date of issue."""

    year: int | None = None
    plan_date: date | None = None


class Edge(Enum):
    """How the words before a point bound it."""

    WITHIN = "within"
    BY = "by"
    BEFORE = "before"
    FROM = "from"
    AFTER = "after"
    VAGUE = "vague"


_WISH = r"(?:phan dau|du kien|can|phai|co gang|thoi gian|thoi han|tien do|co ban)"
NEUTRAL = (
    rf"(?:{_WISH}(?: {_WISH})*|(?:{_WISH} )*"
    r"(?:(?:viec )?(?:hoan thanh|hoan tat|xong|thuc hien|trien khai|to chuc|tien hanh|duy tri"
    r"|bao cao|gui bao cao|ban hanh|ap dung)(?: xong)?(?: (?:thuc hien|va ban hanh))?))"
)
"""Words before the time that say only that something is done."""

_CHAM_NHAT = r"(?:cham nhat|muon nhat|tre nhat|khong muon hon|khong qua|han cuoi|han chot|han)"
_EDGES: tuple[tuple[Edge, str], ...] = (
    (Edge.BEFORE, rf"(?:{_CHAM_NHAT} |den )?(?:la )?truoc(?: thoi diem)?"),
    (Edge.BY, rf"{_CHAM_NHAT}(?: (?:la|vao|den|trong|het|cuoi))*"),
    (Edge.BY, r"(?:cho )?den(?: (?:het|cuoi))*"),
    (Edge.BY, r"(?:vao )?(?:het|cuoi)"),
    (Edge.VAGUE, r"(?:vao |trong )?(?:dau|giua|khoang|tam|gan)(?: (?:dau|giua|cuoi))?"),
    (Edge.FROM, r"(?:bat dau |ap dung |thuc hien )?(?:ke )?tu(?: dau)?"),
    (Edge.AFTER, r"sau"),
    (Edge.WITHIN, r"(?:ngay )?(?:trong|vao)"),
)


def window(cursor: Cursor, reading: Reading) -> DeadlineRule | None:
    """Read one window, or several in a list, to the end of the text."""
    cursor.take(NEUTRAL)
    start = cursor.at
    for shape in (_from_now, _range, _open_ended, _listed):
        cursor.at = start
        rule = shape(cursor, reading)
        if rule is not None:
            cursor.take(r"(?:phai )?(?:hoan thanh|xong)")
            if cursor.is_done():
                return rule
    return None


def take_edge(cursor: Cursor) -> Edge | None:
    """Take the words that bound a point, or None."""
    for edge, pattern in _EDGES:
        if cursor.take(pattern):
            return edge
    return None


def _from_now(cursor: Cursor, reading: Reading) -> Window | None:
    if not cursor.take(
        r"(?:ke )?tu (?:nay|(?:ngay |khi )?(?:ban hanh|ky)(?: ke hoach)?(?: nay)?)"
        r"(?: cho)?,? den(?: het| cuoi)?"
    ):
        return None
    point = take_point(cursor)
    if point is None:
        return None
    span = span_of(point, reading.year)
    start = reading.plan_date if reading.plan_date and reading.plan_date <= span.end else None
    return Window(start=start, end=span.end, granularity=point.granularity)


def _range(cursor: Cursor, reading: Reading) -> Window | None:
    cursor.take(r"(?:trong )?(?:khoang )?(?:thoi gian )?(?:bat dau )?(?:ke )?(?:tu|trong)")
    cursor.take(r"(?:dau|cac)")
    bare = cursor.take(r"(?:ngay )?(?P<d>\d{1,2})(?= ?(?:-|den(?: het)?) ?(?:ngay )?\d{1,2}\D)")
    first = None if bare else take_point(cursor)
    if bare is None and first is None:
        return None
    if first and first.years_more and cursor.is_done():
        span = span_of(first, None)
        return Window(start=span.start, end=span.end, granularity=first.granularity)
    if not (cursor.take(r",? ?(?:cho )?den(?: (?:het|cuoi))?") or cursor.take_sign("-")):
        return None
    last = take_point(cursor) or (take_next_of(cursor, first) if first else None)
    if last is None:
        return None
    if bare:
        if last.granularity is not Granularity.DAY:
            return None
        first = replace(last, day=int(bare["d"]))
    assert first is not None
    return _between(first, last, reading)


def _between(first: Point, last: Point, reading: Reading) -> Window:
    end = span_of(last, reading.year).end
    start = span_of(first, end.year if first.lacks_year else reading.year).start
    if start > end and first.lacks_year and first.granularity is last.granularity:
        # "từ tháng 11 đến tháng 3/2026" can only begin the year before.
        start = span_of(replace(first, year=end.year - 1), None).start
    if start > end:
        raise UnreadableError(texts.backwards())
    return Window(start=start, end=end, granularity=last.granularity)


def _open_ended(cursor: Cursor, reading: Reading) -> Window | None:
    edge = take_edge(cursor)
    if edge not in {None, Edge.FROM, Edge.AFTER, Edge.WITHIN}:
        return None
    point = take_point(cursor)
    if point is None:
        return None
    goes_on = cursor.take(r"tro di") or cursor.take(
        r",? ?(?:va )?(?:cac |nhung )?nam (?:tiep theo|tiep|ke tiep|sau|sau do|ve sau)"
    )
    span = span_of(point, reading.year)
    if edge is Edge.AFTER and not goes_on:
        return Window(start=span.end + _ONE_DAY, granularity=point.granularity)
    is_from = edge is Edge.FROM or (goes_on and "tro di" in goes_on[0])
    if not is_from and (not goes_on or point.granularity is not Granularity.YEAR):
        return None
    return Window(start=span.start, granularity=point.granularity)


def _listed(cursor: Cursor, reading: Reading) -> DeadlineRule | None:
    edge = take_edge(cursor) or Edge.WITHIN
    points = [] if edge in {Edge.FROM, Edge.AFTER} else take_points(cursor, edge)
    if not points:
        return None
    if edge is Edge.VAGUE:
        raise UnreadableError(texts.vague())
    windows = tuple(_bounded(edge, point, reading) for point in _with_years(points, reading.year))
    return windows[0] if len(windows) == 1 else Several(parts=windows)


def take_points(cursor: Cursor, edge: Edge | None) -> list[Point]:
    """Take a list of points: "tháng 3, 6 và tháng 9"; `edge` may be said again before each."""
    cursor.take(r"(?:cac|nhung|moi)")
    first = take_point(cursor)
    points = [first] if first else []
    while points:
        start = cursor.at
        if not (cursor.take(r"va") or cursor.take_sign(r"(?:, ?va |, ?|& ?|\+ ?)")):
            break
        again = cursor.at
        if take_edge(cursor) not in {edge, None}:
            cursor.at = again
        following = _take_following(cursor, points[-1])
        if following is None:
            cursor.at = start
            break
        points.append(following)
    return points


def _take_following(cursor: Cursor, previous: Point) -> Point | None:
    if previous.says_month and (same_day := take_next_of(cursor, previous)):
        return same_day
    return take_point(cursor) or take_next_of(cursor, previous)


def _with_years(points: Sequence[Point], plan_year: int | None) -> list[Point]:
    """Give each point without a year that of the next one that has it, when time runs forward."""
    known: Point | None = None
    dated: list[Point] = []
    for point in reversed(points):
        if point.lacks_year and known is not None and known.year is not None:
            point = _year_from(point, known, plan_year)
        if point.year is not None:
            known = point
        dated.append(point)
    return dated[::-1]


def _year_from(point: Point, following: Point, plan_year: int | None) -> Point:
    assert following.year is not None
    same = replace(point, year=following.year)
    if span_of(same, None).start < span_of(following, None).start:
        return same
    if plan_year is not None and plan_year == following.year - 1:
        return replace(point, year=plan_year)
    raise UnreadableError(texts.year_unclear())


def _bounded(edge: Edge, point: Point, reading: Reading) -> Window:
    span = span_of(point, reading.year)
    if edge is Edge.WITHIN:
        return Window(start=span.start, end=span.end, granularity=point.granularity)
    return Window(end=last_acceptable(edge, point, span), granularity=point.granularity)


def last_acceptable(edge: Edge, point: Point, span: Span) -> date:
    """Return the last day that "before" or "by" a point leaves: before the 15th is the 14th."""
    is_strict = edge is Edge.BEFORE and not point.has_hour
    return span.start - _ONE_DAY if is_strict else span.end
