"""A round of reminders laid out: whom it speaks to, where, and with what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.domain.ladder import Slot
from data.domain.localtime import local_date
from data.domain.messages import Chat
from data.domain.people import Outage, Person, Role
from data.domain.quotas import QuotaPace
from data.domain.saving import holds_back, is_urgent
from data.domain.tasks import Occurrence
from data.store.occurrences import TURN
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts.reminders import Unreached
from jobs.ports import World
from jobs.ticks.backlog import Backlog, key_of
from jobs.ticks.digests import Setting
from jobs.ticks.each_ward import WardDay
from jobs.ticks.plates import Plate, Round, lay_out
from jobs.ticks.reaching import Reach, best_chats

KIND = "digest"
_LONG = 2
"""Working days after which a report has waited too long for review."""
PER_AGENCY = 20
"""How much of an agency's other open work is looked at."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """A plate with where it goes and what else it carries."""

    key: str
    plate: Plate
    chat: Chat | None
    others: Sequence[Occurrence]
    is_capped: bool
    unreached: tuple[Unreached, ...]
    setting: Setting
    channels: frozenset[str]
    """On which the person writes to us."""
    is_held: bool = False
    """It waits for a later message, so that the account's month lasts."""
    to_review: tuple[int, int] = (0, 0)
    """How many reports wait too long for the lead office, and the days of the oldest."""
    releases: tuple[int, ...] = ()
    """Ids of what was kept back before and is said now."""


