"""What was read from a report is corrected by the person who gave it."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from data.domain.people import Person, Ward
from data.domain.reporting import Said, put_back
from data.domain.reports import Progress, digest_of_words
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import report_refusals as refusals
from jobs.actions.own_report import next_in_effect, own_report
from jobs.actions.submit_report import Submitted, apply_report


async def amend_report(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    report_id: int,
    progress: Progress,
    now: datetime,
    actor: str,
    text: str | None = None,
    said_in: str | None = None,
) -> Submitted:
    """Replace a report's progress, and its words when given; the work follows.

    `said_in` is the message that the words came in, when that is not the one before.
    Raises RefusedError for somebody else's report, one taken back, one that a later report
    follows, or when the reviewing office has decided.
    """
    work = unit.ward(ward.id)
    own = await own_report(unit, ward, person, report_id)
    if await next_in_effect(unit, ward, own.report) is not None:
        raise RefusedError(refusals.later_report_stands(own.task.code))
    evidence = await work.evidence.of_reports([report_id])
    words = own.report.text if text is None else text
    said = Said(words, progress, shows_files=bool(evidence))
    await work.reports.amend(report_id, said.words, progress, said_in=said_in)
    occurrence = own.occurrence
    if own.before:
        stood: dict[str, Any] = put_back(own.before)
        await work.occurrences.change(occurrence.id, **stood)
        occurrence = await apply_report(unit, ward, replace(occurrence, **stood), said, now)
    work.log.append(
        "report.amended",
        actor=actor,
        subject=f"task:{own.task.code}",
        now=now,
        report=report_id,
        doneness=progress.doneness.value,
        words=digest_of_words(said.words),
    )
    amended = replace(own.report, text=said.words, progress=progress)
    return Submitted(amended, occurrence, own.task, own.part_of(person), evidence)
