"""Files that join a report given before, and leave it again."""

from bot.conversations.base import Reply, Turn
from bot.conversations.report.cards import (
    card_of,
    more_choice,
    originals_choices,
    state_of,
    stored_card,
    told,
)
from bot.conversations.report.finding import ask_which, on_card
from bot.conversations.report.storing import JOINS_WITHIN, LONGEST, album_goes_to
from bot.conversations.report.waiting import Taken
from bot.conversations.wishes import with_question
from bot.conversations.work import is_leader
from data.domain.messages import Choice, OutgoingMessage
from data.texts import report_labels as labels
from data.texts import reports as words
from data.texts.originals import how_elsewhere, how_to_send
from jobs.actions.add_evidence import Added, add_evidence, take_evidence_out
from jobs.actions.amend_report import amend_report
from jobs.actions.own_report import own_report


async def add_to(turn: Turn, report_id: int, taken: Taken, *, caption: str = "") -> Reply:
    """Put files under a report and say so, with a way to say that they belong elsewhere.

    A `caption` joins its words and leaves its progress as it is.
    """
    added = await _add(turn, report_id, taken)
    if caption:
        report = added.submitted.report
        said = "\n".join(filter(None, (report.text, caption)))[:LONGEST]
        await amend_report(
            turn.unit,
            turn.ward,
            turn.person,
            report_id,
            report.progress,
            turn.now,
            turn.actor,
            said,
        )
    text = words.evidence_added(await told(turn, added.submitted), added.new)
    offered = [more_choice(report_id)]
    if added.new:
        between = f"{added.new[0].id}:{added.new[-1].id}"
        offered.append(Choice(labels.not_this_label(), f"report:notthis:{report_id}:{between}"))
        offered += originals_choices(added.submitted)
    message = OutgoingMessage(
        "\n".join([*taken.refused, text]), tuple(offered), card=card_of(report_id)
    )
    keep = (album_goes_to(turn, report_id) or {}) | {"added": report_id}
    reply = Reply((message,), keep=keep, keep_for=JOINS_WITHIN, is_taken=True)
    own = await turn.work.reports.get(report_id) if caption else None
    return await with_question(turn, reply, [own] if own else [], caption)


async def add_late(turn: Turn, report_id: int, taken: Taken) -> Reply:
    """Put a late picture of an album under its report: the card counts it, nothing new is said."""
    added = await _add(turn, report_id, taken)
    message = await stored_card(turn, added.submitted, before=taken.refused)
    return Reply((message,), keep=turn.data, is_taken=True, in_place=True)


async def _add(turn: Turn, report_id: int, taken: Taken) -> Added:
    return await add_evidence(
        turn.unit, turn.ward, turn.person, report_id, taken.ids, turn.now, turn.actor
    )


async def not_this(turn: Turn, report_id: int, first: int, last: int) -> Reply:
    """The files that joined by themselves belong to another task: out of it, and ask which."""
    ids = await take_evidence_out(
        turn.unit, turn.ward, turn.person, report_id, (first, last), turn.now, turn.actor
    )
    if not ids:
        return await show_state(turn, report_id)  # tapped twice
    left = await state_of(turn, report_id)
    text, but = words.taken_out(left.task, len(ids)), left.occurrence.id
    evidence = await turn.work.evidence.some(ids)
    which = await ask_which(turn, Taken(evidence), "", lead_in=text, but=but)
    return on_card(which, card_of(report_id))


async def ask_more(turn: Turn, report_id: int, taken: Taken) -> Reply:
    """[Thêm ảnh]: what comes next joins this report, whenever it was given."""
    own = await own_report(turn.unit, turn.ward, turn.person, report_id)
    if taken.evidence:
        return await add_to(turn, report_id, taken)
    return Reply((OutgoingMessage(words.ask_more_files(own.task)),), keep={"add": report_id})


async def all_is_sent(turn: Turn, report_id: int) -> Reply | None:
    """ "Xong" after pictures: no more come, and the report is shown as it stands.

    A group leader whose work is still open says by it that the work is done: None.
    """
    left = await state_of(turn, report_id)
    if is_leader(turn.person) and left.occurrence.is_owed:
        return None
    return Reply((await stored_card(turn, left),))


async def show_how(turn: Turn, report_id: int) -> Reply:
    """[Cách gửi ảnh gốc]: the steps, and what comes next joins this report."""
    await own_report(turn.unit, turn.ward, turn.person, report_id)
    web = turn.public_url if turn.ways_in.has_public_web else None
    how = how_to_send() if turn.limits.takes_documents else how_elsewhere(web)
    message = OutgoingMessage(how, (more_choice(report_id),))
    return Reply((message,), keep={"add": report_id})


async def show_state(turn: Turn, report_id: int) -> Reply:
    """[Giữ nguyên]: the report as it stands."""
    return Reply((await stored_card(turn, await state_of(turn, report_id)),))
