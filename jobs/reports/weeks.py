"""Which week a summary closes, and when it goes out."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import pairwise

from data.domain.ladder import is_quiet, spoken_at
from data.domain.localtime import instant_of, local, local_date
from data.domain.people import WardSettings
from data.domain.summary import Week
from data.domain.workdays import WorkCalendar

_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)
_FAR_ENOUGH = timedelta(days=28)
"""No holiday is so long that the next summary lies further ahead."""


def latest_week(settings: WardSettings, calendar: WorkCalendar, now: datetime) -> Week:
    """Return the week whose summary is the last that was to go out by `now`.

    The summary goes out on the ward's weekday, or on the last working day before it. A week that
    brings no working day of its own (Tết) has no summary: the next one covers it.
    """
    return _around(settings, calendar, now)[0]


def week_in_progress(settings: WardSettings, calendar: WorkCalendar, now: datetime) -> Week:
    """Return the week to speak of when somebody asks at `now`, with the changes up to `now`.

    From the hour of the summary to the end of the calendar week that is still the week just
    closed; after that the one that runs.
    """
    latest, coming = _around(settings, calendar, now)
    is_same_week = _monday(latest.last) == _monday(local_date(now))
    return replace(latest if is_same_week else coming, until=now)


def is_time_to_send(
    week: Week, settings: WardSettings, calendar: WorkCalendar, now: datetime
) -> bool:
    """Say whether the summary of `week` may go out at `now`.

    From its hour until the evening of its day; after an outage also on the next working day, from
    the morning message until the evening. Later it would be news of old.
    """
    clock = local(now)
    if is_quiet(clock.time(), settings) or now < week.until:
        return False
    if clock.date() == week.last:
        return True
    is_next_day = clock.date() == calendar.add_working_days(week.last, 1)
    return is_next_day and clock.time() >= spoken_at(settings.remind_at, settings)


def _around(settings: WardSettings, calendar: WorkCalendar, now: datetime) -> tuple[Week, Week]:
    """Return the week closed last and the one to be closed next."""
    weeks = _weeks_back(settings, calendar, local_date(now) + _FAR_ENOUGH)
    coming = next(weeks)
    while (week := next(weeks)).until > now:
        coming = week
    return week, coming


def _weeks_back(settings: WardSettings, calendar: WorkCalendar, start: date) -> Iterator[Week]:
    at = spoken_at(settings.summary_at, settings)
    for (usual, day), (_, before) in pairwise(_days_back(settings, calendar, start)):
        iso = usual.isocalendar()
        yield Week(
            key=f"{iso.year}-W{iso.week:02d}",
            first=calendar.next_working_day(before + _DAY),
            last=day,
            since=instant_of(before, at),
            until=instant_of(day, at),
        )


def _days_back(
    settings: WardSettings, calendar: WorkCalendar, start: date
) -> Iterator[tuple[date, date]]:
    """Yield the usual and the true day of each summary from about `start` backwards."""
    usual = _monday(start) + _DAY * (settings.summary_weekday - 1)
    while True:
        day = calendar.fall_back(usual)
        if day > calendar.fall_back(usual - _WEEK):
            yield usual, day
        usual -= _WEEK


def _monday(day: date) -> date:
    return day - _DAY * day.weekday()
