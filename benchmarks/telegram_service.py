"""The imitated Telegram in a process of its own, so that what it takes is not counted as ours.

The benchmark holds the other end of a pipe: it asks for the name of a method of `FarEnd`.
"""

import asyncio
import multiprocessing
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from typing import Any

from data.clock import now
from tests.telegram.emulator import Limits, Message, Person, Telegram, emulator

SPOKEN = "#{code} đã họp thêm, {number} người dự"
"""What people say: a report on the task of their own number, different each time."""


class FarEnd:
    """Lives in the emulator's process and does what it is asked there."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram
        self._people: list[Person] = []
        self._said: list[Message] = []
        self._talk: asyncio.Task[None] | None = None

    async def address(self) -> tuple[str, str]:
        """Return the base URL and the bot's token."""
        return self._telegram.url, self._telegram.token

    async def bring_in(self, number: int) -> list[str]:
        """Add people who once wrote to the bot; return their ids."""
        self._people = [self._telegram.user(f"Nguyễn Văn {n}") for n in range(number)]
        for person in self._people:
            person.chat().started = True
        return [str(person.id) for person in self._people]

    async def say(self, messages: int) -> None:
        """Let people say something at once, in turn."""
        for number in range(messages):
            self._say(self._people[number % len(self._people)], number, number)

    async def begin_talk(self, first: int, every: float) -> None:
        """Let those from `first` on say something in turn, one every so many seconds."""
        self._said = []
        self._talk = asyncio.create_task(self._talk_on(self._people[first:], every))

    async def end_talk(self) -> list[float | None]:
        """Return how many seconds each one waited for the answer; None: it never came."""
        if self._talk is not None:
            self._talk.cancel()
        for _ in range(50):
            if all(_answer_to(m) for m in self._said):
                break
            await asyncio.sleep(0.1)
        answers = [(m, _answer_to(m)) for m in self._said]
        return [answer.came - m.came if answer else None for m, answer in answers]

    async def _talk_on(self, people: Sequence[Person], every: float) -> None:
        number = 0
        while True:
            place = number % len(people)
            self._said.append(self._say(people[place], place, number))
            number += 1
            await asyncio.sleep(every)

    def _say(self, person: Person, place: int, number: int) -> Message:
        return person.says(SPOKEN.format(code=place + 1, number=number + 20))

    async def arrived(self) -> list[tuple[str, float]]:
        """Return to whom each message came, and when, on the monotonic clock."""
        chats = [person.chat() for person in self._people]
        return [(str(chat.id), message.came) for chat in chats for message in chat.said]

    async def throttled(self) -> list[float]:
        """Return when calls were answered 429, for they broke a limit."""
        calls = self._telegram.calls("sendMessage")
        return [c.at for c in calls if c.answer and c.answer.get("error_code") == 429]

    async def bodies(self) -> list[dict[str, Any]]:
        """Return what was asked with every sendMessage."""
        return [call.params for call in self._telegram.calls("sendMessage")]

    async def forget(self) -> None:
        """Forget what was asked, said, and waits to be fetched."""
        self._telegram.requests.clear()
        self._telegram.bot.mailbox.waiting.clear()
        for person in self._people:
            person.chat().everything.clear()


def _answer_to(message: Message) -> Message | None:
    answers = (m for m in message.chat.everything if m.from_bot and m.moment > message.moment)
    return next(answers, None)


@dataclass
class Service:
    """The benchmark's hold of the emulator."""

    url: str
    token: str
    _pipe: Connection
    _turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def ask(self, name: str, *arguments: Any) -> Any:
        """Return what a method of `FarEnd` returns."""
        async with self._turn:
            return await _ask(self._pipe, name, *arguments)


@asynccontextmanager
async def service(
    *, limits: bool, latency: float = 0.0, start: datetime | None = None
) -> AsyncIterator[Service]:
    """Run the emulator; its clock shows `start` now."""
    ours, theirs = multiprocessing.Pipe()
    ahead = (start - now()) / timedelta(seconds=1) if start else 0.0
    spawn = multiprocessing.get_context("spawn")
    process = spawn.Process(target=_run, args=(theirs, limits, latency, ahead), daemon=True)
    process.start()
    theirs.close()
    try:
        url, token = await _ask(ours, "address")
        yield Service(url, token, ours)
    finally:
        ours.close()
        await asyncio.to_thread(process.join, 10)
        process.kill()


async def _ask(pipe: Connection, name: str, *arguments: Any) -> Any:
    pipe.send((name, arguments))
    return await asyncio.to_thread(pipe.recv)


def _run(pipe: Connection, limits: bool, latency: float, ahead: float) -> None:
    asyncio.run(_serve(pipe, Limits() if limits else Limits.lifted(), latency, ahead))


async def _serve(pipe: Connection, limits: Limits, latency: float, ahead: float) -> None:
    """Answer until the benchmark lets go of the pipe."""
    async with emulator(
        limits=limits, latency=latency, validate=False, clock=lambda: time.time() + ahead
    ) as telegram:
        far_end = FarEnd(telegram)
        with suppress(EOFError):
            while True:
                name, arguments = await asyncio.to_thread(pipe.recv)
                pipe.send(await getattr(far_end, name)(*arguments))
