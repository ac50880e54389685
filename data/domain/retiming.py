"""When owed work is spoken of and goes higher, after a ward changed its hours, ladder or calendar.

Pure, and at rest: with the same settings before and after, nothing moves.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from data.domain.ladder import (
    first_remind_at,
    next_escalate_at,
    next_remind_at,
    rung_days,
    spoken_at,
)
from data.domain.localtime import instant_of, local, local_date
from data.domain.people import WardSettings
from data.domain.tasks import Occurrence
from data.domain.workdays import WorkCalendar, calendar_of


@dataclass(frozen=True, slots=True)
class Timing:
    """What says when people are spoken to."""

    settings: WardSettings
    calendar: WorkCalendar

    @classmethod
    def of(cls, settings: WardSettings) -> "Timing":
        """Return the timing of a ward. Raises RefusedError when its calendar cannot be read."""
        return cls(settings, calendar_of(settings.calendar_overrides))


def retimed(owed: Occurrence, old: Timing, new: Timing, now: datetime) -> Occurrence:
    """Return what is owed with its next instants as `new` has them.

    What has to be said by now already is still said, and what a person put off stays put off.
    Nobody is spoken to twice on the day of the change: where today's hour has begun, the new one
    holds from tomorrow.
    """
    return replace(
        owed,
        next_remind_at=_remind_at(owed, old, new, now),
        next_escalate_at=_escalate_at(owed, old, new, now),
    )


def _remind_at(owed: Occurrence, old: Timing, new: Timing, now: datetime) -> datetime | None:
    at = owed.next_remind_at
    if at is None or at <= now or not (_is_rung(owed, at, old) or _is_rung(owed, at, new)):
        return at
    after = _not_twice(now, old.settings.remind_at, old)
    place = (owed.opens_on, owed.due_on)
    if owed.rung == 0:
        return first_remind_at(*place, now=after, settings=new.settings, calendar=new.calendar)
    return next_remind_at(*place, after=after, settings=new.settings, calendar=new.calendar)


def _is_rung(owed: Occurrence, at: datetime, timing: Timing) -> bool:
    """Tell a rung from what was put off to an hour of its own."""
    here = local(at)
    if here.time() != spoken_at(timing.settings.remind_at, timing.settings):
        return False
    ladder, day = timing.settings.ladder, here.date()
    place = (owed.opens_on, owed.due_on)
    rungs = rung_days(*place, ladder, timing.calendar, from_=day)
    return owed.rung == 0 or next(rungs) == day


def _escalate_at(owed: Occurrence, old: Timing, new: Timing, now: datetime) -> datetime | None:
    at = owed.next_escalate_at
    if at is None or at <= now:
        return at
    return next_escalate_at(
        owed.due_on,
        owed.escalated_to,
        now=_not_twice(now, old.settings.escalate_at, old),
        settings=new.settings,
        calendar=new.calendar,
    )


def _not_twice(now: datetime, hour: time, old: Timing) -> datetime:
    """Return `now`, or the end of its day when the hour of that day has begun."""
    today: date = local_date(now)
    begun = instant_of(today, spoken_at(hour, old.settings))
    return instant_of(today, time.max) if now >= begun else now
