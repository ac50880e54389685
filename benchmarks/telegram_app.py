"""The real application on the imitated Telegram."""

import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from pydantic import SecretStr

from benchmarks.telegram_service import Service
from bot.app import App, open_app
from bot.settings import Settings
from data.clock import Clock, now
from data.domain.messages import Chat


@asynccontextmanager
async def application(service: Service, clock: Clock = now) -> AsyncIterator[App]:
    """Open the product on an empty SQLite file, in a folder that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="nhacviec-bench-") as folder:
        settings = Settings(
            data_dir=Path(folder),
            database_url=SecretStr(""),
            port=0,
            public_url="",
            telegram_token=SecretStr(service.token),
            telegram_api=service.url,
        )
        async with open_app(settings, clock) as app:
            yield app


def account_of(app: App) -> tuple[str, str]:
    """Return the bot's channel and account."""
    channel = app.telegram.channels[0]
    return channel.name, channel.account


def chats_of(app: App, ids: list[str]) -> Callable[[int], Chat]:
    """Return what gives the chat of a person of our store: the first one has the first id."""
    return lambda person_id: Chat(*account_of(app), ids[person_id - 1])
