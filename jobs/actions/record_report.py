"""The lead office writes down what somebody told it, by telephone or face to face.

Both names are kept: whose report it is, and who wrote it down. Whoever wrote it down does not
review it.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from data.domain.access import Wish
from data.domain.messages import Chat, FileRef, IncomingMessage, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.progress import read_progress
from data.domain.reporting import SAME_WORDS_WITHIN
from data.domain.reports import Evidence
from data.domain.tasks import Occurrence, Task
from data.errors import RefusedError
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import recorded as words
from jobs.actions.allow import require
from jobs.actions.keep_evidence import Kept, keep_evidence
from jobs.actions.submit_report import submit_report

LONGEST = 2000
"""Characters."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The files that somebody brought with their words, stored already."""

    chat: Chat
    """Of who writes it down: the way on which the files came."""
    files: tuple[FileRef, ...]
    path: Callable[[str], Path]
    """Where a file with a digest lies."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """A report that was written down for somebody."""

    person: Person
    task: Task
    evidence: tuple[Evidence, ...]
    refused: tuple[str, ...] = ()
    """Why files were not taken; the rest is stored."""


async def record_report(
    unit: UnitOfWork,
    ward: Ward,
    person_id: int,
    occurrence_id: int,
    said: str,
    now: datetime,
    actor: str,
    shown: Shown | None = None,
) -> Recorded:
    """Store what a person of the agency said and showed, with who writes it down; tell them.

    The files pass what every other evidence passes. The same words with the same files within a
    moment are stored once. Raises RefusedError when the actor may not, the person is not of the
    agency that owes it, nothing was said, or the work takes no report.
    """
    recorder = await require(unit, ward, actor, Wish.RECORD)
    person, occurrence = await _whose(unit, ward, person_id, occurrence_id)
    text = said.strip()
    if not text or len(text) > LONGEST:
        raise RefusedError(words.say_what(LONGEST))
    kept = Kept((), ())
    digests = {f.sha256 for f in shown.files} if shown else set()
    if shown and digests and not await _is_there(unit, ward, person, text, digests, now):
        name = f"recorded:{actor}:{occurrence_id}"
        message = IncomingMessage(shown.chat, name, text, None, shown.files, now, now)
        kept = await keep_evidence(unit, ward, person, message, shown.path, actor)
    by = recorder if recorder is not None and recorder.id != person.id else None
    done = await submit_report(
        unit,
        ward,
        person,
        occurrence.id,
        text,
        read_progress(text),
        [e.id for e in kept.evidence],
        now,
        actor,
        recorded_by=by.id if by else None,
    )
    evidence = await unit.ward(ward.id).evidence.of_reports([done.report.id])
    if by and not done.is_repeat:
        message_text = words.told(person, by, done.task, text, evidence)
        key = f"recorded:{done.report.id}"
        await tell(
            unit, ward, [person], key, OutgoingMessage(message_text), kind="recorded", now=now
        )
    return Recorded(person, done.task, evidence, kept.refused)


async def _whose(
    unit: UnitOfWork, ward: Ward, person_id: int, occurrence_id: int
) -> tuple[Person, Occurrence]:
    work = unit.ward(ward.id)
    person, occurrence = await work.people.get(person_id), await work.occurrences.get(occurrence_id)
    if person is None or occurrence is None or occurrence.agency_id not in person.agency_ids:
        raise RefusedError(words.not_of_the_agency())
    if not person.is_active:
        raise RefusedError(words.not_of_the_agency())
    return person, occurrence


async def _is_there(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    text: str,
    digests: Collection[str | None],
    now: datetime,
) -> bool:
    """Return whether the same words with these very files were stored a moment ago."""
    latest = await unit.ward(ward.id).reports.latest_of(person.id)
    if latest is None or latest.text != text or now - latest.created_at > SAME_WORDS_WITHIN:
        return False
    under = {e.sha256 for e in await unit.ward(ward.id).evidence.of_reports([latest.id])}
    return under.issuperset(digests)
