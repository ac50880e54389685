"""The same office on each platform: the running product, its people's phones, a clock that moves."""

import io
import re
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from PIL import Image
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.line import Line
from data.domain.messages import Chat
from data.domain.rules import Granularity, Window
from jobs.schedule import TICKS
from jobs.ticks.fetch_files import fetch_files
from jobs.ticks.open_occurrences import open_occurrences
from jobs.ticks.print_pictures import print_pictures
from tests.cast import Cast, add_task, at, found
from tests.leaps import leap
from tests.telegram.emulator import emulator
from tests.telegram.emulator import faults as telegram_faults
from tests.telegram.product.office import TASKS
from tests.zalo.bot_emulator import zalo_bot
from tests.zalo.emulation import faults
from tests.zalo.oa_emulator import zalo_oa

NINE = at("2026-06-15 09:12")
PUBLIC = "https://nhacviec.phuong.test"
_LINK = re.compile(rf"{PUBLIC}(/\S+)")
_NUMBERED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)


@dataclass
class Phone:
    """Somebody's phone, whichever messenger is on it."""

    place: "Place"
    name: str
    person: Any
    """As its emulator has them."""

    def says(self, text: str) -> None:
        """Write something."""
        self.person.says(text)

    def sends(self, *photos: bytes, caption: str = "") -> None:
        """Send photos as one."""
        if self.place.has_albums:
            self.person.sends_album(photos, caption=caption) if len(photos) > 1 else (
                self.person.sends_photo(photos[0], caption=caption)
            )
            return
        for number, photo in enumerate(photos):
            self.person.sends_photo(photo, "" if number else caption)

    async def hears(self, words: str) -> Any:
        """Return what the office says with these words, after the last thing done here."""
        return await self.person.hears(words, timeout=20)

    async def heard(self, words: str) -> Any:
        """Return the latest message that says this, whatever was done since."""
        return await self.place.world.until(
            lambda: next((m for m in reversed(self.said) if words in m.text), None),
            20,
            lambda: f"{self.name} did not hear {words!r}; there was\n{self.screen}",
        )

    def answers(self, label: str, *, on: Any = None) -> None:
        """Tap a choice; where there are no buttons, type its number."""
        if self.place.has_buttons:
            self.person.taps(label, on=on)
            return
        message = on or self.said[-1]
        numbers = {text: number for number, text in _NUMBERED.findall(message.text)}
        self.person.says(numbers[label])

    def labels(self, message: Any) -> list[str]:
        """Return the choices of a message, in the order of their buttons or numbers."""
        if self.place.has_buttons:
            return list(message.labels)
        return [text for _, text in _NUMBERED.findall(message.text)]

    @property
    def said(self) -> list[Any]:
        """What the office said."""
        return [m for m in self.person.messages if m.from_bot]

    @property
    def screen(self) -> str:
        """Everything the office said, to be read by whoever looks for a fault."""
        return "\n---\n".join(f"{self._shown(m)}{m.text}" for m in self.said)

    def _shown(self, message: Any) -> str:
        files = self.place.files_of(message)
        return f"[{len(files)} file] " if files else ""

    def pictures(self, since: int = 0) -> list[Image.Image]:
        """Return the pictures that the office showed, from the message with this place on."""
        found = [data for m in self.said[since:] for data in self.place.files_of(m)]
        return [Image.open(io.BytesIO(data)) for data in found if _is_picture(data)]

    @property
    def captions(self) -> list[str]:
        """What stands under the pictures that are messages of their own."""
        return [
            m.text for m in self.said if self.place.files_of(m) and "\n" not in m.text and m.text
        ]

    async def file(self, message: Any) -> bytes:
        """Return the file that came with a message, by its link where the platform takes none."""
        before = self.said[self.said.index(message) - 1]
        for one in (message, before):
            if files := self.place.files_of(one):
                return files[0]
        return await self.opens(message if _LINK.search(message.text) else before)

    async def opens(self, message: Any) -> bytes:
        """Return what is found at the link in a message, opened in a browser."""
        link = _LINK.search(message.text)
        assert link is not None, f"neither a file nor a link: {message.text}"
        async with httpx.AsyncClient(
            base_url=self.place.address, headers={"Host": urlsplit(PUBLIC).netloc}
        ) as browser:
            return (await browser.get(link[1])).raise_for_status().content


