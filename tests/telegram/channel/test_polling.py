"""Receiving: committed before it is confirmed, whatever happens in between."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr

from bot.channels.standing import State
from bot.channels.telegram.address import Arrived
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client, Server
from bot.channels.telegram.markup import buttons_of
from bot.channels.telegram.polling import Poller
from bot.channels.telegram.webhook import Webhook
from data.domain.messages import Choice
from data.errors import SendError
from tests.telegram.channel.bench import Bench
from tests.telegram.emulator import Person, Telegram, html200, refused, status, throttle

KEYS = buttons_of((Choice("Có", "yes"),))


class Desk:
    """Where updates are kept; may be closed for a while."""

    def __init__(self) -> None:
        self.kept: list[Arrived] = []
        self.tries = 0
        self.fails = 0

    async def take(self, updates: Sequence[Arrived]) -> None:
        """Keep updates in one go, each once."""
        self.tries += 1
        if self.fails:
            self.fails -= 1
            raise OSError("disk full")
        for update in updates:
            if all(u.external_id != update.external_id for u in self.kept):
                self.kept.append(update)

    @property
    def texts(self) -> list[str]:
        """What was said."""
        return [u.raw["message"]["text"] for u in self.kept if "message" in u.raw]


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def poller(client: Client, channel: TelegramChannel, desk: Desk) -> Poller:
    return Poller(client, channel, desk.take, lambda: datetime.now(UTC), long_poll=1, pace=0.02)


@asynccontextmanager
async def running(poller: Poller | Webhook) -> AsyncIterator[None]:
    """Receive while the block runs."""
    task = asyncio.create_task(poller.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: Callable[[], object], within: float = 30) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


async def test_what_people_say_is_kept_and_then_confirmed(
    poller: Poller, desk: Desk, telegram: Telegram, hanh: Person, channel: TelegramChannel
) -> None:
    async with running(poller):
        hanh.says("một")
        hanh.says("hai")
        await until(lambda: len(desk.kept) == 3)
        assert desk.texts == ["/start", "một", "hai"]
        await until(lambda: not telegram.bot.mailbox.waiting)
        assert poller.status.state is State.OK
        assert channel.username == "nhacviec_bot"
    asked = telegram.calls("getUpdates")[0].params
    assert asked["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


async def test_nothing_is_confirmed_before_it_is_kept(
    poller: Poller, desk: Desk, telegram: Telegram, hanh: Person
) -> None:
    desk.fails = 4
    hanh.says("một")
    async with running(poller):
        await until(lambda: desk.tries == 3)
        assert poller.status.state is State.NOT_KEPT
        assert telegram.bot.mailbox.waiting
        await until(lambda: desk.texts == ["/start", "một"])
        await until(lambda: poller.status.state is State.OK)


async def test_updates_that_come_again_are_known_by_their_number(
    poller: Poller, desk: Desk, telegram: Telegram, hanh: Person
) -> None:
    telegram.repeats(2)
    async with running(poller):
        hanh.says("một")
        hanh.says("hai")
        await until(lambda: not telegram.bot.mailbox.waiting)
    assert desk.texts == ["/start", "một", "hai"]


async def test_after_a_batch_is_confirmed_its_number_is_asked_no_more(
    poller: Poller, telegram: Telegram, hanh: Person
) -> None:
    """After a week of silence Telegram's numbers begin anew, and lower ones would be lost."""
    async with running(poller):
        await until(lambda: len(telegram.calls("getUpdates")) >= 3)
    offsets = [call.params.get("offset") for call in telegram.calls("getUpdates")[:3]]
    assert (offsets[0], offsets[2]) == (None, None)
    assert offsets[1] is not None


async def test_poison_blocks_nobody(
    poller: Poller, desk: Desk, telegram: Telegram, hanh: Person
) -> None:
    telegram.judge.on = False  # Telegram would not send such
    telegram.inject({"callback_query": {"id": "1", "from": hanh.json()}})
    telegram.inject({"message": {"text": {"deep": []}, "chat": 5}})
    async with running(poller):
        hanh.says("một")
        await until(lambda: len(desk.kept) == 4)
        await until(lambda: not telegram.bot.mailbox.waiting)
    assert [u.chat.chat for u in desk.kept] == [str(hanh.id), str(hanh.id), "", str(hanh.id)]


async def test_taps_are_answered_after_they_are_kept(
    poller: Poller, desk: Desk, telegram: Telegram, hanh: Person, client: Client
) -> None:
    await client.bot.send_message(hanh.id, "Xong chưa?", reply_markup=KEYS)
    async with running(poller):
        tap = hanh.taps("Có")
        await tap.answer()
        assert tap.took is not None
        assert tap.took < 1
        late = hanh.taps("Có")
        late.expires()
        await until(lambda: len(telegram.calls("answerCallbackQuery")) == 2)
    assert [u.raw["callback_query"]["data"] for u in desk.kept[1:]] == ["yes", "yes"]


