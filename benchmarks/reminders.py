"""`send_reminders` with 500 due among ten thousand and among a million occurrences.

Beside it: one APScheduler job per reminder, the way it is often built, each job writing its message
into the same outbox.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, timedelta
from typing import Any

from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from sqlalchemy import insert, text

from benchmarks.harness import Contender, Figure, against, empty_store, race
from benchmarks.jobs_each import one_job_each
from benchmarks.ward import MONDAY, Built, build
from data.files.evidence_store import EvidenceStore
from data.store.models import OccurrenceRow
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.send_reminders import send_reminders

FEW, MANY, DUE = 10_000, 1_000_000, 500
_WEEK = timedelta(days=7)
_LATER = MONDAY + timedelta(days=3650)
_CHUNK = 20_000


async def benchmark() -> list[Figure]:
    """Return the tick's time at both sizes, and that of one job per reminder."""
    async with _filled(FEW) as at_few, _filled(MANY) as at_many:
        few, many = await race(at_few, at_many)
    async with (
        one_job_each(DUE, lambda _place: MemoryJobStore()) as in_memory,
        one_job_each(DUE, lambda place: SQLAlchemyJobStore(f"sqlite:///{place}/jobs.db")) as kept,
    ):
        memory, disk = await race(in_memory, kept, rounds=3)
    ours = f"{DUE} due among {MANY:,}"
    return [
        against(ours, many, f"{DUE} due among {FEW:,}", few, "≤ 1.5"),
        against(ours, many, "an APScheduler job each, in memory", memory),
        against(ours, many, "an APScheduler job each, in SQLite", disk),
    ]


@asynccontextmanager
async def _filled(size: int) -> AsyncIterator[Contender]:
    async with empty_store() as (store, folder):
        built = await build(store, agencies=50, people=100, tasks=100)
        await fill(store, built, size)
        world = World(store, EvidenceStore(folder / "files"))
        now = MONDAY

        async def fall_due() -> None:
            nonlocal now
            now += _WEEK
            async with store.write() as unit:
                await unit.wards.beat(built.ward.id, now - timedelta(minutes=1))
            async with store.engine.begin() as conn:
                await conn.execute(
                    text("UPDATE occurrences SET next_remind_at = :now WHERE id <= :due"),
                    {"now": now.replace(tzinfo=None), "due": DUE},
                )

        async def tick() -> None:
            tally = await send_reminders(world, now)
            if tally.get("reminded") != DUE:
                raise RuntimeError(f"not what was to be measured: {tally}")

        yield Contender(tick, fall_due)


async def fill(store: Store, built: Built, size: int) -> None:
    """Give the tasks of a ward so many open occurrences in turn, none due to be spoken of."""
    for start in range(0, size, _CHUNK):
        rows = [_occurrence(built, n) for n in range(start, min(start + _CHUNK, size))]
        async with store.engine.begin() as conn:
            await conn.execute(insert(OccurrenceRow), rows)


def _occurrence(built: Built, n: int) -> dict[str, Any]:
    task = n % len(built.tasks)
    return {
        "ward_id": built.ward.id,
        "task_id": built.tasks[task].id,
        "agency_id": built.agencies[task % len(built.agencies)],
        "period_key": f"k{n}",
        "opens_on": date(2026, 1, 1),
        "due_on": date(2026, 12, 31),
        "state": "open",
        "next_remind_at": _LATER,
        "next_escalate_at": _LATER,
    }
