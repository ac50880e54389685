"""The emulator in a thread: for tests without a loop, and for processes that are killed."""

import asyncio
import multiprocessing
import re

import httpx
import pytest

from tests.telegram.emulator import Telegram, emulator, emulator_in_thread
from tests.telegram.emulator_tests.echo import echo_for_ever

_SERVER = multiprocessing.get_context("forkserver")


def ask(telegram: Telegram, method: str, **params: object) -> dict[str, object]:
    """Ask as a client without a loop."""
    url = f"{telegram.url}/bot{telegram.token}/{method}"
    answer: dict[str, object] = httpx.post(url, json=params, timeout=10).json()
    return answer


def test_a_test_without_a_loop() -> None:
    with emulator_in_thread() as telegram:
        hanh = telegram.user("Lê Văn Hạnh")
        hanh.starts()
        updates = ask(telegram, "getUpdates", timeout=5)["result"]
        assert updates[0]["message"]["text"] == "/start"
        button = {"inline_keyboard": [[{"text": "Xong", "callback_data": "x"}]]}
        ask(telegram, "sendMessage", chat_id=hanh.id, text="Việc 12", reply_markup=button)
        assert hanh.wait_for(re.compile(r"Việc \d+")).text == "Việc 12"
        tap = hanh.taps("Xong")
        ask(telegram, "answerCallbackQuery", callback_query_id=tap.id, text="Vâng")
        assert tap.wait_for_answer(1).text == "Vâng"
        with pytest.raises(AssertionError, match="was not heard"):
            hanh.wait_for("Không có", timeout=0.02)


def test_a_process_is_killed_and_its_unconfirmed_updates_come_again() -> None:
    with emulator_in_thread() as telegram:
        hanh = telegram.user("Lê Văn Hạnh")
        url = f"{telegram.url}/bot{telegram.token}"
        for _ in range(2):
            ours, theirs = _SERVER.Pipe()
            process = _SERVER.Process(target=echo_for_ever, args=(theirs, url))
            process.start()
            telegram.wait_until(lambda: telegram.bot.mailbox.is_polled, 20)
            hanh.says("một")
            assert ours.poll(20)
            hanh.wait_for("Nghe: một")
            process.kill()
            process.join()
            telegram.wait_until(lambda: not telegram.bot.mailbox.is_polled)
            hanh.says("hai")
        answered = [m.text for m in hanh.chat().said]
        assert answered.count("Nghe: hai") == 1


def test_waiting_in_the_servers_own_thread_is_refused() -> None:
    async def wait() -> None:
        async with emulator() as telegram:
            with pytest.raises(AssertionError, match="use await"):
                telegram.user("Hạnh").wait_for("x")

    asyncio.run(wait())
