"""What one transaction of one row costs through the store, beside sqlite3 with the same care."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from benchmarks.harness import Contender, Figure, against, empty_store, race
from benchmarks.ward import MONDAY, build

_ROWS = 300


async def benchmark() -> list[Figure]:
    """Return the time of one row through the store and through sqlite3."""
    async with empty_store() as (store, folder):
        built = await build(store, agencies=1, people=1, tasks=1)

        async def through_the_store() -> None:
            for n in range(_ROWS):
                async with store.write() as unit:
                    await unit.wards.beat(built.ward.id, MONDAY + timedelta(seconds=n))

        with closing(_bare(folder / "bare.db")) as conn:

            async def bare() -> None:
                for n in range(_ROWS):
                    conn.execute("BEGIN IMMEDIATE")
                    conn.execute("UPDATE wards SET last_alive_at = ?", (str(n),))
                    conn.execute("COMMIT")

            ours, theirs = await race(Contender(through_the_store), Contender(bare))
    return [against("a row through the store", ours / _ROWS, "sqlite3", theirs / _ROWS)]


def _bare(path: Path) -> sqlite3.Connection:
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode=WAL")
    conn.execute("PRAGMA synchronous=FULL")
    conn.execute("CREATE TABLE wards (id INTEGER PRIMARY KEY, last_alive_at TEXT)")
    conn.execute("INSERT INTO wards VALUES (1, '')")
    return conn
