"""Files that come after their report join it, or leave it again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from data.domain.people import Person, Ward
from data.domain.reports import Evidence, each_once
from data.store.unit_of_work import UnitOfWork
from jobs.actions.own_report import own_report
from jobs.actions.submit_report import Submitted


@dataclass(frozen=True, slots=True)
class Added:
    """A report with all its files, and which of them are new."""

    submitted: Submitted
    new: tuple[Evidence, ...]


async def add_evidence(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    report_id: int,
    evidence_ids: Sequence[int],
    now: datetime,
    actor: str,
) -> Added:
    """Put files under a report that the person gave. Raises RefusedError.

    The work's state stays as it is: a picture more does not finish anything. What the report
    shows already is not put under it again.
    """
    work = unit.ward(ward.id)
    own = await own_report(unit, ward, person, report_id)
    sent = await work.evidence.some(evidence_ids)
    own_files = (e for e in sent if e.person_id == person.id and e.report_id is None)
    free = [e.id for e in each_once(own_files, await work.evidence.of_reports([report_id]))]
    await work.evidence.attach(free, report_id)
    work.log.append(
        "evidence.added",
        actor=actor,
        subject=f"task:{own.task.code}",
        now=now,
        report=report_id,
        evidence=free,
    )
    evidence = await work.evidence.of_reports([report_id])
    new = tuple(e for e in evidence if e.id in set(free))
    submitted = Submitted(own.report, own.occurrence, own.task, own.part_of(person), evidence)
    return Added(submitted, new)


async def take_evidence_out(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    report_id: int,
    between: tuple[int, int],
    now: datetime,
    actor: str,
) -> tuple[int, ...]:
    """Take files, from the first to the last id, out of a report; they are kept under none.

    Returns their ids. Raises RefusedError when the report is not the person's or is decided on.
    """
    work = unit.ward(ward.id)
    own = await own_report(unit, ward, person, report_id)
    files = await work.evidence.detach_some(report_id, *between)
    work.log.append(
        "evidence.taken_out",
        actor=actor,
        subject=f"task:{own.task.code}",
        now=now,
        report=report_id,
        evidence=list(files),
    )
    return files
