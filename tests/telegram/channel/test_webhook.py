"""Being called by Telegram: who may, and asking for it."""

from datetime import UTC, datetime, timedelta

import pytest
from telegram import WebhookInfo

from bot.channels.standing import State
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client
from bot.channels.telegram.webhook import LARGEST_BODY, Refusal, Webhook, accept, secret_of
from tests.telegram.channel.test_polling import running, until
from tests.telegram.emulator import Telegram, status

SECRET = secret_of(b"s" * 32, "1000000501")
GOOD = {"X-Telegram-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
NESTED = b"[" * 100_000

CALLS: list[tuple[str, dict[str, str], bytes, int | None]] = [
    ("an update", GOOD, b'{"update_id": 5}', None),
    ("with a charset", GOOD | {"Content-Type": "application/json; charset=utf-8"}, b"{}", None),
    ("no secret", {"Content-Type": "application/json"}, b"{}", 403),
    ("an empty secret", GOOD | {"X-Telegram-Bot-Api-Secret-Token": ""}, b"{}", 403),
    ("another secret", GOOD | {"X-Telegram-Bot-Api-Secret-Token": SECRET[:-1] + "x"}, b"{}", 403),
    ("letters beyond ASCII", GOOD | {"X-Telegram-Bot-Api-Secret-Token": "bí mật"}, b"{}", 403),
    ("a stranger's large body", {}, b" " * (LARGEST_BODY + 1), 403),
    ("a form", GOOD | {"Content-Type": "application/x-www-form-urlencoded"}, b"{}", 415),
    ("no type", {"X-Telegram-Bot-Api-Secret-Token": SECRET}, b"{}", 415),
    ("too large", GOOD, b'{"a":"' + b"a" * LARGEST_BODY + b'"}', 413),
    ("no JSON", GOOD, b"{", 400),
    ("no UTF-8", GOOD, b'{"a":"\xff"}', 400),
    ("no number", GOOD, b'{"a": NaN}', 400),
    ("no object", GOOD, b"[1]", 400),
    ("beyond measure", GOOD, NESTED, 400),
]


@pytest.mark.parametrize(
    ("headers", "body", "refused"), [c[1:] for c in CALLS], ids=[c[0] for c in CALLS]
)
def test_who_may_call(headers: dict[str, str], body: bytes, refused: int | None) -> None:
    taken = accept(headers, body, SECRET)
    assert (taken.status if isinstance(taken, Refusal) else None) == refused
    assert isinstance(taken, dict | Refusal)


def test_each_bot_has_a_secret_of_its_own_that_a_header_can_carry() -> None:
    assert secret_of(b"s" * 32, "1000000502") != SECRET
    assert secret_of(b"t" * 32, "1000000501") != SECRET
    assert len(SECRET) == 64
    assert SECRET.isalnum()


URL = "https://nhacviec.vn/telegram/1000000501"


@pytest.fixture
def hook(client: Client, channel: TelegramChannel) -> Webhook:
    return Webhook(client, channel, URL, SECRET, lambda: datetime.now(UTC), pace=0.001)


async def test_telegram_is_told_where_to_call_however_long_it_takes(
    hook: Webhook, channel: TelegramChannel, telegram: Telegram
) -> None:
    telegram.fault(status(502), "setWebhook", times=2)
    assert hook.status.state is State.STARTING
    async with running(hook):
        await until(lambda: len(telegram.calls("getWebhookInfo")) >= 1)
        assert hook.status.state is State.OK
    assert channel.username == "nhacviec_bot"
    told = telegram.calls("setWebhook")[-1].params
    assert (told["url"], told["secret_token"]) == (URL, SECRET)
    assert told["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]
    assert telegram.violations == []


async def test_another_program_that_takes_the_calls_is_told_and_they_are_taken_back(
    hook: Webhook, client: Client, telegram: Telegram
) -> None:
    async with running(hook):
        await until(lambda: hook.status.state is State.OK)
        await client.bot.set_webhook("https://old.example/hook")
        await until(lambda: hook.status.state is State.CONFLICT)
        await until(lambda: hook.status.state is State.OK)
    assert telegram.calls("setWebhook")[-1].params["url"] == URL


NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
HOOKS: list[tuple[str, dict[str, object], State]] = [
    ("all is well", {}, State.OK),
    ("calls fail now", {"pending_update_count": 3, "last_error_date": NOW}, State.NOT_CALLED),
    (
        "calls failed once",
        {"pending_update_count": 3, "last_error_date": NOW - timedelta(hours=2)},
        State.OK,
    ),
    ("calls work again", {"last_error_date": NOW}, State.OK),
    ("nobody is called", {"url": ""}, State.CONFLICT),
]


@pytest.mark.parametrize(("told", "state"), [c[1:] for c in HOOKS], ids=[c[0] for c in HOOKS])
async def test_whether_calls_arrive(
    told: dict[str, object],
    state: State,
    client: Client,
    channel: TelegramChannel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    usual = {"url": URL, "has_custom_certificate": False, "pending_update_count": 0}

    async def get_webhook_info() -> WebhookInfo:
        return WebhookInfo(**(usual | told))  # type: ignore[arg-type]

    monkeypatch.setattr(type(client.bot), "get_webhook_info", staticmethod(get_webhook_info))
    hook = Webhook(client, channel, URL, SECRET, lambda: NOW, pace=0.001)
    async with running(hook):
        await until(lambda: hook.status.state is state)
