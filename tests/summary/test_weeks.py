"""Which week a summary closes, and when it may go out."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.localtime import local
from data.domain.people import WardSettings
from data.domain.workdays import WorkCalendar, parse_overrides
from jobs.reports.weeks import is_time_to_send, latest_week, week_in_progress
from tests.cast import at

WARD = WardSettings()
PLAIN = WorkCalendar()


def test_it_closes_on_friday_at_four_and_reaches_back_to_the_friday_before() -> None:
    week = latest_week(WARD, PLAIN, at("2026-06-19 16:00"))
    assert (week.key, week.first, week.last) == ("2026-W25", date(2026, 6, 15), date(2026, 6, 19))
    assert (week.since, week.until) == (at("2026-06-12 16:00"), at("2026-06-19 16:00"))


def test_a_minute_earlier_it_is_still_the_week_before() -> None:
    assert latest_week(WARD, PLAIN, at("2026-06-19 15:59")).key == "2026-W24"


def test_on_a_holiday_it_closes_on_the_last_working_day_before() -> None:
    # 30/4 and 1/5 are a Thursday and a Friday in 2026, 27/4 stands in for the kings' day.
    week = latest_week(WARD, PLAIN, at("2026-04-29 16:00"))
    assert (week.key, week.first, week.last) == ("2026-W18", date(2026, 4, 28), date(2026, 4, 29))


def test_the_week_after_begins_where_that_one_ended() -> None:
    week = latest_week(WARD, PLAIN, at("2026-05-08 16:00"))
    assert (week.first, week.since) == (date(2026, 5, 4), at("2026-04-29 16:00"))


def test_a_week_without_a_working_day_of_its_own_is_covered_by_the_next() -> None:
    tet = WorkCalendar(parse_overrides("\n".join(f"2026-02-{d} nghỉ" for d in range(16, 21))))
    assert latest_week(WARD, tet, at("2026-02-20 23:00")).last == date(2026, 2, 13)
    week = latest_week(WARD, tet, at("2026-02-27 16:00"))
    assert (week.key, week.since) == ("2026-W09", at("2026-02-13 16:00"))


def test_the_ward_chooses_the_day_and_the_hour() -> None:
    ward = WardSettings.model_validate({"summary_weekday": 1, "summary_at": "09:30"})
    week = latest_week(ward, PLAIN, at("2026-06-22 09:30"))
    assert (week.first, week.last) == (date(2026, 6, 16), date(2026, 6, 22))


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("2026-06-17 10:00", "2026-W25"),  # on Wednesday: the week that runs
        ("2026-06-19 17:00", "2026-W25"),  # after the summary: the week just closed
        ("2026-06-21 10:00", "2026-W25"),  # on Sunday too
        ("2026-06-22 07:00", "2026-W26"),
    ],
)
def test_whoever_asks_in_between_hears_of_the_calendar_week(asked: str, key: str) -> None:
    week = week_in_progress(WARD, PLAIN, at(asked))
    assert week.key == key
    assert week.until == at(asked)


@pytest.mark.parametrize(
    ("now", "may"),
    [
        ("2026-06-19 16:00", True),
        ("2026-06-19 19:59", True),
        ("2026-06-19 20:00", False),  # the evening
        ("2026-06-20 09:00", False),  # Saturday
        ("2026-06-22 07:29", False),
        ("2026-06-22 07:30", True),  # the next working day, after an outage
        ("2026-06-22 20:00", False),
        ("2026-06-23 09:00", False),  # news of old
    ],
)
def test_it_goes_out_that_day_or_the_next_working_day_never_at_night(now: str, may: bool) -> None:
    week = latest_week(WARD, PLAIN, at("2026-06-19 16:00"))
    assert is_time_to_send(week, WARD, PLAIN, at(now)) is may


@given(
    day=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    hour=st.times(),
    weekday=st.integers(1, 7),
    off=st.frozensets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40),
)
def test_weeks_join_without_gap_or_overlap_and_close_on_working_days(
    day: date, hour: time, weekday: int, off: frozenset[date]
) -> None:
    ward = WardSettings(summary_weekday=weekday)
    calendar = WorkCalendar(dict.fromkeys(off, False))
    week = latest_week(ward, calendar, at(f"{day} {hour}"))
    before = latest_week(ward, calendar, week.until - timedelta(microseconds=1))
    assert before.until == week.since < week.until
    assert before.key < week.key
    assert calendar.is_working_day(week.last)
    assert local(week.since).date() < week.first <= week.last
