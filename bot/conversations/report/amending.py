"""The reports of one changed message, each amended by what it says now, or explained."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.conversations.base import Reply, Turn
from bot.conversations.report.cards import is_undoable, several_card, state_of, together
from bot.conversations.report.correcting import amend, amended_card
from bot.conversations.report.finding import readings_of
from bot.conversations.report.typed import by_number
from bot.conversations.report.waiting import Taken, address_of, joined, keep_files
from bot.conversations.report.wording import changed, is_same, spoken
from bot.conversations.wishes import with_question
from bot.conversations.work import items_of
from data.domain.messages import Choice, OutgoingMessage
from data.domain.progress import Reading
from data.domain.reports import Report
from data.domain.wishes import read_wish
from data.errors import RefusedError
from data.texts import report_edits as words
from data.texts import report_labels as labels
from jobs.actions.add_evidence import add_evidence


@dataclass(frozen=True, slots=True)
class Given:
    """A report that came in the message, and what the message says of its task now."""

    report: Report
    code: int
    words: str | None
    """None: the message speaks of other tasks now."""


@dataclass(frozen=True, slots=True)
class Message:
    """A changed message beside the reports that came in it."""

    given: tuple[Given, ...]
    new: tuple[Reading, ...]
    """What it says of tasks on which no report came in it."""
    is_unclear: bool = False
    """It names no task, and its reports had words of their own."""

    @property
    def codes(self) -> tuple[int, ...]:
        """The numbers of the tasks that were reported on."""
        return tuple(dict.fromkeys(g.code for g in self.given))

    @property
    def is_moved(self) -> bool:
        """Whether a number was taken out: what is new may be meant in its place."""
        return any(g.words is None for g in self.given)


@dataclass(slots=True)
class _Outcome:
    """What came of it."""

    is_changed: bool = False
    lines: list[str] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    wishing: list[Report] = field(default_factory=list)
    """Those that wish for more time now and did not before, or for other."""


async def read_message(turn: Turn, standing: Sequence[Report]) -> Message:
    """Return what the message says now, beside the reports that stand."""
    occurrences = await turn.work.occurrences.some({r.occurrence_id for r in standing})
    codes = {i.occurrence.id: i.task.code for i in await items_of(turn, occurrences)}
    text = turn.message.text
    said = {code: reading for reading in await readings_of(turn) for code in reading.codes}
    given = tuple(
        Given(r, codes[r.occurrence_id], _words_for(codes[r.occurrence_id], said, text))
        for r in standing
    )
    new = (Reading((c,), x.progress, x.rest) for c, x in said.items() if c not in codes.values())
    is_unclear = not said and len({r.text for r in standing}) > 1
    return Message(given, tuple(new), is_unclear)


def _words_for(code: int, said: Mapping[int, Reading], text: str) -> str | None:
    if not said:
        return text
    return said[code].rest if code in said else None


async def amend_all(turn: Turn, said: Message) -> Reply | None:
    """Amend or explain each report of the message; None when nothing changed in meaning."""
    outcome = _Outcome()
    await _add_files(turn, said, outcome)
    if said.is_unclear:
        outcome.lines.append(words.which_number(turn.person, said.codes))
    else:
        for given in said.given:
            await _amend_one(turn, said, given, outcome)
    more = None if said.is_moved else await _new_ones(turn, said, outcome)
    reply = await _told(turn, said, outcome)
    if reply is not None:
        reply = await with_question(turn, reply, outcome.wishing, turn.message.text)
    return reply if more is None else joined(reply, more)


async def _add_files(turn: Turn, said: Message, outcome: _Outcome) -> None:
    """Files that the message did not hold before go to its first report."""
    kept = await keep_files(turn)
    outcome.lines += kept.refused
    if not kept.evidence:
        return
    ids, first = [e.id for e in kept.evidence], said.given[0].report.id
    try:
        await add_evidence(turn.unit, turn.ward, turn.person, first, ids, turn.now, turn.actor)
        outcome.is_changed = True
    except RefusedError as refused:
        outcome.lines.append(refused.sentence)


async def _amend_one(turn: Turn, said: Message, given: Given, outcome: _Outcome) -> None:
    report, spoken_now = given.report, given.words
    if spoken_now is None:
        to = [code for reading in said.new for code in reading.codes]
        undoable = is_undoable(turn, report)
        outcome.lines.append(words.not_moved(turn.person, given.code, to, is_undoable=undoable))
        if undoable:
            undo = Choice(labels.undo_label(given.code), f"report:undo:{report.id}")
            outcome.choices.append(undo)
        return
    if not spoken_now:
        if report.text:
            outcome.lines.append(words.words_stay(turn.person, given.code))
        return
    is_mended = is_same(spoken(report), spoken_now)
    text, progress = changed(report, spoken_now)
    if text == report.text:
        return
    try:
        amended = await amend(turn, report.id, progress, text, address_of(turn.message))
        if read_wish(text, turn.today) != read_wish(report.text, turn.today):
            outcome.wishing.append(amended.report)
        outcome.is_changed = outcome.is_changed or not is_mended
    except RefusedError as refused:
        if not is_mended:
            outcome.lines.append(refused.sentence)


async def _new_ones(turn: Turn, said: Message, outcome: _Outcome) -> Reply | None:
    """Tasks that the message names beside those of its reports: as if they were said now."""
    if not said.new:
        return None
    try:
        return await by_number(turn, said.new, Taken())
    except RefusedError as refused:
        outcome.lines.append(refused.sentence)
        return None


async def _told(turn: Turn, said: Message, outcome: _Outcome) -> Reply | None:
    messages = []
    if outcome.is_changed:
        messages.append(await _card(turn, said))
    if outcome.lines:
        messages.append(OutgoingMessage("\n".join(outcome.lines), tuple(outcome.choices)))
    if not messages:
        return None
    changed_it = outcome.is_changed
    return Reply(tuple(messages), is_taken=changed_it, in_place=changed_it)


async def _card(turn: Turn, said: Message) -> OutgoingMessage:
    first = said.given[0].report.id
    all_of = await together(turn, first)
    if len(all_of) > 1:
        return await several_card(turn, all_of, before=[words.amended_several()])
    return await amended_card(turn, await state_of(turn, first), by_edit=True)
