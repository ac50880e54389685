"""Being called by Zalo: who may call, and asking for it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.app.platform import Calls
from bot.app.zalo import ZaloBots
from bot.channels.standing import State
from bot.channels.zalo_bot.account import Account
from bot.channels.zalo_bot.files import ZaloFiles
from bot.channels.zalo_bot.webhook import LARGEST_BODY, Settled, Webhook, accept, secret_of
from data.errors import StoreDownError
from data.files.evidence_store import EvidenceStore
from tests.zalo.bot_channel.bench import Bench, bench, running, until
from tests.zalo.bot_channel.wire import message
from tests.zalo.strangers import hall

SECRET = secret_of(b"s" * 32, "1459232241454765289")
GOOD = {"X-Bot-Api-Secret-Token": SECRET, "Content-Type": "application/json"}
PROBE = b'{"event_name":"webhook.test","message":{"message_id":"webhook-test"}}'
UPDATE = json.dumps(message(text="xong")).encode()
ENVELOPED = b'{"ok":true,"result":' + UPDATE + b"}"

CALLS: list[tuple[str, dict[str, str], bytes, int | None]] = [
    ("an update", GOOD, UPDATE, None),
    ("enveloped", GOOD, ENVELOPED, None),
    ("in small letters", {"x-bot-api-secret-token": SECRET}, UPDATE, None),
    ("a probe", GOOD, PROBE, 200),
    ("a probe without the secret", {}, PROBE, 200),
    ("an enveloped probe", {}, b'{"ok":true,"result":' + PROBE + b"}", 200),
    ("an empty probe", {}, b"", 200),
    ("an empty object", GOOD, b"{}", 200),
    ("a stranger's empty object", {}, b"{}", 403),
    ("no secret", {"Content-Type": "application/json"}, UPDATE, 403),
    ("an empty secret", {"X-Bot-Api-Secret-Token": ""}, UPDATE, 403),
    ("another secret", {"X-Bot-Api-Secret-Token": SECRET[:-1] + "x"}, UPDATE, 403),
    ("letters beyond ASCII", {"X-Bot-Api-Secret-Token": "bí mật"}, UPDATE, 403),
    ("a stranger's nonsense", {}, b"{", 403),
    ("a stranger's large probe", {}, PROBE + b" " * 5000, 403),
    ("too large", GOOD, b'{"a":"' + b"a" * LARGEST_BODY + b'"}', 413),
    ("no JSON", GOOD, b"{", 400),
    ("no UTF-8", GOOD, b'{"a":"\xff"}', 400),
    ("no number", GOOD, b'{"a": NaN}', 400),
    ("no object", GOOD, b"[1]", 400),
    ("beyond measure", GOOD, b"[" * 100_000, 400),
]


@pytest.mark.parametrize(
    ("headers", "body", "status"), [c[1:] for c in CALLS], ids=[c[0] for c in CALLS]
)
def test_who_may_call(headers: dict[str, str], body: bytes, status: int | None) -> None:
    taken = accept(headers, body, SECRET)
    assert (taken.status if isinstance(taken, Settled) else None) == status
    if status is None:
        assert taken == message(text="xong")


def test_each_bot_has_a_secret_of_its_own_that_zalo_takes() -> None:
    assert secret_of(b"s" * 32, "1459232241454765290") != SECRET
    assert secret_of(b"t" * 32, "1459232241454765289") != SECRET
    assert 8 <= len(SECRET) <= 256


# The whole way


@asynccontextmanager
async def called(ours: Bench, take: Any = None) -> AsyncIterator[ZaloBots]:
    """Let the platform call the bot at a server of its own."""
    account = Account(ours.client, ours.channel, ZaloFiles(ours.client))
    bots = ZaloBots([account], is_called=True)

    async def answer(request: web.Request) -> web.Response:
        hook = bots.hooks[request.path]
        try:
            return web.Response(status=await hook(request.headers, await request.read()))
        except StoreDownError:
            return web.Response(status=503)

    app = web.Application()
    app.router.add_post("/{path:.*}", answer)
    async with TestServer(app, host="127.0.0.1") as server:
        calls = Calls(str(server.make_url("")).rstrip("/"), b"s" * 32)
        (receiving,) = bots.receive(take or ours.desk.take, lambda: datetime.now(UTC), calls)
        async with running(_Running(receiving)):  # type: ignore[arg-type]
            yield bots


class _Running:
    def __init__(self, coroutine: Any) -> None:
        self.coroutine = coroutine

    async def run(self) -> None:
        """Run what was begun elsewhere."""
        await self.coroutine


async def test_what_is_pushed_is_kept_once_in_every_mode(anyhow: Bench) -> None:
    async with called(anyhow) as bots:
        await until(lambda: bots.statuses()[0].label == "Zalo Bot Nhắc Việc")
        await until(lambda: anyhow.zalo.bot.webhook and anyhow.zalo.counts["setWebhook"] == 1)
        anyhow.zalo.repeats(1)
        tu = anyhow.zalo.user("Nguyễn Văn Tư")
        tu.says("một")
        tu.says("hai")
        await until(lambda: anyhow.desk.texts == ["một", "hai"])
        await until(lambda: anyhow.zalo.undelivered() == 0)
        assert bots.statuses()[0].is_working
    assert anyhow.zalo.lost == []
    assert anyhow.zalo.violations == []
    assert {delivery.status for delivery in anyhow.zalo.deliveries} == {200}


async def test_what_was_said_before_the_webhook_is_brought_in_first(anyhow: Bench) -> None:
    tu = anyhow.zalo.user("Nguyễn Văn Tư")
    tu.says("một")
    tu.says("hai")
    async with called(anyhow) as bots:
        await until(lambda: anyhow.zalo.bot.webhook)
        assert anyhow.desk.texts == ["một", "hai"]
        tu.says("ba")
        await until(lambda: anyhow.desk.texts == ["một", "hai", "ba"])
        assert bots.statuses()[0].is_working


async def test_with_a_webhook_that_stands_nothing_is_asked_for(ours: Bench) -> None:
    async with called(ours):
        await until(lambda: ours.zalo.bot.webhook)
    asked = ours.zalo.counts["getUpdates"]
    async with called(ours) as bots:
        await until(lambda: bots.statuses()[0].is_working and ours.zalo.counts["setWebhook"] == 2)
    assert ours.zalo.counts["getUpdates"] == asked


async def test_what_could_not_be_kept_is_pushed_again(files: EvidenceStore) -> None:
    async with bench(files, webhook_retries=(1.0,)) as ours:
        fails = [StoreDownError("full", is_full=True)]

        async def take(updates: Any) -> list[int | None]:
            if fails:
                raise fails.pop()
            return await ours.desk.take(updates)

        async with called(ours, take):
            await until(lambda: ours.zalo.bot.webhook)
            ours.zalo.user("Nguyễn Văn Tư").says("một")
            await until(lambda: 503 in [d.status for d in ours.zalo.deliveries])
            assert ours.desk.kept == []
            ours.zalo.clock.advance(2)
            await until(lambda: ours.desk.texts == ["một"])


def _hook(ours: Bench, url: str) -> Webhook:
    now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    return Webhook(ours.client, ours.channel, url, SECRET, lambda: now, pace=0.0005)


async def test_an_address_that_zalo_cannot_reach_is_told_and_tried_again(ours: Bench) -> None:
    async with hall() as house:
        house.statuses = [403] * 4
        hook = _hook(ours, f"{house.url}/zalo/5")
        async with running(hook):
            await until(lambda: hook.status.state is State.NOT_CALLED)
            assert "NHACVIEC_PUBLIC_URL" in hook.status.detail
            await until(lambda: hook.status.state is State.OK)
    assert ours.zalo.bot.webhook is not None
    assert ours.zalo.bot.webhook.secret == SECRET


async def test_another_program_that_takes_the_calls_is_told_and_they_are_taken_back(
    ours: Bench,
) -> None:
    async with hall() as house:
        hook = _hook(ours, f"{house.url}/zalo/5")
        async with running(hook):
            await until(lambda: hook.status.state is State.OK)
            theirs = {"url": f"{house.url}/old", "secret_token": "b" * 9}
            await ours.client.call("setWebhook", **theirs)
            await until(lambda: hook.status.state is State.CONFLICT)
            await until(lambda: hook.status.state is State.OK)
    assert ours.zalo.bot.webhook is not None
    assert ours.zalo.bot.webhook.url == f"{house.url}/zalo/5"
