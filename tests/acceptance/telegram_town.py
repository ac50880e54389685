"""The whole product with Telegram as its only door: real HTTP, imitated phones, a clock that moves."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from playwright.async_api import Page
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.line import Line
from data.domain.people import Ward
from jobs.actions.invite import bootstrap_admin
from tests.acceptance.town import SHOTS, keep_picture
from tests.browser import chromium
from tests.cast import at
from tests.leaps import leap
from tests.telegram.emulator import Group, Person, Telegram, emulator

WIDTH, HEIGHT = 390, 844
SHARPNESS = 1.5
"""Pixels of a picture for each of the page: the wallpaper of a chat makes more of them heavy."""
_HEIGHT_FROM = """words => {
  const lines = [...document.querySelectorAll(".line")];
  const first = lines.findLast(line => line.innerText.includes(words));
  const gap = document.querySelector(".stack").getBoundingClientRect().bottom;
  const main = document.querySelector("main").clientHeight;
  return Math.ceil(gap - first.getBoundingClientRect().top + 8 + innerHeight - main);
}"""
"""How high a phone would have to be for its chat to begin with the last bubble that says this."""


@dataclass
class TelegramTown:
    """The running product and the Telegram that its people use."""

    app: App
    clock: MovableClock
    telegram: Telegram
    address: str
    """Where the product's own pages are."""

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        await leap(self.app, self.clock, at(text))

    async def ward(self) -> Ward:
        """Return the only ward."""
        async with self.app.store.read() as unit:
            return (await unit.wards.all())[0]

    async def picture(self, name: str, whose: "Person | Group", *, since: str) -> None:
        """Keep a picture of somebody's screen, from the last bubble that says `since` to the end.

        Only when pictures for the guides are asked for.
        """
        if not SHOTS:
            return
        async with chromium() as browser:
            page = await browser.new_page(
                viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SHARPNESS
            )
            await page.goto(f"{self.telegram.view(whose)}?still")
            await _loaded(page)
            height = await page.evaluate(_HEIGHT_FROM, since)
            await page.set_viewport_size({"width": WIDTH, "height": height})
            keep_picture(await page.screenshot(), name)


async def _loaded(page: Page) -> None:
    await page.wait_for_load_state("networkidle")
    await page.wait_for_timeout(100)


@asynccontextmanager
async def telegram_town(
    folder: Path, start: datetime, *, public_url: str = "", **network: Any
) -> AsyncIterator[tuple[TelegramTown, str]]:
    """Run the product on an imitated Telegram; gives the town and the administrator's link."""
    clock = MovableClock(now, start=start)
    async with emulator(clock=lambda: clock().timestamp(), **network) as telegram:
        settings = Settings(
            data_dir=folder,
            database_url=SecretStr(""),
            port=0,
            public_url=public_url,
            telegram_token=SecretStr(telegram.token),
            telegram_api=telegram.url,
        )
        async with open_app(settings, clock) as app:
            for channel in app.telegram.channels:
                channel.line = Line()  # how fast it may send is tested elsewhere
            async with app.store.write() as unit:
                invited = await bootstrap_admin(unit, "", clock())
            assert invited is not None
            async with running(app) as server:
                await telegram.until(
                    lambda: app.telegram.channels[0].username, 10, lambda: "the bot has no name"
                )
                link = app.ways_in(1).telegram_link(invited.code)
                assert link is not None
                yield TelegramTown(app, clock, telegram, server.address), link
