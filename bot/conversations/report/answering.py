"""A reply to a message of ours, most often a reminder: it is about the work spoken of there."""

import re
from collections.abc import Sequence

from bot.conversations.base import Reply, Turn
from bot.conversations.report.adding import add_to
from bot.conversations.report.choosing import say_of
from bot.conversations.report.finding import ask_which, target_of
from bot.conversations.report.storing import JOINS_WITHIN
from bot.conversations.report.unclear import says_nothing
from bot.conversations.report.waiting import Taken, shows_something, take_files, waiting_words
from bot.conversations.work import items_of
from data.domain.access import Wish, may
from data.domain.deeds import is_nod
from data.domain.progress import read_progress, read_reports
from data.domain.questions import asks_why
from data.domain.tasks import OccurrenceState, WorkItem
from data.domain.wording import is_thanks
from data.errors import RefusedError

_CODE = re.compile(r"#\s*(\d{1,5})(?!\d)")
_SETTLED = (OccurrenceState.CANCELLED, OccurrenceState.ACCEPTED)


async def answered(turn: Turn) -> Reply | None:
    """Take words and files as being about what the quoted message spoke of; None if they are not.

    A number in the words wins. What waits for its task joins: whoever quotes a message says which.
    """
    message, shows = turn.message, shows_something(turn.message)
    if not (turn.about or message.quote) or not (message.text or shows):
        return None
    if any(reading.codes for reading in read_reports(message.text)):
        return None
    if not shows and (is_thanks(message.text) or is_nod(message.text) or asks_why(message.text)):
        return None
    items = await _meant(turn)
    if not items or await _awaited(turn) in {i.occurrence.id for i in items}:
        return None
    taken = await take_files(turn)
    text = " ".join(part for part in (waiting_words(turn), message.text) if part)
    if len(items) > 1:
        return await ask_which(turn, taken, text, among=items)
    try:
        return await _about(turn, items[0], text, taken)
    except RefusedError as refused:
        if not taken.evidence:
            raise
        return await ask_which(turn, taken, text, lead_in=refused.sentence)


async def _about(turn: Turn, item: WorkItem, text: str, taken: Taken) -> Reply:
    if not text and taken.evidence and (report_id := await _just_given(turn, item)):
        return await add_to(turn, report_id, taken)
    return await say_of(turn, item, text, taken)


async def _just_given(turn: Turn, item: WorkItem) -> int | None:
    """Return the person's report that files alone belong to: on work that is done, or of just now."""
    reports = await turn.work.reports.of_occurrence(item.occurrence.id)
    own = next((r for r in reports if r.person_id == turn.person.id), None)
    if own is None:
        return None
    is_recent = turn.now - own.created_at <= JOINS_WITHIN
    return own.id if is_recent or not item.occurrence.is_owed else None


async def _meant(turn: Turn) -> Sequence[WorkItem]:
    """Return the work of the person that the quoted words, or the quoted message, speak of."""
    spoken_of = await turn.work.occurrences.some(turn.about)
    own = [
        o for o in spoken_of if o.agency_id in turn.person.agency_ids and o.state not in _SETTLED
    ]
    items = await items_of(turn, own)
    codes = dict.fromkeys(int(digits) for digits in _CODE.findall(turn.message.quote))
    if named := [i for i in items if i.task.code in codes]:
        return named
    if len(codes) == 1:
        return await _of_code(turn, next(iter(codes)))
    return [i for i in items if i.occurrence.is_owed] or items


async def _of_code(turn: Turn, code: int) -> Sequence[WorkItem]:
    try:
        target = await target_of(turn, code)
    except RefusedError:
        return ()  # quoted, but not theirs: the words are read as if nothing were quoted
    is_own = any(o.agency_id in turn.person.agency_ids for o in target.occurrences)
    is_talk = not shows_something(turn.message) and says_nothing(read_progress(turn.message.text))
    if not is_own and is_talk and may(turn.person, Wish.SEE_ALL) is None:
        return ()  # the office speaks of others' work: no report in their place
    return await items_of(turn, target.occurrences)


async def _awaited(turn: Turn) -> int | None:
    """Return the work that something is awaited for already: the next message is about that."""
    for name in ("occ", "help", "stuck"):
        if name in turn.data:
            return int(turn.data[name])
    for name in ("fix", "add", "wordless"):
        if name in turn.data:
            report = await turn.work.reports.get(int(turn.data[name]))
            return report.occurrence_id if report else None
    return None
