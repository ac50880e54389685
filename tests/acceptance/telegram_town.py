"""The whole product with Telegram as its only door: real HTTP, imitated phones, a clock that moves."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.async_api import async_playwright
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.line import Line
from data.domain.people import Ward
from jobs.actions.invite import bootstrap_admin
from jobs.schedule import run_between
from tests.browser import CHROMIUM, FLAGS
from tests.cast import at
from tests.telegram.emulator import Group, Person, Telegram, emulator

SHOTS = os.environ.get("NHACVIEC_SCREENSHOTS")


@dataclass
class TelegramTown:
    """The running product and the Telegram that its people use."""

    app: App
    clock: MovableClock
    telegram: Telegram

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        goal = at(text)
        async for ran in run_between(self.app.world, self.clock(), goal):
            self.clock.move_to(ran.at)
        self.clock.move_to(goal)

    async def ward(self) -> Ward:
        """Return the only ward."""
        async with self.app.store.read() as unit:
            return (await unit.wards.all())[0]

    async def picture(self, name: str, whose: "Person | Group", *, height: int = 844) -> None:
        """Keep a picture of somebody's screen for the guides, when they are asked for."""
        if not SHOTS:
            return
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
            page = await browser.new_page(
                viewport={"width": 390, "height": height}, device_scale_factor=2
            )
            await page.goto(self.telegram.view(whose))
            await page.wait_for_timeout(300)
            await page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))
            await browser.close()


@asynccontextmanager
async def telegram_town(
    folder: Path, start: datetime, **network: Any
) -> AsyncIterator[tuple[TelegramTown, str]]:
    """Run the product on an imitated Telegram; gives the town and the administrator's link."""
    clock = MovableClock(now, start=start)
    async with emulator(clock=lambda: clock().timestamp(), **network) as telegram:
        settings = Settings(
            data_dir=folder,
            database_url=SecretStr(""),
            port=0,
            public_url="",
            telegram_token=SecretStr(telegram.token),
            telegram_api=telegram.url,
        )
        async with open_app(settings, clock) as app:
            for channel in app.telegram.channels:
                channel.line = Line()  # how fast it may send is tested elsewhere
            async with app.store.write() as unit:
                invited = await bootstrap_admin(unit, "", clock())
            assert invited is not None
            async with running(app):
                await telegram.until(
                    lambda: app.telegram.channels[0].username, 10, lambda: "the bot has no name"
                )
                link = app.ways_in(1).telegram_link(invited.code)
                assert link is not None
                yield TelegramTown(app, clock, telegram), link
