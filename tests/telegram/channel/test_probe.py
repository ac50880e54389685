"""`nhacviec check` tells apart what an administrator has to do something else about."""

import pytest
from pydantic import SecretStr

from bot.channels.findings import Finding, Weight
from bot.channels.telegram.client import Client
from bot.channels.telegram.probe import probe
from bot.settings import Bot, TelegramSettings
from tests.telegram.emulator import Fault, Telegram, html200, refused, status, throttle


async def _probed(telegram: Telegram, *, has_webhook: bool = False) -> list[Finding]:
    bot = Bot(SecretStr(telegram.token), str(telegram.bot.id))
    settings = TelegramSettings((bot,), telegram.url, has_webhook)
    return await probe(settings, "https://nhacviec.vn")


async def test_a_bot_that_answers(telegram: Telegram) -> None:
    (found,) = await _probed(telegram)
    assert (found.weight, found.kind) == (Weight.OK, "ok")
    assert "@nhacviec_bot" in found.says


FAULTS: list[tuple[str, Fault, str, str]] = [
    ("a wrong token", refused(401, "Unauthorized"), "wrong token", "@BotFather"),
    ("a malformed token", refused(404, "Not Found"), "wrong token", "@BotFather"),
    ("a block page", html200(), "blocked page", "trang chặn"),
    ("a proxy's refusal", status(403, "<html>"), "blocked page", "máy ủy quyền"),
    ("Telegram down", status(502), "unreachable", "không trả lời"),
    ("too often", throttle(3), "slowed down", "chậm lại"),
]


@pytest.mark.parametrize(
    ("fault", "kind", "words"), [c[1:] for c in FAULTS], ids=[c[0] for c in FAULTS]
)
async def test_what_is_wrong(fault: Fault, kind: str, words: str, telegram: Telegram) -> None:
    telegram.fault(fault, "getMe")
    (found,) = await _probed(telegram)
    assert (found.weight, found.kind) == (Weight.FAULT, kind)
    assert words in found.says
    assert telegram.token not in repr(found)


async def test_no_network(telegram: Telegram) -> None:
    telegram.cut()
    (found,) = await _probed(telegram)
    assert (found.weight, found.kind) == (Weight.FAULT, "unreachable")


WEBHOOKS: list[tuple[str, str, bool, list[str]]] = [
    ("left set", "https://old.example/hook/s3cret", False, ["ok", "webhook"]),
    ("ours", "https://nhacviec.vn/telegram/1", True, ["ok"]),
    ("another's", "https://old.example/hook/s3cret", True, ["ok", "webhook elsewhere"]),
]


@pytest.mark.parametrize(
    ("url", "has_webhook", "kinds"), [c[1:] for c in WEBHOOKS], ids=[c[0] for c in WEBHOOKS]
)
async def test_webhooks(
    url: str, has_webhook: bool, kinds: list[str], telegram: Telegram, client: Client
) -> None:
    await client.bot.set_webhook(url)
    found = await _probed(telegram, has_webhook=has_webhook)
    assert [f.kind for f in found if f.kind != "webhook trouble"] == kinds
    assert all("s3cret" not in f.says for f in found)
    assert not telegram.calls("deleteWebhook")


async def test_a_bot_that_hears_all_and_may_join_nothing(telegram: Telegram) -> None:
    telegram.bot.privacy = False
    assert "reads everything" in [f.kind for f in await _probed(telegram)]
