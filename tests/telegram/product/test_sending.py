"""What was perhaps sent, what waits, and who goes first: as the people at both ends see it."""

import asyncio
import re
from datetime import timedelta
from functools import partial

import pytest

from bot.channels.telegram import account
from bot.channels.telegram.client import Client
from data.domain.messages import Choice, Delivery, Lane, OutgoingMessage
from tests.telegram.emulator import (
    Call,
    Fault,
    Limits,
    accepted_then_dropped,
    accepted_then_silent,
    refused,
    status,
    throttle,
)
from tests.telegram.product.office import Office

LOST_ANSWERS = (accepted_then_silent(), accepted_then_dropped(), status(502, delivered=True))


@pytest.mark.parametrize("fault", LOST_ANSWERS, ids=lambda fault: fault.name)
async def test_a_reminder_that_perhaps_arrived_is_sent_again_once_and_says_so(
    office: Office, fault: Fault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account, "Client", partial(Client, patience=0.5))
    async with office.runs():
        hanh = await office.phone("Hạnh")
        office.telegram.fault(fault, "sendMessage")
        letter = await office.queues("Hạnh", "Việc của đồng chí Hạnh hôm nay")
        await office.telegram.until(lambda: hanh.chat().said or None)
        office.passes(minutes=1)
        again = await hanh.hears("Gửi lại", 20)
        assert again.text.startswith("🔁 Gửi lại (có thể đã nhận trước đó)\n")
        await office.telegram.rests()
        assert len(hanh.chat().said) == 2
        await is_in(office, letter.key, Delivery.SENT)


async def test_the_second_time_that_no_answer_comes_it_is_listed(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        office.telegram.fault(accepted_then_dropped(), "sendMessage", times=2)
        letter = await office.queues("Hạnh", "Việc của đồng chí Hạnh hôm nay")
        await office.telegram.until(lambda: hanh.chat().said or None)
        office.passes(minutes=1)
        await hanh.hears("Gửi lại", 20)
        await is_in(office, letter.key, Delivery.UNCERTAIN)


async def test_what_need_not_arrive_is_listed_and_the_lead_office_decides(office: Office) -> None:
    async with office.runs():
        hanh, mai = await office.phone("Hạnh"), await office.phone("Mai")
        keys = []
        for text in ("Nhắc một", "Nhắc hai"):
            office.telegram.fault(accepted_then_dropped(), "sendMessage", chat=hanh)
            office.telegram.fault(accepted_then_dropped(), "sendMessage", chat=hanh)
            keys.append((await office.queues("Hạnh", text)).key)
            await hanh.hears(text)
            office.passes(minutes=1)
            await is_in(office, keys[-1], Delivery.UNCERTAIN)
            await office.queues("Mai", f"{text}: tin giữa", must_arrive=False)
            await mai.hears(f"{text}: tin giữa")
        page = await office.page("/tinh-trang")
        assert "chưa chắc đã đến" in page
        assert "Nhắc một" not in page
        mai.says("/suco")
        assert "2 tin chưa chắc đã đến" in (await mai.hears("Cần xem")).text
        mai.taps("Xem tin chưa tới")
        listed = await mai.hears("Tin nhắc việc cho Lê Văn Hạnh")
        assert "đứt kết nối khi đang gửi" in listed.text
        mai.taps("Gửi lại 1")
        await mai.hears("Đang gửi lại tin nhắc việc cho Lê Văn Hạnh, có ghi rõ là gửi lại")
        await hanh.hears(re.compile("Gửi lại.*\nNhắc"))
        mai.taps("Bỏ qua 2", on=listed)
        await mai.hears("Đã bỏ qua tin nhắc việc cho Lê Văn Hạnh")
        mai.taps("Bỏ qua 2", on=listed)
        await mai.hears("Tin này đã được xử lý rồi")
        mai.says("/suco")
        assert "tin chưa chắc" not in (await mai.hears(re.compile("Cần xem|đang chạy tốt"))).text


async def is_in(office: Office, key: str, state: Delivery) -> None:
    for _ in range(400):
        if (await office.letter(key)).state is state:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"{(await office.letter(key)).state}")


async def test_an_answer_does_not_wait_behind_300_reminders(office: Office) -> None:
    office.telegram.limits = Limits()
    async with office.runs(has_real_pace=True):
        hanh = await office.phone("Hạnh")
        many = [office.telegram.user(f"Cán bộ {n}") for n in range(300)]
        async with office.app.store.write() as unit:
            for other in many:
                other.chat().started = True
                await unit.outbox.add(
                    f"round:{other.id}",
                    office.chat(other),
                    OutgoingMessage("Việc hôm nay"),
                    kind="digest",
                    lane=Lane.BULK,
                    now=office.clock(),
                    ward_id=office.cast.ward.id,
                )
        await office.telegram.until(lambda: len(sends(office)) >= 10 or None)
        hanh.says("việc")
        before = len(sends(office))
        await hanh.hears("2 việc đang mở")
        order = [call.chat_id for call in sends(office)]
        assert order.index(hanh.id) - before <= 75, "a moment of the round, on a busy machine too"
        assert len(order) < 150
        assert office.telegram.throttled == 0


