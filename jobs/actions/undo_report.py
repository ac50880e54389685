"""A report is taken back within ten minutes: everything stands again as before."""

from dataclasses import dataclass
from datetime import datetime

from data.domain.people import Person, Ward
from data.domain.reporting import UNDO_WITHIN, put_back
from data.domain.reports import Report
from data.domain.tasks import Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import report_refusals as refusals
from jobs.actions.own_report import next_in_effect, own_report


@dataclass(frozen=True, slots=True)
class Undone:
    """What was taken back, and the files that are under no report now."""

    report: Report
    task: Task
    evidence_ids: tuple[int, ...]


async def undo_report(
    unit: UnitOfWork, ward: Ward, person: Person, report_id: int, now: datetime, actor: str
) -> Undone:
    """Take a report back. Its files are kept, under no report.

    A later report on the same work keeps its effect; undoing that one then puts back what stood
    before both. Raises RefusedError after ten minutes, for somebody else's report, when it was
    undone already or the reviewing office has decided.
    """
    work = unit.ward(ward.id)
    own = await own_report(unit, ward, person, report_id)
    if now - own.report.created_at > UNDO_WITHIN:
        raise RefusedError(refusals.too_late_to_undo(own.task.code))
    if await work.reports.take_back(report_id) is None:
        raise RefusedError(refusals.undone_already(own.task.code))
    files = tuple(sorted(await work.evidence.detach(report_id)))
    if own.before:
        later = await next_in_effect(unit, ward, own.report)
        if later is not None:
            await work.reports.set_before(later, own.before)
        else:
            await work.occurrences.change(own.occurrence.id, **put_back(own.before))
    work.log.append(
        "report.undone",
        actor=actor,
        subject=f"task:{own.task.code}",
        now=now,
        report=report_id,
        evidence=list(files),
    )
    return Undone(own.report, own.task, files)
