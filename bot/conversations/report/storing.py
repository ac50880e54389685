"""Storing a report and saying what was stored."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.conversations.base import Reply, Turn
from bot.conversations.report.waiting import Taken
from bot.conversations.work import is_leader
from data.domain.messages import Choice, OutgoingMessage
from data.domain.reporting import Part
from data.domain.reports import Doneness, Progress
from data.domain.tasks import Occurrence, Task
from data.texts import report_labels as labels
from data.texts import reports as words
from jobs.actions.submit_report import Submitted, submit_report

JOINS_WITHIN = timedelta(minutes=15)
"""What comes so soon after a report may belong to it: pictures, or the words for pictures."""
_LONGEST = 4_000
"""Characters kept of a report."""


async def submit(
    turn: Turn,
    occurrence_id: int,
    text: str,
    progress: Progress,
    evidence_ids: Sequence[int],
    known: tuple[Occurrence, Task] | None = None,
) -> Submitted:
    """Store a report of the person who talks. Raises RefusedError."""
    return await submit_report(
        turn.unit,
        turn.ward,
        turn.person,
        occurrence_id,
        text[:_LONGEST],
        progress,
        evidence_ids,
        turn.now,
        turn.actor,
        known=known,
    )


async def store(
    turn: Turn,
    occurrence_id: int,
    text: str,
    progress: Progress,
    taken: Taken,
    *,
    chosen: bool = False,
    known: tuple[Occurrence, Task] | None = None,
) -> Reply:
    """Store a report and say so. `chosen`: the person did not name the task. Raises RefusedError.

    `known` is the work when this turn has read it already.
    """
    submitted = await submit(turn, occurrence_id, text, progress, taken.ids, known)
    said = await told(turn, submitted)
    if submitted.is_repeat:
        return Reply((OutgoingMessage(words.repeated(said), _choices(turn, submitted)),))
    lines = [*taken.refused]
    if is_leader(turn.person):
        lines.append(words.stored_for_leader(turn.person, said))
    else:
        lines.append(words.stored(said, today=turn.today, chosen=chosen))
    if turn.message.album and taken.evidence:
        lines.append(words.album_goes_on())
    message = OutgoingMessage("\n".join(lines), _choices(turn, submitted))
    return Reply((message,), keep=_keep(turn, submitted), keep_for=JOINS_WITHIN)


async def store_several(
    turn: Turn, reports: Sequence[tuple[int, str, Progress]], taken: Taken, refused: Sequence[str]
) -> Reply:
    """Store one report for each occurrence; files go to the first. Raises RefusedError."""
    all_said, choices = [], []
    for number, (occurrence_id, text, progress) in enumerate(reports):
        ids = taken.ids if number == 0 else []
        submitted = await submit(turn, occurrence_id, text, progress, ids)
        all_said.append(await told(turn, submitted))
        label = labels.undo_label(submitted.task.code)
        choices.append(Choice(label, f"report:undo:{submitted.report.id}"))
    text = "\n".join([*taken.refused, *refused, words.stored_several(all_said)])
    return Reply((OutgoingMessage(text, tuple(choices)),))


async def told(turn: Turn, submitted: Submitted) -> words.Stored:
    """Return a stored report with the names that its sentences need."""
    agency_name = ""
    if submitted.part is not Part.OWES:
        agencies = {a.id: a.name for a in await turn.work.agencies.all()}
        agency_name = agencies[submitted.occurrence.agency_id]
    seen_by = None
    if not is_leader(turn.person):
        seen_by = await turn.work.agencies.name_of_lead_office()
    return words.Stored(
        submitted.report,
        submitted.occurrence,
        submitted.task,
        submitted.part,
        submitted.evidence,
        agency_name,
        seen_by or words.LEAD_OFFICE,
    )


def _choices(turn: Turn, submitted: Submitted) -> tuple[Choice, ...]:
    number = submitted.report.id
    undo = Choice(labels.undo_label(), f"report:undo:{number}")
    more = Choice(labels.more_files_label(), f"report:more:{number}")
    if is_leader(turn.person):
        # Not first: somebody who answers "1" twice must not take back what they said.
        return (more, undo)
    fix = Choice(labels.fix_label(), f"report:fix:{number}")
    if _may_be_done(submitted):
        return (undo, more, Choice(labels.all_done_label(), f"report:set:{number}:done"), fix)
    return (undo, more, fix)


def _may_be_done(submitted: Submitted) -> bool:
    """Return whether to offer "done" at once: still owed, and the words do not deny it."""
    says_no = submitted.report.progress.doneness is Doneness.NOT_YET
    return submitted.occurrence.is_owed and submitted.part is not Part.COORDINATES and not says_no


def _keep(turn: Turn, submitted: Submitted) -> dict[str, Any] | None:
    """Return what to wait for: the rest of an album, or the words of a report of files alone."""
    keep: dict[str, Any] = {}
    if turn.message.album and submitted.evidence:
        keep = {"album": turn.message.album, "report": submitted.report.id}
    if not submitted.report.text:
        keep["wordless"] = submitted.report.id
    return keep or None
