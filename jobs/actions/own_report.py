"""A person's own report, while it can still be changed."""

from dataclasses import dataclass
from typing import Any

from data.domain.people import Person, Ward
from data.domain.reporting import Part
from data.domain.reports import Report, ReportState
from data.domain.tasks import Occurrence, OccurrenceState, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import report_refusals as refusals


@dataclass(frozen=True, slots=True)
class OwnReport:
    """A report that stands, with the work it speaks of."""

    report: Report
    occurrence: Occurrence
    task: Task
    before: dict[str, Any]
    """The work as it stood; empty when the report moved nothing: a coordinator's."""

    def part_of(self, person: Person) -> Part:
        """Return for whom the person gave it."""
        if not self.before:
            return Part.COORDINATES
        return Part.OWES if self.occurrence.agency_id in person.agency_ids else Part.ON_BEHALF


async def own_report(unit: UnitOfWork, ward: Ward, person: Person, report_id: int) -> OwnReport:
    """Return a report that the person gave.

    Raises RefusedError when it is not theirs, was taken back, or the reviewing office has decided.
    """
    work = unit.ward(ward.id)
    report = await work.reports.get(report_id)
    if report is None or report.person_id != person.id:
        raise RefusedError(refusals.not_your_report())
    occurrence = await work.occurrences.get(report.occurrence_id)
    task = await work.tasks.get(occurrence.task_id) if occurrence else None
    if occurrence is None or task is None:
        raise RefusedError(refusals.no_such_work())
    if report.state is ReportState.UNDONE:
        raise RefusedError(refusals.undone_already(task.code))
    if occurrence.state in (OccurrenceState.ACCEPTED, OccurrenceState.CANCELLED):
        raise RefusedError(refusals.decided_already(task.code))
    if await work.reviews.on_report(report.id) is not None:
        # Both versions stay: what was judged is not changed any more.
        raise RefusedError(refusals.returned_already(task.code))
    return OwnReport(report, occurrence, task, await work.reports.before(report_id) or {})


async def next_in_effect(unit: UnitOfWork, ward: Ward, report: Report) -> int | None:
    """Return the first later report that moved the same work, if there is one."""
    reports = unit.ward(ward.id).reports
    for later in reversed(await reports.of_occurrence(report.occurrence_id)):
        if later.id > report.id and await reports.before(later.id):
            return later.id
    return None
