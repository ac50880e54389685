"""A clock that leaps while the product runs: nothing may be on its way meanwhile."""

import asyncio
from datetime import datetime

from bot.app import App
from data.clock import MovableClock
from data.domain.messages import Delivery
from data.store.unit_of_work import Store
from jobs.schedule import run_between
from jobs.ticks.deliver_outbox import deliver_outbox


async def leap(app: App, clock: MovableClock, goal: datetime) -> None:
    """Move the clock to `goal`; everything due on the way happens."""
    await _land(app, clock)
    async for ran in run_between(app.world, clock(), goal):
        clock.move_to(ran.at)
        await _land(app, clock)
    clock.move_to(goal)


async def settled(store: Store, *states: Delivery) -> None:
    """Wait until nothing is on its way any more, or nothing in these states."""
    for _ in range(200):
        async with store.read() as unit:
            left = await unit.outbox.in_states(states or [Delivery.READY, Delivery.SENDING])
        if not left:
            return
        await asyncio.sleep(0.05)
    raise AssertionError(f"still on its way: {[x.kind for x in left]}")


async def _land(app: App, clock: MovableClock) -> None:
    """Let what is due arrive.

    A message that is being sent while the clock leaps is sent by one time and received by another:
    free for us and charged by Zalo, or its lease over and the message uncertain.
    """
    await deliver_outbox(app.world, clock())
    await settled(app.store, Delivery.SENDING)
