"""[Duyệt], [Trả lại], [Để sau] and what follows: the reason, its words, the picture, taking back."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.conversations.base import Reply, Turn
from bot.conversations.review.showing import more_choice, walk
from data.domain.access import Wish, may
from data.domain.messages import Choice, OutgoingMessage
from data.domain.review_words import TypedReason
from data.domain.reviews import Case, Fault, Verdict, latest_standing
from data.errors import RefusedError
from data.store.cases import case_of_report
from data.texts import reviews as words
from data.texts.common import sentence_case
from data.texts.people import denied
from data.texts.review_cards import pictures
from jobs.actions.review_report import Reviewed, review_report, undo_review

_ANSWER_WITHIN = timedelta(minutes=15)
"""What is typed later is not a reason any more."""
_MOST_PICTURES = 8
_ABOUT_A_PICTURE = (Fault.BLURRED, Fault.WRONG)


async def accept(turn: Turn, report_id: int, mark: str | None) -> Reply:
    """Accept it; what was added since it was shown is shown first. Raises RefusedError."""
    done = await decide(turn, report_id, Verdict.ACCEPTED, TypedReason(), mark)
    return await after(turn, done)


async def decide(
    turn: Turn,
    report_id: int,
    verdict: Verdict,
    why: TypedReason,
    mark: str | None,
    evidence_ids: Sequence[int] = (),
) -> Reviewed:
    """Keep a verdict of the person who talks. Raises RefusedError."""
    return await review_report(
        turn.unit,
        turn.ward,
        turn.person,
        report_id,
        verdict,
        turn.now,
        turn.actor,
        faults=why.faults,
        said=why.words,
        evidence_ids=evidence_ids,
        by=why.by,
        seen=mark,
    )


async def after(turn: Turn, done: Reviewed) -> Reply:
    """Say what was decided, and go on with the next one when they are looked at in turn."""
    lines = [words.done(done.case, done.review, done.told, is_repeat=done.is_repeat)]
    if done.review.supplement_by is not None:
        lines.append(words.supplement_until(done.review, turn.today))
    undo = Choice(words.undo_label(), f"review:undo:{done.review.id}")
    if "skip" not in turn.data:
        choices = (
            *((undo,) if done.review.may_be_undone(turn.now) else ()),
            *await more_choice(turn),
        )
        return Reply((OutgoingMessage("\n".join(lines), choices),))
    following = await walk(turn, turn.data["skip"])
    said = OutgoingMessage("\n".join(lines), (undo,))
    return Reply((said, *following.messages), keep=following.keep)


async def ask_why(turn: Turn, report_id: int, mark: str) -> Reply:
    """[Trả lại]: which reason? Raises RefusedError when somebody decided meanwhile."""
    case = await _case(turn, report_id)
    if not case.waits:
        raise RefusedError(why_it_waits_not(turn, case))
    choices = tuple(
        Choice(sentence_case(name), f"review:why:{report_id}:{mark}:{fault.value}")
        for fault, name in words.FAULTS.items()
    )
    message = OutgoingMessage(words.ask_why(case.item), choices)
    return _awaits(turn, message, {"step": "why", "report": report_id, "mark": mark})


async def why(turn: Turn, report_id: int, mark: str, fault: Fault) -> Reply:
    """A reason was chosen: its words, or its picture, are asked for where they are needed."""
    case = await _case(turn, report_id)
    if fault is Fault.OTHER:
        message = OutgoingMessage(words.ask_words(case.item))
        return _awaits(turn, message, {"step": "why", "report": report_id, "mark": mark})
    return await give_back(turn, case, TypedReason((fault,)), mark)


async def give_back(turn: Turn, case: Case, reason: TypedReason, mark: str | None) -> Reply:
    """Return a report for this reason, once it is known which picture it is about."""
    assert case.head is not None, "a case that waits has a report"
    report_id, shown = case.head.report.id, pictures(case)
    is_bare = len(reason.faults) == 1 and not reason.words and reason.by is None
    is_about_one = is_bare and reason.faults[0] in _ABOUT_A_PICTURE
    if reason.picture is not None and not 1 <= reason.picture <= len(shown):
        raise RefusedError(words.no_such_picture(case.item.task.code, len(shown)))
    if reason.picture is not None:
        chosen = [shown[reason.picture - 1].id]
    elif Fault.BLURRED in reason.faults and len(shown) == 1:
        chosen = [shown[0].id]
    elif is_about_one and len(shown) > 1:
        return _ask_picture(turn, case, reason, mark)
    else:
        chosen = []
    done = await decide(turn, report_id, Verdict.RETURNED, reason, mark, chosen)
    return await after(turn, done)


def _ask_picture(turn: Turn, case: Case, reason: TypedReason, mark: str | None) -> Reply:
    assert case.head is not None, "it has pictures"
    fault, number = reason.faults[0], case.head.report.id
    start = f"review:pic:{number}:{mark or case.mark}:{fault.value}"
    shown = pictures(case)[:_MOST_PICTURES]
    choices = [
        Choice(words.picture_label(place, e.name), f"{start}:{e.id}")
        for place, e in enumerate(shown, start=1)
    ]
    choices.append(Choice(words.all_label(), f"{start}:0"))
    message = OutgoingMessage(words.ask_picture(case.item, fault), tuple(choices))
    return _awaits(turn, message, {})


async def picture(turn: Turn, report_id: int, mark: str, fault: Fault, evidence_id: int) -> Reply:
    """The picture was chosen, or the whole report."""
    chosen = [evidence_id] if evidence_id else []
    reason = TypedReason((fault,))
    done = await decide(turn, report_id, Verdict.RETURNED, reason, mark, chosen)
    return await after(turn, done)


async def later(turn: Turn, report_id: int) -> Reply:
    """[Để sau]: the next one; this one goes on waiting."""
    case = await _case(turn, report_id)
    skipped = [*turn.data.get("skip", ()), case.item.occurrence.id]
    return await walk(turn, skipped)


async def undo(turn: Turn, review_id: int) -> Reply:
    """[Hoàn tác] under a verdict. Raises RefusedError."""
    gone = await undo_review(turn.unit, turn.ward, turn.person, review_id, turn.now, turn.actor)
    head = gone.case.head
    choices = (Choice(words.see_again_label(), f"review:see:{head.report.id}"),) if head else ()
    return Reply((OutgoingMessage(words.undone(gone.case), choices),))


def why_it_waits_not(turn: Turn, case: Case) -> str:
    """Say that nothing waits, and who decided last: it may have been a moment ago."""
    code, last = case.item.task.code, latest_standing(case.reviews)
    if last is None:
        return words.not_waiting(code)
    return words.not_waiting_since(code, last, case.names.get(last.reviewer_id, ""), turn.today)


async def _case(turn: Turn, report_id: int) -> Case:
    """Return the case of a report, to who may review. Raises RefusedError."""
    if denial := may(turn.person, Wish.REVIEW):
        raise RefusedError(denied(denial))
    case = await case_of_report(turn.unit, turn.ward, report_id)
    if case is None or case.head is None:
        raise RefusedError(words.no_such_report())
    return case


def _awaits(turn: Turn, message: OutgoingMessage, keep: dict[str, Any]) -> Reply:
    """Keep what is awaited, and that reports are being looked at in turn."""
    going_on = {"skip": turn.data["skip"]} if "skip" in turn.data else {}
    return Reply((message,), keep={**going_on, **keep}, keep_for=_ANSWER_WITHIN)
