"""At least so often: mỗi năm ít nhất 02 lần, tối thiểu 1 lần/quý, 1-2 lần/năm, 2 lần/năm trở lên."""

from data.domain.rules import AtLeast, DeadlineRule, Every, Period
from jobs.intake.deadlines_vi.cadence import (
    EACH,
    OCCASIONS,
    Cadence,
    counted,
    take_per,
    take_period,
)
from jobs.intake.deadlines_vi.cursor import Cursor
from jobs.intake.deadlines_vi.numbers import NUMBER, to_number
from jobs.intake.deadlines_vi.windows import Reading

_AT_LEAST = r"(?:dam bao )?(?:it nhat|toi thieu|khong it hon|khong duoi)(?: la| phai)?(?: co)?"
_OR_MORE = r"(?:tro len)"
_TIMES = rf"(?P<n>{NUMBER})(?: ?(?:-|den) ?(?P<to>\d{{1,2}}))? (?P<what>{OCCASIONS})"
_ACT = r"(?:(?:dinh ky|to chuc|thuc hien|tien hanh|bao cao|co|dam bao),? ?)*"


def at_least(cursor: Cursor, reading: Reading) -> DeadlineRule | None:  # noqa: ARG001 - every family is asked alike
    """Read a quota, to the end of the text."""
    start = cursor.at
    for shape in (_period_then_times, _times_then_period, _once_a_period):
        cursor.at = start
        cursor.take(_ACT)
        # "mỗi cơ quan, đơn vị tối thiểu 2 cuộc/năm": whoever owes it owes it for themselves.
        cursor.take(rf"(?:moi|tung) {OCCASIONS}(?= (?:it nhat|toi thieu|khong it hon))")
        rule = shape(cursor)
        if rule is not None:
            cursor.take(r"tro len")
            cursor.take(r"(?:cua |trong )(?:ca )?nam(?! \d)")
            if cursor.is_done():
                return rule
    return None


def _period_then_times(cursor: Cursor) -> DeadlineRule | None:
    """Mỗi năm ít nhất 02 lần · hằng quý, tối thiểu 01 cuộc · mỗi năm từ 2 lần trở lên."""
    if not cursor.take(rf"(?:trong )?(?:{EACH}|0?1|mot)"):
        return None
    each = take_period(cursor)
    cursor.take_sign("[,:(]")
    cursor.take(_ACT)
    is_said = cursor.take(_AT_LEAST) or cursor.take("tu(?= )")
    times = cursor.take(_TIMES)
    is_quota = bool(is_said) or bool(times and times["to"]) or bool(cursor.take(_OR_MORE))
    cursor.take_sign(r"\)")
    return _quota(each, to_number(times["n"])) if each and times and is_quota else None


def _times_then_period(cursor: Cursor) -> DeadlineRule | None:
    """Ít nhất 2 cuộc/năm · tối thiểu 01 hội nghị mỗi quý · 1-2 lần/năm · 2 lần/năm trở lên."""
    is_said = cursor.take(_AT_LEAST) or cursor.take("tu(?= )")
    times = cursor.take(_TIMES)
    if times is None:
        return None
    is_quota = bool(is_said) or bool(times["to"]) or bool(cursor.take(_OR_MORE))
    if not take_per(cursor):
        return None
    each = take_period(cursor)
    is_quota = is_quota or bool(cursor.take(_OR_MORE))
    return _quota(each, to_number(times["n"])) if each and is_quota else None


def _once_a_period(cursor: Cursor) -> DeadlineRule | None:
    """Ít nhất 6 tháng/lần · ít nhất mỗi quý 1 lần · ít nhất hằng năm."""
    if not cursor.take(_AT_LEAST):
        return None
    is_each = cursor.take(rf"(?:la )?{EACH}")
    each = take_period(cursor)
    if each is None:
        return None
    joined = cursor.take_sign("/")
    times = cursor.take(rf"(?:(?P<n>{NUMBER}) )?lan")
    if not (is_each or joined or times):
        return None
    return _quota(each, to_number(times["n"]) if times and times["n"] else 1)


def _quota(each: Cadence, count: int) -> DeadlineRule | None:
    if each.months:
        return None
    if each.interval > 1:
        # A quota has no interval of its own; what is owed at the least is the plain cadence.
        return Every(period=each.period, interval=each.interval, count=counted(count))
    return AtLeast(count=counted(count), period=Period(each.period))
