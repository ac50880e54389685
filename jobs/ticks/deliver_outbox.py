"""Sends what waits in the outbox, every account and lane by itself: none waits for another."""

import asyncio
from collections import Counter
from datetime import datetime

from data.domain.messages import Lane
from jobs.ports import Tally, World
from jobs.ticks.pump import Pump
from jobs.ticks.watch import Watch


async def deliver_outbox(world: World, now: datetime, watch: Watch | None = None) -> Tally:
    """Send what is due. Returns how many messages were sent, put back, given up and so on.

    Raises what one lane raised, once every lane came to its end.
    """
    tallies = await asyncio.gather(
        *(
            deliver_lane(world, account, lane, now, watch=watch)
            for lane in Lane
            for account in world.senders
        ),
        return_exceptions=True,
    )
    total: Counter[str] = Counter()
    for tally in tallies:
        if isinstance(tally, BaseException):
            raise tally
        total.update(tally)
    return dict(total)


async def deliver_lane(
    world: World,
    account: tuple[str, str],
    lane: Lane,
    now: datetime,
    *,
    stirred: asyncio.Event | None = None,
    watch: Watch | None = None,
) -> Tally:
    """Send what is due in one lane of one account, and what becomes due while others are on their way.

    Whoever queues something meanwhile sets `stirred`. Raises StoreDownError.
    """
    return await Pump(world, account, lane, now, stirred or asyncio.Event(), watch or Watch()).run()
