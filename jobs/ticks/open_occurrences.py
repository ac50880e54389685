"""Make what will be owed, far enough ahead, as the days go by."""

from collections import Counter
from datetime import datetime
from functools import partial

from jobs.actions.plan_work import replan
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward

_AT_ONCE = 200
"""Tasks in one transaction: others may write in between."""


async def open_occurrences(world: World, now: datetime) -> Tally:
    """Plan again the tasks whose day for it has come; "made", "moved" and "cancelled" count.

    A task's plan says itself when to look again, so a day on which nothing is due reads nothing.
    """
    return await each_ward(world, now, partial(_open, world))


async def _open(world: World, day: WardDay) -> Tally:
    tally: Counter[str] = Counter()
    while True:
        async with world.store.read() as unit:
            tasks = await unit.ward(day.ward.id).tasks.due_to_open(day.today, limit=_AT_ONCE)
        if not tasks:
            return {name: count for name, count in tally.items() if count}
        async with world.store.write() as unit:
            done = await replan(unit, day.ward, [t.id for t in tasks], day.now, "clock")
        tally.update(made=done.made, moved=done.moved, cancelled=done.cancelled)
