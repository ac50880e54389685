"""Tells the lead office once a month which criteria have nothing to show yet."""

from datetime import datetime
from functools import partial

from data.domain.messages import Choice, OutgoingMessage
from data.domain.people import Role
from data.store.telling import tell
from data.texts import criteria as words
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward

_PAGE = "/ban/tieu-chi"
_FIRST_DAYS = 10
"""Of the month: after an outage that long the next month is near enough."""


async def tell_of_gaps(world: World, now: datetime) -> Tally:
    """Tell each ward once in the first working days of a month. "told" counts the wards."""
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    if day.today.day > _FIRST_DAYS or not day.calendar.is_working_day(day.today):
        return {}
    key = f"gaps:{day.ward.id}:{day.today:%Y-%m}"
    async with world.store.read() as unit:
        work = unit.ward(day.ward.id)
        office = await work.people.with_role(Role.LEAD_OFFICE)
        if not office or await unit.outbox.taken(f"{key}:{p.id}" for p in office):
            return {}
        found = await work.criteria.standing()
    if not any(s.gaps for s in found):
        return {}
    message = OutgoingMessage(
        words.monthly(found, world.public_url + _PAGE),
        (Choice(words.propose_label(), "criteria:propose"),),
    )
    async with world.store.write() as unit:
        await tell(unit, day.ward, office, key, message, kind="gaps", now=day.now)
    return {"told": 1}
