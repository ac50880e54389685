"""Removes the bytes of files whose destruction two people agreed to."""

import asyncio
import logging
from datetime import datetime
from functools import partial

from data.domain.erasures import Erasure, ErasureState
from data.store.unit_of_work import UnitOfWork
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward

ACTOR = "tick:finish_erasures"
_log = logging.getLogger(__name__)


async def finish_erasures(world: World, now: datetime) -> Tally:
    """Remove what has to go; returns how many files. Cut off at any step, the next run goes on."""
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    async with world.store.read() as unit:
        waiting = await unit.ward(day.ward.id).erasures.to_finish()
    for erasure in waiting:
        # Looked at and removed in one turn of writing: who sends the bytes anew finds them there,
        # or finds nothing, and never a record without its bytes.
        async with world.store.write() as unit:
            await _finish(world, unit, day, erasure)
    return {"removed": len(waiting)} if waiting else {}


async def _finish(world: World, unit: UnitOfWork, day: WardDay, erasure: Erasure) -> None:
    work = unit.ward(day.ward.id)
    if not await work.erasures.settle(
        erasure.id, ErasureState.DONE, ErasureState.CONFIRMED, done_at=day.now
    ):
        return  # another process was faster
    is_kept = await unit.references.is_shown_or_read(erasure.sha256)
    if is_kept:
        # Another ward was sent the same bytes, or this one under another name: theirs to decide.
        _log.warning("the bytes of %s stay: something shows them", erasure.sha256)
    else:
        await asyncio.to_thread(world.files.destroy, erasure.sha256)
    work.log.append(
        "evidence.kept_elsewhere" if is_kept else "evidence.removed",
        actor=ACTOR,
        subject=f"erasure:{erasure.id}",
        now=day.now,
        sha256=erasure.sha256,
    )
