"""What a person sent and what is still missing: kept in the chat's dialog state."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.conversations.base import Reply, Turn
from data.domain.reports import Evidence, each_once
from jobs.actions.keep_evidence import keep_evidence


@dataclass(frozen=True, slots=True)
class Taken:
    """Files of this turn together with those that waited, and why others were not taken."""

    evidence: tuple[Evidence, ...] = ()
    refused: tuple[str, ...] = ()

    @property
    def ids(self) -> list[int]:
        """Ids of the files."""
        return [e.id for e in self.evidence]


async def take_files(turn: Turn) -> Taken:
    """Keep the files of this message, and count in those that wait for their task."""
    waiting = waiting_ids(turn)
    there = await turn.work.evidence.some(waiting) if waiting else ()
    if not turn.message.files:
        return Taken(tuple(e for e in there if e.report_id is None))
    kept = await keep_evidence(
        turn.unit, turn.ward, turn.person, turn.message, turn.file_path, turn.actor
    )
    earlier = tuple(e for e in there if e.report_id is None)
    return Taken(each_once((*earlier, *kept.evidence)), kept.refused)


def waiting_ids(turn: Turn) -> Sequence[int]:
    """Return the ids of the files that wait for their task."""
    return [int(number) for number in turn.data.get("files", ())]


def waiting_words(turn: Turn) -> str:
    """Return the words that wait for their task."""
    return str(turn.data.get("text", ""))


def keep_waiting(turn: Turn, evidence: Sequence[Evidence], words: str) -> dict[str, Any]:
    """Return the dialog state in which files and words wait for their task."""
    return {"files": [e.id for e in evidence], "text": words, "album": turn.message.album}


def joined(first: Reply | None, then: Reply) -> Reply:
    """Return two replies as one; what the second waits for counts, else what the first does."""
    if first is None:
        return then
    keep = then.keep if then.keep is not None else first.keep
    return Reply((*first.messages, *then.messages), keep=keep)
