"""A document whose first page bears the stamp of a secret: stored before anybody could know."""

from datetime import datetime

from data.domain.messages import Choice, OutgoingMessage
from data.domain.people import Role, Ward
from data.domain.reports import EvidenceState
from data.domain.secrecy import Marking
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import secrecy as words

KIND = "marked"


async def set_aside(
    unit: UnitOfWork, ward: Ward, evidence_id: int, level: Marking, now: datetime, actor: str
) -> bool:
    """Show a stored file to nobody from now on, and tell the office and its sender; once."""
    work = unit.ward(ward.id)
    (file,) = await work.evidence.some([evidence_id])
    moved = await work.evidence.move(
        file.sha256 or "", EvidenceState.STORED, EvidenceState.SET_ASIDE
    )
    sender = await work.people.get(file.person_id)
    if not moved or sender is None:
        return False
    choices = (
        Choice(words.destroy_label(), f"erase:file:{file.id}"),
        Choice(words.take_back_label(), f"erase:keep:{file.id}"),
    )
    text = words.set_aside(sender, level, await _code_of(unit, ward, file.report_id))
    office = await work.people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
    key = f"{KIND}-aside:{file.id}"
    await tell(unit, ward, office, key, OutgoingMessage(text, choices), kind=KIND, now=now)
    said = OutgoingMessage(words.sender_set_aside(file.name, level))
    await tell(unit, ward, [sender], f"{key}:sender", said, kind=KIND, now=now)
    same = await work.evidence.with_digest(file.sha256 or "")
    work.log.append(
        "evidence.set_aside",
        actor=actor,
        subject=f"evidence:{file.id}",
        now=now,
        level=level.value,
        evidence=[e.id for e in same],
    )
    return True


async def _code_of(unit: UnitOfWork, ward: Ward, report_id: int | None) -> int | None:
    work = unit.ward(ward.id)
    report = await work.reports.get(report_id) if report_id else None
    occurrence = await work.occurrences.get(report.occurrence_id) if report else None
    task = await work.tasks.get(occurrence.task_id) if occurrence else None
    return task.code if task else None
