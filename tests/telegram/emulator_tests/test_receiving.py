"""Updates wait until they are confirmed, for one poller at a time."""

import asyncio
import time

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramConflictError

from tests.telegram.emulator import Person, Telegram, emulator


async def test_an_update_comes_again_until_the_offset_confirms_it(
    bot: Bot, hanh: Person, telegram: Telegram
) -> None:
    hanh.says("Đã xong")
    first = await bot.get_updates()
    again = await bot.get_updates()
    assert [u.message.text for u in first] == ["/start", "Đã xong"]
    assert [u.update_id for u in again] == [u.update_id for u in first]
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert [u.update_id for u in rest] == [first[1].update_id]
    assert await bot.get_updates(offset=first[1].update_id + 1) == []
    assert telegram.violations == []


async def test_the_limit_and_a_negative_offset(bot: Bot, hanh: Person) -> None:
    for number in range(5):
        hanh.says(str(number))
    assert [u.message.text for u in await bot.get_updates(limit=2)] == ["/start", "0"]
    assert [u.message.text for u in await bot.get_updates(offset=-2)] == ["3", "4"]
    assert [u.message.text for u in await bot.get_updates()] == ["3", "4"], "the rest is forgotten"


async def test_a_long_poll_wakes_when_something_comes(bot: Bot, lan: Person) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await _polled(lan.telegram)
    began = time.monotonic()
    lan.starts(code="ma-1")
    updates = await poll
    assert [u.message.text for u in updates] == ["/start ma-1"]
    assert time.monotonic() - began < 0.5


async def test_a_long_poll_ends_empty(bot: Bot) -> None:
    began = time.monotonic()
    assert await bot.get_updates(timeout=1) == []
    assert 0.9 < time.monotonic() - began < 1.5


async def test_a_second_poller_ends_the_first(bot: Bot, lan: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await _polled(lan.telegram)
    second = asyncio.create_task(bot.get_updates(timeout=30))
    with pytest.raises(TelegramConflictError, match="terminated by other getUpdates request"):
        await first
    lan.starts()
    assert len(await second) == 1


async def test_a_poller_that_has_died_disturbs_nobody(bot: Bot, lan: Person) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    await _polled(lan.telegram)
    first.cancel()
    await lan.telegram.until(lambda: not lan.telegram.bot.mailbox.is_polled, 5)
    lan.starts()
    assert len(await bot.get_updates(timeout=5)) == 1


async def test_a_webhook_and_polling_exclude_each_other(bot: Bot, telegram: Telegram) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await _polled(telegram)
    await bot.set_webhook("https://phuong.example/telegram")
    with pytest.raises(TelegramConflictError, match="terminated by setWebhook request"):
        await poll
    with pytest.raises(TelegramConflictError, match="use deleteWebhook to delete the webhook"):
        await bot.get_updates()
    await bot.delete_webhook()
    assert await bot.get_updates() == []


async def test_allowed_updates_are_remembered(bot: Bot, hanh: Person) -> None:
    await bot.get_updates(allowed_updates=["callback_query"])
    hanh.says("Không ai nghe")
    assert [u.message.text for u in await bot.get_updates()] == ["/start"], "came before"
    hanh.blocks()
    updates = await bot.get_updates(offset=-1, allowed_updates=[])
    assert [u.message.text for u in updates] == ["/start"]
    hanh.unblocks()
    latest = (await bot.get_updates())[-1]
    assert latest.my_chat_member is not None
    assert latest.my_chat_member.old_chat_member.status == "kicked"


async def test_a_kind_of_update_that_does_not_exist(bot: Bot, telegram: Telegram) -> None:
    with pytest.raises(TelegramBadRequest, match="callback_querry"):
        await bot.get_updates(allowed_updates=["message", "callback_querry"])
    assert len(telegram.violations) == 1


async def test_an_update_is_kept_for_a_day() -> None:
    now = 1_780_000_000.0
    async with emulator(clock=lambda: now) as telegram:
        telegram.user("Tư").says("Cũ")
        now += 23 * 3600
        telegram.user("Bảy").says("Mới")
        mailbox = telegram.bot.mailbox
        mailbox.confirm(0)
        assert len(mailbox.waiting) == 2
        now += 2 * 3600
        mailbox.confirm(0)
        assert [k.update["message"]["text"] for k in mailbox.waiting] == ["Mới"]
        assert mailbox.waiting[0].update["message"]["date"] == 1_780_000_000 + 23 * 3600


async def test_raw_updates_repeated_ones_and_another_order(bot: Bot, hanh: Person) -> None:
    telegram = hanh.telegram
    first = (await bot.get_updates())[-1]
    await bot.get_updates(offset=first.update_id + 1)
    with telegram.holding() as held:
        hanh.says("một")
        hanh.says("hai")
        held.reverse()
    assert [u.message.text for u in await bot.get_updates()] == ["hai", "một"]
    telegram.repeats(1)
    twice = await bot.get_updates()
    assert [u.message.text for u in twice] == ["hai", "hai", "một"]
    assert twice[0].update_id == twice[1].update_id
    telegram.inject({"callback_query": {"id": 5}})
    raw = telegram.bot.mailbox.waiting[-1].update
    assert raw["update_id"] > twice[-1].update_id


async def _polled(telegram: Telegram) -> None:
    await telegram.until(lambda: telegram.bot.mailbox.is_polled, 5)
