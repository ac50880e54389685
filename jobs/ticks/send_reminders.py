"""Each working morning: one message to each person, with everything that is due to be spoken of."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from data.domain.ladder import Slot, end_of_day, next_remind_at, next_slot, open_slot
from data.domain.messages import Chat, Lane
from data.domain.people import Outage, Person, Role
from data.domain.quotas import QuotaPace
from data.domain.reminders import outage_between
from data.domain.tasks import Occurrence
from data.store.occurrences import TURN
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts.reminders import Unreached
from jobs.ports import Tally, World
from jobs.ticks.digests import Setting, write
from jobs.ticks.each_ward import WardDay, each_ward
from jobs.ticks.plates import Plate, Round, lay_out
from jobs.ticks.reaching import chats_of

KIND = "digest"
_BEAT_EVERY = timedelta(minutes=1)
_MOST = 20_000
"""Occurrences in one round: far above what a ward has due, below what a statement takes."""
_PER_AGENCY = 20
"""How much of an agency's other open work is looked at."""


async def send_reminders(world: World, now: datetime) -> Tally:
    """Queue the digests that are due and climb the ladder; returns what was done.

    "digests" went to a chat, "unlinked" are recorded for people without one, "reminded" counts the
    occurrences. Reads only what is due. Nothing is said at night, at weekends or on holidays: what
    is due then waits for the next slot.
    """
    return await each_ward(world, now, partial(_remind, world))


async def _remind(world: World, day: WardDay) -> Tally:
    slot = open_slot(day.now, day.settings, day.calendar)
    async with world.store.read() as unit:
        if not await _is_needed(unit, day, slot):
            return {}
    async with world.store.write() as unit:
        outage = await _outage(unit, day)
        tally: Tally = {}
        if slot is not None:
            tally = await _speak(unit, day, slot, outage)
        await _keep(unit, day, None if slot is not None else outage)
        # Beating last, in the same transaction: a ward whose round failed is not alive.
        await unit.wards.beat(day.ward.id, day.now)
    return tally


async def _is_needed(unit: UnitOfWork, day: WardDay, slot: Slot | None) -> bool:
    alive = await unit.wards.last_alive(day.ward.id)
    if alive is None or day.now - alive >= _BEAT_EVERY:
        return True
    if slot is None:
        return False
    first = await unit.ward(day.ward.id).occurrences.next_remind_at()
    return first is not None and first <= day.now


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


async def _speak(unit: UnitOfWork, day: WardDay, slot: Slot, outage: Outage | None) -> Tally:
    work = unit.ward(day.ward.id)
    due = await work.occurrences.due_to_remind(day.now, limit=_MOST)
    if not due:
        return {}
    table = await _Table.lay(unit, work, day, due, outage)
    tally: Counter[str] = Counter()
    told: set[int] = set()
    for message in table.messages(slot):
        if await _queue(unit, day, message):
            tally["digests" if message.chat else "unlinked"] += 1
            told.update(o.id for o in message.plate.due)
            if message.unreached:
                told |= table.orphaned
    if not table.office:
        told |= table.orphaned
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
    )
    return dict(tally)


@dataclass(frozen=True, slots=True)
class _Addressed:
    """A plate with where it goes and what else it carries."""

    key: str
    plate: Plate
    chat: Chat | None
    others: Sequence[Occurrence]
    is_capped: bool
    unreached: tuple[Unreached, ...]
    setting: Setting


async def _queue(unit: UnitOfWork, day: WardDay, message: _Addressed) -> bool:
    written = write(
        message.plate,
        message.others,
        message.unreached,
        message.setting,
        is_capped=message.is_capped,
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
        expires_at=end_of_day(day.now, day.settings),
        mentions=written.mentions,
    )


