"""One thing to be owed, before it is settled onto working days."""

from dataclasses import dataclass
from datetime import date, timedelta

from data.domain.periods import Span
from data.domain.workdays import WorkCalendar

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PlannedOccurrence:
    """One thing owed. `period_key` is unique for a task and agency and never changes."""

    period_key: str
    label: str
    opens_on: date
    due_on: date
    """Always a working day."""
    event_id: int | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """What a rule asks for in one period, whatever the weekday."""

    key: str
    label: str
    opens_on: date
    due_on: date
    """The day that the words say."""
    room: Span
    """The due date stays inside, wherever holidays push it."""
    may_slip: bool = False
    """Due dates that are past when the work begins to be owed move on instead of being dropped."""
    event_id: int | None = None


def settle(owed: Owed, calendar: WorkCalendar, from_on: date) -> PlannedOccurrence | None:
    """Put the due date on the last working day before it, else on the next one in its room.

    Returns None when there is no working day for it, or its day was over before `from_on`.
    """
    if owed.due_on < from_on and not owed.may_slip:
        return None
    earliest = max(owed.room.start, from_on)
    due = calendar.working_day_within(earliest, min(owed.due_on, owed.room.end))
    if due is None:
        due = _next_within(calendar, max(owed.due_on + _ONE_DAY, earliest), owed.room.end)
    if due is None:
        return None
    opens_on = min(max(owed.opens_on, from_on), due)
    return PlannedOccurrence(owed.key, owed.label, opens_on, due, owed.event_id)


def _next_within(calendar: WorkCalendar, day: date, end: date) -> date | None:
    while day <= end:
        if calendar.is_working_day(day):
            return day
        day += _ONE_DAY
    return None
