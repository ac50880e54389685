"""After a day on which everything went wrong, no token stands in any log, row or stored file."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PIL import Image
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.logs import HIDDEN, configure_logging
from bot.app.serving import running
from bot.channels.telegram.webhook import SECRET_HEADER
from bot.settings import Settings
from data.domain.messages import Chat, Lane, OutgoingMessage
from tests.cast import Cast, found
from tests.logs.restoring import logging_restored
from tests.telegram.emulator import (
    Fault,
    Person,
    Telegram,
    accepted_then_dropped,
    dropped,
    emulator,
    html200,
    refused,
    status,
    throttle,
)
from tests.telegram.product.office import free_port

NOBODYS = "1000000999:AAG-this-bot-is-nobodys-1234567890"
_TALKATIVE = ("httpx", "httpcore", "telegram", "apscheduler", "uvicorn.access", "aiosqlite")


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """All that is logged at DEBUG by everybody, libraries that keep quiet otherwise included."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    with logging_restored():
        configure_logging("DEBUG")  # no value is told: tokens are known by their looks
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.DEBUG)
        logging.getLogger().addHandler(handler)
        yield stream


async def test_no_token_is_left_anywhere(tmp_path: Path, log: io.StringIO) -> None:
    async with emulator() as telegram:
        settings = Settings(
            data_dir=tmp_path / "var",
            database_url=SecretStr(""),
            port=0,
            telegram_token=SecretStr(f"{telegram.token} {NOBODYS}"),
            telegram_api=telegram.url,
        )
        async with open_app(settings) as app:
            cast = await found(app.store, now=app.clock())
            hanh = await comes_in(app, cast, "Hạnh", telegram)
            async with running(app):
                await a_bad_day(app, cast, hanh, telegram)
        tokens = [telegram.token.partition(":")[2], NOBODYS.partition(":")[2]]
    written = log.getvalue()
    assert "HTTP Request: POST" in written
    assert f"/{HIDDEN}/sendMessage" in written
    kept = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert any(path.suffix == ".db" for path in kept)
    for token in tokens:
        assert token not in written
        # Every column of every table, with what SQLite has not cleared away yet, and every file.
        assert not [path for path in kept if token.encode() in path.read_bytes()]


async def test_what_telegram_shows_when_it_calls_is_left_nowhere(
    tmp_path: Path, log: io.StringIO
) -> None:
    async with emulator() as telegram:
        port = free_port()
        settings = Settings(
            data_dir=tmp_path / "var",
            database_url=SecretStr(""),
            port=port,
            public_url=f"http://127.0.0.1:{port}",
            telegram_token=SecretStr(telegram.token),
            telegram_api=telegram.url,
            telegram_webhook=True,
        )
        async with open_app(settings) as app:
            cast = await found(app.store, now=app.clock())
            hanh = await comes_in(app, cast, "Hạnh", telegram)
            async with running(app):
                hook = await telegram.until(lambda: telegram.bot.mailbox.webhook)
                await hanh.hears("Chào đồng chí Hạnh", 30)
                async with httpx.AsyncClient() as stranger:
                    await stranger.post(
                        hook.url, json={}, headers={SECRET_HEADER: "x" + hook.secret}
                    )
    written = log.getvalue()
    assert "wrong secret" in written
    assert hook.secret not in written
    assert telegram.token.partition(":")[2] not in written
    kept = [path for path in settings.data_dir.rglob("*") if path.is_file()]
    assert not [path for path in kept if hook.secret.encode() in path.read_bytes()]


async def comes_in(app: App, cast: Cast, name: str, telegram: Telegram) -> Person:
    """Let somebody of the cast be reached by Telegram, and only there."""
    person = telegram.user(cast.people[name].name)
    account = telegram.token.partition(":")[0]
    async with app.store.write() as unit:
        at = Chat("telegram", account, str(person.id))
        await unit.links.revoke(cast.people[name].id, app.clock())
        await unit.links.add(cast.ward.id, cast.people[name].id, at, app.clock())
    person.starts()
    return person


async def a_bad_day(app: App, cast: Cast, hanh: Person, telegram: Telegram) -> None:
    """Talk, a photo, and every way in which sending, asking and fetching can fail."""
    await hanh.hears("Chào đồng chí Hạnh", 30)
    telegram.fault(dropped(), "getUpdates")
    for fault in (dropped(), status(502), html200(), accepted_then_dropped()):
        telegram.fault(fault, "getFile")
    hanh.says("việc")
    await hanh.hears("đang mở", 30)
    hanh.sends_photo(picture())
    await telegram.until(lambda: telegram.calls("getFile"), 30)
    for fault in (
        refused(400, "Bad Request: no"),
        throttle(1),
        refused(403, "Forbidden: bot was blocked by the user"),
        accepted_then_dropped(),
        dropped(),
        html200(),  # the account rests from here on
    ):
        await remind(app, cast, telegram, fault)


async def remind(app: App, cast: Cast, telegram: Telegram, fault: Fault) -> None:
    """Queue a reminder and let this happen to it."""
    planned = telegram.fault(fault, "sendMessage")
    person = cast.people["Hạnh"]
    async with app.store.write() as unit:
        (link,) = (await unit.links.of([person.id]))[person.id]
        await unit.outbox.add(
            f"digest:{fault.name}",
            Chat(link.channel, link.account, link.chat),
            OutgoingMessage("Việc của đồng chí Hạnh"),
            kind="digest",
            lane=Lane.BULK,
            now=app.clock(),
            ward_id=cast.ward.id,
            person_id=person.id,
        )
    await telegram.until(lambda: planned.hits, 30)


def picture() -> bytes:
    """Return a small photograph."""
    content = io.BytesIO()
    Image.new("RGB", (320, 240), "teal").save(content, "JPEG")
    return content.getvalue()
