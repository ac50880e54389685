"""A time with a second one in brackets: quý II (trước ngày 15/6), 2 lần/năm (6 tháng/lần)."""

import re

from data.domain.rules import AtLeast, DeadlineRule, Every, Period, Several, Window
from data.texts import deadline_reasons as texts
from jobs.intake.deadlines_vi.normalise import Words
from jobs.intake.deadlines_vi.points import UnreadableError

_TIMES_A_YEAR = {Period.MONTH: 12, Period.QUARTER: 4, Period.HALF_YEAR: 2, Period.YEAR: 1}
_YEAR = re.compile(r"(?:19|20)\d{2}")


def narrowed(wide: DeadlineRule, narrow: DeadlineRule) -> DeadlineRule | None:
    """Return the one rule that both say together, or None when they are two.

    Raises UnreadableError when a window is narrowed to days outside it.
    """
    if isinstance(wide, Window) and isinstance(narrow, Window):
        return _window_in(wide, narrow)
    if isinstance(wide, Every | AtLeast):
        if isinstance(narrow, Every):
            return _cadence_in(wide, narrow)
        if isinstance(narrow, Several) and all(isinstance(p, Window) for p in narrow.parts):
            return _each_named(wide, narrow)
    return None


def _each_named(wide: Every | AtLeast, narrow: Several) -> Several:
    """02 lần/năm (lần 1 trước 30/6; lần 2 trước 31/12) names each time."""
    if len(narrow.parts) != wide.count:
        raise UnreadableError(texts.count_differs(wide.count, len(narrow.parts)))
    return narrow


def _window_in(wide: Window, narrow: Window) -> Window:
    start = narrow.start or wide.start
    inside = wide.end is None or (narrow.end is not None and narrow.end <= wide.end)
    if not inside or narrow.end is None or (start is not None and start > narrow.end):
        raise UnreadableError(texts.contradiction())
    return Window(start=start, end=narrow.end, granularity=narrow.granularity)


def _cadence_in(wide: Every | AtLeast, narrow: Every) -> DeadlineRule | None:
    if isinstance(wide, Every) and wide.period is narrow.period:
        return narrow if (wide.count, wide.interval) == (narrow.count, narrow.interval) else None
    times, same = _times_a_year(wide), _times_a_year(narrow)
    return wide if times is not None and times == same else None


def _times_a_year(rule: Every | AtLeast) -> int | None:
    interval = rule.interval if isinstance(rule, Every) else 1
    times = _TIMES_A_YEAR.get(rule.period)
    return times * rule.count if times is not None and interval == 1 else None


def refuse_other_year(time: Words, label: Words, plan_year: int | None) -> None:
    """Refuse "kế hoạch năm 2025: quý II" in a plan of 2026: whose quarter is it?"""
    said = {int(year) for year in _YEAR.findall(label.folded)}
    if said and not _YEAR.search(time.folded) and plan_year not in said:
        raise UnreadableError(texts.year_unclear())
