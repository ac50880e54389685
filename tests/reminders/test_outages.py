"""After an outage: one tidy catch-up that says so, in working hours, and never twice."""

from datetime import date, datetime, timedelta

import pytest

from data.domain.messages import Chat
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


# What a messenger does not keep for us.


async def on_telegram(store: Store, cast: Cast, name: str, *, web: bool = False) -> None:
    """Move a person to Telegram; with `web`, let them keep the web chat as well."""
    person = cast.people[name].id
    async with store.write() as unit:
        if not web:
            await unit.links.revoke(person, at("2026-06-15 06:00"))
        chat = Chat("telegram", "nhacviec_bot", "4711")
        await unit.links.add(cast.ward.id, person, chat, at("2026-06-15 06:00"))


async def test_after_more_than_a_day_telegram_may_have_lost_messages_and_we_say_so(
    world: World, store: Store, cast: Cast
) -> None:
    await on_telegram(store, cast, "Hạnh")
    await due(store, cast, 7, date(2026, 6, 19))
    await put_at(store, cast, 7, at("2026-06-19 07:30"))
    await alive(world, at("2026-06-18 17:00"))
    await send_reminders(world, at("2026-06-22 08:10"))
    (letter,) = await letters(store)
    assert letter.message.text.splitlines()[1:3] == [
        "Hệ thống tạm dừng từ 17:00 thứ Năm 18/6 đến 08:10 hôm nay. "
        "Tin gửi trong lúc đó qua Telegram trước 08:10 Chủ nhật 21/6 có thể chưa tới, "
        "đồng chí Hạnh gửi lại giúp.",
        "Trong lúc đó đồng chí Hạnh có 1 việc đến kỳ nhắc: #7. Hạn không thay đổi.",
    ]


async def test_whose_work_is_not_late_is_told_of_their_lost_messages_all_the_same(
    world: World, store: Store, cast: Cast
) -> None:
    await on_telegram(store, cast, "Hạnh")
    await due(store, cast, 7, date(2026, 6, 23))
    await put_at(store, cast, 7, at("2026-06-22 07:50"))
    await alive(world, at("2026-06-18 17:00"))
    await send_reminders(world, at("2026-06-22 08:10"))
    (letter,) = await letters(store)
    assert "qua Telegram trước 08:10 Chủ nhật 21/6 có thể chưa tới" in letter.message.text
    assert "đến kỳ nhắc" not in letter.message.text
    assert "Không có báo cáo nào bị mất" not in letter.message.text
    assert len(letter.message.text.splitlines()) == 4


async def test_who_writes_on_the_web_too_may_have_lost_what_they_sent_on_telegram(
    world: World, store: Store, cast: Cast
) -> None:
    await on_telegram(store, cast, "Hạnh", web=True)
    async with store.write() as unit:
        await unit.links.mark_reachable(Chat("telegram", "nhacviec_bot", "4711"), False)
    await due(store, cast, 7, date(2026, 6, 19))
    await put_at(store, cast, 7, at("2026-06-19 07:30"))
    await alive(world, at("2026-06-18 17:00"))
    await send_reminders(world, at("2026-06-22 08:10"))
    (letter,) = await letters(store)
    assert letter.chat.channel == "web"
    assert "qua Telegram" in letter.message.text


async def test_within_a_day_telegram_keeps_everything(
    world: World, store: Store, cast: Cast
) -> None:
    await on_telegram(store, cast, "Hạnh")
    await due(store, cast, 7, date(2026, 6, 16))
    await alive(world, at("2026-06-14 14:00"))
    await send_reminders(world, at("2026-06-15 13:59"))
    (letter,) = await letters(store)
    assert "Không có báo cáo nào bị mất." in letter.message.text


async def test_a_group_reads_until_when_its_answers_may_be_lost(
    world: World, store: Store, cast: Cast
) -> None:
    group = Chat("telegram", "nhacviec_bot", "-100815")
    office = cast.agencies["Văn phòng HĐND và UBND"]
    async with store.write() as unit:
        await unit.agency_chats.add(cast.ward.id, office, group, "VP", at("2026-06-15 06:00"))
    for code in range(7, 14):
        await due(store, cast, code, date(2026, 6, 24))
        await put_at(store, cast, code, at("2026-06-22 07:30"))
    await alive(world, at("2026-06-18 17:00"))
    await send_reminders(world, at("2026-06-22 08:10"))
    (letter,) = await letters(store, "group_digest")
    lines = letter.message.text.splitlines()
    assert len(lines) == 6
    assert lines[1] == (
        "Hệ thống vừa tạm dừng; báo cáo gửi trước 08:10 Chủ nhật 21/6 "
        "có thể chưa tới, xin gửi lại giúp."
    )
