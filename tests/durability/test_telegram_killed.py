"""The whole product is killed under load on Telegram: nothing is lost, nothing is applied twice."""

import asyncio
import io
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PIL import Image

from data.clock import now
from data.domain.line import AT_ONCE
from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingMessage
from data.domain.reports import EvidenceState
from data.domain.rules import Continuous
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store, UnitOfWork
from tests.cast import Cast, add_task, found
from tests.durability.processes import run_and_kill
from tests.durability.telegram_processes import run_for_ever
from tests.telegram.emulator import TOKEN, Person, Telegram, emulator_in_thread

ACCOUNT = TOKEN.partition(":")[0]
KILLS = 50
"""Of each of the four tests."""
LEASE = 61.0
"""Seconds by which each process's clock is ahead of the last one's: its leases have ended."""
T = TypeVar("T")
OFFICE = "Văn phòng HĐND và UBND"


@dataclass
class House:
    """The database that outlives every process, and who talks to them."""

    url: str
    folder: Path
    telegram: Telegram
    cast: Cast
    hanh: Person
    ahead: float = 0.0
    said: list[str] = field(default_factory=list)

    def run_and_kill(self, within: float) -> None:
        """Let one process work for a moment, after the leases of the last one have ended."""
        self.ahead += LEASE
        api, token = self.telegram.url, self.telegram.token
        run_and_kill(
            run_for_ever, str(self.folder), self.url, api, token, self.ahead, within=within
        )

    def finish(self) -> None:
        """Let processes work in peace until there is nothing left to do."""
        for _ in range(20):
            self.run_and_kill(within=4.0)
            if self.look(_is_over):
                return
        raise AssertionError("it never came to an end")

    def speak(self) -> None:
        """Hạnh reports: words, and a picture with words."""
        number = len(self.said)
        self.said += [f"họp lần {number}", f"họp lần {number + 1}"]
        self.hanh.says(f"#7 {self.said[-2]}")
        picture = io.BytesIO()
        Image.new("RGB", (8, 8), (number % 256, number // 256, 7)).save(picture, "PNG")
        self.hanh.sends_document(picture.getvalue(), "anh.png", caption=f"#7 {self.said[-1]}")

    def look(self, work: Callable[[UnitOfWork, int], Awaitable[T]]) -> T:
        """Look into the database while no process runs."""

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


@pytest.fixture
def house(url: str, tmp_path: Path) -> Iterator[House]:
    """An office with one open task, and Hạnh linked on Telegram."""
    with emulator_in_thread(latency=0.005) as telegram:
        hanh = telegram.user("Lê Văn Hạnh", phone="0900000002")
        hanh.starts()
        cast = asyncio.run(_found(url, hanh))
        yield House(url, tmp_path / "house", telegram, cast, hanh)


async def _found(url: str, hanh: Person) -> Cast:
    store = Store.at(url)
    moment = now()
    cast = await found(store, now=moment, linked=False)
    async with store.write() as unit:
        chat = Chat("telegram", ACCOUNT, str(hanh.id))
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


def test_what_people_send_is_applied_once_whoever_is_killed(house: House) -> None:
    for _ in range(KILLS):
        house.speak()
        house.run_and_kill(within=0.4)
    house.finish()
    assert house.look(_reported) == Counter(house.said)
    sizes = Counter(m.media.files[0].data for m in house.hanh.messages if m.media)
    kept = house.look(_kept)
    assert len(kept) == len(sizes) == KILLS
    assert set(kept.values()) == {1}
    answers = Counter(x.key for x in house.look(_letters) if x.kind == "reply")
    assert len(answers) == 1 + len(house.said), "the first was pressing Start"


async def _reported(unit: UnitOfWork, ward_id: int) -> Counter[str]:
    assert await unit.ward(ward_id).log.first_break() is None
    reports = await unit.ward(ward_id).reports.latest(10_000)
    return Counter(r.text for r in reports)


async def _kept(unit: UnitOfWork, ward_id: int) -> Counter[str | None]:
    return Counter(e.sha256 for e in await unit.ward(ward_id).evidence.some(range(1, 10_000)))


async def _letters(unit: UnitOfWork, _ward_id: int) -> tuple[Letter, ...]:
    return await unit.outbox.in_states(Delivery, limit=100_000)


PEOPLE, EACH = 40, 40


def test_what_is_sent_arrives_or_is_listed_whoever_is_killed(house: House) -> None:
    people = [house.telegram.user(f"Người {n}") for n in range(PEOPLE)]
    for person in people:
        person.starts()
    house.run_and_kill(within=0)
    house.look(lambda unit, ward_id: _queue(unit, ward_id, people))
    for _ in range(KILLS):
        house.run_and_kill(within=0.15)
    house.finish()
    came = Counter(_number(m.text) for p in people for m in p.messages if "tin số" in m.text)
    letters = {int(x.key): x for x in house.look(_letters) if x.kind == "test"}
    assert len(letters) == PEOPLE * EACH
    lost = [n for n, x in letters.items() if x.state is Delivery.SENT and not came[n]]
    assert lost == [], "called sent, and nobody saw it"
    assert {x.state for x in letters.values()} <= {Delivery.SENT, Delivery.UNCERTAIN}
    twice = [n for n, times in came.items() if times > 1]
    assert all(letters[n].must_arrive for n in twice), "what need not arrive never comes twice"
    assert len(twice) <= KILLS * AT_ONCE
    unseen = [n for n, x in letters.items() if x.must_arrive and not came[n]]
    assert all(letters[n].state is Delivery.UNCERTAIN for n in unseen), "lost without a word"


async def _queue(unit: UnitOfWork, ward_id: int, people: list[Person]) -> None:
    for number in range(PEOPLE * EACH):
        chat = Chat("telegram", ACCOUNT, str(people[number % PEOPLE].id))
        await unit.outbox.add(
            str(number),
            chat,
            OutgoingMessage(f"Đây là tin số {number}."),
            kind="test",
            lane=Lane.BULK if number % 3 else Lane.ANSWER,
            now=now(),
            ward_id=ward_id,
            must_arrive=number % 2 == 0,
        )


def _number(text: str) -> int:
    return int(text.rpartition("tin số ")[2].rstrip("."))
