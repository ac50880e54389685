"""Fresh words and files: "#12 đã họp 1/2 buổi", a picture alone, "xong", "#3 #5 #9 xong"."""

import contextlib
from collections.abc import Sequence

from bot.conversations.base import Reply, Turn
from bot.conversations.report.adding import add_to
from bot.conversations.report.finding import (
    ask_which,
    ask_whose,
    pick_choices,
    readings_of,
    target_of,
)
from bot.conversations.report.periods import ask_copy
from bot.conversations.report.storing import JOINS_WITHIN, store, store_several
from bot.conversations.report.taking_back import take_back
from bot.conversations.report.unclear import is_in_the_way, pass_on, says_nothing, unread
from bot.conversations.report.waiting import Taken, shows_something, take_files
from bot.conversations.showing import live_of, sees_beside_own, show_code
from bot.conversations.work import is_leader, items_of, open_items, own_item
from data.domain.messages import Choice, OutgoingMessage
from data.domain.picks import read_pick
from data.domain.progress import Reading, is_as_before, read_progress
from data.domain.questions import asks_how_far
from data.domain.reports import Doneness, Progress, Report, ReportState
from data.domain.taking_back import read_taking_back
from data.errors import RefusedError
from data.texts import report_labels as labels
from data.texts import report_refusals as refusals
from data.texts import reports as words

_MOST = 12


async def start(turn: Turn) -> Reply | None:
    """Take a message that reports; None when it says nothing about work."""
    if undone := await take_back(turn):
        return undone
    if read_taking_back(turn.message.text) is not None and not shows_something(turn.message):
        raise RefusedError(refusals.nothing_to_undo())
    if by_bare_number := await _bare_number(turn):
        return by_bare_number
    readings = await readings_of(turn)
    has_codes = any(reading.codes for reading in readings)
    if not (shows_something(turn.message) or has_codes or reports(readings[0])):
        return await unread(turn)
    taken = await take_files(turn)
    if has_codes:
        return await by_number(turn, readings, taken)
    if turn.message.text and not (taken.evidence and await _just_given(turn, readings[0])):
        return await without_number(turn, turn.message.text, taken)
    return await files_alone(turn, taken)


async def _bare_number(turn: Turn) -> Reply | None:
    """Take "12" alone, when no menu took it, as the task that has this number: theirs, or seen."""
    pick = read_pick(turn.message.text)
    if pick is None or pick.is_named or is_leader(turn.person):
        return None
    if all(i.task.code != pick.number for i in await open_items(turn)):
        return None if shows_something(turn.message) else await _looked_at(turn, pick.number)
    reading = Reading((pick.number,), Progress(Doneness.UNSAID), "")
    return await by_number(turn, (reading,), await take_files(turn))


async def choose(turn: Turn) -> Reply | None:
    """`/baocao`: choose a task; with a number and words it is a report at once."""
    if shows_something(turn.message) or any(r.codes for r in await readings_of(turn)):
        return await start(turn)
    items = await open_items(turn)
    if not items:
        return Reply((OutgoingMessage(words.nothing_to_report(turn.person)),))
    message = OutgoingMessage(words.report_on_which(turn.person), pick_choices(items[:_MOST]))
    return Reply((message,))


def reports(reading: Reading) -> bool:
    """Return whether words without a number say how some work stands."""
    return not (says_nothing(reading.progress) or _asks(reading)) or is_as_before(reading.rest)


def _asks(reading: Reading) -> bool:
    """Return whether the words ask how it stands; "đã xong?" is taken at its word."""
    progress = reading.progress
    told = (progress.percent, progress.count, progress.people, progress.obstacle)
    tells = progress.doneness is Doneness.DONE or any(t is not None for t in told)
    return not tells and asks_how_far(reading.rest)


async def by_number(turn: Turn, readings: Sequence[Reading], taken: Taken) -> Reply:
    """Store what is said of the tasks that are named."""
    named = [(code, reading) for reading in readings for code in reading.codes]
    try:
        if len(named) == 1:
            return await _one(turn, named[0][0], named[0][1], taken)
        return await _several(turn, named, taken)
    except RefusedError as refused:
        # Refused before anything was written; files that came along are not lost.
        if not taken.evidence:
            raise
        text = " ".join(reading.rest for reading in readings)
        return await ask_which(turn, taken, text, lead_in=refused.sentence)


