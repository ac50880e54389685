"""When work is spoken of: rungs on working days, at the ward's hour, never in the quiet hours."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from data.domain.ladder import (
    Slot,
    end_of_day,
    first_remind_at,
    is_quiet,
    next_escalate_at,
    next_remind_at,
    open_slot,
    rung_days,
    snooze_until,
)
from data.domain.localtime import VN, local, local_date
from data.domain.people import Ladder, WardSettings
from data.domain.workdays import WorkCalendar
from tests.cast import at

CALENDAR = WorkCalendar({date(2026, 1, 2): False, date(2026, 1, 10): True})
USUAL = WardSettings()

days = st.dates(date(2026, 1, 1), date(2027, 12, 31))
instants = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(VN))  # noqa: DTZ001 - the zone is added
clock_times = st.times().map(lambda t: t.replace(second=0, microsecond=0, fold=0))
ladders = st.builds(
    Ladder,
    at_opening=st.booleans(),
    before=st.lists(st.integers(0, 20), max_size=4).map(tuple),
    on_the_day=st.booleans(),
    overdue_first=st.integers(1, 6),
    overdue_every=st.integers(1, 6),
    head_after=st.integers(1, 6),
    leadership_after=st.integers(1, 12),
)
settings_of_a_ward = st.builds(
    WardSettings,
    remind_at=clock_times,
    again_at=clock_times,
    escalate_at=clock_times,
    quiet_from=clock_times,
    quiet_until=clock_times,
    ladder=ladders,
)
calendars = st.dictionaries(days, st.booleans(), max_size=30).map(WorkCalendar)


def may_speak(instant: datetime, settings: WardSettings, calendar: WorkCalendar) -> bool:
    """Return whether an instant is on a working day outside the quiet hours."""
    here = local(instant)
    return calendar.is_working_day(here.date()) and not is_quiet(here.time(), settings)


@examples(deadline=None)
@given(days, days, instants, settings_of_a_ward, calendars)
def test_no_rung_is_at_night_at_a_weekend_or_on_a_holiday(
    opens_on: date, due_on: date, now: datetime, settings: WardSettings, calendar: WorkCalendar
) -> None:
    for moment in (
        next_remind_at(opens_on, due_on, after=now, settings=settings, calendar=calendar),
        first_remind_at(opens_on, due_on, now=now, settings=settings, calendar=calendar),
        snooze_until(now, settings, calendar),
    ):
        assert moment > now
        assert may_speak(moment, settings, calendar)
        assert open_slot(moment, settings, calendar) is not None


@examples(deadline=None)
@given(days, st.integers(0, 1), instants, settings_of_a_ward, calendars)
def test_nothing_goes_up_at_night_at_a_weekend_or_on_a_holiday_nor_before_it_is_overdue(
    due_on: date, told: int, now: datetime, settings: WardSettings, calendar: WorkCalendar
) -> None:
    moment = next_escalate_at(due_on, told, now=now, settings=settings, calendar=calendar)
    assert moment is not None
    assert may_speak(moment, settings, calendar)
    assert local_date(moment) > due_on


@examples(deadline=None)
@given(instants, settings_of_a_ward, calendars)
def test_a_slot_is_open_only_when_people_may_be_spoken_to(
    now: datetime, settings: WardSettings, calendar: WorkCalendar
) -> None:
    if open_slot(now, settings, calendar) is not None:
        assert may_speak(now, settings, calendar)


@examples(deadline=None)
@given(instants, settings_of_a_ward)
def test_a_message_never_lives_into_the_next_day(now: datetime, settings: WardSettings) -> None:
    end = end_of_day(now, settings)
    assert now < end <= now + timedelta(days=1)


def test_the_rungs_of_the_usual_ladder() -> None:
    due = date(2026, 6, 30)  # a Tuesday
    found = []
    for day in rung_days(date(2026, 6, 1), due, Ladder(), CALENDAR, from_=date(2026, 6, 1)):
        if len(found) == 8:
            break
        found.append(day)
    assert [f"{d.day}/{d.month}" for d in found] == [
        "1/6",  # opens
        "23/6",  # five working days before
        "29/6",  # one before
        "30/6",  # the day
        "1/7",  # one working day overdue
        "6/7",  # and every three
        "9/7",
        "14/7",
    ]


def test_what_is_open_already_when_it_is_made_is_told_of_the_next_morning() -> None:
    made = at("2026-06-15 09:00")
    first = first_remind_at(
        date(2026, 4, 1), date(2026, 6, 30), now=made, settings=USUAL, calendar=CALENDAR
    )
    assert first == at("2026-06-16 07:30")


def test_an_opening_on_a_sunday_is_told_of_on_the_monday() -> None:
    made = at("2026-06-15 09:00")
    first = first_remind_at(
        date(2026, 6, 21), date(2026, 7, 30), now=made, settings=USUAL, calendar=CALENDAR
    )
    assert first == at("2026-06-22 07:30")


def test_swapped_days_count_as_the_ward_says() -> None:
    friday_off, saturday_worked = at("2026-01-02 08:00"), at("2026-01-10 08:00")
    assert open_slot(friday_off, USUAL, CALENDAR) is None
    assert open_slot(saturday_worked, USUAL, CALENDAR) is Slot.DAILY


def test_later_means_this_afternoon_while_there_is_one() -> None:
    assert snooze_until(at("2026-06-15 09:00"), USUAL, CALENDAR) == at("2026-06-15 15:00")
    assert snooze_until(at("2026-06-15 15:30"), USUAL, CALENDAR) == at("2026-06-16 07:30")
    assert snooze_until(at("2026-06-19 15:30"), USUAL, CALENDAR) == at("2026-06-22 07:30")


def test_a_ward_that_sets_its_hour_into_the_night_is_heard_when_the_night_is_over() -> None:
    settings = WardSettings(remind_at=time(23, 0))
    moment = next_remind_at(
        date(2026, 6, 1),
        date(2026, 6, 16),
        after=at("2026-06-15 12:00"),
        settings=settings,
        calendar=CALENDAR,
    )
    assert moment == at("2026-06-16 06:30")
