"""Reminders where messages are counted: what is early is said once a week, what is due at once."""

from collections.abc import Awaitable, Callable
from datetime import date, time, timedelta

import pytest

from data.domain.messages import Delivery
from data.domain.people import Ladder
from data.domain.quota import MONTHLY, Quota
from data.errors import SendError, SendFailure
from jobs.ticks.deliver_outbox import deliver_outbox
from jobs.ticks.send_reminders import send_reminders
from jobs.ticks.send_weekly_summary import send_weekly_summary
from tests.cast import at
from tests.reach.town import TELEGRAM, ZALO, Town, counted
from tests.reminders.stage import due, set_up

Morning = Callable[[str], Awaitable[None]]
WORKS = "Phòng Kinh tế, Hạ tầng và Đô thị"
CULTURE = "Phòng Văn hóa – Xã hội"
"""Where Mai works, of the lead office."""
ALL_BEFORE = Ladder(before=(5, 4, 3, 2, 1))


@pytest.fixture
async def ward(town: Town) -> Town:
    """Hạnh and Dũng are reached by a counted Zalo bot; they hear of work each day before it is due."""
    await set_up(
        town.store,
        town.cast,
        town.cast.ward.settings.model_copy(update={"ladder": ALL_BEFORE}),
    )
    town.zalo = counted(Quota(3000, 50))
    await town.link("Hạnh", ZALO)
    return town


async def morning(town: Town, day: str, clock: str = "07:30", *, whose: str = "Hạnh") -> list[str]:
    """Run the reminders at an hour of a day; return what came of somebody's messages."""
    town.now = at(f"2026-{day} {clock}")
    before = {x.id for x in await town.letters()}
    for _ in range(2):  # again at once does nothing more
        await send_reminders(town.world, town.now)
    await deliver_outbox(town.world, town.now)
    found = [x for x in await town.letters("digest") if x.id not in before]
    texts = [x.message.text for x in found]  # of what is kept back, too
    assert [t for t in texts if t.endswith(":") and "\n" not in t] == []
    return [x.state.value for x in found if x.person_id == town.id_of(whose)]


async def test_early_words_come_once_a_week_and_due_ones_on_their_day(ward: Town) -> None:
    await due(ward.store, ward.cast, 1, date(2026, 6, 24))
    week = [await morning(ward, f"06-{day}") for day in range(15, 20)]
    # The first of the week is said; the rungs of Wednesday to Friday wait for Monday.
    assert week == [["sent"], [], ["held"], ["held"], ["held"]]
    assert await morning(ward, "06-22") == ["sent"]
    assert await morning(ward, "06-23") == ["held"]
    assert await morning(ward, "06-24") == ["sent"]  # due today
    assert await morning(ward, "06-25") == ["sent"]  # overdue
    held = [x for x in await ward.letters("digest") if x.key.endswith(":held")]
    assert {x.state for x in held if x.person_id == ward.id_of("Hạnh")} == {Delivery.EXPIRED}
    assert all((x.error or "").startswith("said in digest:") for x in held)


async def test_what_was_kept_back_comes_with_the_first_urgent_message(ward: Town) -> None:
    await due(ward.store, ward.cast, 1, date(2026, 6, 17), title="Họp tổ")
    await due(ward.store, ward.cast, 2, date(2026, 6, 30), title="Sửa loa")
    await morning(ward, "06-15")
    assert await morning(ward, "06-16") == ["held"]
    assert await morning(ward, "06-17") == ["sent"]
    sent = [x for x in await ward.letters("digest") if x.state is Delivery.SENT]
    assert sent[-1].must_arrive
    assert "Họp tổ: hạn hôm nay" in sent[-1].message.text


async def test_nothing_waits_where_messages_are_not_counted(ward: Town) -> None:
    ward.zalo = counted(None)
    await due(ward.store, ward.cast, 1, date(2026, 6, 24))
    assert [await morning(ward, f"06-{day}") for day in range(17, 20)] == [["sent"]] * 3


async def test_the_first_word_about_something_due_this_week_does_not_wait(ward: Town) -> None:
    await due(ward.store, ward.cast, 1, date(2026, 6, 30))
    assert await morning(ward, "06-15") == ["sent"]
    ward.now = at("2026-06-16 09:00")
    await due(ward.store, ward.cast, 2, date(2026, 6, 19), title="Việc gấp")
    assert await morning(ward, "06-16") == ["sent"]


async def test_what_waits_for_review_is_said_though_the_office_was_spoken_to(ward: Town) -> None:
    await ward.link("Mai", ZALO)
    waits = await due(ward.store, ward.cast, 1, date(2026, 6, 24))
    mine = await due(ward.store, ward.cast, 2, date(2026, 7, 1), lead=CULTURE, title="Sơ kết quý")
    assert await morning(ward, "06-24", whose="Mai") == ["sent"]
    async with ward.store.write() as unit:
        occurrences = unit.ward(ward.cast.ward.id).occurrences
        (owed,) = await occurrences.of_task(waits.id)
        await occurrences.change(
            owed.id, state="reported", reported_at=ward.now, next_remind_at=None
        )
    # What is merely early waits; the first message about reports brings it along.
    assert await morning(ward, "06-25", whose="Mai") == ["held"]
    assert await morning(ward, "06-26", whose="Mai") == ["sent"]
    letters = [x for x in await ward.letters("digest") if x.person_id == ward.id_of("Mai")]
    said = letters[-1].message.text
    assert "Chờ duyệt: 1 báo cáo, cũ nhất 2 ngày" in said
    assert "#2 Sơ kết quý" in said
    assert Delivery.HELD not in {x.state for x in letters}
    # With no work of her own, too: each day, and never a heading with nothing under it.
    async with ward.store.write() as unit:
        occurrences = unit.ward(ward.cast.ward.id).occurrences
        (own,) = await occurrences.of_task(mine.id)
        await occurrences.change(own.id, state="accepted", next_remind_at=None)
    assert [await morning(ward, day, whose="Mai") for day in ("06-29", "06-30")] == [["sent"]] * 2


