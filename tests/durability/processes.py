"""Processes that are killed: each works until its end comes, and none is told beforehand."""

import asyncio
import itertools
import multiprocessing
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path

from data.domain.line import Line
from data.domain.messages import Chat, Lane, Letter, Limits, OutgoingMessage
from data.errors import SendError, SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.deliver_outbox import deliver_outbox
from tests.cast import MONDAY

CHAT = Chat("web", "web", "p1")
_SERVER = multiprocessing.get_context("forkserver")
_SERVER.set_forkserver_preload(
    [
        "tests.durability.processes",
        "tests.durability.telegram_processes",
        "tests.durability.zalo_processes",
        "tests.zalo.oa_channel.renewing",
        "pytest",
        # What the product loads only when it is used, which none should spend its short life on.
        "anyio._backends._asyncio",
        "apscheduler.executors.asyncio",
        "holidays.countries",
        "holidays.registry",
        "httpcore",
        "uvicorn.lifespan.off",
        "uvicorn.protocols.http.auto",
        "uvicorn.protocols.websockets.auto",
    ]
)
_CHANCE = random.Random(20261121)


def run_and_kill(
    work: Callable[..., None],
    *arguments: object,
    within: float,
    meanwhile: Callable[[], object] = lambda: None,
) -> None:
    """Start a process, let it come to its work, and kill it at a random moment of it.

    What is to happen `meanwhile` happens before that moment.
    """
    ours, theirs = _SERVER.Pipe()
    process = _SERVER.Process(target=work, args=(theirs, *arguments))
    process.start()
    assert ours.poll(30), "the process never came to its work"
    meanwhile()
    time.sleep(_CHANCE.uniform(0, within))
    process.kill()
    process.join()


def receive_for_ever(ready: Connection, url: str, acknowledged: str) -> None:
    """Take updates in as a platform sends them: what was not acknowledged is sent again."""

    done = len(Path(acknowledged).read_text().splitlines())
    with Path(acknowledged).open("a") as file:

        async def main() -> None:
            store = Store.at(url)
            for number in itertools.count(done):
                async with store.write() as unit:
                    await unit.inbox.add(CHAT, str(number), {"n": number}, MONDAY)
                file.write(f"{number}\n")
                file.flush()
                if number == done:
                    ready.send("working")

        asyncio.run(main())


async def handle_all(store: Store, ward_id: int) -> int:
    """Handle what waits: effect, reply and mark in one transaction, as the dialog engine does."""
    async with store.read() as unit:
        waiting = await unit.inbox.waiting()
    for update in waiting:
        async with store.write() as unit:
            if await unit.inbox.take(update.id) is None:
                continue
            log = unit.ward(ward_id).log
            log.append("a.b", actor="person:1", subject=update.external_id, now=MONDAY)
            message = OutgoingMessage(f"Đã nhận {update.external_id}")
            await unit.outbox.add(
                f"reply:{update.id}:0", CHAT, message, kind="reply", lane=Lane.ANSWER, now=MONDAY
            )
            await unit.inbox.mark_done(update.id)
    return len(waiting)


def handle_for_ever(ready: Connection, url: str, ward_id: int) -> None:
    """Handle updates until killed."""

    async def main() -> None:
        store = Store.at(url)
        await handle_all(store, ward_id)
        ready.send("working")
        while True:
            await handle_all(store, ward_id)

    asyncio.run(main())


_LIMITS = Limits(longest_text=4000, has_buttons=True, has_edits=False, largest_file=1)


@dataclass
class HttpPost:
    """Sends over a real socket to a platform that may or may not have taken it."""

    port: int
    resends_safely: bool
    began: Callable[[], None]
    limits: Limits = _LIMITS
    line: Line = field(default_factory=Line)

    async def send(self, letter: Letter, now: datetime) -> str:  # noqa: ARG002
        self.began()
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        except OSError as error:
            raise SendError(SendFailure.UNREACHABLE) from error
        try:
            writer.write(f"POST /{letter.key} HTTP/1.1\r\nContent-Length: 0\r\n\r\n".encode())
            answer = await reader.readline()
        finally:
            writer.close()
        if b" 200 " not in answer:
            raise SendError(SendFailure.UNCERTAIN, "no answer")
        return letter.key


def world_of(url: str, port: int, folder: str, began: Callable[[], None]) -> World:
    """Return a world with two accounts: one where sending twice shows once, one where not."""
    senders = {
        ("web", "web"): HttpPost(port, True, began),
        ("zalo", "oa"): HttpPost(port, False, began),
    }
    return World(Store.at(url), EvidenceStore(Path(folder)), senders=senders)


def deliver_for_ever(ready: Connection, url: str, port: int, folder: str, now: datetime) -> None:
    """Deliver until killed, which is from the first message on, or when nothing is left."""

    async def main() -> None:
        world = world_of(url, port, folder, lambda: ready.send("sending"))
        while True:
            await deliver_outbox(world, now)
            ready.send("nothing left")
            await asyncio.sleep(0.005)

    asyncio.run(main())