async def _one(turn: Turn, code: int, reading: Reading, taken: Taken) -> Reply:
    is_asked = not reading.rest or _asks(reading)
    if is_asked and not taken.evidence and (shown := await _looked_at(turn, code)):
        return shown
    target = await target_of(turn, code)
    if len(target.occurrences) > 1:
        return await ask_whose(turn, target, taken, reading.rest)
    occurrence = target.occurrences[0]
    if is_as_before(reading.rest):
        return await ask_copy(turn, occurrence.id, taken)
    if not reading.rest and not taken.evidence:
        return await ask_content(turn, occurrence.id)
    known = (occurrence, target.task)
    return await store(turn, occurrence.id, reading.rest, reading.progress, taken, known=known)


async def _looked_at(turn: Turn, code: int) -> Reply | None:
    """A bare number by those who see all work: how it stands, unless it is theirs to do."""
    task = await turn.work.tasks.by_code(code)
    if task is None or task.is_removed:
        return None
    live = live_of(await turn.work.occurrences.of_task(task.id))
    return await show_code(turn, task, live) if sees_beside_own(turn, live) else None


async def _several(turn: Turn, named: Sequence[tuple[int, Reading]], taken: Taken) -> Reply:
    found: list[tuple[int, str, Progress]] = []
    refused: list[str] = []
    for code, reading in named:
        try:
            target = await target_of(turn, code)
        except RefusedError as unknown:
            refused.append(unknown.sentence)
            continue
        if len(target.occurrences) > 1:
            refused.append(refusals.one_by_one(code))
        else:
            found.append((target.occurrences[0].id, reading.rest, reading.progress))
    if not found:
        raise RefusedError("\n".join(refused))
    return await store_several(turn, found, taken, refused)


async def without_number(turn: Turn, text: str, taken: Taken) -> Reply:
    """Words that name no task: the only open one, else ask."""
    items = await open_items(turn)
    if len(items) != 1:
        return await ask_which(turn, taken, text)
    only = items[0].occurrence.id
    if is_as_before(text):
        return await ask_copy(turn, only, taken)
    progress = read_progress(text)
    if is_leader(turn.person) and is_in_the_way(progress):
        return await pass_on(turn, only, text, taken, progress.doneness)
    return await store(turn, only, text, progress, taken, chosen=True)


async def files_alone(turn: Turn, taken: Taken) -> Reply:
    """Files that tell no progress: they join the report just given, else ask whose they are.

    Several reports that one message gave are one answer too many: it is asked whose they are.
    """
    text = turn.message.text
    if not taken.evidence:
        return Reply((OutgoingMessage("\n".join(taken.refused)),))
    given = await _given_just_now(turn)
    if len(given) == 1:
        # A report that is settled meanwhile takes none: these files are for something else.
        with contextlib.suppress(RefusedError):
            return await add_to(turn, given[0].id, taken, caption=text)
    among = await turn.work.occurrences.some({r.occurrence_id for r in given})
    items = await items_of(turn, among) if len(given) > 1 else ()
    return await ask_which(turn, taken, text, among=items)


async def _just_given(turn: Turn, reading: Reading) -> bool:
    """Return whether what is written under a picture says no more than what it shows."""
    return not reports(reading) and bool(await _given_just_now(turn))


async def _given_just_now(turn: Turn) -> Sequence[Report]:
    """Return the person's latest report, with those that the same message gave, while it is new."""
    latest = await turn.work.reports.latest_of(turn.person.id)
    if latest is None or turn.now - latest.created_at > JOINS_WITHIN:
        return ()
    given = await turn.work.reports.given_at(turn.person.id, latest.created_at)
    return [r for r in given if r.state is ReportState.STORED]


async def ask_content(turn: Turn, occurrence_id: int) -> Reply:
    """A task was named and nothing said of it yet: ask for words or pictures."""
    item = await own_item(turn, occurrence_id)
    number = item.occurrence.id
    choices = [
        Choice(labels.done_label(), f"report:done:{number}"),
        Choice(labels.not_yet_label(), f"report:notyet:{number}"),
        Choice(labels.as_before_label(), f"report:same:{number}"),
    ]
    text = words.ask_content(turn.person, item, today=turn.today)
    return Reply((OutgoingMessage(text, tuple(choices)),), keep={"occ": number})
