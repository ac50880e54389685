"""A tick goes through the wards: one that fails does not stop the others."""

import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime

from data.domain.localtime import local_date
from data.domain.people import Ward, WardSettings
from data.domain.workdays import WorkCalendar, parse_overrides
from jobs.ports import Tally, World

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WardDay:
    """A ward at an instant: what every tick asks first."""

    ward: Ward
    now: datetime
    calendar: WorkCalendar

    @property
    def settings(self) -> WardSettings:
        """What the ward has set."""
        return self.ward.settings

    @property
    def today(self) -> date:
        """The local date."""
        return local_date(self.now)


async def each_ward(
    world: World, now: datetime, work: Callable[[WardDay], Awaitable[Tally]]
) -> Tally:
    """Do `work` for every ward and return the sum of the tallies.

    What goes wrong in a ward is logged and counted as "failed"; its transaction is rolled back,
    so the next run finds the work still there.
    """
    async with world.store.read() as unit:
        wards = await unit.wards.all()
    total: Counter[str] = Counter()
    for ward in wards:
        try:
            calendar = WorkCalendar(parse_overrides(ward.settings.calendar_overrides))
            total.update(await work(WardDay(ward, now, calendar)))
        except Exception:
            _log.exception("ward %s: %s failed", ward.id, getattr(work, "__name__", work))
            total["failed"] += 1
    return dict(total)
