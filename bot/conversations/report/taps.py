"""Choices of a report: they act on what they said then, or say kindly that it is closed."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace

from bot.conversations.base import Reply, Turn
from bot.conversations.report.adding import ask_more, not_this, show_how, show_state
from bot.conversations.report.cards import card_of, more_choice, told
from bot.conversations.report.choosing import say_of
from bot.conversations.report.correcting import (
    ask_progress,
    set_progress,
    undo,
    undo_one_of,
    unsay,
)
from bot.conversations.report.finding import ask_others, ask_which
from bot.conversations.report.periods import ask_copy, copy
from bot.conversations.report.storing import store, submit
from bot.conversations.report.typed import ask_content
from bot.conversations.report.unclear import pass_on
from bot.conversations.report.waiting import (
    Taken,
    joined,
    take_files,
    waiting_ids,
    waiting_words,
)
from bot.conversations.work import is_leader, own_item
from data.domain.messages import Choice, OutgoingMessage
from data.domain.reports import Doneness, Evidence, Progress
from data.domain.reviews import latest_standing
from data.domain.tasks import OccurrenceState, WorkItem
from data.errors import RefusedError
from data.store.cases import case_of
from data.texts import report_labels as labels
from data.texts import reports as words
from data.texts.common import choice_closed
from data.texts.obstacles import done_with_note, files_go_along
from data.texts.progress import DONENESS, evidence_words
from data.texts.reviews import ask_supplement, why_returned


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Act on a choice; None when nothing answers to it any more. Files sent along are kept."""
    if not turn.message.files:
        return await _act(turn, verb, arguments)
    bare = replace(turn.message, files=())
    if verb == "drop":
        # The files that waited are dropped, not those that come now.
        dropped = await _act(replace(turn, message=bare), verb, arguments)
        taken = await take_files(replace(turn, data={}))
        return joined(dropped, await ask_which(turn, taken, ""))
    taken = await take_files(turn)
    held = replace(turn, message=bare, data={**turn.data, "files": taken.ids})
    try:
        reply = await _act(held, verb, arguments)
    except RefusedError as refused:
        return await ask_which(held, taken, "", lead_in=refused.sentence)
    if reply is None:
        return await ask_which(held, taken, "", lead_in=choice_closed(turn.person))
    return await _with_loose_files(held, reply, taken)


async def _with_loose_files(turn: Turn, reply: Reply, taken: Taken) -> Reply:
    """Ask where files belong that neither joined a report nor wait for one."""
    if taken.refused:
        reply = joined(Reply((OutgoingMessage("\n".join(taken.refused)),)), reply)
    waiting = set((reply.keep or {}).get("files", ()))
    loose = [
        e
        for e in await turn.work.evidence.some(set(taken.ids) - waiting)
        if e.report_id is None and not await _is_shown(turn, e)
    ]
    if not loose:
        return _mentioning(reply, [e for e in taken.evidence if e.id in waiting])
    return joined(reply, await ask_which(turn, Taken(tuple(loose)), ""))


def _mentioning(reply: Reply, files: Sequence[Evidence]) -> Reply:
    """Say that files wait, unless the answer does."""
    if not files or any(evidence_words(files) in m.text.lower() for m in reply.messages):
        return reply
    first = reply.messages[0]
    text = f"{words.files_wait(files)}\n{first.text}"
    return replace(reply, messages=(replace(first, text=text), *reply.messages[1:]))


async def _is_shown(turn: Turn, file: Evidence) -> bool:
    """Return whether a report of the person has the very same picture."""
    if file.sha256 is None:
        return False
    same = await turn.work.evidence.with_digest(file.sha256)
    return any(e.report_id is not None and e.person_id == file.person_id for e in same)


