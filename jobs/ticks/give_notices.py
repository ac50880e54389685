"""Gives the notice about personal data, once, to those who came in before there was one."""

from datetime import datetime
from functools import partial

from data.domain.messages import OutgoingMessage
from data.store.giving_notice import give_notice
from data.store.telling import tell
from data.texts import notices as words
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward

_AT_ONCE = 50
"""People a run: a ward is told within the day, its platform is not flooded."""


async def give_notices(world: World, now: datetime) -> Tally:
    """Tell whom nobody has told yet, on working days. "given" counts the messages."""
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    if not day.calendar.is_working_day(day.today):
        return {}
    async with world.store.read() as unit:
        if not await unit.ward(day.ward.id).notices.without(1):
            return {}
    async with world.store.write() as unit:
        work = unit.ward(day.ward.id)
        people = [await work.people.get(i) for i in await work.notices.without(_AT_ONCE)]
        for person in people:
            assert person is not None
            message = OutgoingMessage(words.to_earlier(person, day.ward.name))
            key = f"notice:{day.ward.id}"
            await tell(unit, day.ward, [person], key, message, kind="notice", now=day.now)
            await give_notice(unit, day.ward, person.id, day.now, how="later")
    return {"given": len(people)}
