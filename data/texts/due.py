"""How a due date stands, wherever being late is shown: with its confirmed reason, with both dates."""

from datetime import date

from data.domain.tasks import Occurrence, OccurrenceState
from data.domain.workdays import WorkCalendar
from data.texts.dates import days_left, days_left_or_date, days_left_with_date, spoken_date

EXCUSED = "lý do khách quan đã xác nhận"
"""How being late reads once its reason was confirmed (NĐ 335/2025/NĐ-CP)."""


def left_of(occurrence: Occurrence, *, today: date, calendar: WorkCalendar) -> str:
    """Return "quá hạn 2 ngày, lý do khách quan đã xác nhận", "còn 3 ngày làm việc"."""
    left = days_left(occurrence.due_on, today=today, calendar=calendar)
    return f"{left}{_excused(occurrence, today)}"


def left_or_date(occurrence: Occurrence, *, today: date, calendar: WorkCalendar) -> str:
    """Return `left_of`, or the date where a count of days tells nobody anything."""
    left = days_left_or_date(occurrence.due_on, today=today, calendar=calendar)
    return f"{_supplement(occurrence)}{left}{_excused(occurrence, today)}"


def left_with_date(occurrence: Occurrence, *, today: date, calendar: WorkCalendar) -> str:
    """Return `left_of` with the date where the words alone do not show it."""
    left = days_left_with_date(occurrence.due_on, today=today, calendar=calendar)
    return f"{_supplement(occurrence)}{left}"


def due_words(occurrence: Occurrence, *, today: date) -> str:
    """Return "thứ Năm 18/6, hạn ban đầu thứ Sáu 12/6": both dates where one was granted."""
    due = spoken_date(occurrence.due_on, today=today)
    if occurrence.first_due_on is None:
        return due
    return f"{due}, hạn ban đầu {spoken_date(occurrence.first_due_on, today=today)}"


def _supplement(occurrence: Occurrence) -> str:
    return "chờ bổ sung, " if occurrence.state is OccurrenceState.RETURNED else ""


def _excused(occurrence: Occurrence, today: date) -> str:
    is_late = occurrence.is_overdue(today)
    return f", {EXCUSED}" if is_late and occurrence.is_excused else ""
