"""Which days are worked: weekdays, public holidays, and the days that the ward swapped."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.domain.workdays import WorkCalendar, parse_overrides
from data.errors import RefusedError

DAYS = st.dates(date(2024, 1, 1), date(2030, 12, 31))
PLAIN = WorkCalendar()


@pytest.mark.parametrize(
    ("day", "is_worked"),
    [
        (date(2026, 6, 15), True),
        (date(2026, 6, 13), False),
        (date(2026, 6, 14), False),
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), False),
        (date(2026, 9, 2), False),
        (date(2026, 2, 17), False),  # first day of the lunar year
        (date(2026, 11, 24), False),  # a holiday from 2026
        (date(2025, 11, 24), True),
    ],
)
def test_weekends_and_public_holidays_are_not_worked(day: date, is_worked: bool) -> None:
    assert PLAIN.is_working_day(day) is is_worked


def test_the_override_file_swaps_days() -> None:
    overrides = parse_overrides(
        "# hoán đổi dịp Tết dương lịch\n2026-01-02 nghỉ\n\n  2026-01-10   Làm  # bù\n"
    )
    calendar = WorkCalendar(overrides)
    assert not calendar.is_working_day(date(2026, 1, 2))
    assert calendar.is_working_day(date(2026, 1, 10))
    assert calendar.add_working_days(date(2025, 12, 31), 1) == date(2026, 1, 5)


@pytest.mark.parametrize(
    "text",
    ["2026-01-02", "2/1/2026 nghỉ", "2026-02-30 nghỉ", "2026-01-02 off", "2026-01-02 nghỉ bù"],
)
def test_a_line_that_cannot_be_read_is_named(text: str) -> None:
    with pytest.raises(RefusedError, match="dòng 2"):
        parse_overrides(f"# ghi chú\n{text}\n")


def test_one_date_cannot_be_both() -> None:
    with pytest.raises(RefusedError, match="dòng 2"):
        parse_overrides("2026-01-02 nghỉ\n2026-01-02 làm\n")


def test_a_file_saved_by_notepad_is_read() -> None:
    assert parse_overrides("\ufeff2026-01-02 nghi\u0309\r\n") == {date(2026, 1, 2): False}


@settings(deadline=None)
@given(DAYS)
def test_falling_back_ends_on_the_nearest_working_day_before(day: date) -> None:
    back = PLAIN.fall_back(day)
    assert back <= day
    assert PLAIN.is_working_day(back)
    assert not any(
        PLAIN.is_working_day(back + timedelta(n)) for n in range(1, (day - back).days + 1)
    )


@settings(deadline=None)
@given(DAYS, st.integers(1, 40))
def test_adding_working_days_and_counting_them_agree(day: date, count: int) -> None:
    assert PLAIN.working_days_between(day, PLAIN.add_working_days(day, count)) == count


@settings(deadline=None)
@given(DAYS, DAYS)
def test_counting_backwards_is_the_negative(first: date, second: date) -> None:
    forward = PLAIN.working_days_between(first, second)
    assert PLAIN.working_days_between(second, first) == -forward
