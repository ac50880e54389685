"""How the work of a ward stands: the numbers of the desk's first page."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from data.domain.board import Filter, Kind
from data.domain.lights import Light, soon_until
from data.domain.localtime import instant_of, local_date
from data.domain.people import Ward
from data.domain.reviews import ToReview
from data.domain.summary import Counts
from data.domain.tasks import AssignmentKind, Task
from data.domain.workdays import calendar_of
from data.store.board import Edges
from data.store.cases import open_requests
from data.store.unit_of_work import UnitOfWork
from jobs.actions.what_is_open import what_is_open


@dataclass(frozen=True, slots=True)
class AgencyLine:
    """One agency's numbers."""

    agency_id: int | None
    """None for tasks that nobody leads yet."""
    name: str | None
    counts: Counts


@dataclass(frozen=True, slots=True)
class Overview:
    """Every item is counted once, by the rules of the weekly summary."""

    total: Counts
    lines: tuple[AgencyLine, ...]
    """By agency, the latest first. They add up to `total`."""
    to_review: ToReview


@dataclass(frozen=True, slots=True)
class Asides:
    """What stands beside the lights, and may wait for somebody."""

    asked: int
    """Requests about due dates that nobody answered."""
    returned: int
    hindered: int


async def asides(
    unit: UnitOfWork, ward: Ward, now: datetime, agency_ids: Collection[int] | None = None
) -> Asides:
    """Return what else waits with these agencies; None: in the whole ward."""
    board, edges = unit.ward(ward.id).board, edges_of(ward, now)
    own = None if agency_ids is None else frozenset(agency_ids)
    requests = await open_requests(unit, ward)
    return Asides(
        sum(own is None or r.item.occurrence.agency_id in own for r in requests),
        await board.count(Filter(kind=Kind.RETURNED, agency_ids=own), edges),
        await board.count(Filter(kind=Kind.HINDERED, agency_ids=own), edges),
    )


def edges_of(ward: Ward, now: datetime) -> Edges:
    """Return the days between the lights of a ward."""
    today, calendar = local_date(now), calendar_of(ward.settings.calendar_overrides)
    new_year = instant_of(date(today.year, 1, 1), time())
    return Edges(today, soon_until(today, ward.settings.ladder, calendar), new_year)


async def overview(
    unit: UnitOfWork, ward: Ward, now: datetime, agency_ids: Collection[int] | None = None
) -> Overview:
    """Return how the work of these agencies stands; None: of the whole ward."""
    work = unit.ward(ward.id)
    names = {a.id: a.name for a in await work.agencies.all()}
    owed = await work.board.lights(edges_of(ward, now), agency_ids)
    lights: dict[int | None, Counter[Light]] = defaultdict(Counter)
    for agency_id, own in owed.items():
        lights[agency_id] = own
    left = await what_is_open(unit, ward)
    for tasks, light in ((left.waiting, Light.WAITING), (left.undated, Light.UNDATED)):
        _add(lights, tasks, light, agency_ids)
    lines = [AgencyLine(i, names.get(i or 0), _counts(of)) for i, of in lights.items()]
    return Overview(
        sum((line.counts for line in lines), Counts()),
        tuple(sorted(lines, key=_urgent_first)),
        await work.board.waiting(agency_ids),
    )


def leader(task: Task) -> int | None:
    """Return with whom a task stands in a list: the first that leads it, however many do."""
    return next(iter(task.agencies(AssignmentKind.LEAD)), None)


def _add(
    lights: dict[int | None, Counter[Light]],
    tasks: Sequence[Task],
    light: Light,
    agency_ids: Collection[int] | None,
) -> None:
    for task in tasks:
        agency_id = leader(task)
        if agency_ids is None or agency_id in agency_ids:
            lights[agency_id][light] += 1


def _counts(lights: Counter[Light]) -> Counts:
    return Counts(**{light.value: count for light, count in lights.items()})


def _urgent_first(line: AgencyLine) -> tuple[int, int, int, str]:
    return (-line.counts.late, -line.counts.soon, -line.counts.total, line.name or "")
