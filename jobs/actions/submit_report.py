"""A person says how their work stands, and shows it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from data.domain.access import may_report
from data.domain.people import Person, Ward
from data.domain.reporting import (
    SAME_WORDS_WITHIN,
    Part,
    Said,
    after_report,
    as_it_stood,
    completes,
    part_of,
)
from data.domain.reports import (
    Evidence,
    Progress,
    Report,
    ReportState,
    digest_of_words,
    each_once,
)
from data.domain.tasks import AssignmentKind, Occurrence, OccurrenceState, Task
from data.domain.workdays import calendar_of
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import report_refusals as refusals
from jobs.actions.allow import refuse


@dataclass(frozen=True, slots=True)
class Submitted:
    """A report that is stored, with the work as it stands after it."""

    report: Report
    occurrence: Occurrence
    task: Task
    part: Part
    evidence: tuple[Evidence, ...]
    is_repeat: bool = False
    """The same words came a moment ago: nothing was stored twice."""


async def submit_report(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    occurrence_id: int,
    text: str,
    progress: Progress,
    evidence_ids: Sequence[int],
    now: datetime,
    actor: str,
    *,
    known: tuple[Occurrence, Task] | None = None,
    said_in: str | None = None,
    chat: str | None = None,
    recorded_by: int | None = None,
) -> Submitted:
    """Store a report with its evidence and move the work on.

    `text` is what the person said, may be empty when they only sent files. `known` is the work
    when this transaction has read it already, `said_in` the message, "channel/account/chat/id",
    `chat` the person's own chat, "channel/account/chat", where the verdict will be told.
    `recorded_by` is who of the lead office wrote it down for the person. Raises
    RefusedError when the work is not theirs, is settled or was cancelled.
    """
    work = unit.ward(ward.id)
    occurrence, task = known or await _read(unit, ward, occurrence_id)
    part = await _part(unit, ward, person, occurrence, task)
    if repeat := await _same_words(unit, ward, person, occurrence, text, evidence_ids, now):
        return Submitted(repeat, occurrence, task, part, (), is_repeat=True)
    # A coordinator's report moves nothing: undoing it has nothing to put back.
    before = {} if part is Part.COORDINATES else as_it_stood(occurrence)
    report_id = await work.reports.add(
        occurrence.id,
        person.id,
        text,
        progress,
        before=before,
        now=now,
        said_in=said_in,
        chat=chat,
        recorded_by=recorded_by,
    )
    evidence = await _attach(unit, ward, person, evidence_ids, report_id)
    said = Said(text, progress, shows_files=bool(evidence))
    after = occurrence
    if part is not Part.COORDINATES:
        after = await apply_report(unit, ward, occurrence, said, now)
    stored = ReportState.STORED
    report = Report(
        report_id, occurrence.id, person.id, text, progress, stored, now, recorded_by=recorded_by
    )
    done = Submitted(report, after, task, part, evidence)
    _note(unit, ward, done, actor)
    return done


def _note(unit: UnitOfWork, ward: Ward, done: Submitted, actor: str) -> None:
    report = done.report
    unit.ward(ward.id).log.append(
        "report.stored",
        actor=actor,
        subject=f"task:{done.task.code}",
        now=report.created_at,
        report=report.id,
        occurrence=report.occurrence_id,
        part=done.part.value,
        doneness=report.progress.doneness.value,
        evidence=[e.id for e in done.evidence],
        words=digest_of_words(report.text),
        **({"for": report.person_id} if report.recorded_by is not None else {}),
    )


async def apply_report(
    unit: UnitOfWork, ward: Ward, occurrence: Occurrence, said: Said, now: datetime
) -> Occurrence:
    """Write what a report does to its occurrence, and return the occurrence after it."""
    calendar = calendar_of(ward.settings.calendar_overrides)
    columns = after_report(occurrence, said, now=now, settings=ward.settings, calendar=calendar)
    if columns:
        await unit.ward(ward.id).occurrences.change(occurrence.id, **columns)
    if occurrence.is_owed and completes(occurrence, said):
        await unit.outbox.withdraw([occurrence.id])
    changed: dict[str, Any] = columns
    return replace(occurrence, **changed)


async def _read(unit: UnitOfWork, ward: Ward, occurrence_id: int) -> tuple[Occurrence, Task]:
    work = unit.ward(ward.id)
    occurrence = await work.occurrences.get(occurrence_id)
    task = await work.tasks.get(occurrence.task_id) if occurrence else None
    if occurrence is None or task is None:
        raise RefusedError(refusals.no_such_work())
    return occurrence, task


async def _part(
    unit: UnitOfWork, ward: Ward, person: Person, occurrence: Occurrence, task: Task
) -> Part:
    """Return the person's part. Raises RefusedError when they have none, or it is settled."""
    coordinating: frozenset[int] = frozenset()
    if occurrence.agency_id not in person.agency_ids:
        coordinating = await coordinating_agencies(unit, ward, task)
    if denial := may_report(person, occurrence.agency_id, coordinating):
        refuse(denial, f"person:{person.id}", f"report on task {task.code}")
    if occurrence.state is OccurrenceState.CANCELLED:
        raise RefusedError(refusals.cancelled(task.code))
    if occurrence.state is OccurrenceState.ACCEPTED:
        raise RefusedError(refusals.accepted_already(task.code))
    return part_of(person, occurrence.agency_id, coordinating)


async def coordinating_agencies(unit: UnitOfWork, ward: Ward, task: Task) -> frozenset[int]:
    """Return the agencies that help with a task, groups with their members."""
    named = set(task.agencies(AssignmentKind.COORDINATE))
    if named:
        for agency in await unit.ward(ward.id).agencies.all():
            if agency.id in named and agency.is_group:
                named.update(agency.members)
    return frozenset(named)


async def _same_words(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    occurrence: Occurrence,
    text: str,
    evidence_ids: Sequence[int],
    now: datetime,
) -> Report | None:
    if evidence_ids:
        return None
    latest = await unit.ward(ward.id).reports.latest_of(person.id)
    is_same = (
        latest is not None
        and latest.occurrence_id == occurrence.id
        and latest.text == text
        and now - latest.created_at <= SAME_WORDS_WITHIN
    )
    return latest if is_same else None


async def _attach(
    unit: UnitOfWork, ward: Ward, person: Person, evidence_ids: Sequence[int], report_id: int
) -> tuple[Evidence, ...]:
    """Put the person's own files that are under no report yet under this one, each once."""
    if not evidence_ids:
        return ()
    evidence = unit.ward(ward.id).evidence
    free = each_once(
        e
        for e in await evidence.some(evidence_ids)
        if e.person_id == person.id and e.report_id is None
    )
    await evidence.attach([e.id for e in free], report_id)
    return tuple(replace(e, report_id=report_id) for e in free)
