"""The whole product in one process, with phones in real browsers and a clock that can be moved."""

import asyncio
import io
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from PIL import Image, ImageDraw
from playwright.async_api import Browser, FilePayload, Locator, Page, ViewportSize, expect
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.messages import Delivery, Letter
from data.domain.people import Ward
from jobs.actions.invite import bootstrap_admin
from tests.browser import chromium
from tests.cast import at
from tests.leaps import leap

SHOTS = os.environ.get("NHACVIEC_SCREENSHOTS")
"""A folder: where pictures for the guides are written; unset, none are."""

SCREEN: ViewportSize = {"width": 390, "height": 844}
_BARS = 140
"""Pixels of a chat above and below its messages."""
_HEAVIEST = 120_000
"""Bytes of one picture."""


class Phone:
    """Somebody's phone, signed in or about to be."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.errors: list[str] = []
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    async def say(self, text: str) -> None:
        """Type a message and send it."""
        await self.page.fill("#text", text)
        await self.page.click("#send")

    async def send_files(self, *files: FilePayload, text: str = "") -> None:
        """Attach files, wait until they are up, and send them."""
        await self.page.set_input_files("#files", list(files))
        if text:
            await self.page.fill("#text", text)
        await self.page.click("#send")

    async def tap(self, label: str | re.Pattern[str]) -> None:
        """Tap the latest button with this label."""
        await self.page.get_by_role("button", name=label, exact=True).last.click()

    def heard(self, text: str | re.Pattern[str]) -> Locator:
        """Return the latest bubble that says this."""
        return self.page.locator(".bubble", has_text=text).last

    async def hears(self, text: str | re.Pattern[str]) -> str:
        """Wait until a bubble says this, and return all that it says."""
        bubble = self.heard(text)
        await expect(bubble).to_be_visible(timeout=20_000)
        return await bubble.inner_text()

    async def picture(self, name: str, *, of: str | None = None) -> None:
        """Keep a picture of the screen for the guides, when they are asked for.

        `of` are words of the bubble that shall stand at its top, with all its buttons below; else
        it is the end of the talk.
        """
        if not SHOTS:
            return
        await self.page.mouse.move(0, 0)  # no button under it
        await self.page.wait_for_timeout(400)
        if of is not None:
            bubble = self.heard(of)
            tall = await bubble.evaluate("bubble => bubble.closest('.line').offsetHeight")
            await self.page.set_viewport_size(SCREEN | {"height": max(844, tall + _BARS)})
            await bubble.evaluate("bubble => bubble.scrollIntoView({block: 'start'})")
        keep_picture(await self.page.screenshot(), name)
        await self.page.set_viewport_size(SCREEN)


@dataclass
class Town:
    """The running product."""

    app: App
    clock: MovableClock
    browser: Browser
    address: str
    phones: list[Phone] = field(default_factory=list)

    async def phone(self, path: str = "/") -> Phone:
        """Open a fresh phone at an address of ours."""
        context = await self.browser.new_context(
            viewport=SCREEN, device_scale_factor=2, locale="vi-VN"
        )
        context.set_default_timeout(20_000)
        phone = Phone(await context.new_page())
        self.phones.append(phone)
        await phone.page.goto(self.address + path)
        return phone

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        await leap(self.app, self.clock, at(text))

    async def ward(self) -> Ward:
        """Return the only ward."""
        async with self.app.store.read() as unit:
            return (await unit.wards.all())[0]


@asynccontextmanager
async def town(folder: Path, start: datetime) -> AsyncIterator[tuple[Town, str]]:
    """Run the product; gives the town and the path of the administrator's way in."""
    clock = MovableClock(now, start=start)
    settings = Settings(
        data_dir=folder, database_url=SecretStr(""), port=0, public_url="http://nhacviec.test"
    )
    async with open_app(settings, clock) as app:
        async with app.store.write() as unit:
            invited = await bootstrap_admin(unit, "", clock())
        assert invited is not None
        async with running(app) as server, chromium() as browser:
            there = Town(app, clock, browser, server.address)
            yield there, invited.path
            assert [e for p in there.phones for e in p.errors] == []


def keep_picture(shot: bytes, name: str) -> None:
    """Write a screen for the guides: in few colors, as many as keep it lighter than 120 KB."""
    assert SHOTS
    picture = Image.open(io.BytesIO(shot)).convert("RGB")
    for colors in (256, 128, 64):
        made = io.BytesIO()
        picture.quantize(colors, kmeans=1).save(made, "PNG", optimize=True)
        if made.tell() <= _HEAVIEST:
            break
    (Path(SHOTS) / f"{name}.png").write_bytes(made.getvalue())


def photo(color: str, name: str) -> FilePayload:
    """Return a small photo: people at a meeting, in front of a wall of this color."""
    buffer = io.BytesIO()
    picture = Image.new("RGB", (640, 480), color)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((150, 60, 490, 130), "firebrick")
    draw.rectangle((180, 88, 460, 102), "khaki")
    draw.rectangle((0, 330, 640, 480), "peru")
    for x in range(60, 640, 130):
        draw.ellipse((x - 45, 290, x + 45, 470), "whitesmoke")
        draw.ellipse((x - 26, 225, x + 26, 285), "wheat")
        draw.pieslice((x - 28, 215, x + 28, 285), 180, 360, "black")
    draw.rectangle((0, 410, 640, 480), "saddlebrown")
    picture.save(buffer, "JPEG")
    return FilePayload(name=name, mimeType="image/jpeg", buffer=buffer.getvalue())


def staff_list(rows: list[tuple[str, str, str, str, str, str]]) -> FilePayload:
    """Return an XLSX staff list: name, phone, agency, role, form of address, head."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Họ và tên", "Số điện thoại", "Cơ quan", "Vai trò", "Xưng hô", "Trưởng đơn vị"])
    for row in rows:
        sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return FilePayload(name="danh-sach.xlsx", mimeType=kind, buffer=buffer.getvalue())


async def all_letters(app: App) -> tuple[Letter, ...]:
    """Return every message once none is on its way: what was just sent is recorded a moment later."""
    async with asyncio.timeout(20):
        while True:
            async with app.store.read() as unit:
                letters = await unit.outbox.in_states(Delivery, limit=10_000)
            if not any(x.state is Delivery.SENDING for x in letters):
                return letters
            await asyncio.sleep(0.05)
