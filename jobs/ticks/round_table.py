"""A round of reminders laid out: whom it speaks to, where, and with what."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.domain.ladder import Slot
from data.domain.messages import Chat
from data.domain.people import Outage, Person, Role
from data.domain.quotas import QuotaPace
from data.domain.tasks import Occurrence
from data.store.occurrences import TURN
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts.reminders import Unreached
from jobs.ticks.digests import Setting
from jobs.ticks.each_ward import WardDay
from jobs.ticks.plates import Plate, Round, lay_out
from jobs.ticks.reaching import best_chats

KIND = "digest"
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

    @classmethod
    async def lay(
        cls,
        unit: UnitOfWork,
        work: WardWork,
        day: WardDay,
        due: Sequence[Occurrence],
        outage: Outage | None,
        in_groups: frozenset[int],
    ) -> "Table":
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
        links = await unit.links.of(concerned)
        return cls(
            laid,
            Setting(day, tasks, agencies, outage, await _paces(work, day, due)),
            others,
            best_chats(links),
            {p: frozenset(x.channel for x in own) for p, own in links.items()},
            in_groups,
            office,
            await unit.outbox.taken(keys),
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
        if unreached:
            plates |= {p.id: Plate(p) for p in self.office if p.id not in plates}
        for person_id, plate in plates.items():
            others = [o for a in sorted(plate.agency_ids) for o in self.others.get(a, ())]
            yield Addressed(
                _key(person_id, self.setting.day, slot),
                plate,
                self.chats.get(person_id),
                others,
                any(len(self.others.get(a, ())) >= PER_AGENCY for a in plate.agency_ids),
                unreached if person_id in office else (),
                self.setting,
                self.channels.get(person_id, frozenset()),
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


def _key(person_id: int, day: WardDay, slot: Slot) -> str:
    return f"{KIND}:{person_id}:{day.today.isoformat()}:{slot.value}"


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
