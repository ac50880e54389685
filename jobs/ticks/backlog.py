"""What people were not told yet so that an account's month lasts, and who had a message this week."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time

from data.domain.ladder import Slot
from data.domain.localtime import instant_of
from data.domain.saving import week_of
from data.domain.tasks import Occurrence
from data.store.held import HeldWords
from data.store.unit_of_work import UnitOfWork
from jobs.ports import World
from jobs.ticks.each_ward import WardDay
from jobs.ticks.plates import Plate
from jobs.ticks.reaching import Reach


@dataclass(frozen=True, slots=True)
class Backlog:
    """What was kept back, as far as it is still owed."""

    words: Mapping[int, HeldWords] = field(default_factory=dict)
    """By person."""
    owed: Mapping[int, Occurrence] = field(default_factory=dict)
    spoken_to: frozenset[int] = frozenset()
    """Ids of the people who had a reminder since Monday."""

    @classmethod
    async def read(
        cls, unit: UnitOfWork, day: WardDay, kind: str, reach: Reach, people: Iterable[int]
    ) -> "Backlog":
        """Look it up. Where no account is counted nothing is kept back, and nobody has to be."""
        work = unit.ward(day.ward.id)
        words = await work.held.words(kind)
        wanted = {o for own in words.values() for o in own.occurrence_ids}
        found = await work.occurrences.some(wanted) if wanted else ()
        spoken_to: frozenset[int] = frozenset()
        if reach.usages:
            spoken_to = await work.held.spoken_to({*people, *words}, kind, _monday(day))
        return cls(words, {o.id: o for o in found if o.is_owed}, spoken_to)

    @property
    def moot(self) -> tuple[int, ...]:
        """Ids of the letters of people for whom nothing of it is owed any more."""
        gone = (w for w in self.words.values() if not self.owed.keys() & set(w.occurrence_ids))
        return tuple(letter for own in gone for letter in own.letter_ids)

    def letters_of(self, person_id: int) -> tuple[int, ...]:
        """Return the ids of what was kept back from a person."""
        held = self.words.get(person_id)
        return held.letter_ids if held else ()

    def onto(self, plate: Plate) -> Plate:
        """Return a plate with what was kept back from its person besides."""
        held = self.words.get(plate.person.id)
        if held is None:
            return plate
        there = {o.id for o in (*plate.due, *plate.coordinating)}
        more = [self.owed[o] for o in held.occurrence_ids if o in self.owed and o not in there]
        own = [o for o in more if o.agency_id in plate.person.agency_ids]
        helped = [o for o in more if o.agency_id not in plate.person.agency_ids]
        return Plate(
            plate.person,
            [*plate.due, *own],
            [*plate.coordinating, *helped],
            plate.agency_ids | {o.agency_id for o in own},
        )


async def is_backlog_ready(
    world: World, unit: UnitOfWork, day: WardDay, kind: str, slot: Slot
) -> bool:
    """Return whether something that was kept back can be said now: a new week, or another channel.

    Not to somebody who had their message of this slot.
    """
    work = unit.ward(day.ward.id)
    held = await work.held.words(kind)
    if not held:
        return False
    keys = {key_of(kind, p, day, slot): p for p in held}
    taken = await unit.outbox.taken(keys)
    people = [p for key, p in keys.items() if key not in taken]
    reach = await Reach.of(world, unit, day, people)
    spoken_to = await work.held.spoken_to(people, kind, _monday(day))
    spots = {p: reach.spot(p, is_urgent=False) for p in people}
    return any(
        s.chat is not None and not s.is_low and not (s.is_counted and p in spoken_to)
        for p, s in spots.items()
    )


def key_of(kind: str, person_id: int, day: WardDay, slot: Slot) -> str:
    """Return the key of a person's reminder in a slot: it makes a second one impossible."""
    return f"{kind}:{person_id}:{day.today.isoformat()}:{slot.value}"


def _monday(day: WardDay) -> datetime:
    return instant_of(week_of(day.today), time())
