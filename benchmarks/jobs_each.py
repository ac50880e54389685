"""One APScheduler job per reminder: how reminders are often built."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from benchmarks.harness import Contender, empty_store
from benchmarks.ward import MONDAY
from data.domain.messages import Lane, OutgoingMessage
from data.store.unit_of_work import Store

_stores: dict[str, Store] = {}
_done: dict[str, asyncio.Semaphore] = {}
"""By place: a stored job names a function and its words, it cannot carry a store."""


async def remind(place: str, key: str) -> None:
    """Be one job: write one message."""
    async with _stores[place].write() as unit:
        message = OutgoingMessage("Việc #12: còn 3 ngày làm việc")
        await unit.outbox.add(key, None, message, kind="digest", lane=Lane.BULK, now=MONDAY)
    _done[place].release()


@asynccontextmanager
async def one_job_each(number_due: int, jobs: Callable[[Path], object]) -> AsyncIterator[Contender]:
    """Give the stretch from the start of a scheduler to the last of its due jobs."""
    async with empty_store() as (store, folder):
        place = str(folder)
        _stores[place], _done[place] = store, asyncio.Semaphore(0)
        scheduler = AsyncIOScheduler(jobstores={"default": jobs(folder)}, timezone="UTC")
        scheduler.start(paused=True)
        rounds = count()

        async def plan() -> None:
            scheduler.pause()
            number = next(rounds)
            for n in range(number_due):
                job = {"run_date": MONDAY, "args": [place, f"{number}:{n}"]}
                scheduler.add_job(remind, "date", misfire_grace_time=None, **job)

        async def fire() -> None:
            scheduler.resume()
            for _ in range(number_due):
                await _done[place].acquire()

        yield Contender(fire, plan)
        scheduler.shutdown(wait=False)
