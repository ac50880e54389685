"""A weekly summary that was kept back to save messages goes out as soon as there are some again."""

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from functools import partial

from data.domain.ladder import open_slot
from data.domain.localtime import instant_of, local_date
from data.domain.messages import Lane, Letter
from data.domain.people import Person, Role
from data.domain.told import SAID_IN, WITHDRAWN
from data.store.unit_of_work import UnitOfWork
from data.texts.summary import kept_back_until_now
from jobs.ports import Tally, World
from jobs.ticks.each_ward import WardDay, each_ward
from jobs.ticks.reaching import Reach
from jobs.ticks.send_weekly_summary import OWN_WEEK, SUMMARY


async def send_late_summaries(world: World, now: datetime) -> Tally:
    """Send each reader the newest summary that was kept back from them; older ones are named in it.

    When the month has turned, or the reader has come in on another channel. "late" counts them.
    """
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    if open_slot(day.now, day.settings, day.calendar) is None:
        return {}
    async with world.store.read() as unit:
        if not await unit.ward(day.ward.id).held.letters(SUMMARY, OWN_WEEK):
            return {}
    async with world.store.write() as unit:
        late = await _send(world, unit, day)
    return {"late": late} if late else {}


async def _send(world: World, unit: UnitOfWork, day: WardDay) -> int:
    work = unit.ward(day.ward.id)
    people = {p.id: p for p in await work.people.all()}
    kept: dict[int, list[Letter]] = defaultdict(list)
    idle: list[int] = []
    for letter in await work.held.letters(SUMMARY, OWN_WEEK):
        if _reads(people.get(letter.person_id or 0), letter.kind):
            kept[letter.person_id or 0].append(letter)
        else:
            idle.append(letter.id)
    await work.held.release(idle, WITHDRAWN, day.now)
    reach = await Reach.of(world, unit, day, kept)
    late = 0
    for person_id, letters in kept.items():
        spot = reach.spot(person_id, is_urgent=False)
        if spot.chat is None or spot.is_low:
            continue
        *older, newest = letters
        days = [local_date(x.due_at) for x in (newest, *older)]
        text = f"{newest.message.text}\n{kept_back_until_now(days, today=day.today)}"
        key = f"{newest.key}:late"
        evening = instant_of(day.calendar.add_working_days(day.today, 1), day.settings.quiet_from)
        late += await unit.outbox.add(
            key,
            spot.chat,
            replace(newest.message, text=text),
            kind=newest.kind,
            lane=Lane.BULK,
            now=day.now,
            ward_id=day.ward.id,
            person_id=person_id,
            expires_at=evening,
        )
        await work.held.release([x.id for x in letters], f"{SAID_IN}{key}", day.now)
    return late


def _reads(person: Person | None, kind: str) -> bool:
    """Return whether a summary of this kind is for somebody, still."""
    if person is None or not person.is_active:
        return False
    return kind == OWN_WEEK or person.is_any_of(Role.LEAD_OFFICE, Role.LEADERSHIP)
