"""What moves when a ward changes what it has set, and what stays."""

from datetime import date, datetime, time

import pytest

from data.domain.people import Role, WardSettings
from data.domain.rules import Period
from data.domain.tasks import OccurrenceState
from data.errors import RefusedError
from data.store.unit_of_work import Store
from jobs.actions.change_settings import (
    SettingsChanged,
    change_by_words,
    change_settings,
)
from jobs.actions.plan_work import replan
from jobs.actions.set_reporting_period import PeriodSet, set_reporting_period
from jobs.ports import World
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, Cast, at
from tests.reminders.stage import letters, owed
from tests.settings.stage import (
    at_work,
    log_of,
    mark,
    mark_reported,
    present,
    set_to,
    still_owed,
)

NINE = at("2026-06-15 09:00")


async def change(
    store: Store,
    cast: Cast,
    settings: WardSettings,
    now: datetime = MONDAY,
    actor: str = "console",
) -> SettingsChanged:
    async with store.write() as unit:
        return await change_settings(unit, cast.ward, settings, now, actor)


async def say(
    store: Store, cast: Cast, line: str, now: datetime = MONDAY
) -> SettingsChanged | PeriodSet:
    async with store.write() as unit:
        return await change_by_words(unit, cast.ward, line, now, "console")


# Who, and what is kept.


async def test_the_lead_office_and_administrators_may_others_may_not(
    store: Store, cast: Cast
) -> None:
    done = await change(store, cast, set_to(cutoff_day=20), actor=f"person:{cast.people['Mai'].id}")
    assert done.ward.settings.cutoff_day == 20
    for name in ("Hạnh", "Tư", "Sơn"):
        assert Role.LEAD_OFFICE not in cast.people[name].roles
        with pytest.raises(RefusedError):
            await change(store, cast, set_to(), actor=f"person:{cast.people[name].id}")
    assert (await present(store, cast)).settings.cutoff_day == 20


async def test_a_change_is_logged_with_old_and_new_by_whom(store: Store, cast: Cast) -> None:
    await change(
        store,
        cast,
        set_to(remind_at=time(7, 15), before=(3,), calendar_overrides="2026-06-22 nghỉ"),
        actor=f"person:{cast.people['Mai'].id}",
    )
    (entry,) = await log_of(store, cast, "settings.changed")
    assert entry.actor == f"person:{cast.people['Mai'].id}"
    assert entry.content == {
        "changes": {
            "remind_at": ["07:30:00", "07:15:00"],
            "before": [[5, 1], [3]],
            "calendar_overrides": [[], ["2026-06-22 nghỉ"]],
        }
    }


async def test_the_same_settings_again_change_nothing(store: Store, cast: Cast) -> None:
    tasks = await at_work(store, cast)
    wanted = set_to(
        remind_at=time(7, 15), cutoff_day=20, before=(3,), calendar_overrides="2026-07-03 nghỉ"
    )
    first = await change(store, cast, wanted, NINE)
    assert first.changes.moved
    assert first.retimed
    before = [await owed(store, cast, t) for t in tasks]
    again = await change(store, cast, wanted, NINE)
    assert (dict(again.changes.counts), again.retimed) == (
        {"made": 0, "moved": 0, "cancelled": 0},
        0,
    )
    assert [await owed(store, cast, t) for t in tasks] == before
    assert len(await log_of(store, cast, "settings.changed")) == 1
    assert not await planning_again_changes(store, cast, NINE)


async def planning_again_changes(store: Store, cast: Cast, now: datetime) -> bool:
    async with store.write() as unit:
        ward = await unit.wards.get(cast.ward.id)
        tasks = await unit.ward(ward.id).tasks.all()
        return bool(await replan(unit, ward, [t.id for t in tasks], now, "console"))


async def test_values_out_of_range_are_refused_whoever_asks(store: Store, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="đến trước 14:00"):
        await change(store, cast, set_to(remind_at=time(21)))
    with pytest.raises(RefusedError, match="dòng 2"):
        await change(store, cast, set_to(calendar_overrides="2026-06-22 nghỉ\nmai nghỉ"))
    with pytest.raises(RefusedError, match=r"20\.000"):
        await change(store, cast, set_to(calendar_overrides="# dài\n" * 4000))
    assert (await present(store, cast)).settings == WardSettings()


