"""The lists of the desk: occurrences a page at a time, and tasks for which nothing is owed yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.board import OF_TASKS, BoardRow, Filter, Kind
from data.domain.people import Agency, Ward
from data.domain.searching import searched
from data.domain.tasks import Task
from data.store.unit_of_work import UnitOfWork
from jobs.actions.overview import edges_of, leader
from jobs.actions.what_is_open import what_is_open


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task of a list: nothing is owed for it yet."""

    task: Task
    agency_name: str | None
    """Of the first that leads it."""
    kind: Kind | None
    """What it waits for; None: its day is far off, or nobody leads it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of a list."""

    total: int
    rows: tuple[BoardRow, ...] = ()
    tasks: tuple[TaskLine, ...] = ()
    """In the lists of tasks in place of rows, in the list of everything after them."""
    any_marks: bool = False
    """Nothing was found as it was typed: these have other diacritics."""


async def listed(
    unit: UnitOfWork, ward: Ward, wanted: Filter, now: datetime, *, page: int, size: int
) -> Listed:
    """Return a page of a list; a page past the end is the last one."""
    agencies = {a.id: a for a in await unit.ward(ward.id).agencies.all()}
    wanted = _named(wanted, agencies.values())
    found = await _page(unit, ward, wanted, now, agencies, page, size)
    if found.total or wanted.search is None:
        return found
    wider = _named(replace(wanted, search=wanted.search.without_marks), agencies.values())
    if wider == wanted:
        return found
    wide = await _page(unit, ward, wider, now, agencies, page, size)
    return replace(wide, any_marks=wide.total > 0)


async def _page(
    unit: UnitOfWork,
    ward: Ward,
    wanted: Filter,
    now: datetime,
    agencies: Mapping[int, Agency],
    page: int,
    size: int,
) -> Listed:
    lines = await _tasks(unit, ward, wanted, agencies)
    board, edges = unit.ward(ward.id).board, edges_of(ward, now)
    owed = 0 if wanted.kind in OF_TASKS else await board.count(wanted, edges)
    total = owed + len(lines)
    first = (min(page, max(1, -(-total // size))) - 1) * size
    rows = await board.page(wanted, edges, first=first, most=size) if first < owed else ()
    return Listed(total, rows, tuple(lines[max(0, first - owed) : max(0, first + size - owed)]))


async def _tasks(
    unit: UnitOfWork, ward: Ward, wanted: Filter, agencies: Mapping[int, Agency]
) -> list[TaskLine]:
    """Return the tasks of a list; of the list of everything, those that no row stands for."""
    if wanted.kind is not None and wanted.kind not in OF_TASKS:
        return []
    left = await what_is_open(unit, ward, plan_id=wanted.plan_id)
    found = {t.id: (t, Kind.WAITING) for t in left.waiting if wanted.kind is not Kind.UNDATED}
    if wanted.kind is not Kind.WAITING:
        found |= {t.id: (t, Kind.UNDATED) for t in left.undated}
    every: dict[int, tuple[Task, Kind | None]] = {**found}
    if wanted.kind is None:
        resting = await unit.ward(ward.id).tasks.some(await unit.ward(ward.id).board.resting())
        every = {i: (t, None) for i, t in resting.items()} | every
    lines = (TaskLine(t, _name_of(leader(t), agencies), kind) for t, kind in every.values())
    return sorted((x for x in lines if _fits(x, wanted)), key=lambda x: x.task.code)


def _name_of(agency_id: int | None, agencies: Mapping[int, Agency]) -> str | None:
    agency = agencies.get(agency_id or 0)
    return agency.name if agency else None


def _fits(line: TaskLine, wanted: Filter) -> bool:
    task = line.task
    if wanted.agency_ids is not None and leader(task) not in wanted.agency_ids:
        return False
    if wanted.plan_id is not None and task.plan_id != wanted.plan_id:
        return False
    if wanted.component is not None and (task.component or task.section) != wanted.component:
        return False
    if wanted.search is None or task.code == wanted.search.code:
        return True
    words = (task.title, task.short_title, task.section, task.component, task.product, task.no)
    text = searched(*words, line.agency_name)
    return all(word in text for word in wanted.search.words)


def _named(wanted: Filter, agencies: Iterable[Agency]) -> Filter:
    """Add, for each word of the search, the agencies whose name has it."""
    if wanted.search is None:
        return wanted
    names = {a.id: searched(a.name) for a in agencies}
    return replace(wanted, named=tuple(_having(w, names) for w in wanted.search.words))


def _having(word: str, names: Mapping[int, str]) -> frozenset[int]:
    return frozenset(i for i, name in names.items() if word in name)
