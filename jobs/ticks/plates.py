"""Whom a round of reminders concerns, and with what: occurrences put on people's plates. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from data.domain.people import Agency, Person, Role
from data.domain.reminders import doers
from data.domain.replanning import expand
from data.domain.tasks import AssignmentKind, Occurrence, Task


@dataclass(slots=True)
class Plate:
    """What one person is told of in this round."""

    person: Person
    due: list[Occurrence] = field(default_factory=list)
    coordinating: list[Occurrence] = field(default_factory=list)
    agency_ids: set[int] = field(default_factory=set)
    """For which agencies this person does the work that is due."""


@dataclass(frozen=True, slots=True)
class Round:
    """Everybody's plate, and what lies on nobody's."""

    plates: Mapping[int, Plate]
    """By person."""
    orphans: Mapping[int, Sequence[Occurrence]]
    """By agency: what is owed by an agency with nobody in it."""

    def doers_of(self, agency_id: int) -> list[Person]:
        """Return who is reminded of what an agency owes."""
        return [p.person for p in self.plates.values() if agency_id in p.agency_ids]


def lay_out(
    due: Iterable[Occurrence],
    tasks: Mapping[int, Task],
    agencies: Mapping[int, Agency],
    people: Sequence[Person],
) -> Round:
    """Put what is due on the plates of those who do it.

    What is spoken of for the first time goes to the coordinating agencies' people too: they are
    told once, and not asked to report.
    """
    plates: dict[int, Plate] = {}
    orphans: dict[int, list[Occurrence]] = defaultdict(list)
    who = _Doers(people)
    for occurrence in due:
        own = who.of(occurrence.agency_id)
        if not own:
            orphans[occurrence.agency_id].append(occurrence)
        for person in own:
            plate = plates.setdefault(person.id, Plate(person))
            plate.due.append(occurrence)
            plate.agency_ids.add(occurrence.agency_id)
        if occurrence.rung == 0 and (task := tasks.get(occurrence.task_id)):
            told = {p.id for p in own}
            for person in who.of_all(coordinators(task, agencies)):
                if person.id not in told:
                    plate = plates.setdefault(person.id, Plate(person))
                    _coordinate(plate, occurrence)
    return Round(plates, orphans)


def _coordinate(plate: Plate, occurrence: Occurrence) -> None:
    # Of a group's many occurrences of one task, a coordinator hears once.
    same = ((o.task_id, o.period_key) for o in plate.coordinating)
    if (occurrence.task_id, occurrence.period_key) not in same:
        plate.coordinating.append(occurrence)


def coordinators(task: Task, agencies: Mapping[int, Agency]) -> tuple[int, ...]:
    """Return the ids of the coordinating agencies, a group's members in its place."""
    return expand(task.agencies(AssignmentKind.COORDINATE), agencies)


class _Doers:
    """Remembers who does the work of an agency: asked once an agency, not once an occurrence."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._people = people
        self._known: dict[int, tuple[Person, ...]] = {}

    def of(self, agency_id: int) -> tuple[Person, ...]:
        if agency_id not in self._known:
            self._known[agency_id] = doers(agency_id, self._people)
        return self._known[agency_id]

    def of_all(self, agency_ids: Collection[int]) -> tuple[Person, ...]:
        return tuple({p.id: p for a in agency_ids for p in self.of(a)}.values())


def is_group_leader(person: Person) -> bool:
    """Return whether to speak as to a group leader: short, with nothing to learn."""
    return person.is_any_of(Role.GROUP_LEADER) and not person.is_any_of(
        Role.OFFICER, Role.LEAD_OFFICE
    )
