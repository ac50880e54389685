"""What waits for a decision, with everything that is known about it. Read only, beneath both doors.

For the chat and for the desk: `waiting_cases` (oldest first, paged), `case_of` and
`case_of_report` (versions with their files, verdicts, requests), `open_requests`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from data.domain.people import Ward
from data.domain.requests import Request
from data.domain.reviews import Case, Version
from data.domain.tasks import Occurrence, OccurrenceState, WorkItem
from data.store.unit_of_work import UnitOfWork
from data.texts.people import reported_by


@dataclass(frozen=True, slots=True)
class OpenRequest:
    """A question that nobody has settled, with what it is about."""

    request: Request
    item: WorkItem
    by: str
    """The name of who asked."""


async def waiting_cases(
    unit: UnitOfWork, ward: Ward, *, after: int = 0, limit: int = 50
) -> tuple[Case, ...]:
    """Return a page of what waits for review, what has waited longest first; `after` skips rows."""
    owed = await unit.ward(ward.id).occurrences.to_review(after=after, limit=limit)
    return await cases_of(unit, ward, owed)


async def case_of(unit: UnitOfWork, ward: Ward, occurrence_id: int) -> Case | None:
    """Return everything about one piece of work of the ward."""
    occurrence = await unit.ward(ward.id).occurrences.get(occurrence_id)
    found = await cases_of(unit, ward, [occurrence] if occurrence else [])
    return found[0] if found else None


async def case_of_report(unit: UnitOfWork, ward: Ward, report_id: int) -> Case | None:
    """Return everything about the work that a report speaks of."""
    report = await unit.ward(ward.id).reports.get(report_id)
    return await case_of(unit, ward, report.occurrence_id) if report else None


async def open_requests(unit: UnitOfWork, ward: Ward) -> tuple[OpenRequest, ...]:
    """Return what was asked about due dates and not settled, the oldest first.

    What is owed no more, since its plan was withdrawn, waits for no answer.
    """
    work = unit.ward(ward.id)
    asked = await work.requests.open()
    there = await work.occurrences.some({r.occurrence_id for r in asked})
    live = [o for o in there if o.state is not OccurrenceState.CANCELLED]
    items = await _items(unit, ward, live)
    names = await _names(unit, ward)
    return tuple(
        OpenRequest(r, items[r.occurrence_id], names.get(r.person_id, ""))
        for r in asked
        if r.occurrence_id in items
    )


async def cases_of(
    unit: UnitOfWork, ward: Ward, occurrences: Sequence[Occurrence]
) -> tuple[Case, ...]:
    """Return everything about these, in their order."""
    if not occurrences:
        return ()
    work = unit.ward(ward.id)
    items = await _items(unit, ward, occurrences)
    reports = await work.reports.of_occurrences(items)
    files = defaultdict(list)
    for file in await work.evidence.of_reports(r.id for r in reports):
        files[file.report_id].append(file)
    names = await _names(unit, ward)
    versions, reviews, requests = defaultdict(list), defaultdict(list), defaultdict(list)
    for report in reports:
        recorder = names.get(report.recorded_by) if report.recorded_by else None
        by = reported_by(names.get(report.person_id, ""), recorder)
        version = Version(report, by, tuple(files[report.id]))
        versions[report.occurrence_id].append(version)
    for review in await work.reviews.of_occurrences(items):
        reviews[review.occurrence_id].append(review)
    for request in await work.requests.of_occurrences(items):
        requests[request.occurrence_id].append(request)
    return tuple(
        Case(item, tuple(versions[n]), tuple(reviews[n]), tuple(requests[n]), names)
        for n, item in items.items()
    )


async def _items(
    unit: UnitOfWork, ward: Ward, occurrences: Iterable[Occurrence]
) -> dict[int, WorkItem]:
    listed = list(occurrences)
    work = unit.ward(ward.id)
    tasks = await work.tasks.some({o.task_id for o in listed})
    names = {a.id: a.name for a in await work.agencies.all()}
    return {
        o.id: WorkItem(o, tasks[o.task_id], names[o.agency_id])
        for o in listed
        if o.task_id in tasks
    }


async def _names(unit: UnitOfWork, ward: Ward) -> dict[int, str]:
    people = unit.ward(ward.id).people
    return {p.id: p.name for p in (*await people.all(), *await people.former())}
