"""A weekly summary that waits for messages: it comes once there are some, and nothing of it is lost."""

from dataclasses import replace
from datetime import date

import pytest

from data.domain.messages import Delivery, Letter
from data.domain.quota import Quota
from data.domain.told import SAID_IN
from jobs.ticks.send_late_summaries import send_late_summaries
from jobs.ticks.send_weekly_summary import send_weekly_summary
from tests.cast import at
from tests.reach.town import TELEGRAM, ZALO, Town, counted
from tests.reminders.stage import due

FULL, SPENT = Quota(3000), Quota(0)


@pytest.fixture
async def ward(town: Town) -> Town:
    """Mai and Sơn read summaries on a Zalo bot whose month is used up."""
    await due(town.store, town.cast, 1, date(2026, 6, 24))
    town.zalo = counted(SPENT)
    for name in ("Mai", "Sơn"):
        await town.link(name, ZALO)
    return town


async def friday(ward: Town, day: str) -> None:
    ward.now = at(f"2026-{day} 16:00")
    assert (await send_weekly_summary(ward.world, ward.now))["sent"] == 2


async def late(ward: Town, moment: str) -> int:
    ward.now = at(f"2026-{moment}")
    sent = [
        await send_late_summaries(ward.world, ward.now) for _ in range(2)
    ]  # again: nothing more
    assert sent[1] == {}
    return sent[0].get("late", 0)


async def of(ward: Town, name: str) -> list[Letter]:
    return [x for x in await ward.letters("summary") if x.person_id == ward.id_of(name)]


async def test_it_goes_out_on_the_first_morning_of_the_new_month(ward: Town) -> None:
    await friday(ward, "06-26")
    assert {x.state for x in await ward.letters("summary")} == {Delivery.HELD}
    assert await late(ward, "06-30 08:00") == 0
    ward.zalo = counted(FULL)  # the first of July
    assert await late(ward, "07-01 06:00") == 0  # at night nobody is spoken to
    assert await late(ward, "07-01 07:30") == 2
    kept, said = await of(ward, "Mai")
    assert (kept.state, kept.error) == (Delivery.EXPIRED, f"{SAID_IN}{said.key}")
    assert said.message.files == kept.message.files
    assert said.message.text == (
        f"{kept.message.text}\nBản này giữ lại từ thứ Sáu 26/6 để dành lượt gửi."
    )
    await ward.deliver()
    assert [x.state for x in await of(ward, "Mai")] == [Delivery.EXPIRED, Delivery.SENT]


async def test_of_several_the_newest_goes_and_names_the_others(ward: Town) -> None:
    for day in ("06-19", "06-26"):
        await friday(ward, day)
    ward.zalo = counted(FULL)
    assert await late(ward, "07-01 07:30") == 2
    *kept, said = await of(ward, "Sơn")
    assert {x.state for x in kept} == {Delivery.EXPIRED}
    assert said.message.text.endswith(
        "Bản này giữ lại từ thứ Sáu 26/6 để dành lượt gửi. Bản thứ Sáu 19/6 không gửi riêng."
    )


async def test_it_goes_at_once_by_another_channel_that_its_reader_comes_in_on(ward: Town) -> None:
    await friday(ward, "06-26")
    await ward.link("Mai", TELEGRAM)
    assert await late(ward, "06-29 08:00") == 1
    assert (await of(ward, "Mai"))[-1].chat.channel == "telegram"
    assert [x.state for x in await of(ward, "Sơn")] == [Delivery.HELD]


async def test_who_reads_no_summaries_any_more_gets_none(ward: Town) -> None:
    await friday(ward, "06-26")
    async with ward.store.write() as unit:
        gone = replace(ward.cast.people["Sơn"], is_active=False)
        await unit.ward(ward.cast.ward.id).people.save(gone)
    ward.zalo = counted(FULL)
    assert await late(ward, "07-01 07:30") == 1
    assert [x.state for x in await of(ward, "Sơn")] == [Delivery.EXPIRED]


async def test_somebodys_own_week_waits_and_comes_as_well(ward: Town) -> None:
    await ward.link("Hạnh", ZALO)
    await friday(ward, "06-26")
    ward.zalo = counted(FULL)
    assert await late(ward, "07-01 07:30") == 3
    kept, said = [x for x in await ward.letters("own_week") if x.person_id == ward.id_of("Hạnh")]
    assert (kept.state, said.state) == (Delivery.EXPIRED, Delivery.READY)