def _is_picture(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8", b"\x89PNG"))


@dataclass
class Place:
    """The running product and the messenger that its people use."""

    app: App
    clock: MovableClock
    cast: Cast
    world: Any
    """The emulator."""
    channel: str
    account: str
    has_buttons: bool
    has_albums: bool
    files_of: Callable[[Any], list[bytes]]
    """What a message shows or brings."""
    address: str
    """Where the product's own pages are, reached from outside as `PUBLIC`."""
    phones: dict[str, Phone] = field(default_factory=dict)

    async def phone(self, name: str) -> Phone:
        """Return the phone of somebody of the cast, who came in before."""
        if name not in self.phones:
            who = self.cast.people[name]
            number = {} if self.channel == "zalo_bot" else {"phone": who.phone}
            person = self.world.user(who.name, **number)
            self.phones[name] = Phone(self, name, person)
            async with self.app.store.write() as unit:
                chat = Chat(self.channel, self.account, str(person.id))
                await unit.links.add(self.cast.ward.id, who.id, chat, self.clock())
            person.says("chào")
            await person.hears("kênh nhắc việc")
        return self.phones[name]

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        # As every minute: a reviewer is called ten minutes later, but here time leaps.
        await fetch_files(self.app.world, self.clock())
        await print_pictures(self.app.world, self.clock())
        await leap(self.app, self.clock, at(text))
        for scheduled in TICKS:
            await scheduled.tick(self.app.world, self.clock())

    def answers_no_more_after_taking(self, whose: Phone) -> None:
        """Let the connection die after the next message to somebody was taken."""
        if self.channel == "telegram":
            self.world.fault(telegram_faults.accepted_then_dropped(), chat=whose.person)
        else:
            self.world.fault(faults.accepted_then_dropped(), to=whose.person)


Opening = Callable[[Path], AbstractAsyncContextManager[Place]]


@asynccontextmanager
async def on_telegram(folder: Path) -> AsyncIterator[Place]:
    """Open the office on a bot of Telegram."""
    clock = MovableClock(now, start=NINE)
    async with emulator(clock=lambda: clock().timestamp()) as telegram:
        more = {"telegram_token": SecretStr(telegram.token), "telegram_api": telegram.url}
        async with _open(folder, clock, more) as (app, cast, address):
            bot = ("telegram", str(telegram.bot.id), True, True, _on_telegram)
            yield Place(app, clock, cast, telegram, *bot, address)
        assert telegram.violations == []


@asynccontextmanager
async def on_zalo_bot(folder: Path) -> AsyncIterator[Place]:
    """Open the office on a bot of Zalo."""
    clock = MovableClock(now, start=NINE)
    async with zalo_bot(clock=lambda: clock().timestamp()) as zalo:
        more = {"zalo_bot_token": SecretStr(zalo.token), "zalo_bot_api": zalo.url}
        async with _open(folder, clock, more) as (app, cast, address):
            zalo.reroute(PUBLIC, address)
            bot = ("zalo_bot", str(zalo.bot.id), False, False, _on_zalo)
            yield Place(app, clock, cast, zalo, *bot, address)
        assert zalo.violations == []


@asynccontextmanager
async def on_zalo_oa(folder: Path) -> AsyncIterator[Place]:
    """Open the office on an Official Account of Zalo's."""
    clock = MovableClock(now, start=NINE)
    async with zalo_oa(clock=lambda: clock().timestamp()) as oa:
        more = {
            "zalo_oa_id": oa.oa_id,
            "zalo_oa_app_id": oa.app_id,
            "zalo_oa_app_secret": SecretStr(oa.app_secret),
            "zalo_oa_secret": SecretStr(oa.oa_secret),
            "zalo_oa_refresh_token": SecretStr(oa.mint().refresh_token),
            "zalo_oa_api": oa.url,
            "zalo_oa_paid": True,
        }
        async with _open(folder, clock, more) as (app, cast, address):
            oa.reroute(PUBLIC, address)
            assert (await oa.saves_webhook(f"{PUBLIC}/zalo/oa/{oa.oa_id}").done()).ok

            def files_of(message: Any) -> list[bytes]:
                named = [x.data for x in oa.uploads.values() if message.file == x.name]
                return _on_zalo(message) or named[-1:]

            account = ("zalo_oa", oa.oa_id, True, False, files_of)
            yield Place(app, clock, cast, oa, *account, address)
        assert oa.violations == []


def _on_telegram(message: Any) -> list[bytes]:
    return [f.data for f in message.files]


def _on_zalo(message: Any) -> list[bytes]:
    return [message.picture.data] if message.picture and message.picture.data else []


@asynccontextmanager
async def _open(
    folder: Path, clock: MovableClock, more: dict[str, Any]
) -> AsyncIterator[tuple[App, Cast, str]]:
    bare: dict[str, Any] = {"telegram_token": None, "zalo_bot_token": None, "zalo_oa_id": ""}
    settings = Settings(
        **{
            **bare,
            "data_dir": folder,
            "database_url": SecretStr(""),
            "port": 0,
            "public_url": PUBLIC,
            **more,
        }
    )
    async with open_app(settings, clock) as app:
        for sender in app.world.senders.values():
            sender.line = Line()  # how fast it may send is tested elsewhere
        cast = await found(app.store, now=clock(), linked=False)
        async with app.store.write() as unit:
            for code, title, agency, due_on in TASKS:
                rule = Window(start=date(2026, 5, 1), end=due_on, granularity=Granularity.DAY)
                await add_task(unit, cast, rule, code=code, title=title, lead=agency)
        await open_occurrences(app.world, clock())
        async with running(app) as server:
            yield app, cast, server.address


def seeded(folder: Path, migrated: Path) -> Path:
    """Return a folder of the product with an empty database in it."""
    folder.mkdir(exist_ok=True)
    shutil.copy(migrated, folder / "nhacviec.db")
    return folder
