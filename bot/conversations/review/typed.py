"""Verdicts that are typed: "duyệt 12", "trả 12 ảnh mờ", a reason, "hoàn tác"."""

from bot.conversations.base import Reply, Turn
from bot.conversations.review.deciding import (
    accept,
    ask_why,
    decide,
    give_back,
    undo,
    why_it_waits_not,
)
from bot.conversations.review.showing import walk
from data.domain.access import Wish, may
from data.domain.messages import Choice, OutgoingMessage
from data.domain.review_words import TypedReason, TypedVerdict, read_reason, read_verdict
from data.domain.reviews import Case, Fault, Verdict, latest_standing
from data.domain.taking_back import read_taking_back
from data.domain.tasks import Occurrence, OccurrenceState
from data.errors import RefusedError
from data.store.cases import case_of, case_of_report, cases_of
from data.texts import reviews as words
from data.texts.report_labels import undo_label
from data.texts.task_reports import show_labels


async def open_(turn: Turn) -> Reply | None:
    """`/duyet`: what waits, one after another; with a number it decides."""
    said = read_verdict(turn.message.text, turn.today)
    return await _typed(turn, said) if said else await walk(turn)


async def start(turn: Turn) -> Reply | None:
    """ "duyệt 12", "trả 12 ảnh mờ", "hoàn tác" after a verdict; None for who does not review."""
    text = turn.message.text
    if turn.message.files or not text or may(turn.person, Wish.REVIEW) is not None:
        return None
    if read_taking_back(text) == ():
        return await _take_back(turn)
    said = read_verdict(text, turn.today)
    return await _typed(turn, said) if said else None


async def resume(turn: Turn) -> Reply | None:
    """The reason that was asked for, in words."""
    text = turn.message.text
    is_other = turn.message.files or not text or text.startswith("#")
    if is_other or turn.data.get("step") != "why" or read_verdict(text, turn.today):
        return None
    if read_taking_back(text) is not None:
        return None
    case = await case_of_report(turn.unit, turn.ward, int(turn.data["report"]))
    if case is None or case.head is None:
        raise RefusedError(words.no_such_report())
    reason = read_reason(text, turn.today)
    return await give_back(turn, case, reason, str(turn.data["mark"]))


async def _typed(turn: Turn, said: TypedVerdict) -> Reply | None:
    if len(said.codes) > 1:
        return await _accept_several(turn, said.codes)
    code = said.codes[0]
    cases = await _waiting(turn, code)
    if not cases:
        if said.why.faults == (Fault.OTHER,):
            return None  # "trả 12 hồ sơ cho dân" is no verdict when nothing waits under 12
        raise RefusedError(await _why_none_waits(turn, code))
    if len(cases) > 1:
        return _which(cases)
    case = cases[0]
    assert case.head is not None, "it waits"
    if said.verdict is Verdict.ACCEPTED:
        return await accept(turn, case.head.report.id, None)
    if not said.why.faults:
        return await ask_why(turn, case.head.report.id, case.mark)
    return await give_back(turn, case, said.why, None)


async def _accept_several(turn: Turn, codes: tuple[int, ...]) -> Reply:
    lines: list[str] = []
    undo: list[Choice] = []
    for code in codes:
        try:
            cases = await _waiting(turn, code)
            if not cases:
                raise RefusedError(await _why_none_waits(turn, code))
            if len(cases) > 1 or cases[0].head is None:
                raise RefusedError(words.several_of(code))
            number = cases[0].head.report.id
            done = await decide(turn, number, Verdict.ACCEPTED, TypedReason(), None)
            lines.append(words.done(done.case, done.review, done.told, is_repeat=done.is_repeat))
            undo.append(Choice(undo_label(code), f"review:undo:{done.review.id}"))
        except RefusedError as refused:
            lines.append(refused.sentence)
    return Reply((OutgoingMessage("\n".join(lines), tuple(undo)),), keep=turn.data or None)


def _which(cases: tuple[Case, ...]) -> Reply:
    labels = show_labels([c.item for c in cases])
    choices = tuple(
        Choice(label, f"review:see:{c.head.report.id}")
        for label, c in zip(labels, cases, strict=True)
        if c.head is not None
    )
    return Reply((OutgoingMessage(words.which_one(cases[0].item.task.code), choices),))


async def _waiting(turn: Turn, code: int) -> tuple[Case, ...]:
    waiting = [o for o in await _there(turn, code) if o.state is OccurrenceState.REPORTED]
    return await cases_of(turn.unit, turn.ward, waiting)


async def _there(turn: Turn, code: int) -> tuple[Occurrence, ...]:
    task = await turn.work.tasks.by_code(code)
    return await turn.work.occurrences.of_task(task.id) if task else ()


async def _why_none_waits(turn: Turn, code: int) -> str:
    """Say that nothing waits under a number, and who decided last."""
    there = await _there(turn, code)
    last = latest_standing(await turn.work.reviews.of_occurrences(o.id for o in there))
    case = await case_of(turn.unit, turn.ward, last.occurrence_id) if last else None
    return why_it_waits_not(turn, case) if case else words.not_waiting(code)


async def _take_back(turn: Turn) -> Reply | None:
    """Take back the person's latest verdict, unless they reported, asked or answered after it."""
    review = await turn.work.reviews.latest_by(turn.person.id)
    if review is None or not review.may_be_undone(turn.now):
        return None
    if await turn.work.requests.fresh_of(turn.person.id, review.at):
        return None
    report = await turn.work.reports.latest_of(turn.person.id)
    if report is not None and report.created_at > review.at:
        return None
    return await undo(turn, review.id)
