"""How often: hằng quý, 6 tháng/lần, 2 lần/năm, mỗi tháng một lần, định kỳ 6 tháng, 2 năm một lần."""

from dataclasses import dataclass, replace

from data.domain.rules import Period
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.numbers import NUMBER, to_number
from jobs.intake.deadlines_vi.points import UnreadableError

_UNITS = {
    "ngay": (Period.DAY, 1),
    "tuan": (Period.WEEK, 1),
    "thang": (Period.MONTH, 1),
    "quy": (Period.QUARTER, 1),
    "qui": (Period.QUARTER, 1),
    "nua nam": (Period.HALF_YEAR, 1),
    "nam": (Period.YEAR, 1),
}
_UNIT = r"(?P<unit>nua nam|ngay|tuan|thang|qu[yi]|nam(?! hoc))"
_SAME = {
    (Period.DAY, 7): (Period.WEEK, 1),
    (Period.MONTH, 3): (Period.QUARTER, 1),
    (Period.MONTH, 6): (Period.HALF_YEAR, 1),
    (Period.QUARTER, 2): (Period.HALF_YEAR, 1),
    (Period.MONTH, 12): (Period.YEAR, 1),
    (Period.QUARTER, 4): (Period.YEAR, 1),
    (Period.HALF_YEAR, 2): (Period.YEAR, 1),
    (Period.MONTH, 24): (Period.YEAR, 2),
}
EACH = r"(?:hang|moi|tung|cac)"
_NO_OCCASION = (
    r"thang|qu[yi]|nam|ngay|tuan|gio|phut|truoc|sau|khi|trong|moi|hang|tren|tung|va|den|dinh ky|vao"
    r"|dip|tro len|tru|ngoai|rieng|neu|nhung|chi|khong|hoac|theo|it nhat|toi thieu|thuong xuyen"
)
OCCASION = rf"(?:(?!(?:{_NO_OCCASION})\b|(?:mot|\d+) (?:nam|thang|qu[yi]|tuan)\b)[a-z]+)"
"""A word of what is done each time: lần, cuộc, hội nghị đối thoại, tin bài."""
OCCASIONS = rf"{OCCASION}(?:,? {OCCASION}){{0,7}}"
_PERIODIC = r"(?:(?:theo )?dinh ky,? ?|(?:tien hanh|bao cao),? )*"


@dataclass(frozen=True, slots=True)
class Cadence:
    """`count` times in each `interval` periods; `months` when only some months of the year."""

    period: Period
    interval: int = 1
    count: int = 1
    months: tuple[int, ...] | None = None


def take_period(cursor: Cursor) -> Cadence | None:
    """Take one period with its number: "quý", "6 tháng", "02 năm". Nine months is a point."""
    match = cursor.take(rf"(?:(?P<n>{NUMBER}) )?{_UNIT}")
    if not match:
        return None
    number = to_number(match["n"]) if match["n"] else 1
    period, times = _UNITS[match["unit"]]
    if not 1 <= number <= 50:
        raise UnreadableError(texts.odd_count(number))
    if (period, number) == (Period.MONTH, 9):
        return Cadence(Period.YEAR, months=(9,))
    return Cadence(*_SAME.get((period, number), (period, number * times)))


def take_cadences(cursor: Cursor) -> list[Cadence]:
    """Take one cadence or a list of them ("hằng quý, 6 tháng và năm"); empty when there is none."""
    start = cursor.at
    for shape in (_times_a_period, _each_period, _period_a_time, _bare_periodic):
        cursor.at = start
        first = shape(cursor)
        if first is not None:
            return _with_more(cursor, first)
    cursor.at = start
    return _bare_list(cursor)


def counted(number: int) -> int:
    """Return a count of times. Raises UnreadableError for one that no period holds."""
    if not 1 <= number <= 366:
        raise UnreadableError(texts.odd_count(number))
    return number


