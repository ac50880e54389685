"""When an occurrence is spoken of: its rungs, and the slots in which people may be spoken to.

Pure. A slot is a moment on a working day, outside quiet hours: the daily message, "nhắc lại chiều
nay", and the hour at which overdue work is told to somebody higher.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from data.domain.localtime import instant_of, local, local_date
from data.domain.people import Ladder, WardSettings
from data.domain.workdays import WorkCalendar

_ONE_DAY = timedelta(days=1)


class Slot(StrEnum):
    """The two digests of a day: part of the key that makes a second one impossible."""

    DAILY = "daily"
    AGAIN = "again"  # "nhắc lại chiều nay"


def is_quiet(at: time, settings: WardSettings) -> bool:
    """Return whether a local time lies in the quiet hours, which may run over midnight."""
    start, end = settings.quiet_from, settings.quiet_until
    return start <= at < end if start <= end else at >= start or at < end


def may_be_told_at(now: datetime, settings: WardSettings, calendar: WorkCalendar) -> datetime:
    """Return when somebody may be told what they did not ask for just now: now, on a working day
    outside the quiet hours; else when the next such day begins."""
    here = local(now)
    if calendar.is_working_day(here.date()) and not is_quiet(here.time(), settings):
        return now
    return slot_after(now, settings.quiet_until, settings, calendar)


def spoken_at(at: time, settings: WardSettings) -> time:
    """Return a time that a ward set, put off to the end of the quiet hours when inside them."""
    return settings.quiet_until if is_quiet(at, settings) else at


def open_slot(now: datetime, settings: WardSettings, calendar: WorkCalendar) -> Slot | None:
    """Return the digest slot in which people may be spoken to now; None when they may not."""
    here = local(now)
    if not calendar.is_working_day(here.date()) or is_quiet(here.time(), settings):
        return None
    begun = [(at, slot) for at, slot in _slots(settings) if at <= here.time()]
    return begun[-1][1] if begun else None


def _slots(settings: WardSettings) -> list[tuple[time, Slot]]:
    # At the same time the daily one wins: it sorts last.
    return sorted(
        [
            (spoken_at(settings.again_at, settings), Slot.AGAIN),
            (spoken_at(settings.remind_at, settings), Slot.DAILY),
        ]
    )


def slot_after(now: datetime, at: time, settings: WardSettings, calendar: WorkCalendar) -> datetime:
    """Return the next instant after `now` that is local time `at` on a working day."""
    at = spoken_at(at, settings)
    day = local_date(now)
    if instant_of(day, at) <= now:
        day += _ONE_DAY
    return instant_of(calendar.next_working_day(day), at)


def next_slot(now: datetime, settings: WardSettings, calendar: WorkCalendar) -> datetime:
    """Return the next digest slot after `now`, daily or again."""
    return min(
        slot_after(now, settings.remind_at, settings, calendar),
        slot_after(now, settings.again_at, settings, calendar),
    )


def snooze_until(now: datetime, settings: WardSettings, calendar: WorkCalendar) -> datetime:
    """Return when to speak again after "nhắc lại sau": this afternoon, else the next slot."""
    return next_slot(now, settings, calendar)


def first_remind_at(
    opens_on: date, due_on: date, *, now: datetime, settings: WardSettings, calendar: WorkCalendar
) -> datetime:
    """Return when an occurrence made at `now` is first spoken of.

    That is the day it opens. One that is open already, because the plan was confirmed inside its
    period, is told of in the next daily slot. Without an opening rung the others hold.
    """
    if settings.ladder.at_opening:
        start = max(now, instant_of(opens_on, time.min) - timedelta(microseconds=1))
        return slot_after(start, settings.remind_at, settings, calendar)
    return next_remind_at(opens_on, due_on, after=now, settings=settings, calendar=calendar)


def next_remind_at(
    opens_on: date, due_on: date, *, after: datetime, settings: WardSettings, calendar: WorkCalendar
) -> datetime:
    """Return the first rung after an instant. There always is one: overdue work is not let go."""
    at = spoken_at(settings.remind_at, settings)
    days = rung_days(opens_on, due_on, settings.ladder, calendar, from_=local_date(after))
    return next(moment for day in days if (moment := instant_of(day, at)) > after)


def rung_days(
    opens_on: date, due_on: date, ladder: Ladder, calendar: WorkCalendar, *, from_: date
) -> Iterator[date]:
    """Yield the working days from `from_` on which an occurrence is spoken of, in order, for ever.

    Opening day, the set numbers of working days before the due day, the due day, then overdue.
    """
    due = calendar.fall_back(due_on)
    opening = calendar.next_working_day(opens_on)
    days = {due} if ladder.on_the_day else set()
    days |= {calendar.add_working_days(due, -n) for n in ladder.before if n > 0}
    days = {day for day in days if day >= opening}
    if ladder.at_opening:
        days.add(opening)
    overdue = calendar.add_working_days(due_on, ladder.overdue_first)
    yield from sorted(day for day in days if from_ <= day < overdue)
    while True:
        if overdue >= from_:
            yield overdue
        overdue = calendar.add_working_days(overdue, ladder.overdue_every)


def next_escalate_at(
    due_on: date, told: int, *, now: datetime, settings: WardSettings, calendar: WorkCalendar
) -> datetime | None:
    """Return when overdue work goes up: to the head (told 0), the leadership (1), nobody (2).

    Never before the next such hour after `now`: after an outage the head is told first, the
    leadership on a later day.
    """
    if told > 1:
        return None
    ladder = settings.ladder
    days = ladder.head_after if told == 0 else ladder.leadership_after
    day = calendar.add_working_days(due_on, days)
    due = instant_of(day, spoken_at(settings.escalate_at, settings))
    return max(due, slot_after(now, settings.escalate_at, settings, calendar))


def may_escalate(now: datetime, settings: WardSettings, calendar: WorkCalendar) -> bool:
    """Return whether somebody higher may be told now: after that hour of a working day."""
    here = local(now)
    at = spoken_at(settings.escalate_at, settings)
    return (
        calendar.is_working_day(here.date())
        and here.time() >= at
        and not is_quiet(here.time(), settings)
    )


def end_of_day(now: datetime, settings: WardSettings) -> datetime:
    """Return when a message of today must not arrive any more: the coming quiet hours."""
    here = local(now)
    quiet = settings.quiet_from != settings.quiet_until
    if quiet and here.time() < settings.quiet_from:
        return instant_of(here.date(), settings.quiet_from)
    return instant_of(here.date() + _ONE_DAY, time.min)
