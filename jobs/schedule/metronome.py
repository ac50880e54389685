"""APScheduler as a metronome: it keeps nothing, decides nothing and only calls the ticks."""

import logging
from collections.abc import Iterable

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger

from data.clock import Clock
from data.domain.localtime import VN
from jobs.ports import World
from jobs.schedule.table import TICKS, Scheduled

_log = logging.getLogger(__name__)


def start(world: World, clock: Clock, ticks: Iterable[Scheduled] = TICKS) -> AsyncIOScheduler:
    """Begin to run the ticks in the running event loop; end it by its `shutdown(wait=False)`.

    Runs that were missed while a tick was busy or the machine asleep become one, however late: the
    tick itself sees in its rows what is due.
    """
    scheduler = AsyncIOScheduler(
        timezone=VN,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
    )
    for scheduled in ticks:
        if scheduled.cron:
            trigger = CronTrigger(timezone=VN, **scheduled.cron)
            scheduler.add_job(
                _run,
                trigger,
                args=(scheduled, world, clock),
                id=scheduled.name,
                name=scheduled.name,
            )
    scheduler.start()
    return scheduler


async def _run(scheduled: Scheduled, world: World, clock: Clock) -> None:
    try:
        tally = await scheduled.tick(world, clock())
    except Exception:
        # The next beat tries again: what was due still is.
        _log.exception("%s failed", scheduled.name)
        return
    if any(tally.values()):
        _log.info("%s: %s", scheduled.name, tally)