async def test_ones_own_week_makes_no_word_of_work_wait(ward: Town) -> None:
    settings = ward.cast.ward.settings.model_copy(
        update={"ladder": ALL_BEFORE, "summary_weekday": 1, "summary_at": time(7, 15)}
    )
    await set_up(ward.store, ward.cast, settings)
    await ward.link("Mai", ZALO)
    await due(ward.store, ward.cast, 1, date(2026, 6, 23), title="Họp tổ")
    await due(ward.store, ward.cast, 2, date(2026, 6, 30), title="Sửa loa")
    ward.now = at("2026-06-22 07:15")
    assert (await send_weekly_summary(ward.world, ward.now))["own"] >= 1
    await deliver_outbox(ward.world, ward.now)
    own = [x for x in await ward.letters("own_week") if x.person_id == ward.id_of("Hạnh")]
    assert [x.state for x in own] == [Delivery.SENT]
    # The first reminder of the week comes all the same, then what is due and what is late.
    assert [await morning(ward, f"06-{day}") for day in (22, 23, 24)] == [["sent"]] * 3


async def test_what_is_done_meanwhile_is_not_said_any_more(ward: Town) -> None:
    task = await due(ward.store, ward.cast, 1, date(2026, 6, 24))
    await morning(ward, "06-15")
    assert await morning(ward, "06-17") == ["held"]
    async with ward.store.write() as unit:
        work = unit.ward(ward.cast.ward.id)
        (owed,) = await work.occurrences.of_task(task.id)
        await work.occurrences.change(owed.id, state="reported", next_remind_at=None)
    assert await morning(ward, "06-22") == []
    held = [x for x in await ward.letters("digest") if x.key.endswith(":held")]
    assert {x.error for x in held} == {"quota: nothing of it is owed any more"}
    assert await send_reminders(ward.world, ward.now + timedelta(minutes=2)) == {}


async def test_on_a_low_account_what_is_early_goes_another_way_or_waits(ward: Town) -> None:
    await ward.link("Dũng", ZALO, TELEGRAM)
    ward.zalo = counted(Quota(0))
    await due(ward.store, ward.cast, 1, date(2026, 6, 24))
    assert await morning(ward, "06-15") == ["held"]
    async with ward.store.read() as unit:
        assert await unit.ward(ward.cast.ward.id).held.count(at("2026-06-01 00:00")) == 1
    assert ward.zalo.arrived == []


async def test_when_the_month_is_over_what_waited_is_said(ward: Town) -> None:
    ward.zalo = counted(Quota(0))
    await due(ward.store, ward.cast, 1, date(2026, 6, 24))
    assert await morning(ward, "06-15") == ["held"]
    assert await morning(ward, "06-16") == []
    ward.zalo = counted(Quota(3000))  # as on the first of the next month
    assert await morning(ward, "06-16", "07:40") == ["sent"]


async def test_due_today_goes_by_another_way_when_the_account_is_spent(ward: Town) -> None:
    await ward.link("Hạnh", TELEGRAM)
    settings = ward.cast.ward.settings.model_copy(
        update={"channel_order": ("zalo_bot", "zalo_oa", "telegram", "web")}
    )
    await set_up(ward.store, ward.cast, settings)
    ward.zalo = counted(Quota(0))
    await due(ward.store, ward.cast, 1, date(2026, 6, 17))
    assert await morning(ward, "06-17") == ["sent"]
    assert [x.chat.channel for x in ward.telegram.arrived] == ["telegram"]


async def test_who_only_helps_hears_of_it_when_the_month_is_over(ward: Town) -> None:
    await ward.link("Lan", ZALO)
    ward.zalo = counted(Quota(0))
    await due(ward.store, ward.cast, 1, date(2026, 6, 24), coordinate=WORKS)
    assert await morning(ward, "06-15", whose="Lan") == ["held"]
    ward.zalo = counted(Quota(3000))  # as on the first of the next month
    assert await morning(ward, "06-16", "07:40", whose="Lan") == ["sent"]
    said = next(x for x in ward.zalo.arrived if x.person_id == ward.id_of("Lan"))
    assert "#1" in said.message.text


async def test_whom_the_platform_itself_cuts_off_from_what_is_said_once_is_called(
    ward: Town,
) -> None:
    await ward.link("Lan", ZALO)
    await ward.link("Mai", TELEGRAM)
    refused = SendError(SendFailure.THROTTLED, MONTHLY)
    ward.zalo = counted(Quota(3000), *[refused] * 9)
    await due(ward.store, ward.cast, 1, date(2026, 6, 24), coordinate=WORKS)
    assert await morning(ward, "06-15", whose="Lan") == ["ready"]
    await ward.run()
    # Hạnh's early word comes again with the next rung; that Lan helps is not said a second time.
    assert {x.person_id: x.state for x in await ward.letters("digest")} == {
        ward.id_of("Hạnh"): Delivery.HELD,
        ward.id_of("Lan"): Delivery.DEAD,
    }
    (told,) = await ward.letters("untold")
    assert "Võ Thị Lan" in told.message.text
    assert "Hạnh" not in told.message.text
