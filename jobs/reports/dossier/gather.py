"""What is known → what a dossier holds. Reads the store once; no byte of a file is touched."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from data.domain.dossier import (
    DossierContent,
    Part,
    Scope,
    ShownFile,
    ShownReport,
    ShownRequest,
    ShownReview,
    ShownTask,
    ShownWork,
    Witness,
    folder_of_part,
    folder_of_task,
    is_in_scope,
    place_of,
    slug,
)
from data.domain.localtime import local_date
from data.domain.people import Person, Ward
from data.domain.reports import Evidence, EvidenceState, Report
from data.domain.requests import Request
from data.domain.reviews import Review
from data.domain.tasks import AssignmentKind, Occurrence, OccurrenceState, Plan, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import dossier as words

_K = TypeVar("_K")
_V = TypeVar("_V")


async def gather(unit: UnitOfWork, ward: Ward, scope: Scope, now: datetime) -> DossierContent:
    """Return the content of a dossier. Raises RefusedError when there is nothing in the period."""
    work = unit.ward(ward.id)
    plans = {p.id: p for p in await work.plans.all()}
    if scope.plan_id not in plans:
        raise RefusedError(words.no_such_plan())
    tasks = await work.tasks.of_plans(_with_amended(plans, scope.plan_id))
    owed = await work.occurrences.of_tasks([t.id for t in tasks])
    owed = tuple(o for o in owed if o.state is not OccurrenceState.CANCELLED)
    reports = await work.reports.of_occurrences([o.id for o in owed])
    said = _by(reports, lambda r: r.occurrence_id)
    shown = [
        o
        for o in owed
        if is_in_scope(o, tuple(local_date(r.created_at) for r in said[o.id]), scope.span)
    ]
    if not shown:
        raise RefusedError(words.nothing_in_period())
    files = await work.evidence.of_reports([r.id for o in shown for r in said[o.id]])
    people = (*await work.people.all(), *await work.people.former())
    names = {a.id: a.name for a in await work.agencies.all()}
    ids = [o.id for o in shown]
    decided = _Decided(
        await work.reviews.of_occurrences(ids), await work.requests.of_occurrences(ids)
    )
    book = _Book(names, people, said, files, decided)
    source = await work.plans.source(scope.plan_id)
    return DossierContent(
        ward_id=ward.id,
        ward_name=ward.name,
        plan=plans[scope.plan_id],
        plan_file=(source[0], _place_of_plan(*source)) if source else None,
        span=scope.span,
        parts=book.parts(tasks, _by(shown, lambda o: o.task_id)),
        made_at=now,
        keep_years=ward.settings.keep_years,
    )


def _with_amended(plans: Mapping[int, Plan], plan_id: int) -> list[int]:
    """Return the plan and those that it amends: tasks that were removed stay with theirs."""
    found: list[int] = []
    at: int | None = plan_id
    while at is not None and at in plans and at not in found:
        found.append(at)
        at = plans[at].replaces_id
    return found


def _place_of_plan(sha256: str, name: str) -> str:
    stem, _, ending = name.rpartition(".")
    kept = ending.lower() if ending.lower() in ("docx", "xlsx", "pdf", "txt") else "bin"
    return f"data/ke-hoach/{slug(stem) or 'ke-hoach'}-{sha256[:12]}.{kept}"


def _shown(file: Evidence, path: str, also: Iterable[int]) -> ShownFile:
    if file.state is EvidenceState.SET_ASIDE:
        file = replace(file, name=words.set_aside_name())
    return ShownFile(file, path, tuple(sorted(also)))


def _by(values: Iterable[_V], key: Callable[[_V], _K]) -> Mapping[_K, list[_V]]:
    found: dict[_K, list[_V]] = defaultdict(list)
    for value in values:
        found[key(value)].append(value)
    return found


@dataclass(frozen=True, slots=True)
class _Decided:
    reviews: tuple[Review, ...]
    requests: tuple[Request, ...]


class _Book:
    """What was read, looked up by id."""

    def __init__(
        self,
        names: Mapping[int, str],
        people: Iterable[Person],
        said: Mapping[int, list[Report]],
        files: Iterable[Evidence],
        decided: _Decided,
    ) -> None:
        self._names = names
        self._people = {p.id: p for p in people}
        self._said = said
        self._files = _by(files, lambda f: f.report_id)
        self._reviews = _by(decided.reviews, lambda r: r.report_id)
        self._requests = _by(decided.requests, lambda r: r.occurrence_id)
        self._places: dict[str, str] = {}
        self._shown_for: dict[str, set[int]] = defaultdict(set)

    def parts(
        self, tasks: Iterable[Task], owed: Mapping[int, list[Occurrence]]
    ) -> tuple[Part, ...]:
        """Return the components with something in the period, in the plan's order."""
        tasks = [t for t in tasks if owed[t.id]]
        for task in tasks:
            for said in (r for o in owed[task.id] for r in self._said[o.id]):
                for digest in (f.sha256 for f in self._files[said.id] if f.sha256):
                    self._shown_for[digest].add(task.code)
        by_name = _by(tasks, lambda t: t.component or t.section)
        parts = []
        for number, (name, own) in enumerate(by_name.items(), 1):
            folder = folder_of_part(number, name)
            shown = tuple(self._task(t, folder_of_task(folder, t), owed[t.id]) for t in own)
            parts.append(Part(name, folder, shown))
        return tuple(parts)

    def _task(self, task: Task, folder: str, owed: Iterable[Occurrence]) -> ShownTask:
        leads = tuple(self._names.get(a, "") for a in task.agencies(AssignmentKind.LEAD))
        works = tuple(
            ShownWork(
                o,
                self._names.get(o.agency_id, ""),
                tuple(self._report(r, task, folder) for r in self._said[o.id]),
                tuple(self._request(r) for r in self._requests[o.id]),
            )
            for o in owed
        )
        return ShownTask(task, folder, leads, works)

    def _report(self, report: Report, task: Task, folder: str) -> ShownReport:
        files = tuple(
            _shown(
                f, self._place(f, folder), self._shown_for.get(f.sha256 or "", set()) - {task.code}
            )
            for f in self._files[report.id]
        )
        reviews = tuple(
            ShownReview(r, self._witness(r.reviewer_id)) for r in self._reviews[report.id]
        )
        recorder = self._witness(report.recorded_by) if report.recorded_by else None
        return ShownReport(report, self._witness(report.person_id), files, reviews, recorder)

    def _request(self, request: Request) -> ShownRequest:
        by = self._witness(request.decided_by) if request.decided_by else None
        return ShownRequest(request, self._witness(request.person_id), by)

    def _place(self, file: Evidence, folder: str) -> str:
        if file.state is not EvidenceState.STORED or file.sha256 is None:
            return ""
        # The same bytes under several reports lie in one place.
        return self._places.setdefault(file.sha256, place_of(file, folder))

    def _witness(self, person_id: int) -> Witness:
        person = self._people[person_id]
        agency = ", ".join(self._names.get(m.agency_id, "") for m in person.memberships)
        return Witness(person.id, person.name, agency)
