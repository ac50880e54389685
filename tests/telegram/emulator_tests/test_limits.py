"""Flood limits: a sender who waits as long as it was told gets through."""

import asyncio

import pytest
from aiogram.exceptions import TelegramRetryAfter

from tests.telegram.emulator import Limits, emulator
from tests.telegram.emulator.limits import Throttle
from tests.telegram.emulator_tests.conftest import aiogram_bot


async def test_a_second_message_to_one_person_is_too_early() -> None:
    async with emulator(limits=Limits()) as telegram, aiogram_bot(telegram) as bot:
        hanh = telegram.user("Hạnh")
        hanh.starts()
        sent = await bot.send_message(hanh.id, "Một")
        with pytest.raises(TelegramRetryAfter) as early:
            await bot.send_message(hanh.id, "Hai")
        assert (early.value.retry_after, telegram.throttled) == (1, 1)
        with pytest.raises(TelegramRetryAfter):
            await bot.edit_message_text("Một!", chat_id=hanh.id, message_id=sent.message_id)
        await bot.send_chat_action(hanh.id, "typing")
        await asyncio.sleep(1)
        await bot.send_message(hanh.id, "Hai")
        assert telegram.throttled == 2


def test_overall_thirty_in_any_second() -> None:
    throttle = Throttle(Limits())
    assert [throttle.take(chat, 10.0, 1) for chat in range(1, 31)] == [None] * 30
    assert throttle.take(31, 10.5, 1) == 1
    assert throttle.take(31, 11.0, 1) == 1, "not before the announced time"
    assert throttle.take(31, 11.5, 1) is None


def test_twenty_a_minute_to_a_group_where_an_album_counts_each() -> None:
    throttle = Throttle(Limits(overall=None))
    assert throttle.take(-5, 0.0, 10) is None
    assert throttle.take(-5, 20.0, 9) is None
    retry_after = throttle.take(-5, 30.0, 2)
    assert retry_after == 30
    assert throttle.take(-5, 30.0 + retry_after, 2) is None


def test_a_steady_sender_is_never_throttled() -> None:
    throttle = Throttle(Limits())
    paces = [throttle.take(1, n * 0.96, 1) for n in range(50)]
    assert paces == [None] * 50
    crowd = [throttle.take(100 + n, 100 + n / 31, 1) for n in range(200)]
    assert crowd == [None] * 200


def test_lifted() -> None:
    throttle = Throttle(Limits.lifted())
    assert {throttle.take(1, 0.0, 10) for _ in range(1000)} == {None}
