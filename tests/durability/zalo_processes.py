"""The real application on the imitated services of Zalo, in processes that are killed."""

import asyncio
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import open_app
from bot.app.serving import running
from bot.channels.zalo_bot import account as bot_account  # noqa: F401 - loaded before the forks
from bot.channels.zalo_bot import polling, webhook  # noqa: F401
from bot.channels.zalo_oa import account as oa_account  # noqa: F401
from bot.channels.zalo_oa import keeping  # noqa: F401
from bot.settings import Settings
from data.clock import now
from data.domain.line import Line

FASTER = 200.0
"""Messages a second: what is not to be waited for here is the pace, which is tested elsewhere."""
SOONER = 0.01
"""Seconds between polls that bring nothing new."""


def poll_for_ever(
    ready: Connection, folder: str, database: str, ahead: float, api: str, token: str
) -> None:
    """Run the product with a bot until killed; its clock is `ahead` of the machine's."""
    polling.FLOOR = SOONER
    settings = _settings(
        folder, database, zalo_bot_token=SecretStr(token), zalo_bot_api=api, zalo_bot_monthly=0
    )
    asyncio.run(_run(ready, settings, ahead))


def listen_for_ever(
    ready: Connection, folder: str, database: str, ahead: float, told: dict[str, Any]
) -> None:
    """Run the product with an Official Account until killed."""
    asyncio.run(_run(ready, _settings(folder, database, **told), ahead))


def _settings(folder: str, database: str, **told: Any) -> Settings:
    usual: dict[str, Any] = {
        "data_dir": Path(folder),
        "database_url": SecretStr(database),
        "port": 0,
        "public_url": "",
        "log_level": "CRITICAL",
        "telegram_token": None,
    }
    return Settings(_env_file=None, **(usual | told))


async def _run(ready: Connection, settings: Settings, ahead: float) -> None:
    async with open_app(settings, lambda: now() + timedelta(seconds=ahead)) as app:
        for platform in (app.zalo_bots, app.zalo_oa):
            for channel in platform.channels:
                channel.line = Line(per_second=FASTER)
        async with running(app):
            ready.send("working")
            await asyncio.Event().wait()
