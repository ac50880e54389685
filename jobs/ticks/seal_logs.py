"""Seals each ward's event log once a local day."""

from datetime import datetime
from functools import partial

from data.domain.localtime import local_date
from jobs.ports import Tally, World
from jobs.reports.dossier.sealing import last_seal, seal_log
from jobs.ticks.each_ward import WardDay, each_ward


async def seal_logs(world: World, now: datetime) -> Tally:
    """Seal what was not sealed today and has grown since; "sealed" counts the wards.

    A log that does not go on from its last seal is not signed: that ward counts as failed.
    """
    return await each_ward(world, now, partial(_seal, world))


async def _seal(world: World, day: WardDay) -> Tally:
    if world.key is None:
        return {}
    async with world.store.write() as unit:
        log = unit.ward(day.ward.id).log
        size, _ = await log.end()
        last = await last_seal(unit, day.ward.id)
        # A seal is an entry itself: of nothing but that no new one is made.
        if size == 0 or (last and (last.size == size - 1 or local_date(last.at) >= day.today)):
            return {}
        await seal_log(unit, day.ward.id, world.key, day.now)
    return {"sealed": 1}
