"""The whole product with a bot of Zalo as its only door: typed answers, real HTTP, a moved clock."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.line import Line
from data.domain.people import Ward
from data.domain.short_codes import short_code
from jobs.actions.allow import CONSOLE
from jobs.actions.import_plan import import_plan
from jobs.actions.import_staff import import_staff
from jobs.actions.invite import bootstrap_admin
from jobs.intake.plan import read_plan
from jobs.intake.staff import read_staff
from tests.acceptance.town import SHOTS, keep_picture
from tests.browser import chromium
from tests.cast import at
from tests.leaps import leap
from tests.zalo.bot_emulator import Person, ZaloBot, zalo_bot

PUBLIC = "https://nhacviec.phuong.test"
LINK = "https://zalo.me/1459232241454765289"


@dataclass
class ZaloTown:
    """The running product and the Zalo that its people use."""

    app: App
    clock: MovableClock
    zalo: ZaloBot
    address: str
    """Where the web pages are."""
    link: str = LINK
    """Where a chat with the bot is opened."""

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        await leap(self.app, self.clock, at(text))

    async def ward(self) -> Ward:
        """Return the only ward."""
        async with self.app.store.read() as unit:
            return (await unit.wards.all())[0]

    async def console_imports_plan(self, content: bytes, name: str) -> None:
        """Do what `nhacviec import` does: no file comes in through Zalo."""
        draft, ward = read_plan(content, name), await self.ward()
        stored = await self.app.world.files.put_bytes(content)
        async with self.app.store.write() as unit:
            await import_plan(
                unit,
                ward,
                draft,
                self.clock(),
                CONSOLE,
                source_sha256=stored.sha256,
                source_name=name,
            )

    async def console_imports_staff(self, content: bytes, name: str) -> None:
        """Do what `nhacviec people import` does."""
        rows, ward = read_staff(content, name).rows, await self.ward()
        async with self.app.store.write() as unit:
            await import_staff(unit, ward, rows, self.clock(), CONSOLE)

    async def picture(self, name: str, whose: Person, *, height: int = 844) -> None:
        """Keep a picture of somebody's screen for the guides, when they are asked for."""
        await keep_screen(self.zalo.view(whose), name, height=height)


async def keep_screen(address: str, name: str, *, height: int = 844) -> None:
    """Keep a picture of a screen that an emulator draws, when pictures are asked for."""
    if not SHOTS:
        return
    async with chromium() as browser:
        page = await browser.new_page(
            viewport={"width": 390, "height": height}, device_scale_factor=2
        )
        await page.goto(address)
        await page.evaluate("Promise.allSettled([...document.images].map(i => i.decode()))")
        await page.wait_for_timeout(500)
        keep_picture(await page.screenshot(), name)


@asynccontextmanager
async def zalo_town(
    folder: Path, start: datetime, *, is_public: bool = True, **switches: Any
) -> AsyncIterator[tuple[ZaloTown, str]]:
    """Run the product on an imitated Zalo; gives the town and the administrator's eight digits."""
    clock = MovableClock(now, start=start)
    async with zalo_bot(clock=lambda: clock().timestamp(), **switches) as zalo:
        settings = Settings(
            data_dir=folder,
            database_url=SecretStr(""),
            port=0,
            public_url=PUBLIC if is_public else "",
            telegram_token=None,
            zalo_bot_token=SecretStr(zalo.token),
            zalo_bot_api=zalo.url,
            zalo_bot_link=LINK,
        )
        async with open_app(settings, clock) as app:
            for channel in app.zalo_bots.channels:
                channel.line = Line()  # how fast it may send is tested elsewhere
            async with app.store.write() as unit:
                invited = await bootstrap_admin(unit, "", clock())
            assert invited is not None
            async with running(app) as server:
                zalo.reroute(PUBLIC, server.address)
                yield ZaloTown(app, clock, zalo, server.address), short_code(invited.code)
