"""Killed between any two steps: nothing is lost, nothing is done twice, what is unsure is listed."""

import asyncio
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from data.domain.line import AT_ONCE
from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingMessage
from data.domain.people import WardSettings
from data.domain.retry import BACKOFF
from data.store.unit_of_work import Store
from jobs.ticks.deliver_outbox import deliver_outbox
from tests.cast import MONDAY
from tests.durability.processes import (
    deliver_for_ever,
    handle_all,
    handle_for_ever,
    receive_for_ever,
    run_and_kill,
    world_of,
)

KILLS = 20
MESSAGES = 150
BATCH = 2 * AT_ONCE
"""Messages that one process has in flight at most: on two accounts, one lane each."""


def test_updates_are_taken_in_and_handled_once_whoever_is_killed(url: str, tmp_path: Path) -> None:
    acknowledged = tmp_path / "acknowledged"
    acknowledged.touch()
    ward_id = asyncio.run(_found(url))
    for _ in range(KILLS // 2):
        run_and_kill(receive_for_ever, url, str(acknowledged), within=0.05)
        run_and_kill(handle_for_ever, url, ward_id, within=0.05)
    promised = acknowledged.read_text().split()
    handled, replies = asyncio.run(_finish(url, ward_id))
    assert len(promised) >= KILLS // 2
    assert not set(promised) - set(handled), "an acknowledged update was lost"
    assert [s for s, times in handled.items() if times > 1] == [], "an update was applied twice"
    assert replies == len(handled)


async def _found(url: str) -> int:
    store = Store.at(url)
    async with store.write() as unit:
        ward = await unit.wards.add("Phường Hòa Bình", WardSettings(), MONDAY)
    await store.close()
    return ward.id


async def _finish(url: str, ward_id: int) -> tuple[Counter[str], int]:
    store = Store.at(url)
    while await handle_all(store, ward_id):
        pass
    async with store.read() as unit:
        log = unit.ward(ward_id).log
        assert await log.first_break() is None
        entries, seq = [], 0
        while page := await log.read(after=seq):
            entries += page
            seq = page[-1].seq
        replies = await unit.outbox.in_states([Delivery.READY], limit=100_000)
    await store.close()
    return Counter(e.subject for e in entries), len(replies)


class Platform(ThreadingHTTPServer):
    """Takes messages over a socket and counts how often each came."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Door)
        self.came: Counter[str] = Counter()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of callers who were killed in the middle of a request."""


class _Door(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        assert isinstance(self.server, Platform)
        self.server.came[self.path[1:]] += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def platform() -> Iterator[Platform]:
    """A platform that listens on a port of its own."""
    server = Platform()
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_messages_go_out_once_or_are_listed_whoever_is_killed(
    url: str, tmp_path: Path, platform: Platform
) -> None:
    port, folder = platform.server_port, str(tmp_path / "files")
    asyncio.run(_queue(url))
    for round_ in range(KILLS):
        # Each process comes after the lease of the last one.
        now = MONDAY + round_ * timedelta(minutes=2)
        run_and_kill(deliver_for_ever, url, port, folder, now, within=0.03)
    letters = asyncio.run(_drain(url, port, folder))
    states = {letter.key: letter.state for letter in letters}
    came = platform.came
    uncertain = {key for key, state in states.items() if state is Delivery.UNCERTAIN}
    assert set(states.values()) <= {Delivery.SENT, Delivery.UNCERTAIN}, "a message is stuck"
    assert {k for k, s in states.items() if s is Delivery.SENT} <= set(came), "a false success"
    assert set(states) - set(came) <= uncertain, "a message was lost in silence"
    twice = {key for key, times in came.items() if times > 1}
    assert [k for k in twice if k.startswith("nice")] == [], "sent twice though it must not be"
    assert uncertain | twice, "no kill came in the middle of sending: this run proves nothing"
    assert len(uncertain) <= KILLS * BATCH
    assert sum(came[k] - 1 for k in twice) <= KILLS * BATCH
    # What may be sent twice is unsure only when eight processes died over it.
    tries = {letter.attempts for letter in letters if letter.key in uncertain & _safe(states)}
    assert tries <= {BACKOFF.tries}


def _safe(keys: Iterable[str]) -> set[str]:
    return {key for key in keys if key.startswith("safe")}


async def _queue(url: str) -> None:
    store = Store.at(url)
    async with store.write() as unit:
        for number in range(MESSAGES):
            kind = ("nice", "must", "safe")[number % 3]
            chat = Chat("web", "web", str(number)) if kind == "safe" else Chat("zalo", "oa", "1")
            await unit.outbox.add(
                f"{kind}-{number}",
                Chat(chat.channel, chat.account, str(number)),
                OutgoingMessage("Việc"),
                kind="digest",
                lane=Lane.BULK,
                now=MONDAY,
                must_arrive=kind == "must",
            )
    await store.close()


async def _drain(url: str, port: int, folder: str) -> tuple[Letter, ...]:
    world = world_of(url, port, folder, lambda: None)
    for later in range(1, 4):
        await deliver_outbox(world, MONDAY + timedelta(hours=later))
    async with world.store.read() as unit:
        letters = await unit.outbox.in_states(list(Delivery), limit=1000)
    await world.store.close()
    assert len(letters) == MESSAGES
    return letters
