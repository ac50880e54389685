"""The engine: one message, one transaction; nobody is blocked and nothing is lost or doubled."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.conversations.base import Conversation, Reply, Turn
from bot.dialog import Dialog
from bot.dialog.cleaning import LONGEST_TEXT, clean_text
from data.domain.messages import Chat, Lane, OutgoingMessage
from data.domain.tasks import OccurrenceState
from tests.dialog.conftest import Stage

STRANGER = Chat("web", "web", "somebody")


def raw(text: str, choice: str | None = None) -> dict[str, Any]:
    return {"text": text, "choice": choice, "files": [], "sent_at": "2026-06-15T09:12:00+07:00"}


async def test_the_same_update_twice_is_one_message(stage: Stage) -> None:
    chat = stage.cast.chat("Hạnh")
    assert await stage.dialog.receive(chat, "x1", raw("#7 xong")) is not None
    assert await stage.dialog.receive(chat, "x1", raw("#7 xong")) is None
    assert await stage.dialog.drain() == 1
    assert await stage.dialog.drain() == 0


async def test_two_engines_handle_a_message_once(stage: Stage) -> None:
    inbox_id = await stage.dialog.receive(stage.cast.chat("Hạnh"), "x1", raw("#7 được 65%"))
    assert inbox_id is not None
    await asyncio.gather(stage.dialog.handle(inbox_id), stage.dialog.handle(inbox_id))
    async with stage.store.read() as unit:
        reports = await unit.ward(stage.cast.ward.id).reports.of_occurrence(
            (await stage.owed(7)).id
        )
    assert len(reports) == 1


async def test_the_messages_of_one_chat_are_answered_in_order(stage: Stage) -> None:
    chat = stage.cast.chat("Hạnh")
    for number, text in enumerate(("#7 được 10%", "#7 được 20%", "#7 được 30%")):
        await stage.dialog.receive(chat, f"x{number}", raw(text))
    await stage.dialog.receive(stage.cast.chat("Tư"), "y", raw("xong"))
    assert await stage.dialog.drain() == 4
    assert (await stage.owed(7)).progress == "được 30%"
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED


async def test_a_stranger_hears_one_sentence_an_hour_and_no_data(stage: Stage) -> None:
    first = await stage.dialog.receive(STRANGER, "s1", raw("việc"))
    second = await stage.dialog.receive(STRANGER, "s2", raw("#7 xong"))
    await stage.dialog.drain()
    assert first is not None
    assert second is not None
    assert (await stage.answer_to(first)).text == (
        "Đây là kênh nội bộ. Nếu đồng chí được mời, hãy mở đúng đường dẫn "
        "hoặc quét mã QR trên giấy mời."
    )
    assert (await stage.answer_to(second)).text == ""
    stage.later(minutes=61)
    third = await stage.dialog.receive(STRANGER, "s3", raw("alo"))
    await stage.dialog.drain()
    assert third is not None
    assert (await stage.answer_to(third)).text != ""
    assert (await stage.owed(7)).state is OccurrenceState.OPEN


async def test_somebody_who_left_is_a_stranger(stage: Stage) -> None:
    person = replace(stage.cast.people["Hạnh"], is_active=False)
    async with stage.store.write() as unit:
        await unit.ward(stage.cast.ward.id).people.save(person)
    assert (await stage.says("Hạnh", "việc")).text.startswith("Đây là kênh nội bộ.")


async def test_a_very_long_message_gets_a_kind_answer_and_is_kept(stage: Stage) -> None:
    text = "#7 đã làm " + "rất nhiều việc " * 1_500
    said = await stage.says("Hạnh", text)
    assert said.text.startswith("Tin nhắn dài 22.509 ký tự, tôi chỉ nhận tối đa 4.000")
    assert (await stage.owed(7)).progress == ""
    fits = await stage.says("Hạnh", "#7 đã làm " + "x" * (LONGEST_TEXT - 10))
    assert fits.text.startswith("Đã lưu báo cáo #7")


async def test_an_old_or_made_up_choice_is_closed_kindly(stage: Stage) -> None:
    for choice in (
        *("report:open:999999", "report:undo:999999", "plan:nothing:1", "report:open:x"),
        *("report:nothing", "nobody:open:1", "tasks:show", ":::", "report:set:1:best", "rubbish"),
    ):
        said = await stage.says("Hạnh", choice=choice)
        assert said.text
        assert "chưa xử lý được" not in said.text


async def test_control_and_right_to_left_characters_are_taken_out(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 \u202eđã\u202c \x07làm\u200b <b>xong</b>")
    assert (await stage.owed(7)).progress == "đã làm <b>xong</b>"


def test_cleaning_keeps_lines_and_emoji_and_joins_letters() -> None:
    assert clean_text("a\u0301\r\nb\x00") == "á\nb"
    assert clean_text("\u202e 👨\u200d👩 ") == "👨\u200d👩"


class Trouble:
    """A conversation with a fault, for messages that say "hỏng"."""

    def __init__(self) -> None:
        self.tries = 0

    async def start(self, turn: Turn) -> Reply | None:
        if turn.message.text != "hỏng":
            return None
        self.tries += 1
        turn.work.log.append("never", actor="x", subject="x", now=turn.now)
        await turn.unit.outbox.add(
            "never", turn.chat, OutgoingMessage("never"), kind="x", lane=Lane.ANSWER, now=turn.now
        )
        raise ZeroDivisionError(turn.message.text)

    async def tap(self, _turn: Turn, _verb: str, _rest: Sequence[str]) -> Reply | None:
        return None


async def test_a_fault_is_rolled_back_tried_thrice_and_answered_once(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    trouble = Trouble()
    faulty = Conversation("trouble", trouble.tap, start=trouble.start)
    stage.dialog = Dialog(
        stage.store,
        {("web", "web"): WebChannel(stage.store)},
        (faulty, *ALL),
        lambda: stage.now,
        stage.files,
        "",
    )
    with caplog.at_level(logging.ERROR):
        bad = await stage.dialog.receive(stage.cast.chat("Hạnh"), "b1", raw("hỏng"))
        good = await stage.dialog.receive(stage.cast.chat("Hạnh"), "b2", raw("#7 xong"))
        await stage.dialog.drain()
    assert trouble.tries == 3
    assert bad is not None
    assert good is not None
    assert (await stage.answer_to(bad)).text.startswith("Tin nhắn vừa rồi tôi chưa xử lý được")
    assert (await stage.answer_to(good)).text.startswith("Đã lưu báo cáo #7")
    async with stage.store.read() as unit:
        assert await unit.outbox.find("never") is None
        assert await unit.ward(stage.cast.ward.id).log.first_break() is None
    assert "ZeroDivisionError" in caplog.text
    assert "hỏng" not in caplog.text


async def test_an_unreadable_update_blocks_nobody(stage: Stage) -> None:
    chat = stage.cast.chat("Hạnh")
    bad = await stage.dialog.receive(chat, "b1", {"nothing": "known"})
    await stage.dialog.receive(chat, "b2", raw("#7 xong"))
    await stage.dialog.drain()
    assert bad is not None
    assert (await stage.answer_to(bad)).text.startswith("Tin nhắn vừa rồi")
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED


async def test_what_waits_survives_a_restart(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    again = Stage(stage.store, stage.files, stage.cast, now=stage.now, sent=stage.sent)
    said = await again.says("Hạnh", "#12 xong")
    assert "Minh chứng: 1 ảnh" in said.text


async def test_the_log_of_a_days_talk_is_whole(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong", await stage.photo())
    await stage.taps("Hạnh", "Hoàn tác")
    await stage.says("Tư", "xong")
    async with stage.store.read() as unit:
        log = unit.ward(stage.cast.ward.id).log
        assert await log.first_break() is None
        kinds = [entry.kind for entry in await log.read()]
    assert kinds == ["evidence.kept", "report.stored", "report.undone", "report.stored"]
