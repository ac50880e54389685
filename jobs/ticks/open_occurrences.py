"""Make what will be owed, far enough ahead, as the days go by."""

from collections import Counter
from datetime import datetime
from functools import partial

from data.store.planner import plan_again
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
            done = await plan_again(unit, day.ward, [t.id for t in tasks], day.now)
            if done:
                unit.ward(day.ward.id).log.append(
                    "work.opened",
                    actor="clock",
                    subject=f"ward:{day.ward.id}",
                    now=day.now,
                    **done.counts,
                )
        tally.update(done.counts)
