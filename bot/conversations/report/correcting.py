"""A report is put right: its progress by a tap or by words, its words taken out, all of it undone."""

from dataclasses import replace

from bot.conversations.base import Reply, Turn
from bot.conversations.report.adding import add_to
from bot.conversations.report.cards import (
    card,
    card_of,
    choices,
    several_card,
    together,
    told,
)
from bot.conversations.report.finding import ask_which, on_card
from bot.conversations.report.storing import LONGEST
from bot.conversations.report.waiting import Taken, joined, said_in, take_files
from bot.conversations.wishes import with_question
from data.domain.messages import Choice, OutgoingMessage
from data.domain.progress import read_progress
from data.domain.reports import Doneness, Progress
from data.texts import report_labels as labels
from data.texts import reports as words
from data.texts.progress import DONENESS
from jobs.actions.amend_report import amend_report
from jobs.actions.own_report import own_report
from jobs.actions.submit_report import Submitted
from jobs.actions.undo_report import Undone, undo_report


async def undo(turn: Turn, report_id: int) -> Reply:
    """[Hoàn tác]: the card says so, and asks where its files belong."""
    undone = await _undo(turn, report_id)
    shown = OutgoingMessage(words.undone(undone.task, len(undone.evidence_ids)))
    return on_card(await _and_files(turn, shown, undone), card_of(report_id))


async def undo_one_of(turn: Turn, report_id: int, first: int) -> Reply:
    """[Hoàn tác #7] under several reports: their card shows which still stand."""
    undone = await _undo(turn, report_id)
    text = words.undone(undone.task, len(undone.evidence_ids))
    all_of = await together(turn, first)
    if undone.evidence_ids or not all_of:
        return await _and_files(turn, OutgoingMessage(text), undone)
    return await _and_files(turn, await several_card(turn, all_of, before=[text]), undone)


async def _undo(turn: Turn, report_id: int) -> Undone:
    return await undo_report(turn.unit, turn.ward, turn.person, report_id, turn.now, turn.actor)


async def _and_files(turn: Turn, shown: OutgoingMessage, undone: Undone) -> Reply:
    now_sent = await take_files(turn)
    evidence = await turn.work.evidence.some([*undone.evidence_ids, *now_sent.ids])
    if not evidence:
        return Reply((shown,))
    return await ask_which(turn, Taken(evidence), "", lead_in=shown.text)


async def ask_progress(turn: Turn, report_id: int) -> Reply:
    """[Sửa tiến độ]: the card asks for the right one, or to leave it."""
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    offered = tuple(
        Choice(label, f"report:set:{report_id}:{doneness.value}")
        for label, doneness in (
            (labels.done_label(), Doneness.DONE),
            (labels.partly_label(), Doneness.PARTLY),
            (labels.not_yet_label(), Doneness.NOT_YET),
        )
    )
    keep = Choice(labels.keep_label(), f"report:show:{report_id}")
    text = words.ask_progress(own.task)
    message = OutgoingMessage(text, (*offered, keep), card=card_of(report_id))
    return Reply((message,), keep={"fix": report_id})


async def set_progress(turn: Turn, report_id: int, value: str) -> Reply | None:
    """[Xong], [Một phần], [Chưa], and [Xong cả việc] at once."""
    if value not in {Doneness.DONE, Doneness.PARTLY, Doneness.NOT_YET}:
        return None
    doneness, taken = Doneness(value), await take_files(turn)
    amended = await correct(turn, report_id, Progress(doneness), DONENESS[doneness])
    if not taken.evidence:
        return amended
    return joined(amended, await add_to(turn, report_id, taken))


async def correct(turn: Turn, report_id: int, progress: Progress, correction: str) -> Reply:
    """Correct a report's progress; its words keep what was said and how it was corrected."""
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    text = words.corrected(own.report.text, correction)
    amended = await amend(turn, report_id, progress, text)
    reply = Reply((await amended_card(turn, amended),), is_taken=True)
    return await with_question(turn, reply, [amended.report], correction)


async def amend(
    turn: Turn, report_id: int, progress: Progress, text: str, said_in: str | None = None
) -> Submitted:
    """Replace what a report says. Raises RefusedError."""
    return await amend_report(
        turn.unit,
        turn.ward,
        turn.person,
        report_id,
        progress,
        turn.now,
        turn.actor,
        text[:LONGEST],
        said_in,
    )


async def amended_card(turn: Turn, amended: Submitted, *, by_edit: bool = False) -> OutgoingMessage:
    """Return the card of a report that was corrected."""
    said = words.amended(await told(turn, amended), today=turn.today, by_edit=by_edit)
    return card(turn, amended, [said])


async def add_words(turn: Turn, report_id: int, text: str) -> Reply:
    """Put words under a report of pictures alone; say which, and offer to take them out."""
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    full = words.corrected(own.report.text, text)
    amended = await amend(turn, report_id, read_progress(text), full, said_in(turn, text))
    said = words.amended(await told(turn, amended), today=turn.today)
    lead = card(turn, amended, [words.words_added(own.task, text), said])
    not_this = Choice(labels.not_this_label(), f"report:unsay:{report_id}")
    offered = (c for c in choices(turn, amended) if c.label != labels.all_done_label())
    reply = Reply((replace(lead, choices=(*offered, not_this)),), is_taken=True)
    return await with_question(turn, reply, [amended.report], text)


async def unsay(turn: Turn, report_id: int) -> Reply:
    """Words that joined by themselves belong elsewhere: out of the report, and ask where."""
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    said, nothing = own.report.text, Progress(Doneness.UNSAID)
    await amend(turn, report_id, nothing, "", said_in="")
    text, but = words.words_taken_out(own.task), own.occurrence.id
    return on_card(await ask_which(turn, Taken(), said, lead_in=text, but=but), card_of(report_id))
