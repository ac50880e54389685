"""What waits for review, shown one by one to who may decide on it."""

from collections.abc import Collection

from bot.conversations.base import Reply, Turn
from data.domain.access import Wish, may, may_review
from data.domain.messages import Choice, OutgoingMessage
from data.domain.reviews import Case, reviewers
from data.errors import RefusedError
from data.store.cases import case_of_report, waiting_cases
from data.store.repeats import find_repeats, notes_on, shown_beside
from data.texts import reviews as words
from data.texts.people import denied
from data.texts.review_cards import case_message

_AT_ONCE = 100
"""Reports looked at to find the next one: far above what an office lets lie."""


async def open_cases(turn: Turn) -> tuple[Case, ...]:
    """Return what the person may decide on, the longest waiting first. Raises RefusedError."""
    if denial := may(turn.person, Wish.REVIEW):
        raise RefusedError(denied(denial))
    waiting = await waiting_cases(turn.unit, turn.ward, limit=_AT_ONCE)
    return tuple(c for c in waiting if may_review(turn.person, c.contributors) is None)


async def walk(turn: Turn, skipped: Collection[int] = (), *, lead_in: str = "") -> Reply:
    """Show the next report that was not put off, and how many there are besides."""
    cases = await open_cases(turn)
    left = [c for c in cases if c.item.occurrence.id not in skipped]
    first = [OutgoingMessage(lead_in)] if lead_in else []
    if not left:
        return Reply((*first, OutgoingMessage(await _nothing_left(turn, len(cases)))))
    notes = [words.others_wait(len(left) - 1)] if len(left) > 1 else []
    message = await message_of(turn, left[0], notes)
    return Reply((*first, message), keep={"skip": list(skipped)})


async def message_of(turn: Turn, case: Case, notes: Collection[str] = ()) -> OutgoingMessage:
    """Return the message about one report, with pictures that were shown before named."""
    repeats = await find_repeats(turn.unit, turn.ward, case)
    said = [*notes_on(repeats, case, turn.today), *notes]
    return case_message(case, turn.today, said, shown_beside(repeats))


async def _nothing_left(turn: Turn, put_off: int) -> str:
    if put_off:
        return words.only_put_off(put_off)
    if own := await waiting_cases(turn.unit, turn.ward, limit=1):
        people = await turn.work.people.all()
        return words.only_own_wait([p.name for p in reviewers(people, own[0].contributors)])
    return words.none_wait()


async def show(turn: Turn, report_id: int) -> Reply:
    """Show one report that waits. Raises RefusedError."""
    await open_cases(turn)
    case = await case_of_report(turn.unit, turn.ward, report_id)
    if case is None or case.head is None:
        raise RefusedError(words.no_such_report())
    if not case.waits:
        raise RefusedError(words.not_waiting(case.item.task.code))
    return Reply((await message_of(turn, case),))


async def more_choice(turn: Turn) -> tuple[Choice, ...]:
    """Return the way to what else waits, if there is anything."""
    count = len(await open_cases(turn))
    return (Choice(words.walk_on_label(count), "review:walk"),) if count else ()
