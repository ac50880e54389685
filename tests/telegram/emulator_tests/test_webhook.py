"""Updates that are pushed: in order, with the secret, until each is taken."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiohttp import web

from tests.telegram.emulator import Person, Telegram
from tests.telegram.emulator_tests.conftest import aiogram_bot


@dataclass
class Receiver:
    """A web server that takes updates, once it is willing."""

    url: str = ""
    status: int = 200
    came: list[tuple[str | None, str, dict[str, Any]]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        """Take one update."""
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.came.append((secret, request.headers["Content-Type"], await request.json()))
        return web.Response(status=self.status)

    def texts(self) -> list[str]:
        """Return what the updates say."""
        return [update["message"]["text"] for _, _, update in self.came]


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A server of the bot's own."""
    made = Receiver()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    await runner.cleanup()


async def test_updates_are_pushed(
    bot: Bot, telegram: Telegram, hanh: Person, receiver: Receiver
) -> None:
    await bot.set_webhook(receiver.url, secret_token="bi-mat_1", allowed_updates=["message"])
    hanh.says("Đã xong")
    await telegram.until(lambda: len(receiver.came) == 2)
    assert receiver.texts() == ["/start", "Đã xong"]
    assert {came[:2] for came in receiver.came} == {("bi-mat_1", "application/json")}
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == (receiver.url, 0)
    assert info.allowed_updates == ["message"]


async def test_an_update_is_pushed_again_and_nothing_overtakes_it(
    bot: Bot, telegram: Telegram, hanh: Person, receiver: Receiver
) -> None:
    receiver.status = 503
    telegram.webhook_retry = 0.01
    await bot.set_webhook(receiver.url)
    hanh.says("Sau")
    await telegram.until(lambda: telegram.bot.mailbox.webhook.attempts >= 3)
    assert set(receiver.texts()) == {"/start"}
    info = await bot.get_webhook_info()
    assert info.pending_update_count == 2
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    receiver.status = 204
    await telegram.until(lambda: not telegram.bot.mailbox.waiting)
    assert receiver.texts()[-2:] == ["/start", "Sau"]


async def test_nobody_listens_and_then_it_is_dropped(
    bot: Bot, telegram: Telegram, hanh: Person
) -> None:
    await bot.set_webhook("http://127.0.0.1:9/hook")
    await telegram.until(lambda: telegram.bot.mailbox.webhook.last_error)
    assert "Connection failed" in (await bot.get_webhook_info()).last_error_message
    await bot.delete_webhook(drop_pending_updates=True)
    info = await bot.get_webhook_info()
    assert (info.url, info.pending_update_count) == ("", 0)


@pytest.mark.parametrize(
    ("url", "secret", "complaint"),
    [
        ("http://phuong.example/hook", "x", "An HTTPS URL must be provided"),
        ("https://phuong.example:9000/hook", "x", "only on ports 80, 88, 443 or 8443"),
        ("https://phuong.example/hook", "bí mật", "secret token contains unallowed characters"),
    ],
)
async def test_what_the_service_does_not_push_to(
    bot: Bot, url: str, secret: str, complaint: str
) -> None:
    with pytest.raises(TelegramBadRequest, match=complaint):
        await bot.set_webhook(url, secret_token=secret)


async def test_a_bot_added_later_is_pushed_to(telegram: Telegram, receiver: Receiver) -> None:
    late = telegram.add_bot("Muộn", "muon_bot")
    telegram.user("Bảy").starts(late)
    async with aiogram_bot(telegram, late.token) as client:
        await client.set_webhook(receiver.url)
        await telegram.until(lambda: receiver.came)