async def test_a_webhook_left_set_is_removed_and_what_waits_there_comes(
    poller: Poller,
    desk: Desk,
    telegram: Telegram,
    hanh: Person,
    client: Client,
    caplog: pytest.LogCaptureFixture,
) -> None:
    await client.bot.set_webhook("https://old.example/hook/secret-path")
    caplog.set_level(logging.WARNING)
    async with running(poller):
        await until(lambda: desk.texts == ["/start"])
    assert telegram.calls("deleteWebhook")[0].params.get("drop_pending_updates") in (None, False)
    assert "old.example" in caplog.text
    assert "secret-path" not in caplog.text


async def test_a_second_poller_is_said_plainly(
    poller: Poller, desk: Desk, telegram: Telegram, hanh: Person
) -> None:
    other = Client(SecretStr(telegram.token), Server(telegram.url), patience=5)
    async with running(poller):
        await until(lambda: telegram.calls("getUpdates"))
        theirs = asyncio.create_task(_poll_for_ever(other))
        await until(lambda: poller.status.state is State.CONFLICT)
        assert "chương trình khác" in poller.status.detail
        theirs.cancel()
        await asyncio.gather(theirs, return_exceptions=True)
        await until(lambda: poller.status.state is State.OK)
    await other.close()


async def _poll_for_ever(client: Client) -> None:
    while True:
        try:
            await client.call("getUpdates", timeout=3, offset=0)
        except Exception:
            await asyncio.sleep(0)


TROUBLES: list[tuple[str, Any, State]] = [
    ("no such token", refused(401, "Unauthorized"), State.WRONG_TOKEN),
    ("a block page", html200(), State.BLOCKED_PAGE),
    ("a block page that says 403", status(403), State.BLOCKED_PAGE),
    ("Telegram is down", status(502), State.UNREACHABLE),
    ("too often", throttle(1), State.SLOWED_DOWN),
    (
        "a webhook set by another program",
        refused(409, "Conflict: can't use getUpdates method while webhook is active"),
        State.CONFLICT,
    ),
]


@pytest.mark.parametrize("method", ["getMe", "getUpdates"])
@pytest.mark.parametrize(
    ("fault", "state"), [c[1:] for c in TROUBLES], ids=[c[0] for c in TROUBLES]
)
async def test_trouble_is_told_and_outlasted(
    fault: Any,
    state: State,
    method: str,
    poller: Poller,
    desk: Desk,
    telegram: Telegram,
    hanh: Person,
) -> None:
    planned = telegram.fault(fault, method, times=2)
    async with running(poller):
        await until(lambda: poller.status.state is state)
        assert telegram.token not in poller.status.detail
        planned.cancel()
        await until(lambda: desk.texts == ["/start"])
        await until(lambda: poller.status.state is State.OK)


async def test_no_network_at_boot_and_none_in_between(
    poller: Poller, desk: Desk, telegram: Telegram, hanh: Person, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.cut()
    async with running(poller):
        await until(lambda: poller.status.state is State.UNREACHABLE)
        telegram.restore()
        await until(lambda: desk.texts == ["/start"])
        telegram.cut()
        await until(lambda: poller.status.state is State.UNREACHABLE)
        telegram.restore()
        hanh.says("một")
        await until(lambda: desk.texts == ["/start", "một"])
    assert telegram.token not in caplog.text


async def test_a_kill_between_keeping_and_confirming_loses_nothing(
    client: Client, channel: TelegramChannel, telegram: Telegram, hanh: Person
) -> None:
    desk, entered = Desk(), asyncio.Event()

    async def dies_after_commit(updates: Sequence[Arrived]) -> None:
        await desk.take(updates)
        entered.set()
        await asyncio.Event().wait()

    def made(take: Callable[[Sequence[Arrived]], Awaitable[object]]) -> Poller:
        return Poller(client, channel, take, lambda: datetime.now(UTC), long_poll=1, pace=0.02)

    hanh.says("một")
    async with running(made(dies_after_commit)):
        await entered.wait()
    async with running(made(desk.take)):
        hanh.says("hai")
        await until(lambda: not telegram.bot.mailbox.waiting)
    assert desk.texts == ["/start", "một", "hai"]


async def test_no_token_and_no_words_in_any_log(
    poller: Poller, bench: Bench, telegram: Telegram, hanh: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """httpx and httpcore name addresses; the program keeps these two quiet and redacts the rest."""
    caplog.set_level(logging.DEBUG)
    telegram.fault(html200("<p>bí mật của Hạnh</p>"), "sendMessage")
    async with running(poller):
        hanh.says("bí mật của Hạnh")
        await until(lambda: not telegram.bot.mailbox.waiting)
        with pytest.raises(SendError):
            await bench.send("bí mật của Hạnh")
        await bench.send("bí mật của Hạnh")
    ours = [r for r in caplog.records if r.name.startswith(("bot", "telegram"))]
    said = "\n".join(f"{r.getMessage()} {r.exc_info}" for r in ours)
    assert telegram.token not in said
    assert "bí mật" not in said