@dataclass(frozen=True, slots=True)
class Table:
    """A round laid out: everything read in a handful of queries."""

    round: Round
    setting: Setting
    others: Mapping[int, Sequence[Occurrence]]
    """By agency: its first owed work that is open."""
    chats: Mapping[int, Chat]
    channels: Mapping[int, frozenset[str]]
    in_groups: frozenset[int]
    """Ids of the agencies whose groups are told in this round."""
    office: Sequence[Person]
    taken: frozenset[str]
    reach: Reach
    backlog: Backlog
    kept_back: Sequence[Person]
    """From whom something was kept back."""
    to_review: tuple[int, int] = (0, 0)
    """How many reports wait too long for the lead office, and the days of the oldest."""

    @classmethod
    async def lay(
        cls,
        world: World,
        unit: UnitOfWork,
        day: WardDay,
        due: Sequence[Occurrence],
        outage: Outage | None,
        in_groups: frozenset[int],
    ) -> "Table":
        work = unit.ward(day.ward.id)
        people = await work.people.all()
        agencies = {a.id: a for a in await work.agencies.all()}
        tasks = await work.tasks.some(o.task_id for o in due)
        laid = lay_out(due, tasks, agencies, people)
        office = [p for p in people if p.is_any_of(Role.LEAD_OFFICE)]
        held = await work.held.words(KIND)
        concerned = {*laid.plates, *(p.id for p in office), *held}
        keys = [_key(p, day, slot) for p in concerned for slot in Slot]
        reach = await Reach.of(world, unit, day, concerned)
        backlog = await Backlog.read(unit, day, KIND, reach, concerned)
        late = backlog.owed.values()
        others = await _others(work, day, {o.agency_id for o in (*due, *late)})
        shown = (*late, *(o for open_ in others.values() for o in open_))
        tasks = {**tasks, **await work.tasks.some({o.task_id for o in shown} - set(tasks))}
        return cls(
            laid,
            Setting(day, tasks, agencies, outage, await _paces(work, day, due)),
            others,
            best_chats(reach.links),
            {p: frozenset(x.channel for x in own) for p, own in reach.links.items()},
            in_groups,
            office,
            await unit.outbox.taken(keys),
            reach,
            backlog,
            [p for p in people if p.id in held],
            await waiting_long(unit, day),
        )

    @property
    def orphaned(self) -> set[int]:
        """Ids of what is owed by agencies with nobody in them: told to the lead office."""
        return {o.id for orphaned in self.round.orphans.values() for o in orphaned}

    def messages(self, slot: Slot) -> Iterable[Addressed]:
        """Yield each person's message, the lead office's with those who could not be reached."""
        unreached = self._unreached()
        office = {p.id for p in self.office}
        plates = dict(self.round.plates)
        is_said = bool(unreached or (slot is Slot.DAILY and self.to_review[0]))
        besides = [*(self.office if is_said else ()), *self.kept_back]
        plates |= {p.id: Plate(p) for p in besides if p.id not in plates}
        for person_id, plate in plates.items():
            told = unreached if person_id in office else ()
            waits = self.to_review if slot is Slot.DAILY and person_id in office else (0, 0)
            key = _key(person_id, self.setting.day, slot)
            message = self._addressed(key, plate, told, waits)
            if message is not None:
                yield message

    def _addressed(
        self,
        key: str,
        plate: Plate,
        unreached: tuple[Unreached, ...],
        to_review: tuple[int, int],
    ) -> Addressed | None:
        """Return a person's message with what was kept back before, or one that is kept back."""
        person_id, day = plate.person.id, self.setting.day
        whole = self.backlog.onto(plate)
        spot = self.reach.spot(person_id, is_urgent=is_urgent(whole.due, day.today))
        is_held = (
            spot.is_counted
            and not unreached
            and not to_review[0]
            and holds_back(
                whole.due,
                day.today,
                day.calendar,
                was_spoken_to=person_id in self.backlog.spoken_to,
                is_low=spot.is_low,
            )
        )
        said = plate if is_held else whole
        if not (said.due or said.coordinating or unreached or to_review[0]):
            return None
        return Addressed(
            f"{key}:held" if is_held else key,
            said,
            spot.chat,
            [o for a in sorted(said.agency_ids) for o in self.others.get(a, ())],
            any(len(self.others.get(a, ())) >= PER_AGENCY for a in said.agency_ids),
            unreached,
            self.setting,
            self.channels.get(person_id, frozenset()),
            is_held,
            (0, 0) if is_held else to_review,
            () if is_held else self.backlog.letters_of(person_id),
        )

    def _unreached(self) -> tuple[Unreached, ...]:
        """Return who is not reached, except those whom today's earlier round named already."""
        day, tasks = self.setting.day, self.setting.tasks
        missing = [
            Unreached(
                plate.person.name,
                tuple(tasks[o.task_id].code for o in plate.due),
                told_in_group=plate.agency_ids <= self.in_groups,
            )
            for person_id, plate in self.round.plates.items()
            if plate.due and person_id not in self.chats
            if self.taken.isdisjoint(_key(person_id, day, slot) for slot in Slot)
        ]
        empty = [
            Unreached(
                self.setting.agencies[agency_id].name,
                tuple(tasks[o.task_id].code for o in orphaned),
                has_nobody=True,
                told_in_group=agency_id in self.in_groups,
            )
            for agency_id, orphaned in self.round.orphans.items()
        ]
        return (*missing, *empty)


async def waiting_long(unit: UnitOfWork, day: WardDay) -> tuple[int, int]:
    """Return how many reports wait when the oldest has for two working days, and its days."""
    waiting = await unit.ward(day.ward.id).occurrences.waiting_for_review(day.now)
    if waiting.oldest is None:
        return (0, 0)
    since = local_date(waiting.oldest)
    if day.calendar.working_days_between(since, day.today) < _LONG:
        return (0, 0)
    return waiting.count, (day.today - since).days


def _key(person_id: int, day: WardDay, slot: Slot) -> str:
    return key_of(KIND, person_id, day, slot)


async def _others(
    work: WardWork, day: WardDay, agency_ids: Iterable[int]
) -> Mapping[int, Sequence[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in await work.occurrences.soonest_owed(agency_ids, per_agency=PER_AGENCY):
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
