"""When owed work is spoken of and goes higher, after a ward changed its hours, ladder or calendar.

Pure, and at rest: with the same settings before and after, nothing moves.
"""

from dataclasses import dataclass, replace
from datetime import datetime, time

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
    Nobody is spoken to twice on the day of the change: where today's hour has begun, or an earlier
    change passed it over, the new one holds from tomorrow.
    """
    if old.settings == new.settings:
        return owed
    return replace(
        owed,
        next_remind_at=_remind_at(owed, old, new, now),
        next_escalate_at=_escalate_at(owed, old, new, now),
    )


def _remind_at(owed: Occurrence, old: Timing, new: Timing, now: datetime) -> datetime | None:
    at = owed.next_remind_at
    if at is None or at <= now or not (_is_rung(owed, at, old) or _is_rung(owed, at, new)):
        return at
    has_begun = _has_begun(now, old.settings.remind_at, old)
    if has_begun or _next_rung(owed, old, now) < at:
        return _next_rung(owed, new, _end_of_today(now))
    return _next_rung(owed, new, now)


def _next_rung(owed: Occurrence, timing: Timing, after: datetime) -> datetime:
    place, settings, calendar = (owed.opens_on, owed.due_on), timing.settings, timing.calendar
    if owed.rung == 0:
        return first_remind_at(*place, now=after, settings=settings, calendar=calendar)
    return next_remind_at(*place, after=after, settings=settings, calendar=calendar)


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
    due = _next_escalation(owed, old, now)
    has_begun = _has_begun(now, old.settings.escalate_at, old)
    if has_begun or (due is not None and due < at):
        return _next_escalation(owed, new, _end_of_today(now))
    return _next_escalation(owed, new, now)


def _next_escalation(owed: Occurrence, timing: Timing, after: datetime) -> datetime | None:
    return next_escalate_at(
        owed.due_on,
        owed.escalated_to,
        now=after,
        settings=timing.settings,
        calendar=timing.calendar,
    )


def _has_begun(now: datetime, hour: time, old: Timing) -> bool:
    return now >= instant_of(local_date(now), spoken_at(hour, old.settings))


def _end_of_today(now: datetime) -> datetime:
    return instant_of(local_date(now), time.max)