@dataclass(frozen=True, slots=True)
class _Table:
    """A round laid out: everything read in a handful of queries."""

    round: Round
    setting: Setting
    others: Mapping[int, Sequence[Occurrence]]
    """By agency: its first owed work that is open."""
    chats: Mapping[int, Chat]
    office: Sequence[Person]
    taken: frozenset[str]

    @classmethod
    async def lay(
        cls,
        unit: UnitOfWork,
        work: WardWork,
        day: WardDay,
        due: Sequence[Occurrence],
        outage: Outage | None,
    ) -> "_Table":
        people = await work.people.all()
        agencies = {a.id: a for a in await work.agencies.all()}
        tasks = await work.tasks.some(o.task_id for o in due)
        laid = lay_out(due, tasks, agencies, people)
        others = await _others(work, day, {o.agency_id for o in due})
        missing = {o.task_id for open_ in others.values() for o in open_} - set(tasks)
        tasks = {**tasks, **await work.tasks.some(missing)}
        office = [p for p in people if p.is_any_of(Role.LEAD_OFFICE)]
        concerned = {*laid.plates, *(p.id for p in office)}
        keys = [_key(p, day, slot) for p in concerned for slot in Slot]
        return cls(
            laid,
            Setting(day, tasks, agencies, outage, await _paces(work, day, due)),
            others,
            await chats_of(unit, concerned),
            office,
            await unit.outbox.taken(keys),
        )

    @property
    def orphaned(self) -> set[int]:
        """Ids of what is owed by agencies with nobody in them: told to the lead office."""
        return {o.id for orphaned in self.round.orphans.values() for o in orphaned}

    def messages(self, slot: Slot) -> Iterable[_Addressed]:
        """Yield each person's message, the lead office's with those who could not be reached."""
        unreached = self._unreached()
        office = {p.id for p in self.office}
        plates = dict(self.round.plates)
        if unreached:
            plates |= {p.id: Plate(p) for p in self.office if p.id not in plates}
        for person_id, plate in plates.items():
            others = [o for a in sorted(plate.agency_ids) for o in self.others.get(a, ())]
            yield _Addressed(
                _key(person_id, self.setting.day, slot),
                plate,
                self.chats.get(person_id),
                others,
                any(len(self.others.get(a, ())) >= _PER_AGENCY for a in plate.agency_ids),
                unreached if person_id in office else (),
                self.setting,
            )

    def _unreached(self) -> tuple[Unreached, ...]:
        """Return who is not reached, except those whom today's earlier round named already."""
        day, tasks = self.setting.day, self.setting.tasks
        missing = [
            Unreached(plate.person.name, tuple(tasks[o.task_id].code for o in plate.due))
            for person_id, plate in self.round.plates.items()
            if plate.due and person_id not in self.chats
            if self.taken.isdisjoint(_key(person_id, day, slot) for slot in Slot)
        ]
        empty = [
            Unreached(
                self.setting.agencies[agency_id].name,
                tuple(tasks[o.task_id].code for o in orphaned),
                has_nobody=True,
            )
            for agency_id, orphaned in self.round.orphans.items()
        ]
        return (*missing, *empty)


def _key(person_id: int, day: WardDay, slot: Slot) -> str:
    return f"{KIND}:{person_id}:{day.today.isoformat()}:{slot.value}"


async def _others(
    work: WardWork, day: WardDay, agency_ids: Iterable[int]
) -> Mapping[int, Sequence[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in await work.occurrences.soonest_owed(agency_ids, per_agency=_PER_AGENCY):
        if occurrence.opens_on <= day.today:
            found[occurrence.agency_id].append(occurrence)
    return found


async def _paces(work: WardWork, day: WardDay, due: Iterable[Occurrence]) -> dict[int, QuotaPace]:
    numbered = [o for o in due if TURN in o.period_key]
    if not numbered:
        return {}
    turns = await work.occurrences.turns(
        {o.task_id for o in numbered}, {o.agency_id for o in numbered}, day.today
    )
    return {o.id: turns[o.task_id, o.agency_id, o.period_key.partition(TURN)[0]] for o in numbered}


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
