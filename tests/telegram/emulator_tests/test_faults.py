"""Misfortune as scripted: whether it was carried out is known only here."""

import asyncio
import time

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)

from tests.telegram import emulator as faults
from tests.telegram.emulator import Fault, Person


@pytest.mark.parametrize(
    ("fault", "error", "delivered"),
    [
        (faults.accepted_then_dropped(), TelegramNetworkError, True),
        (faults.dropped(), TelegramNetworkError, False),
        (faults.status(502), ClientDecodeError, False),
        (faults.status(503, delivered=True), ClientDecodeError, True),
        (faults.html200(), ClientDecodeError, False),
        (faults.html200(delivered=True), ClientDecodeError, True),
        (faults.not_json(), ClientDecodeError, False),
        (faults.throttle(7), TelegramRetryAfter, False),
        (faults.refused(403, "Forbidden: bot was blocked"), TelegramForbiddenError, False),
    ],
    ids=lambda value: value.name if isinstance(value, Fault) else "",
)
async def test_one_call_goes_wrong_and_the_next_does_not(
    bot: Bot, hanh: Person, fault: Fault, error: type[Exception], delivered: bool
) -> None:
    planned = hanh.telegram.fault(fault, "sendMessage")
    with pytest.raises(error):
        await bot.send_message(hanh.id, "Một")
    assert [m.text for m in hanh.chat().said] == (["Một"] if delivered else [])
    await bot.send_message(hanh.id, "Hai")
    assert hanh.chat().last.text == "Hai"
    assert planned.hits == 1
    assert hanh.telegram.calls("sendMessage")[0].fault == fault.name


async def test_silence_after_acceptance(bot: Bot, hanh: Person) -> None:
    hanh.telegram.fault(faults.accepted_then_silent(), "sendMessage")
    with pytest.raises(TelegramNetworkError, match="timeout"):
        await bot.send_message(hanh.id, "Một", request_timeout=0.1)
    assert hanh.chat().last.text == "Một"


async def test_a_slow_answer_and_latency(bot: Bot, hanh: Person) -> None:
    hanh.telegram.fault(faults.slow(0.15), "sendMessage")
    began = time.monotonic()
    sending = asyncio.create_task(bot.send_message(hanh.id, "Một"))
    await hanh.hears("Một", timeout=0.1)
    await sending
    assert time.monotonic() - began > 0.14
    hanh.telegram.latency = 0.1
    began = time.monotonic()
    await bot.get_me()
    assert time.monotonic() - began > 0.09


async def test_a_fault_of_one_chat_spares_the_others(bot: Bot, hanh: Person, lan: Person) -> None:
    lan.starts()
    planned = hanh.telegram.fault(faults.dropped(), chat=hanh, times=2)
    await bot.get_updates()
    await bot.send_message(lan.id, "Lan")
    for _ in range(2):
        with pytest.raises(TelegramNetworkError):
            await bot.send_message(hanh.id, "Hạnh")
    await bot.send_message(hanh.id, "Hạnh")
    planned = hanh.telegram.fault(faults.dropped(), times=99)
    planned.cancel()
    await bot.get_me()


async def test_a_cut_network(bot: Bot, hanh: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(offset=-1, timeout=30))
    await poll
    poll = asyncio.create_task(
        bot.get_updates(offset=hanh.telegram.bot.mailbox.first_id + 1, timeout=30)
    )
    await hanh.telegram.until(lambda: hanh.telegram.bot.mailbox.is_polled)
    hanh.telegram.cut()
    with pytest.raises(TelegramNetworkError):
        await poll
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(hanh.id, "Alo")
    hanh.says("Trong lúc mất mạng")
    hanh.telegram.restore()
    assert (await bot.get_updates(offset=-1))[0].message.text == "Trong lúc mất mạng"


async def test_downloads_go_wrong_too(bot: Bot, hanh: Person) -> None:
    hanh.sends_document(b"abc", "a.txt")
    told = (await bot.get_updates(offset=-1))[0].message
    file = await bot.get_file(told.document.file_id)
    hanh.telegram.fault(faults.status(502), "file")
    with pytest.raises(Exception, match="502"):
        await bot.download_file(file.file_path)
    assert (await bot.download_file(file.file_path)).read() == b"abc"
    hanh.telegram.shelf.close_links()
    with pytest.raises(Exception, match="404"):
        await bot.download_file(file.file_path)
