"""The database that outlives every process, with one open task and a person who reports on it."""

import asyncio
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from data.clock import now
from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingMessage
from data.domain.reports import EvidenceState
from data.domain.rules import Continuous
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store, UnitOfWork
from tests.cast import Cast, add_task, found
from tests.durability.processes import run_and_kill

LEASE = 61.0
"""Seconds by which each process's clock is ahead of the last one's: its leases have ended."""
PATIENCE = 8.0
"""Seconds in which one process, left in peace, comes to the end of what is due."""
T = TypeVar("T")
OFFICE = "Văn phòng HĐND và UBND"


@dataclass
class House:
    """What outlives the processes, and how each of them is started."""

    url: str
    folder: Path
    cast: Cast
    work: Callable[..., None]
    arguments: tuple[object, ...]
    """What `work` takes after the folder, the database and how far ahead its clock is."""
    ahead: float = 0.0
    said: list[str] = field(default_factory=list)

    def run_and_kill(self, within: float, meanwhile: Callable[[], object] = lambda: None) -> None:
        """Let one process work for a moment, after the leases of the last one have ended."""
        self.ahead += LEASE
        told = (str(self.folder), self.url, self.ahead, *self.arguments)
        run_and_kill(self.work, *told, within=within, meanwhile=meanwhile)

    def finish(self, is_heard: Callable[[], bool] = lambda: True) -> None:
        """Let processes work in peace until there is nothing left to do, nor to be heard."""
        for _ in range(20):
            self.run_and_kill(0, lambda: self._wait_for_the_end(is_heard))
            if is_heard() and self.look(_is_over):
                return
        raise AssertionError("it never came to an end")

    def _wait_for_the_end(self, is_heard: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not (is_heard() and self.look(_is_over)):
            time.sleep(0.2)

    def look(self, work: Callable[[UnitOfWork, int], Awaitable[T]]) -> T:
        """Look into the database."""

        async def within() -> T:
            store = Store.at(self.url)
            try:
                async with store.write() as unit:
                    return await work(unit, self.cast.ward.id)
            finally:
                await store.close()

        return asyncio.run(within())


async def _is_over(unit: UnitOfWork, ward_id: int) -> bool:
    on_their_way = await unit.outbox.in_states([Delivery.READY, Delivery.SENDING])
    files = await unit.ward(ward_id).evidence.some(range(1, 10_000))
    is_here = all(e.state is EvidenceState.STORED for e in files)
    return not on_their_way and not await unit.inbox.waiting() and is_here


async def found_house(url: str, chat: Chat) -> Cast:
    """Found an office with one open task, and link Hạnh's chat."""
    store = Store.at(url)
    moment = now()
    cast = await found(store, now=moment, linked=False)
    async with store.write() as unit:
        await unit.links.add(cast.ward.id, cast.people["Hạnh"].id, chat, moment)
        task = await add_task(unit, cast, Continuous(), code=7, lead=OFFICE, now=moment)
        opened = moment.date() - timedelta(days=9)
        due = date(moment.year + 1, 12, 31)
        never = moment + timedelta(days=9999)
        await unit.ward(cast.ward.id).occurrences.make(
            NewOccurrence(task.id, cast.agencies[OFFICE], "k", "", opened, due, None, never, never)
        )
        await unit.ward(cast.ward.id).tasks.set_next_open([task.id], None)
    await store.close()
    return cast


async def reported(unit: UnitOfWork, ward_id: int) -> Counter[str]:
    """Return how often each text was reported; the log holds together."""
    assert await unit.ward(ward_id).log.first_break() is None
    reports = await unit.ward(ward_id).reports.latest(10_000)
    return Counter(r.text for r in reports)


async def kept_files(unit: UnitOfWork, ward_id: int) -> Counter[str | None]:
    """Return how often each file is evidence, by its checksum."""
    return Counter(e.sha256 for e in await unit.ward(ward_id).evidence.some(range(1, 10_000)))


async def letters(unit: UnitOfWork, _ward_id: int) -> tuple[Letter, ...]:
    """Return everything that was ever to be sent."""
    return await unit.outbox.in_states(Delivery, limit=100_000)


async def queue(unit: UnitOfWork, ward_id: int, chats: list[Chat], how_many: int) -> None:
    """Queue letters for people in turn: every other one must arrive, every third goes at once."""
    for number in range(how_many):
        await unit.outbox.add(
            str(number),
            chats[number % len(chats)],
            OutgoingMessage(f"Đây là tin số {number}."),
            kind="test",
            lane=Lane.BULK if number % 3 else Lane.ANSWER,
            now=now(),
            ward_id=ward_id,
            must_arrive=number % 2 == 0,
        )


def number_in(text: str) -> int:
    """Return which letter somebody reads."""
    return int(text.rpartition("tin số ")[2].rstrip("."))


def check_what_came(came: Counter[int], sent: dict[int, Letter], *, most_twice: int) -> None:
    """Check what was sent against what people read."""
    lost = [n for n, x in sent.items() if x.state is Delivery.SENT and not came[n]]
    assert lost == [], "called sent, and nobody saw it"
    listed = {Delivery.SENT, Delivery.UNCERTAIN}
    assert {x.state for x in sent.values()} <= listed, "lost without a word"
    twice = [n for n, times in came.items() if times > 1]
    assert all(sent[n].must_arrive for n in twice), "what need not arrive never comes twice"
    assert len(twice) <= most_twice
