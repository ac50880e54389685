"""The whole product with a bot of Zalo: it asks, or it is called, and a stranger is answered."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.cli.checks import check_all
from bot.settings import Settings
from data.domain.line import Line
from data.domain.messages import Chat, Choice, Lane, OutgoingMessage
from tests.zalo.bot_channel.bench import MODES
from tests.zalo.bot_emulator import ZaloBot, faults, zalo_bot

STRANGER = "gõ mã 8 số trên giấy mời"


def _settings(folder: Path, zalo: ZaloBot, **values: Any) -> Settings:
    usual: dict[str, Any] = {
        "data_dir": folder,
        "database_url": SecretStr(""),
        "port": 0,
        "public_url": "",
        "telegram_token": None,
        "zalo_bot_token": SecretStr(zalo.token),
        "zalo_bot_api": zalo.url,
    }
    return Settings(_env_file=None, **(usual | values))  # type: ignore[call-arg]


@asynccontextmanager
async def _open(folder: Path, zalo: ZaloBot, **values: Any) -> AsyncIterator[App]:
    async with open_app(_settings(folder, zalo, **values)) as app:
        for channel in app.zalo_bots.channels:
            channel.line = Line()  # how fast it may send is tested elsewhere
        async with running(app):
            yield app


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.mark.parametrize("switches", MODES.values(), ids=MODES.keys())
async def test_by_asking(switches: dict[str, Any], tmp_path: Path) -> None:
    async with zalo_bot(**switches) as zalo, _open(tmp_path, zalo) as app:
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("chào")
        await tu.hears(STRANGER)
        status = app.accounts()[1]
        assert (status.label, status.is_working) == ("Zalo Bot Nhắc Việc", True)
        assert status.quota is not None
        assert status.quota.messages == 3000
        assert len(tu.said) == 1


async def test_by_being_called(tmp_path: Path) -> None:
    port = _free_port()
    address = {"port": port, "public_url": f"http://127.0.0.1:{port}", "zalo_bot_webhook": True}
    async with zalo_bot() as zalo, _open(tmp_path, zalo, **address):
        await zalo.until(lambda: zalo.bot.webhook)
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("chào")
        await tu.hears(STRANGER)
        assert zalo.counts["getUpdates"] == 1  # what had come before, and never again


async def test_a_message_that_is_too_long_comes_in_parts_with_its_numbers_last(
    tmp_path: Path,
) -> None:
    async with zalo_bot() as zalo, _open(tmp_path, zalo) as app:
        tu = zalo.user("Nguyễn Văn Tư")
        tu.says("chào")
        await tu.hears(STRANGER)
        choices = tuple(_choice(number) for number in range(8))
        async with app.store.write() as unit:
            await unit.outbox.add(
                "long",
                Chat("zalo_bot", zalo.bot.id, tu.id),
                OutgoingMessage("Việc này dài lắm. " * 300, choices),
                kind="reply",
                lane=Lane.ANSWER,
                now=app.clock(),
            )
        last = await tu.hears("8. Việc số 7")
        assert last.text.splitlines()[-9] == "Trả lời bằng số:"
        assert len(tu.said) > 3
        assert zalo.violations == []


def _choice(number: int) -> Choice:
    return Choice(f"Việc số {number}", f"tasks:show:{number}")


async def test_what_an_office_is_told_of_its_bot(tmp_path: Path) -> None:
    async with zalo_bot() as zalo:
        settings = _settings(tmp_path, zalo)
        async with open_app(settings):
            pass
        assert "Bot Nhắc Việc trả lời bình thường" in await _said(settings, right=True)
        zalo.fault(faults.refused(401, "Unauthorized"), "getMe")
        assert "NHACVIEC_ZALO_BOT_TOKEN" in await _said(settings, right=False)
        bad = _settings(tmp_path, zalo, zalo_bot_token=SecretStr("xin-chao"))
        assert "mã bot thứ 1" in await _said(bad, right=False)


async def _said(settings: Settings, *, right: bool) -> str:
    """Return what `nhacviec check` says that is, or is not, right."""
    return "\n".join(f.says for f in await check_all(settings) if f.is_right is right)