async def _act(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    if verb == "set" and len(arguments) == 2 and arguments[0].isdecimal():
        return await set_progress(turn, int(arguments[0]), arguments[1])
    if not all(a.isdecimal() for a in arguments):
        return None
    numbers = [int(a) for a in arguments]
    handler = _VERBS.get((verb, len(numbers)))
    return await handler(turn, *numbers) if handler else None


async def _open(turn: Turn, occurrence_id: int) -> Reply:
    """A task was chosen: store what waits for it, or ask for words and pictures."""
    taken, text = await take_files(turn), waiting_words(turn)
    item = await own_item(turn, occurrence_id)
    if text or taken.evidence:
        return await say_of(turn, item, text, taken)
    closed = await _closed(turn, item)
    return closed or await ask_content(turn, occurrence_id)


async def _supplement(turn: Turn, occurrence_id: int) -> Reply:
    """[Gửi bổ sung]: what comes next is a version of its own."""
    taken = await take_files(turn)
    item = await own_item(turn, occurrence_id)
    if closed := await _closed(turn, item):
        return await _into_closed(turn, closed, item, taken)
    if taken.evidence:
        return await say_of(turn, item, waiting_words(turn), taken)
    case = await case_of(turn.unit, turn.ward, occurrence_id)
    last = latest_standing(case.reviews) if case else None
    why = why_returned(last.faults, last.words) if last else ""
    message = OutgoingMessage(ask_supplement(turn.person, item, why))
    return Reply((message,), keep={"occ": occurrence_id, "supplement": True})


async def _done(turn: Turn, occurrence_id: int) -> Reply:
    taken = await take_files(turn)
    item = await own_item(turn, occurrence_id)
    if closed := await _closed(turn, item):
        return await _into_closed(turn, closed, item, taken)
    text = done_with_note(labels.done_label(), waiting_words(turn))
    return await store(turn, occurrence_id, text, Progress(Doneness.DONE), taken)


async def _into_closed(turn: Turn, closed: Reply, item: WorkItem, taken: Taken) -> Reply:
    """Files for work that is reported already are added to it; without any, say that it is."""
    if not taken.evidence:
        return closed
    return await store(turn, item.occurrence.id, "", Progress(Doneness.UNSAID), taken)


async def _not_yet(turn: Turn, occurrence_id: int) -> Reply:
    item, taken = await own_item(turn, occurrence_id), await take_files(turn)
    if closed := await _closed(turn, item):
        return await _into_closed(turn, closed, item, taken)
    text, progress = DONENESS[Doneness.NOT_YET], Progress(Doneness.NOT_YET)
    if not is_leader(turn.person):
        return await store(turn, occurrence_id, text, progress, taken)
    if said_before := waiting_words(turn):
        return await pass_on(turn, occurrence_id, said_before, taken, Doneness.NOT_YET)
    submitted = await submit(turn, occurrence_id, text, progress, taken.ids)
    message = OutgoingMessage(
        words.not_yet_noted(turn.person, await told(turn, submitted), today=turn.today),
        (Choice(labels.help_label(), f"report:help:{occurrence_id}"),),
        card=card_of(submitted.report.id),
    )
    return Reply((message,), keep={"stuck": occurrence_id}, is_taken=True)


async def _help(turn: Turn, occurrence_id: int) -> Reply:
    item, taken = await own_item(turn, occurrence_id), await take_files(turn)
    if closed := await _closed(turn, item):
        return await _into_closed(turn, closed, item, taken)
    if said_before := waiting_words(turn):
        return await pass_on(turn, occurrence_id, said_before, taken)
    text = words.ask_help(turn.person)
    if taken.evidence:
        text = f"{files_go_along(taken.evidence)}\n{text}"
    keep = {"help": occurrence_id, "files": taken.ids}
    return Reply((OutgoingMessage(text),), keep=keep)


async def _same(turn: Turn, occurrence_id: int) -> Reply:
    return await ask_copy(turn, occurrence_id, await take_files(turn))


async def _copy(turn: Turn, occurrence_id: int, report_id: int) -> Reply:
    item, taken = await own_item(turn, occurrence_id), await take_files(turn)
    if closed := await _closed(turn, item):
        return await _into_closed(turn, closed, item, taken)
    return await copy(turn, occurrence_id, report_id, taken)


async def _more(turn: Turn, report_id: int) -> Reply:
    return await ask_more(turn, report_id, await take_files(turn))


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
    return Reply((OutgoingMessage(text, (more_choice(own.id),) if own else ()),))


_VERBS: dict[tuple[str, int], Callable[..., Awaitable[Reply]]] = {
    ("open", 1): _open,
    ("supplement", 1): _supplement,
    ("done", 1): _done,
    ("notyet", 1): _not_yet,
    ("help", 1): _help,
    ("same", 1): _same,
    ("copy", 2): _copy,
    ("undo", 1): undo,
    ("undo", 2): undo_one_of,
    ("more", 1): _more,
    ("howto", 1): show_how,
    ("show", 1): show_state,
    ("fix", 1): ask_progress,
    ("notthis", 3): not_this,
    ("unsay", 1): unsay,
    ("others", 0): ask_others,
    ("drop", 0): _drop,
}
