"""Who is reminded, and what a digest shows. Pure: values in, values out."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.domain.people import Outage, Person, Role
from data.domain.tasks import Occurrence

GAP = timedelta(minutes=30)
"""Silence of the ticks that counts as an outage, and lateness that people are told the reason of."""

_WORKING = (Role.OFFICER, Role.GROUP_LEADER, Role.LEAD_OFFICE, Role.LEADERSHIP)


def doers(agency_id: int, people: Iterable[Person]) -> tuple[Person, ...]:
    """Return who is reminded of what an agency owes: its people, its head only when alone.

    Inspectors and people who only administer the system do no work of an agency.
    """
    members = [
        p for p in people if p.is_active and agency_id in p.agency_ids and p.is_any_of(*_WORKING)
    ]
    others = tuple(p for p in members if not is_head(p, agency_id))
    return others or tuple(members)


def is_head(person: Person, agency_id: int) -> bool:
    """Return whether the person is the head of this agency."""
    return any(m.is_head and m.agency_id == agency_id for m in person.memberships)


def superiors(agency_id: int, told: int, people: Sequence[Person]) -> tuple[Person, ...]:
    """Return who is told of an agency's overdue work: its head (told 0) or the leadership (told 1).

    The lead office stands in for whoever is not there. Nobody is told of their own work.
    """
    own = {p.id for p in doers(agency_id, people)}
    office = [p for p in people if p.is_any_of(Role.LEAD_OFFICE)]
    if told == 0:
        wanted = [p for p in people if is_head(p, agency_id)]
    else:
        wanted = [p for p in people if p.is_any_of(Role.LEADERSHIP)]
    found = [p for p in wanted if p.id not in own] or [p for p in office if p.id not in own]
    return tuple(p for p in found if p.is_active)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What one message lists, the most urgent first, and how many more there are."""

    shown: tuple[Occurrence, ...]
    rest: int
    is_at_least: bool = False
    """There may be still more than `rest`: not everything was looked at."""


def by_urgency(owed: Iterable[Occurrence]) -> list[Occurrence]:
    """Return the longest overdue first, then by due date."""
    return sorted(owed, key=lambda o: (o.due_on, o.id))


def choose(
    due: Iterable[Occurrence],
    others: Iterable[Occurrence],
    *,
    room: int,
    is_capped: bool = False,
) -> Chosen:
    """Choose what fits into `room` lines: what is due to be spoken of first, then other open work.

    When not everything fits, one line is left for the count of the rest, if there are two or more.
    `is_capped` says that `others` was cut off.
    """
    first = by_urgency({o.id: o for o in due}.values())
    there = {o.id for o in first}
    ordered = [*first, *by_urgency({o.id: o for o in others if o.id not in there}.values())]
    fits = room if len(ordered) <= room else max(1, room - 1)
    rest = max(0, len(ordered) - fits)
    return Chosen(tuple(by_urgency(ordered[:fits])), rest, bool(rest) and is_capped)


def lone_ones(open_: Iterable[Occurrence]) -> frozenset[int]:
    """Return the ids of those that are the only open one of their task.

    Not those of an event: "trước bầu cử" says what to do, "quý II/2026" only which period it is.
    """
    each = {o.id: o for o in open_}.values()
    of_task = Counter(o.task_id for o in each)
    return frozenset(o.id for o in each if of_task[o.task_id] == 1 and o.event_id is None)


def outage_between(last_alive: datetime | None, now: datetime) -> Outage | None:
    """Return the outage that ends now; None when the ticks ran just before, or never before."""
    if last_alive is None or now - last_alive <= GAP:
        return None
    return Outage(last_alive, now)


def is_late_by(outage: Outage | None, remind_at: datetime | None) -> bool:
    """Return whether an outage is why something due to be spoken of comes late."""
    if outage is None or remind_at is None:
        return False
    return outage.start < remind_at <= outage.end - GAP
