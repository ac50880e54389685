"""python-telegram-bot as a third client."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputMediaDocument
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, InvalidToken, RetryAfter
from telegram.request import HTTPXRequest

from tests.telegram.emulator import Person, Telegram, throttle


@pytest.fixture
async def ptb(telegram: Telegram) -> AsyncIterator[Bot]:
    """A client."""
    request = HTTPXRequest(connection_pool_size=4, httpx_kwargs={"verify": False})
    base = {"base_url": f"{telegram.url}/bot", "base_file_url": f"{telegram.url}/file/bot"}
    async with Bot(telegram.token, request=request, get_updates_request=request, **base) as bot:
        yield bot


async def test_there_and_back(ptb: Bot, telegram: Telegram, hanh: Person) -> None:
    assert ptb.username == "nhacviec_bot"
    markup = InlineKeyboardMarkup([[InlineKeyboardButton("Xong", callback_data="x")]])
    await ptb.send_message(hanh.id, "<b>Việc</b>", parse_mode="HTML", reply_markup=markup)
    tap = hanh.taps("Xong")
    hanh.sends_document(b"abc", "a.txt")
    updates = await ptb.get_updates()
    await ptb.answer_callback_query(updates[1].callback_query.id, "Vâng")
    assert (await tap.answer()).text == "Vâng"
    file = await updates[2].message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == b"abc"
    await ptb.send_media_group(hanh.id, [InputMediaDocument(b"1"), InputMediaDocument(b"2")])
    assert [m.files[0].data for m in hanh.messages[-2:]] == [b"1", b"2"]
    assert telegram.violations == []


@pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning")
async def test_its_errors(ptb: Bot, telegram: Telegram, hanh: Person, lan: Person) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await ptb.send_message(lan.id, "x")
    with pytest.raises(BadRequest, match="Message is too long"):
        await ptb.send_message(hanh.id, "x" * 4097)
    telegram.fault(throttle(3), "sendMessage")
    with pytest.raises(RetryAfter):
        await ptb.send_message(hanh.id, "x")
    group = telegram.group("Tổ 5", [hanh])
    group.adds(by=hanh)
    old = group.id
    group.becomes_supergroup()
    with pytest.raises(ChatMigrated) as moved:
        await ptb.send_message(old, "x")
    assert moved.value.new_chat_id == group.id
    await ptb.set_webhook("https://phuong.example/x", secret_token="x")
    with pytest.raises(Conflict, match="webhook is active"):
        await ptb.get_updates()
    base = {"base_url": f"{telegram.url}/bot"}
    with pytest.raises(InvalidToken):
        await Bot("1000000777:" + "A" * 35, **base).get_me()
