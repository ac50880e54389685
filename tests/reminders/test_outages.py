"""After an outage: one tidy catch-up that says so, in working hours, and never twice."""

from datetime import date, datetime, timedelta

import pytest

from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.send_reminders import send_reminders
from tests.cast import Cast, at
from tests.reminders.stage import due, letters, letters_to, owed


async def alive(world: World, until: datetime) -> None:
    """Let the tick run as it does, up to an instant."""
    await send_reminders(world, until - timedelta(minutes=4))
    await send_reminders(world, until)


async def put_at(store: Store, cast: Cast, code: int, moment: datetime) -> None:
    """Make the one occurrence of a task due to be spoken of at a moment."""
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        task = await work.tasks.by_code(code)
        assert task is not None
        (occurrence,) = await work.occurrences.of_task(task.id)
        await work.occurrences.change(occurrence.id, next_remind_at=moment)


async def test_ten_minutes_are_not_worth_a_word(world: World, store: Store, cast: Cast) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await alive(world, at("2026-06-15 07:25"))
    assert await send_reminders(world, at("2026-06-15 07:35")) == {"digests": 1, "reminded": 1}
    (letter,) = await letters(store)
    assert "tạm dừng" not in letter.message.text
    assert await send_reminders(world, at("2026-06-15 07:36")) == {}


async def test_six_hours_bring_one_late_message_that_says_why(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await due(store, cast, 12, date(2026, 6, 22))
    await alive(world, at("2026-06-15 07:10"))
    assert await send_reminders(world, at("2026-06-15 13:10")) == {"digests": 1, "reminded": 2}
    (letter,) = await letters(store)
    assert letter.message.text.splitlines() == [
        "Việc của đồng chí Hạnh, thứ Hai 15/6",
        "Hệ thống tạm dừng từ 07:10 đến 13:10 hôm nay. Không có báo cáo nào bị mất.",
        "Trong lúc đó đồng chí Hạnh có 2 việc đến kỳ nhắc: #7, #12. Hạn không thay đổi.",
        "🟡 #7 Giám sát công trình đường số 3: hạn mai, thứ Ba 16/6",
        "🟢 #12 Giám sát công trình đường số 3: còn 5 ngày làm việc",
    ]
    for later in ("13:11", "14:00", "15:00"):
        assert await send_reminders(world, at(f"2026-06-15 {later}")) == {}


async def test_three_days_with_many_slots_missed_bring_one_message_a_person(
    world: World, store: Store, cast: Cast
) -> None:
    for code, day in ((7, 19), (8, 22), (9, 23)):
        await due(store, cast, code, date(2026, 6, day))
        await put_at(store, cast, code, at(f"2026-06-{min(day, 22)} 07:30"))
    await alive(world, at("2026-06-18 17:00"))
    assert await send_reminders(world, at("2026-06-22 08:10")) == {"digests": 1, "reminded": 3}
    (letter,) = await letters(store)
    assert "tạm dừng từ 17:00 thứ Năm 18/6 đến 08:10 hôm nay" in letter.message.text
    assert "3 việc đến kỳ nhắc: #7, #8, #9" in letter.message.text
    assert await send_reminders(world, at("2026-06-22 08:11")) == {}
    await send_reminders(world, at("2026-06-23 07:30"))
    assert "tạm dừng" not in (await letters(store))[-1].message.text


@pytest.mark.parametrize(
    ("back", "spoken"),
    [
        ("2026-06-19 23:00", "2026-06-22 07:30"),  # a Friday night
        ("2026-06-20 10:00", "2026-06-22 07:30"),  # a Saturday
        ("2026-06-22 05:00", "2026-06-22 07:30"),  # before the Monday's slot
    ],
)
async def test_a_catch_up_in_the_night_or_at_the_weekend_waits_for_the_next_slot(
    world: World, store: Store, cast: Cast, back: str, spoken: str
) -> None:
    await due(store, cast, 7, date(2026, 6, 24))
    await put_at(store, cast, 7, at("2026-06-19 07:30"))
    await alive(world, at("2026-06-18 17:00"))
    moment = at(back)
    while moment < at(spoken):
        assert await send_reminders(world, moment) == {}
        moment += timedelta(minutes=25)
    assert await send_reminders(world, at(spoken)) == {"digests": 1, "reminded": 1}
    (letter,) = await letters(store)
    until = "hôm nay" if back.startswith("2026-06-22") else "thứ"
    assert f"tạm dừng từ 17:00 thứ Năm 18/6 đến {back[11:]} {until}" in letter.message.text


async def test_who_missed_nothing_hears_nothing_of_it(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await due(store, cast, 8, date(2026, 6, 16), lead="Phòng Kinh tế, Hạ tầng và Đô thị")
    await put_at(store, cast, 8, at("2026-06-16 07:30"))
    await alive(world, at("2026-06-15 07:00"))
    await send_reminders(world, at("2026-06-15 10:00"))
    assert len(await letters_to(store, cast, "Hạnh")) == 1
    assert await letters_to(store, cast, "Lan") == []
    await send_reminders(world, at("2026-06-15 10:05"))
    await alive(world, at("2026-06-16 07:29"))
    await send_reminders(world, at("2026-06-16 07:30"))
    (letter,) = await letters_to(store, cast, "Lan")
    assert "tạm dừng" not in letter.message.text


async def test_a_quiet_outage_is_nobodys_business(world: World, store: Store, cast: Cast) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await alive(world, at("2026-06-15 07:30"))
    assert await send_reminders(world, at("2026-06-16 07:29")) == {}
    assert await send_reminders(world, at("2026-06-16 07:30")) == {"digests": 1, "reminded": 1}
    assert all("tạm dừng" not in x.message.text for x in await letters(store))


async def test_the_ladder_goes_on_from_today_after_what_was_missed(
    world: World, store: Store, cast: Cast
) -> None:
    task = await due(store, cast, 7, date(2026, 6, 16))
    await alive(world, at("2026-06-15 07:00"))
    await send_reminders(world, at("2026-06-18 09:00"))
    (occurrence,) = await owed(store, cast, task)
    assert occurrence.rung == 1
    # Overdue since 16/6: told on +1 and every three working days, so next on Monday 22/6.
    assert occurrence.next_remind_at == at("2026-06-22 07:30")
