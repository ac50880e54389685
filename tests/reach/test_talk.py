"""What people read and type about their channels: `/kenh`, the ward's order, whom to call."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.domain.channel_words import read_main_channel
from data.domain.messages import Chat, Delivery, Lane, OutgoingMessage
from data.domain.quota import Quota
from data.domain.trouble import AccountStatus
from data.domain.window import OUTSIDE_WINDOW
from data.errors import SendFailure
from data.store.unit_of_work import Store
from data.texts import status as page
from data.texts.trouble import overview
from jobs.actions.what_is_wrong import what_is_wrong
from tests.cast import Cast, found
from tests.dialog.conftest import Stage, stage
from tests.reach.town import TELEGRAM, ZALO

__all__ = ["stage"]


@pytest.fixture
async def store(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Store]:
    """One database is enough for words."""
    opened = Store.at(f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / 'n.db')}")
    yield opened
    await opened.close()


@pytest.fixture
async def cast(store: Store) -> Cast:
    """The cast with their web chats."""
    return await found(store)


async def link(stage: Stage, name: str, *accounts: tuple[str, str]) -> None:
    person = stage.cast.people[name].id
    async with stage.store.write() as unit:
        for channel, account in accounts:
            chat = Chat(channel, account, f"p{person}")
            await unit.links.add(stage.cast.ward.id, person, chat, stage.now)


async def first(stage: Stage, name: str) -> str:
    person = stage.cast.people[name].id
    async with stage.store.read() as unit:
        return (await unit.links.of([person]))[person][0].channel


async def test_where_one_is_reached_and_what_one_tap_changes(stage: Stage) -> None:
    await link(stage, "Hạnh", TELEGRAM, ZALO)
    shown = await stage.says("Hạnh", "/kenh")
    assert shown.text == (
        "Tin nhắc của đồng chí Hạnh gửi qua Telegram (kênh chính).\n"
        "- Zalo: dự phòng\n"
        "- trang nhắn tin của phường: dự phòng\n"
        "Đây là thứ tự chung của phường.\n"
        "Muốn đổi thì trả lời, ví dụ: kênh chính Zalo"
    )
    assert shown.labels == ("Nhận qua Zalo", "Nhận qua trang nhắn tin của phường")
    done = await stage.taps("Hạnh", "Nhận qua Zalo")
    assert done.text == (
        "Đã ghi: tin nhắc của đồng chí Hạnh gửi qua Zalo trước.\n"
        "Tin quan trọng không tới được thì gửi một lần qua Telegram.\n"
        "Đổi lại: gõ /kenh"
    )
    assert await first(stage, "Hạnh") == "zalo_bot"
    again = await stage.says("Hạnh", "kênh của tôi")
    assert again.labels[-1] == "Theo thứ tự chung"
    back = await stage.taps("Hạnh", "Theo thứ tự chung")
    assert back.text.startswith(
        "Đã ghi: tin nhắc của đồng chí Hạnh gửi theo thứ tự chung của phường, hiện là Telegram trước."
    )
    assert await first(stage, "Hạnh") == "telegram"


@pytest.mark.parametrize(
    "typed", ["kênh chính Zalo", "KENH CHINH: zalo", "nhận tin qua Zalo.", "1"]
)
async def test_every_choice_can_be_typed(stage: Stage, typed: str) -> None:
    await link(stage, "Tư", TELEGRAM, ZALO)
    await stage.says("Tư", "kênh")
    said = await stage.says("Tư", typed)
    assert said.text.startswith("Đã ghi: tin nhắc của bác Tư gửi qua Zalo trước.")
    assert await first(stage, "Tư") == "zalo_bot"
    async with stage.store.read() as unit:
        (entry,) = [
            e
            for e in await unit.ward(stage.cast.ward.id).log.read()
            if e.kind == "link.main_chosen"
        ]
    assert entry.actor == entry.subject == f"person:{stage.cast.people['Tư'].id}"


async def test_one_channel_is_shown_with_how_to_get_another(stage: Stage) -> None:
    said = await stage.says("Hạnh", "/kenh")
    assert said.text == (
        "Tin nhắc của đồng chí Hạnh gửi qua trang nhắn tin của phường (kênh chính).\n"
        "Muốn nhận qua kênh khác nữa, nhờ cơ quan đầu mối gửi thư mời mới."
    )
    assert said.labels == ()
    said = await stage.says("Hạnh", "kênh chính Telegram")
    assert said.text.startswith("Đồng chí Hạnh chưa vào kênh nhắc việc qua Telegram.")


async def test_a_channel_that_takes_nothing_is_shown_so_and_cannot_be_chosen(stage: Stage) -> None:
    await link(stage, "Hạnh", TELEGRAM, ZALO)
    person = stage.cast.people["Hạnh"].id
    async with stage.store.write() as unit:
        await unit.links.mark_reachable(Chat(*ZALO, f"p{person}"), False)
    shown = await stage.says("Hạnh", "/kenh")
    assert "- Zalo: đang không nhận được tin" in shown.text
    assert shown.labels == ("Nhận qua trang nhắn tin của phường",)
    said = await stage.says("Hạnh", "kênh chính Zalo")
    assert said.text.startswith("Zalo đang không nhận tin từ kênh nhắc việc.")
    assert await first(stage, "Hạnh") == "telegram"


async def test_a_forged_choice_takes_nobody_elses_chat(stage: Stage) -> None:
    await link(stage, "Hạnh", TELEGRAM)
    await link(stage, "Tư", ZALO)
    tu = stage.cast.people["Tư"].id
    async with stage.store.read() as unit:
        other = (await unit.links.of([tu]))[tu][0]
    said = await stage.says("Hạnh", choice=f"channels:main:{other.id}")
    assert said.text.startswith("Kênh này không còn nối")
    assert await first(stage, "Tư") == "zalo_bot"


@pytest.mark.parametrize(
    "words",
    ["", "kênh", "đã nhận tin qua Zalo của tổ dân phố", "#7 nhận qua zalo", "kênh chính viber"],
)
def test_other_lines_choose_nothing(words: str) -> None:
    assert read_main_channel(words) is None


async def test_the_lead_office_sets_the_order_of_the_ward(stage: Stage) -> None:
    await link(stage, "Hạnh", TELEGRAM, ZALO)
    said = await stage.says("Mai", "thứ tự kênh: zalo, telegram, web")
    assert said.text.startswith("Đã đổi. Thứ tự kênh: Zalo, Telegram, trang nhắn tin của phường.\n")
    assert await first(stage, "Hạnh") == "zalo_bot"
    undone = await stage.taps("Mai", "Hoàn tác")
    assert "Thứ tự kênh: Telegram, Zalo, trang nhắn tin của phường" in undone.text
    assert await first(stage, "Hạnh") == "telegram"
    said = await stage.says("Mai", "thu tu kenh web roi zalo oa")
    assert "Thứ tự kênh: trang nhắn tin của phường, Zalo OA, Telegram, Zalo bot." in said.text
    said = await stage.says("Mai", "thứ tự kênh: viber")
    assert said.text.startswith("Các kênh nhắn tin có: Telegram, Zalo, trang web.")


async def fail(stage: Stage, name: str, code: int, state: Delivery, error: str) -> None:
    person = stage.cast.people[name].id
    async with stage.store.write() as unit:
        await unit.outbox.add(
            f"k{code}{state}",
            Chat(*ZALO, f"p{person}"),
            OutgoingMessage("Việc"),
            kind="digest",
            lane=Lane.BULK,
            now=stage.now,
            ward_id=stage.cast.ward.id,
            person_id=person,
            must_arrive=True,
            mentions=[(await stage.owed(code)).id],
        )
        (letter,) = await unit.deliveries.claim(ZALO, Lane.BULK, stage.now)
        if state is Delivery.SENT:
            await unit.deliveries.mark_sent(letter.id, "82599fa32f56", stage.now)
        else:
            await unit.deliveries.mark(letter.id, state, error)


async def test_who_could_not_be_told_stands_on_the_list_of_those_to_call(stage: Stage) -> None:
    await link(stage, "Hạnh", ZALO)
    await fail(stage, "Hạnh", 7, Delivery.DEAD, f"{SendFailure.REFUSED}: no")
    await stage.says("Mai", "/suco")
    said = await stage.taps("Mai", "Xem người chưa liên lạc được")
    assert (
        "- Lê Văn Hạnh (Văn phòng HĐND và UBND), 0900000002: có tin chưa tới được qua kênh nào; "
        "chưa báo được: tin nhắc việc (#7)"
    ) in said.text


async def test_a_low_month_stands_in_what_is_wrong(stage: Stage) -> None:
    await link(stage, "Hạnh", ZALO)
    await fail(stage, "Hạnh", 7, Delivery.SENT, "")
    status = AccountStatus("zalo_bot", "2", "Zalo Bot", True, quota=Quota(1, 50))
    async with stage.store.read() as unit:
        mai = stage.cast.people["Mai"]
        rundown = await what_is_wrong(unit, stage.cast.ward, mai, [status], stage.now)
    assert not replace(rundown, undelivered=()).is_all_well
    text = overview(rundown, None)
    assert (
        "🔴 Zalo: đã gửi 1/1 tin tháng này (100%), đã hết lượt gửi; 1/50 người. "
        "Tin đi kênh khác của từng người" in text
    )
    assert page.account_used(status, rundown).startswith("🔴 Zalo: đã gửi 1/1 tin")


async def test_the_lead_office_reads_on_a_task_how_its_reminders_stand(stage: Stage) -> None:
    await link(stage, "Hạnh", ZALO)
    await fail(stage, "Hạnh", 7, Delivery.SENT, "")
    await fail(stage, "Hạnh", 7, Delivery.UNCERTAIN, "uncertain: x")
    said = await stage.says("Mai", choice=f"tasks:show:{(await stage.owed(7)).id}")
    assert "Nhắc Lê Văn Hạnh qua Zalo 09:12 thứ Hai 15/6: chưa chắc đã đến" in said.text
    assert "Nhắc Lê Văn Hạnh qua Zalo 09:12 thứ Hai 15/6: đã gửi (mã 82599fa32f56)" in said.text
    await fail(stage, "Hạnh", 7, Delivery.DEAD, f"{SendFailure.REFUSED}: {OUTSIDE_WINDOW}")
    said = await stage.says("Mai", choice=f"tasks:show:{(await stage.owed(7)).id}")
    assert (
        "15/6: không gửi được (người nhận quá 7 ngày chưa nhắn cho Zalo OA, Zalo không cho gửi)"
    ) in said.text
    own = await stage.says("Hạnh", choice=f"tasks:show:{(await stage.owed(7)).id}")
    assert "Nhắc Lê" not in own.text