def _times_a_period(cursor: Cursor) -> Cadence | None:
    """2 lần/năm · 01 cuộc mỗi quý · 1 lần/6 tháng · 2 lần trong năm."""
    cursor.take(_PERIODIC)
    match = cursor.take(rf"(?P<n>{NUMBER}) {OCCASIONS}")
    if not match or not take_per(cursor):
        return None
    each = take_period(cursor)
    return replace(each, count=counted(to_number(match["n"]))) if each else None


def take_per(cursor: Cursor) -> bool:
    """Take what joins times to their period: "/", mỗi, trong, trên, hằng."""
    return cursor.take_sign("/") or bool(
        cursor.take(rf"(?:trong )?(?:{EACH}|(?:0?1|mot)(?= (?:ngay|tuan|thang|qu[yi]|nam)))")
        or cursor.take(r"(?:trong|tren)")
    )


def _each_period(cursor: Cursor) -> Cadence | None:
    """Hằng quý · mỗi năm 02 lần · định kỳ hằng tháng một lần · thường niên."""
    cursor.take(_PERIODIC)
    if cursor.take(r"thuong nien"):
        return Cadence(Period.YEAR)
    if not cursor.take(rf"(?:theo )?(?:vao )?{EACH}|(?:0?1|mot)(?= (?:tuan|thang|qu[yi]|nam) )"):
        return None
    each = take_period(cursor)
    if each is None:
        return None
    start = cursor.at
    cursor.take_sign("[,:]")
    if match := cursor.take(rf"(?:to chuc |thuc hien )?(?P<n>{NUMBER}) {OCCASIONS}"):
        return replace(each, count=counted(to_number(match["n"])))
    cursor.at = start
    said_one = cursor.text[:start].split()
    # "một năm" alone is a duration, "mỗi năm" is a cadence.
    return None if said_one[0] in {"1", "01", "mot"} else each


def _period_a_time(cursor: Cursor) -> Cadence | None:
    """6 tháng/lần · 2 năm một lần · 01 quý/01 lần · tháng/lần."""
    cursor.take(_PERIODIC)
    cursor.take(EACH)
    each = take_period(cursor)
    if each is None:
        return None
    joined = cursor.take_sign("/")
    times = cursor.take(rf"(?:(?P<n>{NUMBER}) )?(?:lan|ky|dot|cuoc|buoi|bao cao)")
    if times is None or not (joined or times["n"]):
        return None
    return replace(each, count=counted(to_number(times["n"]))) if times["n"] else each


def _bare_periodic(cursor: Cursor) -> Cadence | None:
    """Định kỳ quý · định kỳ 6 tháng · theo quý · theo từng tháng."""
    if not cursor.take(r"(?:theo )?dinh ky(?: theo)?,?|theo(?: tung)?"):
        return None
    cursor.take_sign(r"[(:] ?")
    return take_period(cursor)


def _with_more(cursor: Cursor, first: Cadence) -> list[Cadence]:
    cadences = [first]
    while True:
        start = cursor.at
        if not (cursor.take("va") or cursor.take_sign(r", ?va |[,/&] ?")):
            return cadences
        cursor.take(rf"(?:theo )?(?:dinh ky )?(?:{EACH}|ca)")
        following = take_period(cursor)
        # A number that goes on ("năm 2025", "quý IV", "tháng 6") is a point, not a period.
        if following is None or cursor.take(r"\d+|[iv]+") or cursor.take(r"(?:nay|sau|dau|cuoi)"):
            cursor.at = start
            return cadences
        cadences.append(following)


def _bare_list(cursor: Cursor) -> list[Cadence]:
    """Tháng, quý, năm · 6 tháng và năm: only a list says that periods come back."""
    start = cursor.at
    first = take_period(cursor)
    cadences = _with_more(cursor, first) if first else []
    # "2 ngày/tháng" is two days a month, no list.
    is_length = first is not None and (first.period is Period.DAY or first.interval > 1)
    if len(cadences) < 2 or is_length:
        cursor.at = start
        return []
    return cadences
