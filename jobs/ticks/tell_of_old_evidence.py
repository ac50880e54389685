"""Tells the lead office once a year what evidence has passed its time; deletes nothing."""

from datetime import datetime, time
from functools import partial

from data.domain.localtime import instant_of, local_date
from data.domain.messages import OutgoingMessage
from data.domain.people import Role
from data.store.telling import tell
from data.texts.retention import kept_long_enough
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward

KIND = "retention"


async def tell_of_old_evidence(world: World, now: datetime) -> Tally:
    """Look once a day whether this year's message is due; returns how many wards were told."""
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    key = f"{KIND}:{day.ward.id}:{day.today.year}"
    years = day.settings.keep_years
    # The first of January: who is told in a year is told of all that passed before it.
    before = instant_of(day.today.replace(year=day.today.year - years, month=1, day=1), time())
    async with world.store.read() as unit:
        work = unit.ward(day.ward.id)
        if await work.log.latest("evidence.old", [key]):
            return {}
        # Every file of the ward is looked at: nobody waits to write meanwhile.
        shelf = await work.evidence.older_than(before)
        office = await work.people.with_role(Role.LEAD_OFFICE)
    if shelf is None or not office:
        return {}
    async with world.store.write() as unit:
        work = unit.ward(day.ward.id)
        if await work.log.latest("evidence.old", [key]):
            return {}  # another process was faster
        text = kept_long_enough(
            day.ward.name, shelf.files, shelf.size, local_date(shelf.oldest), years
        )
        await tell(unit, day.ward, office, key, OutgoingMessage(text), kind=KIND, now=day.now)
        work.log.append(
            "evidence.old",
            actor="tick:tell_of_old_evidence",
            subject=key,
            now=day.now,
            files=shelf.files,
            years=years,
        )
    return {"told": 1}
