"""Choices of a report: they act on what they said then, or say kindly that it is closed."""

from collections.abc import Awaitable, Callable, Sequence

from bot.conversations.base import Reply, Turn
from bot.conversations.report.adding import not_this
from bot.conversations.report.finding import ask_others, ask_which
from bot.conversations.report.periods import ask_copy, copy
from bot.conversations.report.storing import store, submit, told
from bot.conversations.report.typed import ask_content
from bot.conversations.report.waiting import (
    Taken,
    take_files,
    waiting_ids,
    waiting_words,
)
from bot.conversations.work import is_leader, own_item
from data.domain.messages import Choice, OutgoingMessage
from data.domain.progress import is_as_before, read_progress
from data.domain.reports import Doneness, Progress
from data.domain.tasks import OccurrenceState, WorkItem
from data.texts import report_labels as labels
from data.texts import reports as words
from data.texts.progress import DONENESS
from jobs.actions.amend_report import amend_report
from jobs.actions.own_report import own_report
from jobs.actions.undo_report import undo_report


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Act on a choice; None when nothing answers to it any more."""
    if verb == "set" and len(arguments) == 2 and arguments[0].isdecimal():
        return await _set(turn, int(arguments[0]), arguments[1])
    if not all(a.isdecimal() for a in arguments):
        return None
    numbers = [int(a) for a in arguments]
    handler = _VERBS.get((verb, len(numbers)))
    return await handler(turn, *numbers) if handler else None


async def _open(turn: Turn, occurrence_id: int) -> Reply:
    """A task was chosen: store what waits for it, or ask for words and pictures."""
    taken, text = await take_files(turn), waiting_words(turn)
    if is_as_before(text):
        return await ask_copy(turn, occurrence_id, taken)
    if text or taken.evidence:
        return await store(turn, occurrence_id, text, read_progress(text), taken)
    item = await own_item(turn, occurrence_id)
    closed = await _closed(turn, item)
    return closed or await ask_content(turn, occurrence_id)


async def _done(turn: Turn, occurrence_id: int) -> Reply:
    taken = await take_files(turn)
    item = await own_item(turn, occurrence_id)
    closed = await _closed(turn, item)
    if closed and not taken.evidence:
        return closed
    text = labels.done_label() if closed is None else ""
    doneness = Doneness.DONE if closed is None else Doneness.UNSAID
    return await store(turn, occurrence_id, text, Progress(doneness), taken)


async def _not_yet(turn: Turn, occurrence_id: int) -> Reply:
    item = await own_item(turn, occurrence_id)
    if closed := await _closed(turn, item):
        return closed
    text, progress = DONENESS[Doneness.NOT_YET], Progress(Doneness.NOT_YET)
    if not is_leader(turn.person):
        return await store(turn, occurrence_id, text, progress, Taken())
    said = await told(turn, await submit(turn, occurrence_id, text, progress, ()))
    message = OutgoingMessage(
        words.not_yet_noted(turn.person, said, today=turn.today),
        (Choice(labels.help_label(), f"report:help:{occurrence_id}"),),
    )
    return Reply((message,))


async def _help(turn: Turn, occurrence_id: int) -> Reply:
    item = await own_item(turn, occurrence_id)
    if closed := await _closed(turn, item):
        return closed
    keep = {"help": occurrence_id}
    return Reply((OutgoingMessage(words.ask_help(turn.person)),), keep=keep)


async def _same(turn: Turn, occurrence_id: int) -> Reply:
    return await ask_copy(turn, occurrence_id, await take_files(turn))


async def _copy(turn: Turn, occurrence_id: int, report_id: int) -> Reply:
    if closed := await _closed(turn, await own_item(turn, occurrence_id)):
        return closed
    return await copy(turn, occurrence_id, report_id, await take_files(turn))


async def _undo(turn: Turn, report_id: int) -> Reply:
    undone = await undo_report(turn.unit, turn.ward, turn.person, report_id, turn.now, turn.actor)
    text = words.undone(undone.task, len(undone.evidence_ids))
    if not undone.evidence_ids:
        return Reply((OutgoingMessage(text),))
    evidence = await turn.work.evidence.some(undone.evidence_ids)
    return await ask_which(turn, Taken(evidence), "", lead_in=text)


async def _more(turn: Turn, report_id: int) -> Reply:
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    message = OutgoingMessage(words.ask_more_files(own.task))
    return Reply((message,), keep={"add": report_id})


async def _fix(turn: Turn, report_id: int) -> Reply:
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    choices = tuple(
        Choice(label, f"report:set:{report_id}:{doneness.value}")
        for label, doneness in (
            (labels.done_label(), Doneness.DONE),
            (labels.partly_label(), Doneness.PARTLY),
            (labels.not_yet_label(), Doneness.NOT_YET),
        )
    )
    message = OutgoingMessage(words.ask_progress(own.task), choices)
    return Reply((message,), keep={"fix": report_id})


async def _set(turn: Turn, report_id: int, value: str) -> Reply | None:
    if value not in {Doneness.DONE, Doneness.PARTLY, Doneness.NOT_YET}:
        return None
    doneness = Doneness(value)
    return await amend(turn, report_id, Progress(doneness), DONENESS[doneness])


async def amend(turn: Turn, report_id: int, progress: Progress, correction: str) -> Reply:
    """Correct a report's progress; its words keep what was said and how it was corrected."""
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    text = words.corrected(own.report.text, correction)
    amended = await amend_report(
        turn.unit, turn.ward, turn.person, report_id, progress, turn.now, turn.actor, text
    )
    said = await told(turn, amended)
    choices = (
        Choice(labels.undo_label(), f"report:undo:{report_id}"),
        Choice(labels.more_files_label(), f"report:more:{report_id}"),
        Choice(labels.fix_label(), f"report:fix:{report_id}"),
    )
    return Reply((OutgoingMessage(words.amended(said, today=turn.today), choices),))


async def _drop(turn: Turn) -> Reply:
    count = len(waiting_ids(turn))
    text = words.files_dropped(count) if count else words.words_dropped()
    return Reply((OutgoingMessage(text),))


async def _closed(turn: Turn, item: WorkItem) -> Reply | None:
    """Say that the work is reported already, by whom and when; None when it is not."""
    occurrence = item.occurrence
    if occurrence.agency_id not in turn.person.agency_ids:
        return None
    if occurrence.state is not OccurrenceState.REPORTED or occurrence.reported_at is None:
        return None
    reports = await turn.work.reports.of_occurrence(occurrence.id)
    by = await turn.work.people.get(reports[0].person_id) if reports else None
    text = words.already_reported(
        item, by, occurrence.reported_at, reader=turn.person, today=turn.today
    )
    own = next((r for r in reports if r.person_id == turn.person.id), None)
    choices = (Choice(labels.more_files_label(), f"report:more:{own.id}"),) if own else ()
    return Reply((OutgoingMessage(text, choices),))


_VERBS: dict[tuple[str, int], Callable[..., Awaitable[Reply]]] = {
    ("open", 1): _open,
    ("done", 1): _done,
    ("notyet", 1): _not_yet,
    ("help", 1): _help,
    ("same", 1): _same,
    ("copy", 2): _copy,
    ("undo", 1): _undo,
    ("more", 1): _more,
    ("fix", 1): _fix,
    ("notthis", 3): not_this,
    ("others", 0): ask_others,
    ("drop", 0): _drop,
}