def sends(office: Office) -> list[Call]:
    return office.telegram.calls("sendMessage")


async def test_who_is_told_to_wait_waits_and_others_do_not(office: Office) -> None:
    async with office.runs():
        hanh, tu = await office.phone("Hạnh"), await office.phone("Tư")
        office.telegram.fault(throttle(2), "sendMessage", chat=hanh)
        await office.queues("Hạnh", "Việc một")
        await office.queues("Tư", "Việc hai")
        await tu.hears("Việc hai", 1.5)
        await hanh.hears("Việc một", 10)
        first, second = [c for c in sends(office) if c.chat_id == hanh.id]
        assert second.at - first.at >= 2


async def test_who_blocks_us_is_told_of_once_with_the_number_to_call(office: Office) -> None:
    async with office.runs():
        hanh, mai = await office.phone("Hạnh"), await office.phone("Mai")
        hanh.blocks()
        told = await mai.hears("không nhận được tin qua Telegram")
        assert "0900000002" in told.text
        await office.until("2026-06-16 07:31")
        await office.telegram.rests()
        assert not [c for c in sends(office) if c.chat_id == hanh.id]
        assert len([m for m in mai.chat().said if "không nhận được" in m.text]) == 1
        hanh.unblocks()
        await office.telegram.rests()
        await office.until("2026-06-19 07:31")
        await hanh.hears("Việc của đồng chí Hạnh")


@pytest.mark.parametrize(
    "words",
    ["bot was blocked by the user", "user is deactivated", "bot can't initiate conversation"],
)
async def test_whom_telegram_refuses_is_told_of_once(office: Office, words: str) -> None:
    async with office.runs():
        hanh, mai = await office.phone("Hạnh"), await office.phone("Mai")
        gone = refused(403, f"Forbidden: {words}")
        always = office.telegram.fault(gone, "sendMessage", chat=hanh, times=3)
        for text in ("Nhắc một", "Nhắc hai", "Nhắc ba"):
            await office.queues("Hạnh", text)
        await mai.hears("0900000002")
        await office.telegram.rests()
        assert len([m for m in mai.chat().said if "không nhận được" in m.text]) == 1
        always.cancel()
        hanh.says("việc")
        await hanh.hears("2 việc đang mở")


async def test_a_reminder_that_came_too_late_is_not_sent_any_more(office: Office) -> None:
    office.telegram.cut()
    async with office.runs():
        hanh = await office.phone("Hạnh")
        old = await office.queues("Hạnh", "Nhắc sáng nay", expires_after=timedelta(hours=4))
        await office.queues("Hạnh", "Nhắc tuần này", expires_after=timedelta(days=5))
    office.passes(hours=5)
    office.telegram.restore()
    async with office.runs():
        await hanh.hears("Nhắc tuần này")
        assert not [m for m in hanh.chat().said if "sáng nay" in m.text]
        assert (await office.letter(old.key)).state is Delivery.EXPIRED


async def test_words_of_a_plan_never_break_the_sending(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        text = "Việc <b>&amp; của\n<script>alert(1)</script> a < b && c > d <b><i>\u0000\ud83d"
        await office.queues("Hạnh", text.encode("utf-8", "ignore").decode())
        said = await hanh.hears("alert(1)")
        assert "<script>alert(1)</script> a < b && c > d <b><i>" in said.text


async def test_a_long_text_is_split_where_one_would_and_the_buttons_come_last(
    office: Office,
) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        lines = [
            f"🔴 #{n} Việc số {n}: 👨‍👩‍👧‍👦 quá hạn, cần làm ngay hôm nay nhé" for n in range(200)
        ]
        await office.queues(
            "Hạnh", "\n".join(lines), key="dài", choices=(Choice("Báo cáo", "tasks:list"),)
        )
        last = await hanh.hears("#199 ")
        parts = hanh.chat().said
        assert len(parts) > 2
        assert [line for part in parts for line in part.text.split("\n")] == lines
        assert [bool(part.buttons) for part in parts] == [False] * (len(parts) - 1) + [True]
        assert all(len(p.text.encode("utf-16-le")) // 2 <= 4096 for p in parts)
        assert last.labels == ["Báo cáo"]
