"""Removes the bytes of files whose destruction two people agreed to."""

import asyncio
import logging
from datetime import datetime
from functools import partial

from data.domain.erasures import ErasureState
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
        kept = {e.sha256 for e in waiting if await unit.references.is_shown_or_read(e.sha256)}
    for erasure in waiting:
        if erasure.sha256 in kept:
            # Another ward was sent the same bytes: theirs to decide, and nobody of this one sees them.
            _log.warning("the bytes of %s stay: another ward holds them too", erasure.sha256)
        else:
            await asyncio.to_thread(world.files.destroy, erasure.sha256)
        async with world.store.write() as unit:
            work = unit.ward(day.ward.id)
            if await work.erasures.settle(
                erasure.id, ErasureState.DONE, ErasureState.CONFIRMED, done_at=day.now
            ):
                work.log.append(
                    "evidence.removed",
                    actor=ACTOR,
                    subject=f"erasure:{erasure.id}",
                    now=day.now,
                    sha256=erasure.sha256,
                )
    return {"removed": len(waiting)} if waiting else {}