async def test_one_bad_setting_of_old_does_not_keep_another_from_being_changed(
    store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        await unit.wards.save_settings(cast.ward.id, set_to(remind_at=time(21)))
    await say(store, cast, "chốt báo cáo ngày 20")
    assert (await present(store, cast)).settings.cutoff_day == 20


# Dates.


async def test_another_cut_off_moves_what_is_owed_and_never_what_was_reported(
    store: Store, cast: Cast
) -> None:
    steady, monthly, _ = await at_work(store, cast)
    first, second, *_ = await owed(store, cast, steady)
    await mark_reported(store, cast, first)
    other = await owed(store, cast, monthly)
    done = await change(store, cast, set_to(cutoff_day=20))
    found = {o.id: o for o in await owed(store, cast, steady)}
    assert done.changes.moved >= 1
    assert found[first.id].due_on == first.due_on == date(2026, 9, 14)
    assert (second.due_on, found[second.id].due_on) == (date(2026, 12, 14), date(2026, 12, 18))
    assert await owed(store, cast, monthly) == other


async def test_monthly_reporting_replaces_the_quarters_to_come_and_undoing_brings_them_back(
    store: Store, cast: Cast
) -> None:
    steady, *_ = await at_work(store, cast)
    quarters = [(o.label, o.due_on) for o in await owed(store, cast, steady)]
    done = await change(store, cast, set_to(reporting_period=Period.MONTH))
    months = still_owed(await owed(store, cast, steady))
    assert [o.label for o in months][:2] == ["tháng 7/2026", "tháng 8/2026"]
    assert (done.changes.made, done.changes.cancelled) == (len(months), len(quarters))
    await change(store, cast, WardSettings())
    back = still_owed(await owed(store, cast, steady))
    assert [(o.label, o.due_on) for o in back] == quarters


async def test_a_quarter_that_is_overdue_stays_owed_when_reporting_becomes_monthly(
    store: Store, cast: Cast
) -> None:
    steady, *_ = await at_work(store, cast)
    first, *_ = await owed(store, cast, steady)
    later = at("2026-09-21 09:00")
    done = await change(store, cast, set_to(reporting_period=Period.MONTH), later)
    assert done.changes.made
    kept = next(o for o in await owed(store, cast, steady) if o.id == first.id)
    assert (kept.state, kept.due_on) == (OccurrenceState.OPEN, date(2026, 9, 14))
    assert not await planning_again_changes(store, cast, later)


async def test_a_day_off_moves_due_dates_before_it(store: Store, cast: Cast) -> None:
    _, _, friday = await at_work(store, cast)
    await say(store, cast, "nghỉ 3/7/2026")
    (found,) = await owed(store, cast, friday)
    assert found.due_on == date(2026, 7, 2)
    await say(store, cast, "bỏ 3/7/2026")
    (found,) = await owed(store, cast, friday)
    assert found.due_on == date(2026, 7, 3)


# Reminders.


async def test_another_hour_moves_every_unsent_reminder(
    world: World, store: Store, cast: Cast
) -> None:
    tasks = await at_work(store, cast)
    before = [o for t in tasks for o in await owed(store, cast, t)]
    done = await say(store, cast, "giờ nhắc 7:15", at("2026-06-15 07:00"))
    assert isinstance(done, SettingsChanged)
    assert done.retimed == len(before)
    assert await send_reminders(world, at("2026-06-15 07:14")) == {}
    assert (await send_reminders(world, at("2026-06-15 07:15")))["digests"] == 1


async def test_a_change_after_todays_message_speaks_to_nobody_a_second_time_that_day(
    world: World, store: Store, cast: Cast
) -> None:
    await at_work(store, cast)
    await send_reminders(world, at("2026-06-15 07:30"))
    assert len(await letters(store, "digest")) == 1
    await change(store, cast, set_to(remind_at=time(10), before=(14, 5, 1)), at("2026-06-15 09:00"))
    for hour in ("10:00", "13:00", "15:00", "16:00"):
        await send_reminders(world, at(f"2026-06-15 {hour}"))
    assert len(await letters(store, "digest")) == 1


async def test_more_days_before_bring_the_next_reminder_forward(store: Store, cast: Cast) -> None:
    _, _, friday = await at_work(store, cast)
    (there,) = await owed(store, cast, friday)
    await mark(store, cast, there, rung=1, next_remind_at=at("2026-06-26 07:30"))
    await say(store, cast, "nhắc trước 10, 2 ngày", NINE)
    (found,) = await owed(store, cast, friday)
    assert found.next_remind_at == at("2026-06-19 07:30")


async def test_a_reminder_falls_on_no_day_that_was_just_taken_off(store: Store, cast: Cast) -> None:
    _, _, friday = await at_work(store, cast)
    (there,) = await owed(store, cast, friday)
    await mark(store, cast, there, rung=1, next_remind_at=at("2026-06-26 07:30"))
    await say(store, cast, "nghỉ 26/6/2026", NINE)
    (found,) = await owed(store, cast, friday)
    assert found.next_remind_at == at("2026-06-25 07:30")


async def test_what_was_put_off_and_what_waits_to_be_said_stay(store: Store, cast: Cast) -> None:
    _, monthly, friday = await at_work(store, cast)
    (there,) = await owed(store, cast, friday)
    put_off = at("2026-06-15 15:00")
    await mark(store, cast, there, rung=1, next_remind_at=put_off)
    waiting, *_ = await owed(store, cast, monthly)
    await mark(store, cast, waiting, rung=1, next_remind_at=at("2026-06-15 07:30"))
    await say(store, cast, "giờ nhắc 8:00", NINE)
    assert (await owed(store, cast, friday))[0].next_remind_at == put_off
    assert (await owed(store, cast, monthly))[0].next_remind_at == at("2026-06-15 07:30")


async def test_the_head_is_told_later_when_the_ward_says_so(store: Store, cast: Cast) -> None:
    _, _, friday = await at_work(store, cast)
    await say(store, cast, "báo trưởng đơn vị sau 4 ngày")
    (found,) = await owed(store, cast, friday)
    assert found.next_escalate_at == at("2026-07-09 14:00")


async def test_another_hour_of_the_summary_moves_no_reminder(store: Store, cast: Cast) -> None:
    await at_work(store, cast)
    done = await say(store, cast, "tổng hợp thứ Năm 15:30")
    assert isinstance(done, SettingsChanged)
    assert (done.retimed, bool(done.changes)) == (0, False)
    assert (await present(store, cast)).settings.summary_weekday == 4


# One task.


async def test_one_task_is_reported_monthly_the_others_as_before(store: Store, cast: Cast) -> None:
    steady, monthly, _ = await at_work(store, cast)
    other = await owed(store, cast, monthly)
    done = await say(store, cast, "#1 báo cáo mỗi tháng")
    assert isinstance(done, PeriodSet)
    assert (done.before, done.tasks[0].reporting_period) == ((None,), Period.MONTH)
    labels = [o.label for o in still_owed(await owed(store, cast, steady))]
    assert labels[0] == "tháng 7/2026"
    assert await owed(store, cast, monthly) == other
    (entry,) = await log_of(store, cast, "task.reporting_set")
    assert (entry.subject, entry.content) == (f"task:{steady.id}", {"period": [None, "month"]})
    again = await say(store, cast, "#1 báo cáo mỗi tháng")
    assert isinstance(again, PeriodSet)
    assert not again.changes
    assert len(await log_of(store, cast, "task.reporting_set")) == 1


async def test_a_task_goes_back_to_the_wards_period(store: Store, cast: Cast) -> None:
    steady, *_ = await at_work(store, cast)
    quarters = [o.label for o in await owed(store, cast, steady)]
    await say(store, cast, "#1 báo cáo mỗi tháng")
    await say(store, cast, "#1 báo cáo như phường")
    assert [o.label for o in still_owed(await owed(store, cast, steady))] == quarters


async def test_a_task_with_dates_of_its_own_or_none_at_all_has_no_period(
    store: Store, cast: Cast
) -> None:
    _, monthly, _ = await at_work(store, cast)
    with pytest.raises(RefusedError, match="hạn riêng trong kế hoạch"):
        await say(store, cast, "#2 báo cáo mỗi quý")
    with pytest.raises(RefusedError, match="Không thấy việc #99"):
        await say(store, cast, "#99 báo cáo mỗi quý")
    with pytest.raises(RefusedError, match="mỗi tháng, mỗi quý"):
        await say(store, cast, "#1 báo cáo mỗi tuần")
    actor = f"person:{cast.people['Hạnh'].id}"
    async with store.write() as unit:
        with pytest.raises(RefusedError, match="đầu mối"):
            await set_reporting_period(unit, cast.ward, {monthly.id: None}, MONDAY, actor)


async def test_a_line_that_sets_nothing_is_answered_with_examples(store: Store, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="ví dụ: giờ nhắc 7:15"):
        await say(store, cast, "đổi giúp tôi")
