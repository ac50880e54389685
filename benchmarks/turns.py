"""Chat messages of 100 people: from the inbox to the committed reply.

Beside it: the very rows that the turns wrote, inserted by sqlite3 in as many transactions.
"""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.harness import Contender, Figure, empty_store, race
from benchmarks.reminders import fill
from benchmarks.ward import MONDAY, Built, build
from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store

PEOPLE, EACH = 100, 3
MESSAGES = PEOPLE * EACH
WRITTEN = ("inbox", "reports", "event_log", "event_log_contents", "dialogs", "outbox")


async def benchmark() -> list[Figure]:
    """Return how many messages a second are answered, and how many are inserted as bare rows."""
    async with empty_store() as (store, folder):
        built = await build(store, agencies=PEOPLE, people=PEOPLE, tasks=PEOPLE)
        await fill(store, built, PEOPLE)
        (ours,) = await race(Contender(_talk(store, built, folder)), rounds=3)
        with closing(sqlite3.connect(folder / "nhacviec.db")) as written:
            (theirs,) = await race(_bare(written, folder / "bare.db"), rounds=3)
            rows = sum(written.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in WRITTEN)
            received = written.execute("SELECT count(*) FROM inbox").fetchone()[0]
    per_message, bare = ours / MESSAGES, theirs / received
    return [
        Figure(
            f"messages of {PEOPLE} people answered",
            f"{1 / per_message:,.0f} a second",
            f"bare inserts of their {rows / received:.1f} rows: {1 / bare:,.0f} a second",
            per_message / bare,
            "≥ 150 a second",
        )
    ]


def _talk(store: Store, built: Built, folder: Path) -> Callable[[], Awaitable[None]]:
    channel = WebChannel(store)
    now = MONDAY
    dialog = Dialog(
        store,
        {(channel.name, channel.account): channel},
        ALL,
        lambda: now,
        EvidenceStore(folder / "files"),
        "",
    )
    numbers = count()

    async def one_person(number: int) -> None:
        for _ in range(EACH):
            external_id = next(numbers)
            # Different each time: the same words twice in a row are one report.
            words = f"#{built.tasks[number].code} đã họp thêm, {external_id + 20} người dự"
            raw: dict[str, Any] = {
                "text": words,
                "choice": None,
                "files": [],
                "sent_at": now.isoformat(),
            }
            await dialog.receive(built.chat(number), str(external_id), raw)

    async def talk() -> None:
        nonlocal now
        now += timedelta(hours=1)
        await asyncio.gather(*(one_person(n) for n in range(PEOPLE)))
        handled = await dialog.drain()
        async with store.read() as unit:
            stored = len(await unit.ward(built.ward.id).reports.between(now, now + timedelta(1)))
        if (handled, stored) != (MESSAGES, MESSAGES):
            raise RuntimeError(f"not what was to be measured: {handled} handled, {stored} stored")

    return talk


def _bare(written: sqlite3.Connection, path: Path) -> Contender:
    """Give the insertion of what was written, two transactions a message as the turns had."""
    rows = {table: written.execute(f"SELECT * FROM {table}").fetchall() for table in WRITTEN}
    number = len(rows["inbox"])
    target = sqlite3.connect(path, isolation_level=None)
    written.backup(target)
    target.execute("PRAGMA journal_mode=WAL")
    target.execute("PRAGMA synchronous=FULL")
    for (trigger,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        target.execute(f"DROP TRIGGER {trigger}")

    async def empty() -> None:
        for table in WRITTEN:
            target.execute(f"DELETE FROM {table}")

    async def insert() -> None:
        for n in range(number):
            for tables in (WRITTEN[:1], WRITTEN[1:]):
                target.execute("BEGIN IMMEDIATE")
                for table in tables:
                    found = rows[table]
                    for row in found[n * len(found) // number : (n + 1) * len(found) // number]:
                        marks = ",".join("?" * len(row))
                        target.execute(f"INSERT INTO {table} VALUES ({marks})", row)
                target.execute("COMMIT")

    return Contender(insert, empty)
