"""A platform that does as the test tells it, and a clock that goes on only when somebody waits."""

import asyncio
import contextlib
from collections import deque
from datetime import datetime, timedelta

from data.domain.line import Line
from data.domain.messages import Chat, Lane, Letter, Limits, OutgoingMessage
from data.errors import SendError, SendFailure
from data.store.unit_of_work import Store
from jobs.ticks.watch import Watch
from tests.cast import MONDAY

ACCOUNT = ("zalo", "oa")
A, B = Chat("zalo", "oa", "a"), Chat("zalo", "oa", "b")
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


class Post:
    """Takes everything unless told to fail; `failures` are for the next sends, None: no failure."""

    limits = Limits(longest_text=300, has_buttons=False, has_edits=False, largest_file=1000)

    def __init__(
        self,
        *failures: Exception | None,
        resends_safely: bool = False,
        line: Line | None = None,
        limits: Limits | None = None,
    ) -> None:
        self.resends_safely = resends_safely
        self.line = line or Line()
        self.limits = limits or self.limits
        self.failures = deque(failures)
        self.arrived: list[Letter] = []
        self.tried: list[str] = []

    async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002
        self.tried.append(letter.key)
        failure = self.failures.popleft() if self.failures else None
        if failure is not None:
            raise failure
        self.arrived.append(letter)
        return f"m{len(self.arrived)}"

    @property
    def texts(self) -> list[str]:
        return [x.message.text for x in self.arrived]

    @property
    def keys(self) -> list[str]:
        return [x.key for x in self.arrived]


class Still(Watch):
    """Time stands still, except that whoever waits for a moment finds it come."""

    def __init__(self) -> None:
        self.now = 1000.0

    def seconds(self) -> float:
        return self.now

    async def sleep_until(self, moment: float) -> None:
        self.now = max(self.now, moment)
        for _ in range(10):  # what was begun before gets on
            await asyncio.sleep(0)

    async def wait(self, event: asyncio.Event, seconds: float) -> None:
        until = self.now + seconds
        # Commits take their time in a thread: only when nothing comes of them does time go on.
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(event.wait(), 0.1)
            return
        self.now = max(self.now, until)


def failing(failure: SendFailure, retry_after: float | None = None, to: str = "") -> SendError:
    return SendError(failure, "as told", retry_after, to)


def chat(number: int | str) -> Chat:
    return Chat(*ACCOUNT, str(number))


async def queue(store: Store, key: str = "k", text: str = "Việc", **how) -> None:
    async with store.write() as unit:
        await unit.outbox.add(
            key,
            how.pop("chat", A),
            how.pop("message", OutgoingMessage(text, how.pop("choices", ()))),
            **{"kind": "digest", "lane": Lane.BULK, "now": MONDAY, **how},
        )


async def state(store: Store, key: str = "k") -> Letter:
    async with store.read() as unit:
        return await unit.outbox.find(key)
