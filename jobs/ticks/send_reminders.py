"""Each working morning: one message to each person, with everything that is due to be spoken of."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial

from data.domain.fallback import KEPT_BACK
from data.domain.ladder import Slot, end_of_day, next_remind_at, next_slot, open_slot
from data.domain.messages import Lane
from data.domain.people import Outage, Role
from data.domain.quota import saving
from data.domain.reminders import outage_between
from data.domain.saving import is_urgent
from data.domain.tasks import Occurrence
from data.domain.told import NOT_OWED, SAID_IN
from data.store.unit_of_work import UnitOfWork, WardWork
from jobs.ports import Tally, World
from jobs.ticks.accounts import usages
from jobs.ticks.backlog import is_backlog_ready, key_of
from jobs.ticks.digests import write
from jobs.ticks.each_ward import WardDay, each_ward
from jobs.ticks.group_digests import groups_of, tell_groups
from jobs.ticks.plates import Plate
from jobs.ticks.round_table import KIND, PER_AGENCY, Addressed, Table, waiting_long

_BEAT_EVERY = timedelta(minutes=1)
_MOST = 20_000
"""Occurrences in one round: far above what a ward has due, below what a statement takes."""


async def send_reminders(world: World, now: datetime) -> Tally:
    """Queue the digests that are due and climb the ladder; returns what was done.

    "digests" went to a chat, "unlinked" are recorded for people without one, "groups" were told
    besides, "held" wait for a later message so that an account's month lasts, "reminded" counts the
    occurrences. Reads only what is due. Nothing is said at night, at weekends or on holidays: what
    is due then waits for the next slot.
    """
    return await each_ward(world, now, partial(_remind, world))


async def _remind(world: World, day: WardDay) -> Tally:
    slot = open_slot(day.now, day.settings, day.calendar)
    async with world.store.read() as unit:
        if not await _is_needed(world, unit, day, slot):
            return {}
    async with world.store.write() as unit:
        outage = await _outage(unit, day)
        tally: Tally = {}
        if slot is not None:
            tally = await _speak(world, unit, day, slot, outage)
        await _keep(unit, day, None if slot is not None else outage)
        # Beating last, in the same transaction: a ward whose round failed is not alive.
        await unit.wards.beat(day.ward.id, day.now)
    return tally


async def _is_needed(world: World, unit: UnitOfWork, day: WardDay, slot: Slot | None) -> bool:
    alive = await unit.wards.last_alive(day.ward.id)
    if alive is None or day.now - alive >= _BEAT_EVERY:
        return True
    if slot is None:
        return False
    first = await unit.ward(day.ward.id).occurrences.next_remind_at()
    is_due = first is not None and first <= day.now
    return is_due or await _is_more_to_say(world, unit, day, slot)


async def _is_more_to_say(world: World, unit: UnitOfWork, day: WardDay, slot: Slot) -> bool:
    return await is_backlog_ready(world, unit, day, KIND, slot) or await _is_office_to_hear(
        unit, day, slot
    )


async def _is_office_to_hear(unit: UnitOfWork, day: WardDay, slot: Slot) -> bool:
    """Return whether reports wait too long, and somebody of the lead office has no message yet."""
    if slot is not Slot.DAILY or not (await waiting_long(unit, day))[0]:
        return False
    office = await unit.ward(day.ward.id).people.with_role(Role.LEAD_OFFICE)
    keys = {key_of(KIND, p.id, day, slot) for p in office}
    return not keys <= await unit.outbox.taken(keys)


async def _outage(unit: UnitOfWork, day: WardDay) -> Outage | None:
    """Return the outage that people have to be told of: one that ends now, or ended in the night."""
    told_of = await unit.wards.outage(day.ward.id)
    new = outage_between(await unit.wards.last_alive(day.ward.id), day.now)
    if told_of is None or new is None:
        return new or told_of
    return Outage(told_of.start, new.end)


async def _keep(unit: UnitOfWork, day: WardDay, outage: Outage | None) -> None:
    if await unit.wards.outage(day.ward.id) != outage:
        await unit.wards.set_outage(day.ward.id, outage)


async def _speak(
    world: World, unit: UnitOfWork, day: WardDay, slot: Slot, outage: Outage | None
) -> Tally:
    work = unit.ward(day.ward.id)
    due = await work.occurrences.due_to_remind(day.now, limit=_MOST)
    if not due and not await _is_more_to_say(world, unit, day, slot):
        return {}
    shut = saving(await usages(world, unit, day))
    groups = await groups_of(unit, day, slot, due, shut)
    table = await Table.lay(world, unit, day, due, outage, groups.agency_ids)
    tally: Counter[str] = Counter()
    told: set[int] = set()
    for message in table.messages(slot):
        if await _queue(unit, day, message):
            tally[_fate(message)] += 1
            await work.held.release(message.releases, f"{SAID_IN}{message.key}", day.now)
            told.update(o.id for o in message.plate.due)
            if message.unreached:
                told |= table.orphaned
    await work.held.release(table.backlog.moot, NOT_OWED, day.now)
    if not table.office:
        told |= table.orphaned
    if groups.due:
        tally["groups"] = await tell_groups(
            unit, slot, groups, table.round, table.others, table.setting, per_agency=PER_AGENCY
        )
    await _climb(work, day, due, told)
    tally["reminded"] = len(told)
    work.log.append(
        "reminders.queued",
        actor="clock",
        subject=f"ward:{day.ward.id}",
        now=day.now,
        slot=slot.value,
        occurrences=len(told),
        digests=tally["digests"],
        unlinked=tally["unlinked"],
        held=tally["held"],
        groups=tally["groups"],
    )
    return dict(tally)


async def _queue(unit: UnitOfWork, day: WardDay, message: Addressed) -> bool:
    written = write(
        message.plate,
        message.others,
        message.unreached,
        message.setting,
        is_capped=message.is_capped,
        channels=message.channels,
        to_review=message.to_review,
    )
    return await unit.outbox.add(
        message.key,
        message.chat,
        written.message,
        kind=KIND,
        lane=Lane.BULK,
        now=day.now,
        ward_id=day.ward.id,
        person_id=message.plate.person.id,
        must_arrive=not message.is_held and _must_arrive(message.plate, day),
        expires_at=end_of_day(day.now, day.settings),
        # What waits counts as not said: only what would have been its own matter is kept.
        mentions=_own(message.plate) if message.is_held else written.mentions,
        hold=KEPT_BACK if message.is_held else "",
    )


def _must_arrive(plate: Plate, day: WardDay) -> bool:
    """Return whether a message may not get lost.

    An early word may: the next one says it again. That something is due or late may not, nor what
    is said only once: that one helps.
    """
    return bool(plate.coordinating) or is_urgent(plate.due, day.today)


def _fate(message: Addressed) -> str:
    if message.is_held:
        return "held"
    return "digests" if message.chat else "unlinked"


def _own(plate: Plate) -> list[int]:
    return [o.id for o in (*plate.due, *plate.coordinating)]


async def _climb(work: WardWork, day: WardDay, due: Sequence[Occurrence], told: set[int]) -> None:
    """Set what is spoken of next, in one statement for each next moment.

    What could not be said, because its people had their message of this slot, comes in the next.
    """
    moments: dict[datetime, list[int]] = defaultdict(list)
    known: dict[object, datetime] = {}
    for occurrence in due:
        if occurrence.id in told:
            place = (occurrence.opens_on, occurrence.due_on)
            if place not in known:
                known[place] = next_remind_at(
                    *place, after=day.now, settings=day.settings, calendar=day.calendar
                )
            moments[known[place]].append(occurrence.id)
    for moment, ids in moments.items():
        await work.occurrences.reminded(ids, moment, due_by=day.now)
    if put_off := [o.id for o in due if o.id not in told]:
        later = next_slot(day.now, day.settings, day.calendar)
        await work.occurrences.reminded(put_off, later, due_by=day.now, climbs=False)
