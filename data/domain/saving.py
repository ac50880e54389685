"""Which reminders wait so that an account's messages last. Pure.

What is due today or overdue never waits. What is merely early is said at most once a week where
messages are counted: with the first message of the week, which is Monday's as a rule, or with the
first urgent one, whichever comes first. Only the first word about something that falls due before
the next week begins goes out by itself: held back, it would come on its last day.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from data.domain.tasks import Occurrence
from data.domain.workdays import WorkCalendar

_WEEK = timedelta(days=7)


def week_of(day: date) -> date:
    """Return the Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def is_urgent(due: Iterable[Occurrence], today: date) -> bool:
    """Return whether a message speaks of something due today or overdue: it must arrive, and now."""
    return any(o.due_on <= today for o in due)


def may_wait(occurrence: Occurrence, today: date, calendar: WorkCalendar) -> bool:
    """Return whether a word that is merely early can come with the next week's message."""
    if occurrence.due_on <= today:
        return False
    is_known = occurrence.rung > 0
    return is_known or occurrence.due_on > calendar.next_working_day(week_of(today) + _WEEK)


def holds_back(
    due: Iterable[Occurrence],
    today: date,
    calendar: WorkCalendar,
    *,
    was_spoken_to: bool,
    is_low: bool,
) -> bool:
    """Return whether a message waits for a later one on an account whose messages are counted.

    `was_spoken_to` says that the person had a reminder this week already; with `is_low` the account
    is kept for what is urgent.
    """
    listed = list(due)
    if is_urgent(listed, today):
        return False
    return is_low or (was_spoken_to and all(may_wait(o, today, calendar) for o in listed))
