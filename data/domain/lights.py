"""The six lights: how a piece of work stands. A light never stands without its word."""

from datetime import date, timedelta
from enum import StrEnum

from data.domain.people import Ladder
from data.domain.tasks import DONE, Occurrence
from data.domain.workdays import WorkCalendar


class Light(StrEnum):
    """Occurrences have one of the first four; a task that nothing is planned for the last two."""

    DONE = "done"
    ON_TIME = "on_time"
    SOON = "soon"
    LATE = "late"
    WAITING = "waiting"  # for an event to be declared
    UNDATED = "undated"  # for a person to set the date


def soon_days(ladder: Ladder) -> int:
    """Return how many working days before the due day an occurrence turns yellow.

    With the usual ladder (5, 1) that is 4: the first reminder comes while it is green, the next
    when it is yellow. Work due today or on the next working day is always yellow.
    """
    return max((1, *(days - 1 for days in ladder.before)))


def soon_until(today: date, ladder: Ladder, calendar: WorkCalendar) -> date:
    """Return the last due day that is yellow today; later ones are green."""
    return calendar.add_working_days(today, soon_days(ladder) + 1) - timedelta(days=1)


def light_of(
    occurrence: Occurrence, *, today: date, ladder: Ladder, calendar: WorkCalendar
) -> Light:
    """Return the light of an occurrence that is not cancelled."""
    if occurrence.state in DONE:
        return Light.DONE
    if occurrence.is_overdue(today):
        return Light.LATE
    left = calendar.working_days_between(today, occurrence.due_on)
    return Light.SOON if left <= soon_days(ladder) else Light.ON_TIME
