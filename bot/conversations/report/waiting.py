"""What a person sent and what is still missing: kept in the chat's dialog state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.conversations.base import Reply, Turn
from data.domain.messages import IncomingMessage, OutgoingMessage
from data.domain.reports import Evidence, each_once
from data.domain.tasks import Task
from data.errors import RefusedError
from data.texts import reports as words
from data.texts.files import in_report_already
from data.texts.progress import evidence_words
from jobs.actions.keep_evidence import Kept, keep_evidence
from jobs.actions.keep_place import keep_place


@dataclass(frozen=True, slots=True)
class Taken:
    """Files of this turn together with those that waited, and why others were not taken."""

    evidence: tuple[Evidence, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def ids(self) -> list[int]:
        """Ids of the files."""
        return [e.id for e in self.evidence]


def shows_something(message: IncomingMessage) -> bool:
    """Return whether a message holds what can be evidence: files, or a place."""
    return bool(message.files or message.place)


def is_empty(message: IncomingMessage) -> bool:
    """Return whether a message holds nothing to read or keep: a sticker."""
    return message.choice is None and not (message.text or shows_something(message))


async def take_files(turn: Turn) -> Taken:
    """Keep the files and the place of this message, and count in those that wait for their task."""
    waiting = waiting_ids(turn)
    there = await turn.work.evidence.some(waiting) if waiting else ()
    earlier = [e for e in there if e.report_id is None]
    if not shows_something(turn.message):
        return Taken(tuple(earlier))
    kept = await keep_files(turn)
    files = {e.id: e for e in (*earlier, *kept.evidence)}
    return Taken(each_once(files.values()), (*kept.refused, *await _elsewhere(turn, kept)))


async def keep_files(turn: Turn) -> Kept:
    """Keep what this message shows; nothing of it is under a report yet."""
    message = turn.message
    web = turn.public_url if turn.ways_in.has_public_web else None
    kept = await keep_evidence(
        turn.unit, turn.ward, turn.person, message, turn.file_path, turn.actor, web=web
    )
    if message.place is None:
        return kept
    try:
        place = await keep_place(
            turn.unit, turn.ward, turn.person, message.place, message, turn.keep_file, turn.actor
        )
    except RefusedError as refused:
        return replace(kept, refused=(*kept.refused, refused.sentence))
    return replace(kept, evidence=(*kept.evidence, place))


async def _elsewhere(turn: Turn, kept: Kept) -> list[str]:
    """Say where files of a changed message are already."""
    lines = []
    for report_id in dict.fromkeys(e.report_id for e in kept.elsewhere):
        report = await turn.work.reports.get(report_id) if report_id else None
        occurrence = await turn.work.occurrences.get(report.occurrence_id) if report else None
        task = await turn.work.tasks.get(occurrence.task_id) if occurrence else None
        if task is not None:
            files = evidence_words(e for e in kept.elsewhere if e.report_id == report_id)
            lines.append(in_report_already(task.code, files))
    return lines


def waiting_ids(turn: Turn) -> Sequence[int]:
    """Return the ids of the files that wait for their task."""
    return [int(number) for number in turn.data.get("files", ())]


def waiting_words(turn: Turn) -> str:
    """Return the words that wait for their task."""
    return str(turn.data.get("text", ""))


def keep_waiting(turn: Turn, evidence: Sequence[Evidence], words: str) -> dict[str, Any]:
    """Return the dialog state in which files and words wait for their task."""
    return {
        "files": [e.id for e in evidence],
        "text": words,
        "said_in": said_in(turn, words) if words else None,
        "album": turn.message.album or turn.data.get("album"),
    }


def said_in(turn: Turn, words: str) -> str | None:
    """Return the message that the words of a report came in: an edit of it amends the report.

    None where the platform does not name its messages, or the words came in several: what one of
    them is changed to must not take the place of all.
    """
    waiting = waiting_words(turn)
    if waiting and words.endswith(waiting):
        found: str | None = turn.data.get("said_in")
        return found
    if waiting and words.startswith(f"{waiting} "):
        return None
    return address_of(turn.message)


def card_of_files(taken: Taken) -> str:
    """Return the card that asks for which task files are; empty when there are none."""
    return f"files:{taken.evidence[0].id}" if taken.evidence else ""


def settled_question(turn: Turn, taken: Taken, task: Task) -> tuple[OutgoingMessage, ...]:
    """Return how the question about files reads once they are under a report."""
    if not waiting_ids(turn) or not taken.evidence:
        return ()
    text = words.files_found_their_task(taken.evidence, task)
    return (OutgoingMessage(text, card=card_of_files(taken)),)


def address_of(message: IncomingMessage) -> str | None:
    """Return where a message stands: "channel/account/chat/message"; None for a tap."""
    if message.message_id is None or message.tapped:
        return None
    where = message.group or message.chat
    return f"{where.channel}/{where.account}/{where.chat}/{message.message_id}"


def joined(first: Reply | None, then: Reply) -> Reply:
    """Return two replies as one; what the second waits for counts, else what the first does."""
    if first is None:
        return then
    return Reply(
        (*first.messages, *then.messages),
        keep=then.keep if then.keep is not None else first.keep,
        is_taken=first.is_taken or then.is_taken,
        in_place=first.in_place,
        settled=(*first.settled, *then.settled),
    )
