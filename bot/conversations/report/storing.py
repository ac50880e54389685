"""Storing a report and saying what was stored."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.conversations.base import Reply, Turn
from bot.conversations.report.cards import card, several_card, stored_card, told
from bot.conversations.report.waiting import Taken, said_in, settled_question
from bot.conversations.wishes import with_question
from data.domain.reports import Progress
from data.domain.tasks import Occurrence, Task
from data.texts import reports as words
from jobs.actions.submit_report import Submitted, submit_report

JOINS_WITHIN = timedelta(minutes=15)
"""What comes so soon after a report may belong to it: pictures, or the words for pictures."""
LONGEST = 4_000
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
        text[:LONGEST],
        progress,
        evidence_ids,
        turn.now,
        turn.actor,
        known=known,
        said_in=said_in(turn, text),
        chat=turn.chat.address,
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
    if submitted.is_repeat:
        said = words.repeated(await told(turn, submitted))
        return Reply((card(turn, submitted, [said]),), is_taken=True)
    message = await stored_card(turn, submitted, before=taken.refused, chosen=chosen)
    keep = _keep(turn, submitted)
    reply = Reply(
        (message,),
        keep=keep,
        keep_for=JOINS_WITHIN,
        is_taken=True,
        settled=settled_question(turn, taken, submitted.task),
    )
    return await with_question(turn, reply, [submitted.report], text)


async def store_several(
    turn: Turn, reports: Sequence[tuple[int, str, Progress]], taken: Taken, refused: Sequence[str]
) -> Reply:
    """Store one report for each occurrence; files go to the first. Raises RefusedError."""
    all_of = []
    for number, (occurrence_id, text, progress) in enumerate(reports):
        ids = taken.ids if number == 0 else []
        all_of.append(await submit(turn, occurrence_id, text, progress, ids))
    message = await several_card(turn, all_of, before=[*taken.refused, *refused])
    keep = album_goes_to(turn, all_of[0].report.id) if taken.evidence else None
    reply = Reply((message,), keep=keep, keep_for=JOINS_WITHIN, is_taken=True)
    said = "\n".join(text for _, text, _ in reports)
    return await with_question(turn, reply, [s.report for s in all_of], said)


def album_goes_to(turn: Turn, report_id: int) -> dict[str, Any] | None:
    """Return what to remember of an album: a picture of it that comes late joins the same report."""
    return {"album": turn.message.album, "report": report_id} if turn.message.album else None


def _keep(turn: Turn, submitted: Submitted) -> dict[str, Any] | None:
    """Return what to wait for: late pictures of an album, or the words of files alone."""
    number = submitted.report.id
    keep = (album_goes_to(turn, number) or {}) if submitted.evidence else {}
    if not submitted.report.text:
        keep["wordless"] = number
    return keep or None
