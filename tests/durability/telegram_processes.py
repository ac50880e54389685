"""The real application on the imitated Telegram, in processes that are killed."""

import asyncio
from datetime import timedelta
from multiprocessing.connection import Connection
from pathlib import Path

from pydantic import SecretStr

from bot.app import open_app
from bot.app.serving import running
from bot.channels.telegram import account, polling  # noqa: F401 - loaded once, before the forks
from bot.settings import Settings
from data.clock import now
from data.domain.line import Line

FASTER = 200.0
"""Messages a second: what is not to be waited for here is the pace, which is tested elsewhere."""


def run_for_ever(
    ready: Connection, folder: str, database: str, ahead: float, api: str, token: str
) -> None:
    """Run the product until killed; its clock is `ahead` seconds before the machine's."""

    async def main() -> None:
        settings = Settings(
            data_dir=Path(folder),
            database_url=SecretStr(database),
            port=0,
            public_url="",
            log_level="CRITICAL",
            telegram_token=SecretStr(token),
            telegram_api=api,
        )
        async with open_app(settings, lambda: now() + timedelta(seconds=ahead)) as app:
            for channel in app.telegram.channels:
                channel.line = Line(per_second=FASTER)
            async with running(app):
                ready.send("working")
                await asyncio.Event().wait()

    asyncio.run(main())
