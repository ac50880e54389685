"""When owed work is spoken of after a change, whatever the settings before and after."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from data.domain.ladder import first_remind_at, is_quiet, next_escalate_at, next_remind_at
from data.domain.localtime import instant_of, local, local_date
from data.domain.people import WardSettings
from data.domain.retiming import Timing, retimed
from data.domain.tasks import Occurrence, OccurrenceState
from tests.cast import MONDAY
from tests.settings.stage import set_to

DAYS = st.integers(-40, 60).map(lambda n: date(2026, 6, 15) + timedelta(days=n))
NOWS = st.integers(0, 14 * 24 * 60).map(lambda minutes: MONDAY + timedelta(minutes=minutes))


@st.composite
def settings(draw: st.DrawFn) -> WardSettings:
    off = draw(st.frozensets(st.integers(0, 30), max_size=4))
    return set_to(
        remind_at=draw(st.sampled_from((time(6, 30), time(7, 15), time(7, 30), time(11)))),
        escalate_at=draw(st.sampled_from((time(13), time(14), time(16, 30)))),
        before=tuple(draw(st.frozensets(st.integers(1, 15), max_size=3))),
        at_opening=draw(st.booleans()),
        on_the_day=draw(st.booleans()),
        overdue_first=draw(st.integers(1, 4)),
        overdue_every=draw(st.integers(1, 5)),
        head_after=draw(st.integers(1, 4)),
        leadership_after=draw(st.integers(5, 9)),
        calendar_overrides="\n".join(f"{MONDAY.date() + timedelta(days=n)} nghỉ" for n in off),
    )


@st.composite
def occurrences(draw: st.DrawFn, timing: Timing, now: datetime) -> Occurrence:
    """Something owed as the clock leaves it at `now`: told of or not, gone higher or not."""
    first, second = draw(DAYS), draw(DAYS)
    place = (min(first, second), timing.calendar.fall_back(max(first, second)))
    place = (min(place), place[1])
    rung, told = draw(st.integers(0, 3)), draw(st.integers(0, 2))
    speak = {"settings": timing.settings, "calendar": timing.calendar}
    moment = (
        next_remind_at(*place, after=now, **speak)
        if rung
        else first_remind_at(*place, now=now, **speak)
    )
    return replace(
        _owed(place[1], moment),
        opens_on=place[0],
        rung=rung,
        next_escalate_at=next_escalate_at(place[1], told, now=now, **speak),
        escalated_to=told,
    )


def _owed(day: date, remind_at: datetime) -> Occurrence:
    """Something of one day that was told of once, and goes no higher."""
    return Occurrence(
        id=1,
        task_id=1,
        agency_id=1,
        period_key="k",
        label="",
        opens_on=day,
        due_on=day,
        event_id=None,
        state=OccurrenceState.OPEN,
        rung=1,
        next_remind_at=remind_at,
        next_escalate_at=None,
        escalated_to=2,
        progress="",
        obstacle=None,
        reported_at=None,
        closed_at=None,
    )


@given(st.data(), settings(), NOWS)
def test_the_same_settings_move_nothing(
    data: st.DataObject, same: WardSettings, now: datetime
) -> None:
    timing = Timing.of(same)
    owed = data.draw(occurrences(timing, now))
    assert retimed(owed, timing, timing, now) == owed


@given(st.data(), settings(), settings(), NOWS)
def test_what_moves_comes_later_than_now_in_an_hour_of_work_and_stays_when_asked_again(
    data: st.DataObject, before: WardSettings, after: WardSettings, now: datetime
) -> None:
    old, new = Timing.of(before), Timing.of(after)
    owed = data.draw(occurrences(old, now))
    moved = retimed(owed, old, new, now)
    assert moved.next_remind_at is not None
    assert moved.next_remind_at > now
    here = local(moved.next_remind_at)
    assert here.time() == after.remind_at
    assert new.calendar.is_working_day(here.date())
    assert not is_quiet(here.time(), after)
    assert retimed(moved, new, new, now) == moved
    assert retimed(owed, old, new, now) == moved
    same = {"next_remind_at": owed.next_remind_at, "next_escalate_at": owed.next_escalate_at}
    assert replace(moved, **same) == owed


@given(st.data(), settings(), settings(), NOWS)
def test_once_the_hour_has_begun_nothing_more_is_said_that_day(
    data: st.DataObject, before: WardSettings, after: WardSettings, now: datetime
) -> None:
    old, new = Timing.of(before), Timing.of(after)
    moved = retimed(data.draw(occurrences(old, now)), old, new, now)
    if local(now).time() >= before.remind_at and moved.next_remind_at:
        assert local_date(moved.next_remind_at) > local_date(now)
    if local(now).time() >= before.escalate_at and moved.next_escalate_at:
        assert local_date(moved.next_escalate_at) > local_date(now)


@given(
    st.data(),
    settings(),
    settings(),
    st.sampled_from((time(6, 30), time(7, 15), time(11))),
    st.sampled_from((time(13), time(16, 30))),
    NOWS,
)
def test_a_second_change_of_hours_does_not_bring_back_the_hour_that_the_first_passed_over(
    data: st.DataObject,
    before: WardSettings,
    after: WardSettings,
    remind_at: time,
    escalate_at: time,
    now: datetime,
) -> None:
    last = after.model_copy(update={"remind_at": remind_at, "escalate_at": escalate_at})
    old, new, newest = Timing.of(before), Timing.of(after), Timing.of(last)
    moved = retimed(data.draw(occurrences(old, now)), old, new, now)
    again = retimed(moved, new, newest, now)
    if local(now).time() >= before.remind_at and again.next_remind_at:
        assert local_date(again.next_remind_at) > local_date(now)
    if local(now).time() >= before.escalate_at and again.next_escalate_at:
        assert local_date(again.next_escalate_at) > local_date(now)


def test_a_holiday_taken_back_in_the_morning_leaves_its_reminder_on_the_next_day() -> None:
    closed, opened, later = (
        Timing.of(set_to(remind_at=at, overdue_every=1, calendar_overrides=days))
        for at, days in ((time(6, 30), "2026-06-15 nghỉ"), (time(7, 15), ""), (time(11), ""))
    )
    now = instant_of(MONDAY.date(), time(7))
    owed = _owed(date(2026, 6, 12), instant_of(date(2026, 6, 16), time(6, 30)))
    moved = retimed(owed, closed, opened, now)
    assert moved.next_remind_at == instant_of(date(2026, 6, 16), time(7, 15))
    assert retimed(moved, opened, opened, now) == moved
    assert retimed(moved, opened, later, now).next_remind_at == instant_of(
        date(2026, 6, 16), time(11)
    )
