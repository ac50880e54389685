"""What a ward may set: the ranges, checked for whatever a change touches. Pure."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from data.domain.ladder import is_quiet
from data.domain.people import WardSettings
from data.domain.periods import MONTHS_IN
from data.domain.reach import CHANNELS
from data.domain.workdays import parse_overrides

MOST_RUNGS = 5
MOST_DAYS_BEFORE = 30
MOST_DAYS_BETWEEN = 10
"""Working days: overdue work is not let go for longer."""
LATEST_HEAD = 30
LATEST_LEADERSHIP = 60
LEAST_YEARS, MOST_YEARS = 5, 70
"""The shortest and the longest period that papers of an office are kept for, short of for ever.
Source: TT 10/2022/TT-BNV (kiểm tra lại)."""
LAST_CUT_OFF = 28
"""Every month has that day."""
LONGEST_CALENDAR = 20_000
"""Characters: 800 swapped days, far more than the coming years bring."""


class Problem(StrEnum):
    """Why something cannot be set so."""

    REMIND_AT = "remind_at"
    AGAIN_AT = "again_at"
    ESCALATE_AT = "escalate_at"
    SUMMARY_AT = "summary_at"
    SUMMARY_DAY = "summary_day"
    BEFORE = "before"
    OVERDUE_FIRST = "overdue_first"
    OVERDUE_EVERY = "overdue_every"
    HEAD_AFTER = "head_after"
    LEADERSHIP_AFTER = "leadership_after"
    CUT_OFF = "cut_off"
    REPORTING_PERIOD = "reporting_period"
    KEEP_YEARS = "keep_years"
    CALENDAR_TOO_LONG = "calendar_too_long"
    CHANNELS = "channels"
    NO_SUCH_CHANNEL = "no_such_channel"
    NO_SUCH_TIME = "no_such_time"
    NO_SUCH_DAY = "no_such_day"
    DAY_TOO_FAR = "day_too_far"
    TOO_MANY_DAYS = "too_many_days"
    NOT_SWAPPED = "not_swapped"


def changed_values(before: WardSettings, after: WardSettings) -> dict[str, tuple[Any, Any]]:
    """Return what differs, by name: (before, after). The ladder's rungs stand by themselves."""
    old, new = _values(before), _values(after)
    return {name: (old[name], new[name]) for name in new if old[name] != new[name]}


def problem_with(before: WardSettings, after: WardSettings) -> Problem | None:
    """Return what is wrong with a change; None when it may be made.

    Only what it touches is asked: a ward is not kept from changing one thing by another. Raises
    RefusedError naming the line of a calendar that cannot be read.
    """
    touched = changed_values(before, after).keys()
    if "calendar_overrides" in touched:
        parse_overrides(after.calendar_overrides)
    return next(
        (p for p, names, is_fine in _CHECKS if touched & names and not is_fine(after)), None
    )


def _values(settings: WardSettings) -> dict[str, Any]:
    values = {name: getattr(settings, name) for name in WardSettings.model_fields}
    ladder = values.pop("ladder")
    return {**values, **{name: getattr(ladder, name) for name in type(ladder).model_fields}}


def _are_rungs(days: tuple[int, ...]) -> bool:
    return len(days) <= MOST_RUNGS and all(1 <= day <= MOST_DAYS_BEFORE for day in days)


_QUIET = frozenset({"quiet_from", "quiet_until"})
_CHECKS: tuple[tuple[Problem, frozenset[str], Callable[[WardSettings], bool]], ...] = (
    (
        # Whoever owes the work hears of it before somebody higher does.
        Problem.REMIND_AT,
        _QUIET | {"remind_at"},
        lambda s: not is_quiet(s.remind_at, s) and s.remind_at < s.escalate_at,
    ),
    (Problem.AGAIN_AT, _QUIET | {"again_at"}, lambda s: not is_quiet(s.again_at, s)),
    (
        Problem.ESCALATE_AT,
        _QUIET | {"escalate_at"},
        lambda s: not is_quiet(s.escalate_at, s) and s.remind_at < s.escalate_at,
    ),
    (Problem.SUMMARY_AT, _QUIET | {"summary_at"}, lambda s: not is_quiet(s.summary_at, s)),
    (Problem.SUMMARY_DAY, frozenset({"summary_weekday"}), lambda s: 1 <= s.summary_weekday <= 5),
    (Problem.BEFORE, frozenset({"before"}), lambda s: _are_rungs(s.ladder.before)),
    (
        Problem.OVERDUE_FIRST,
        frozenset({"overdue_first"}),
        lambda s: 1 <= s.ladder.overdue_first <= MOST_DAYS_BETWEEN,
    ),
    (
        Problem.OVERDUE_EVERY,
        frozenset({"overdue_every"}),
        lambda s: 1 <= s.ladder.overdue_every <= MOST_DAYS_BETWEEN,
    ),
    (
        Problem.HEAD_AFTER,
        frozenset({"head_after"}),
        lambda s: 1 <= s.ladder.head_after <= latest_head(s),
    ),
    (
        Problem.LEADERSHIP_AFTER,
        frozenset({"leadership_after"}),
        lambda s: s.ladder.head_after < s.ladder.leadership_after <= LATEST_LEADERSHIP,
    ),
    (Problem.CUT_OFF, frozenset({"cutoff_day"}), lambda s: 1 <= s.cutoff_day <= LAST_CUT_OFF),
    (
        Problem.REPORTING_PERIOD,
        frozenset({"reporting_period"}),
        lambda s: s.reporting_period in MONTHS_IN,
    ),
    (
        Problem.KEEP_YEARS,
        frozenset({"keep_years"}),
        lambda s: LEAST_YEARS <= s.keep_years <= MOST_YEARS,
    ),
    (
        Problem.CALENDAR_TOO_LONG,
        frozenset({"calendar_overrides"}),
        lambda s: len(s.calendar_overrides) <= LONGEST_CALENDAR,
    ),
    (
        Problem.CHANNELS,
        frozenset({"channel_order"}),
        lambda s: sorted(s.channel_order) == sorted(CHANNELS),
    ),
)


def latest_head(settings: WardSettings) -> int:
    """Return after how many working days at the latest the head is told: before the leadership."""
    return min(LATEST_HEAD, settings.ladder.leadership_after - 1)
