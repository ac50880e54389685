"""An office with phones: the real application, started as often as a test wants, over real HTTP."""

import html
import io
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
from PIL import Image
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.serving import running
from bot.settings import Settings
from bot.web.server import WebServer
from bot.web.visitors import open_session
from data.clock import MovableClock
from data.domain.line import Line
from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingMessage
from data.domain.people import Address, Person, Role
from data.domain.reports import Evidence
from data.domain.rules import Granularity, Window
from jobs.ticks.open_occurrences import open_occurrences
from tests.cast import Cast, add_task, at, found
from tests.leaps import leap
from tests.telegram.emulator import BotAccount, Telegram
from tests.telegram.emulator import Person as Phone

OFFICE = "Văn phòng HĐND và UBND"
GROUP_5 = "Tổ dân phố 5"
TASKS = (
    (20, "Đối thoại với Nhân dân", OFFICE, date(2026, 6, 18)),
    (7, "Giám sát công trình đường số 3", OFFICE, date(2026, 6, 16)),
    (5, "Niêm yết danh sách hộ nghèo", GROUP_5, date(2026, 6, 19)),
)


@dataclass
class Office:
    """The cast of the tests, their phones, and the application while it runs."""

    telegram: Telegram
    folder: Path
    clock: MovableClock
    database: str = ""
    phones: dict[str, Phone] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.app: App
        self.cast: Cast
        self.server: WebServer
        self._is_founded = False

    @asynccontextmanager
    async def runs(self, *, has_real_pace: bool = False, **changes: Any) -> AsyncIterator[App]:
        """Start the application, on what it left behind before, and stop it at the end."""
        settings = Settings(**self.settings(**changes))
        async with open_app(settings, self.clock) as self.app:
            if not has_real_pace:
                for channel in self.app.telegram.channels:
                    channel.line = Line()
            if not self._is_founded:
                self._is_founded = True
                self.cast = await found(self.app.store, now=self.clock(), linked=False)
                await self._gives_work()
            async with running(self.app) as self.server:
                yield self.app

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Return what the office has set, but for what a test changes."""
        return {
            "data_dir": self.folder,
            "database_url": SecretStr(self.database),
            "port": 0,
            "public_url": "",
            "telegram_token": SecretStr(self.telegram.token),
            "telegram_api": self.telegram.url,
        } | changes

    async def _gives_work(self) -> None:
        async with self.app.store.write() as unit:
            for code, title, agency, due_on in TASKS:
                rule = Window(start=date(2026, 5, 1), end=due_on, granularity=Granularity.DAY)
                await add_task(unit, self.cast, rule, code=code, title=title, lead=agency)
        await open_occurrences(self.app.world, self.clock())

    async def phone(self, name: str, bot: BotAccount | None = None) -> Phone:
        """Return the phone of somebody who came in before, on Telegram alone."""
        who = self.cast.people[name]
        person = self.phones.get(name) or self.telegram.user(who.name, phone=who.phone)
        self.phones[name] = person
        person.chat(bot).started = True
        async with self.app.store.write() as unit:
            there = self.chat(person, bot)
            await unit.links.add(self.cast.ward.id, who.id, there, self.clock())
        return person

    def chat(self, person: Phone, bot: BotAccount | None = None) -> Chat:
        """Return a person's chat with a bot as the application knows it."""
        return Chat("telegram", str((bot or self.telegram.bot).id), str(person.id))

    async def queues(
        self,
        name: str,
        text: str,
        *,
        key: str = "",
        bot: BotAccount | None = None,
        must_arrive: bool = True,
        expires_after: timedelta | None = None,
        lane: Lane = Lane.BULK,
        **message: Any,
    ) -> Letter:
        """Queue a reminder to somebody, as a tick does."""
        key = f"test:{key or text}:{name}"
        now = self.clock()
        async with self.app.store.write() as unit:
            await unit.outbox.add(
                key,
                self.chat(self.phones[name], bot),
                OutgoingMessage(text, **message),
                kind="digest",
                lane=lane,
                now=now,
                ward_id=self.cast.ward.id,
                person_id=self.cast.people[name].id,
                must_arrive=must_arrive,
                expires_at=now + expires_after if expires_after else None,
            )
        return await self.letter(key)

    async def letter(self, key: str) -> Letter:
        """Return a row of the outbox."""
        async with self.app.store.read() as unit:
            letter = await unit.outbox.find(key)
        assert letter is not None
        return letter

    async def letters(self, *states: Delivery) -> Sequence[Letter]:
        """Return rows of the outbox."""
        async with self.app.store.read() as unit:
            return await unit.outbox.in_states(states or Delivery, limit=10_000)

    async def evidence(self) -> Sequence[Evidence]:
        """Return everything that was kept."""
        async with self.app.store.read() as unit:
            return await unit.ward(self.cast.ward.id).evidence.some(range(1, 1000))

    async def page(self, path: str) -> str:
        """Return a page as an administrator reads it who came in by the web alone."""
        ward, now = self.cast.ward.id, self.clock()
        admin = Person(0, "Quản trị", None, Address.DONG_CHI, frozenset({Role.ADMIN}), ())
        async with self.app.store.write() as unit:
            added = await unit.ward(ward).people.add(admin)
            await unit.links.add(ward, added.id, Chat("web", "web", f"p{added.id}"), now)
            token = await open_session(unit, ward, added.id, now)
        cookies = {"nhacviec": token}
        async with httpx.AsyncClient(base_url=self.server.address, cookies=cookies) as browser:
            return html.unescape((await browser.get(path)).raise_for_status().text)

    async def until(self, text: str) -> None:
        """Move the clock to this local time; everything due on the way happens."""
        await leap(self.app, self.clock, at(text))

    def passes(self, **time: float) -> None:
        """Let time pass, and nothing be due meanwhile."""
        self.clock.move_to(self.clock() + timedelta(**time))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def picture(number: int) -> bytes:
    """Return a small photograph unlike the others."""
    content = io.BytesIO()
    Image.new("RGB", (320, 240), (number * 20 % 256, number * 7 % 256, 90)).save(content, "JPEG")
    return content.getvalue()


def pictures(count: int, first: int = 1) -> list[bytes]:
    """Return so many photographs, from this number on."""
    return [picture(n) for n in range(first, first + count)]
