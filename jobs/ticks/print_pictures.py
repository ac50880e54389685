"""Looks at pictures that were stored before prints were made, a few at a time."""

from datetime import datetime
from functools import partial

from data.files.previews import Previews
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward

AT_ONCE = 20
"""Pictures of a ward in one run: some seconds. 20,000 old ones take two days' nights and days."""


async def print_pictures(world: World, now: datetime) -> Tally:
    """Make the prints that are missing; returns how many pictures were looked at."""
    return await each_ward(world, now, partial(_of_ward, world, Previews(world.files)))


async def _of_ward(world: World, previews: Previews, day: WardDay) -> Tally:
    async with world.store.read() as unit:
        waiting = await unit.ward(day.ward.id).prints.to_look_at(AT_ONCE)
    for sha256 in waiting:
        facts = await previews.read(sha256)
        async with world.store.write() as unit:
            await unit.ward(day.ward.id).prints.keep(sha256, facts.look)
    return {"looked_at": len(waiting)} if waiting else {}
