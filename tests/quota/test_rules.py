"""A month's messages: how much is left, for how long, and what waits. Pure."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.domain.quota import (
    Level,
    Quota,
    Usage,
    is_month_used_up,
    lasts_until,
    percent,
    saving,
    spent,
    worked_days,
)
from data.domain.saving import holds_back, may_wait, week_of
from data.domain.tasks import Occurrence, OccurrenceState
from data.domain.workdays import WorkCalendar
from data.errors import SendError, SendFailure
from data.texts import quota as words

CALENDAR = WorkCalendar()
QUOTA = Quota(3000, 50)
JUNE_15 = date(2026, 6, 15)
"""A Monday: the 11th working day of its month of 22."""


def used(sent: int, people: int = 10, day: date = JUNE_15, *, refused: bool = False) -> Usage:
    return Usage(("zalo_bot", "2"), QUOTA, sent, people, refused, day, CALENDAR)


FORECASTS = [
    # sent so far, on which day, until when it is enough
    (0, JUNE_15, None),
    (1100, JUNE_15, None),  # 100 a day: 1,900 are 19 days, and 11 are left
    (1500, JUNE_15, None),  # 11 days left, and 11 to come
    (1571, JUNE_15, date(2026, 6, 29)),  # ten days and a bit: rounded down
    (2000, JUNE_15, date(2026, 6, 22)),
    (2000, date(2026, 6, 19), None),
    (2100, date(2026, 6, 19), date(2026, 6, 29)),
    (2900, JUNE_15, JUNE_15),
    (3000, JUNE_15, JUNE_15),
    (9999, JUNE_15, JUNE_15),
    (2900, date(2026, 6, 30), None),  # the last day: there are some left
    (3000, date(2026, 6, 30), date(2026, 6, 30)),
    (100, date(2026, 8, 1), None),  # a Saturday before the first working day
]


@pytest.mark.parametrize(("sent", "day", "until"), FORECASTS)
def test_for_how_long_it_is_enough(sent: int, day: date, until: date | None) -> None:
    assert lasts_until(sent, 3000, day, CALENDAR) == until


DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
NUMBERS = st.integers(0, 5000)
_NEVER = date(2100, 1, 1)


@given(NUMBERS, NUMBERS, st.integers(1, 5000), DAYS)
def test_who_sent_more_has_enough_for_no_longer(a: int, b: int, limit: int, day: date) -> None:
    fewer, more = sorted((a, b))
    first = lasts_until(fewer, limit, day, CALENDAR) or _NEVER
    assert first >= (lasts_until(more, limit, day, CALENDAR) or _NEVER)


@given(NUMBERS, st.integers(1, 5000), st.integers(1, 5000), DAYS)
def test_a_greater_quota_is_enough_for_no_shorter(sent: int, a: int, b: int, day: date) -> None:
    less, more = sorted((a, b))
    first = lasts_until(sent, less, day, CALENDAR) or _NEVER
    assert first <= (lasts_until(sent, more, day, CALENDAR) or _NEVER)


@given(st.integers(1, 5000), st.integers(1, 5000), DAYS)
def test_at_the_pace_so_far_it_is_enough_until_then_and_not_a_day_more(
    sent: int, limit: int, day: date
) -> None:
    until = lasts_until(sent, limit, day, CALENDAR)
    if until is None:
        return
    assert day <= until
    assert (until.year, until.month) == (day.year, day.month)
    coming = [day + timedelta(days=n) for n in range(1, (until - day).days + 1)]
    days = sum(map(CALENDAR.is_working_day, coming))
    worked = worked_days(day, CALENDAR)
    assert days * sent <= max(0, limit - sent) * worked < (days + 1) * sent


LEVELS = [
    (used(0), Level.FREE),
    (used(1499), Level.FREE),
    (used(1600), Level.LOW),  # at this pace not to the month's end
    (used(2699, day=date(2026, 6, 30)), Level.FREE),
    (used(2700, day=date(2026, 6, 30)), Level.LOW),
    (used(600, day=date(2026, 6, 2)), Level.FREE),  # two days say nothing yet
    (used(600, day=date(2026, 6, 3)), Level.LOW),
    (used(3000), Level.SPENT),
    (used(10, refused=True), Level.SPENT),
]


@pytest.mark.parametrize(("usage", "level"), LEVELS)
def test_how_much_is_left(usage: Usage, level: Level) -> None:
    assert usage.level is level


@given(NUMBERS, NUMBERS, DAYS)
def test_a_level_never_rises_with_more_messages(a: int, b: int, day: date) -> None:
    order = list(Level)
    fewer, more = (used(n, day=day) for n in sorted((a, b)))
    assert order.index(fewer.level) <= order.index(more.level)
    assert set(fewer.warnings) <= set(more.warnings)


@pytest.mark.parametrize(
    ("sent", "warnings"),
    [(2099, ()), (2100, (70,)), (2699, (70,)), (2700, (70, 90)), (3000, (70, 90, 100))],
)
def test_at_which_percentages_the_office_is_told(sent: int, warnings: tuple[int, ...]) -> None:
    assert used(sent).warnings == warnings


def test_nearly_full_at_forty_five_of_fifty() -> None:
    assert [used(0, n).is_nearly_full for n in (44, 45, 50)] == [False, True, True]
    usage = replace(used(0, 1000), quota=Quota(3000))
    assert not usage.is_nearly_full
    assert percent(0, 0) == 100


def test_which_accounts_are_kept_for_what_is_urgent() -> None:
    free, low, gone = used(1), replace(used(2800), account=("z", "low")), used(3000)
    gone = replace(gone, account=("z", "gone"))
    assert spent([free, low, gone]) == {("z", "gone")}
    assert saving([free, low, gone]) == {("z", "low"), ("z", "gone")}


def test_a_month_used_up_is_told_from_haste() -> None:
    throttled = SendFailure.THROTTLED
    assert is_month_used_up(SendError(throttled, "monthly quota"))
    assert not is_month_used_up(SendError(throttled, "too many requests"))
    assert not is_month_used_up(SendError(SendFailure.REFUSED, "monthly quota"))


def test_what_the_office_reads() -> None:
    assert words.stands(used(2130, 41)) == (
        "đã gửi 2.130/3.000 tin tháng này (71%), đủ đến thứ Sáu 19/6; 41/50 người"
    )
    assert words.warning(used(2130, 41)) == (
        "Zalo: đã gửi 2.130/3.000 tin tháng này (71%), đủ đến thứ Sáu 19/6; 41/50 người.\n"
        "Chỉ còn gửi việc đến hạn, quá hạn và tin trả lời; "
        "tin nhắc sớm, tổng hợp tuần đi kênh khác hoặc chờ đến khi có lượt.\n"
        "Mời thêm người vào Telegram hoặc trang nhắn tin thì đỡ tốn lượt: /moi."
    )
    assert "đã hết lượt gửi" in words.warning(used(3000))
    assert words.nearly_full(used(1, 45)).startswith("Zalo: đã có 45/50 người")


# What waits.


def owed(due: date, rung: int = 1) -> Occurrence:
    return Occurrence(
        id=1,
        task_id=1,
        agency_id=1,
        period_key="k",
        label="",
        opens_on=date(2026, 5, 1),
        due_on=due,
        event_id=None,
        state=OccurrenceState.OPEN,
        rung=rung,
        escalated_to=0,
        next_remind_at=None,
        next_escalate_at=None,
        progress="",
        obstacle=None,
        reported_at=None,
        closed_at=None,
    )


WEDNESDAY = date(2026, 6, 17)
WAITS = [
    ("overdue", owed(date(2026, 6, 12)), False),
    ("due today", owed(WEDNESDAY), False),
    ("due tomorrow, known", owed(date(2026, 6, 18)), True),
    ("due tomorrow, never spoken of", owed(date(2026, 6, 18), 0), False),
    ("due on Monday, never spoken of", owed(date(2026, 6, 22), 0), False),
    ("due on Tuesday, never spoken of", owed(date(2026, 6, 23), 0), True),
]


@pytest.mark.parametrize(("_name", "occurrence", "waits"), WAITS)
def test_which_word_can_come_with_the_next_weeks_message(_name, occurrence, waits) -> None:
    assert may_wait(occurrence, WEDNESDAY, CALENDAR) is waits


HOLDS = [
    # due, was spoken to this week, the account is low → it waits
    ([owed(WEDNESDAY)], True, True, False),
    ([owed(date(2026, 6, 30))], False, False, False),
    ([owed(date(2026, 6, 30))], True, False, True),
    ([owed(date(2026, 6, 30))], False, True, True),
    ([owed(date(2026, 6, 30)), owed(WEDNESDAY)], True, True, False),
    ([owed(date(2026, 6, 30)), owed(date(2026, 6, 19), 0)], True, False, False),
    ([], True, False, True),  # only that one helps with something
    ([], False, False, False),
]


@pytest.mark.parametrize(("due", "was_spoken_to", "is_low", "waits"), HOLDS)
def test_which_message_waits(due, was_spoken_to, is_low, waits) -> None:
    said = holds_back(due, WEDNESDAY, CALENDAR, was_spoken_to=was_spoken_to, is_low=is_low)
    assert said is waits


@given(
    st.lists(st.builds(owed, DAYS, st.integers(0, 3)), max_size=6),
    DAYS,
    st.booleans(),
    st.booleans(),
)
def test_what_is_due_or_overdue_never_waits(due, day, was_spoken_to, is_low) -> None:
    waits = holds_back(due, day, CALENDAR, was_spoken_to=was_spoken_to, is_low=is_low)
    assert not (waits and any(o.due_on <= day for o in due))
    assert week_of(day).weekday() == 0
