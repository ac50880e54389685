"""The next message while something is awaited: words, pictures, a correction, a late picture."""

from dataclasses import replace

from bot.conversations.base import Reply, Turn
from bot.conversations.report.adding import add_late, add_to, all_is_sent
from bot.conversations.report.answering import answered
from bot.conversations.report.correcting import add_words, correct
from bot.conversations.report.finding import ask_which, readings_of
from bot.conversations.report.periods import ask_copy
from bot.conversations.report.storing import store
from bot.conversations.report.taking_back import take_back
from bot.conversations.report.typed import by_number, without_number
from bot.conversations.report.unclear import ask_how_far, pass_on, says_nothing
from bot.conversations.report.waiting import (
    is_empty,
    joined,
    shows_something,
    take_files,
    waiting_ids,
    waiting_words,
)
from bot.conversations.work import is_leader, open_items
from data.domain.access import Wish, may
from data.domain.deeds import ends_sending, is_nod
from data.domain.due_words import read_explanation, read_extension
from data.domain.messages import OutgoingMessage
from data.domain.picks import read_pick
from data.domain.progress import Reading, is_as_before, read_progress
from data.domain.questions import asks_why
from data.domain.reports import Doneness
from data.domain.review_words import read_verdict
from data.domain.wording import is_thanks
from data.texts import reports as words
from data.texts.obstacles import files_go_along, reminded_again


async def resume(turn: Turn) -> Reply | None:
    """Take the message if it answers what is awaited; None lets it begin something new."""
    data, message = turn.data, turn.message
    readings = await readings_of(turn)
    shows = shows_something(message)
    if is_empty(message):
        return None
    if message.album and message.album == data.get("album") and not message.text:
        return await _late(turn)
    if (is_thanks(message.text) or asks_why(message.text)) and not shows:
        return None  # no words for a report; what is awaited goes on being awaited
    if not shows and _is_for_another(turn):
        return None
    if answer := await take_back(turn) or await answered(turn):
        return answer
    if any(reading.codes for reading in readings):
        # Another task is named; files that wait go along with it.
        return (
            await by_number(turn, readings, await take_files(turn)) if _awaits_task(turn) else None
        )
    if "help" in data:
        return await _helped(turn, int(data["help"]))
    if "stuck" in data and message.text:
        return await _after_not_yet(turn, int(data["stuck"]))
    if "added" in data and not shows and ends_sending(message.text):
        return await all_is_sent(turn, int(data["added"]))
    if "add" in data and shows:
        return await add_to(turn, int(data["add"]), await take_files(turn))
    if "fix" in data and not shows:
        return await correct(turn, int(data["fix"]), read_progress(message.text), message.text)
    if "occ" in data:
        return await _content(turn, int(data["occ"]))
    if "wordless" in data and message.text:
        return await _words_after_files(turn, int(data["wordless"]))
    return await _still_waiting(turn) if _awaits_task(turn) else None


def _is_for_another(turn: Turn) -> bool:
    """Return whether a line says by itself what it is: a verdict, or words about a due date."""
    text, today = turn.message.text, turn.today
    if may(turn.person, Wish.REVIEW) is None and read_verdict(text, today):
        return True
    more_time, explained = read_extension(text, today), read_explanation(text)
    is_named = more_time is not None and more_time.code is not None
    return is_named or (explained is not None and explained[0] is not None)


def _awaits_task(turn: Turn) -> bool:
    return bool(waiting_ids(turn) or waiting_words(turn))


async def _late(turn: Turn) -> Reply:
    """A picture of an album that came late goes where the others went; nothing new is said."""
    taken = await take_files(turn)
    if "report" in turn.data:
        return await add_late(turn, int(turn.data["report"]), taken)
    return replace(await ask_which(turn, taken, waiting_words(turn)), in_place=True)


async def _content(turn: Turn, occurrence_id: int) -> Reply:
    """Words or pictures for the task that was chosen."""
    taken, text = await take_files(turn), turn.message.text
    if is_as_before(text):
        return await ask_copy(turn, occurrence_id, taken)
    if not text and not taken.evidence:
        lines = taken.refused or (words.say_something(),)
        return Reply((OutgoingMessage("\n".join(lines)),), keep=turn.data)
    progress = read_progress(text)
    if "supplement" in turn.data and says_nothing(progress):
        # It was said to be done before; these are the words that were missing.
        progress = replace(progress, doneness=Doneness.DONE)
    return await store(turn, occurrence_id, text, progress, taken)


async def _words_after_files(turn: Turn, report_id: int) -> Reply | None:
    """Words that follow pictures belong to the same report, and can be taken out of it again."""
    text = turn.message.text
    if is_nod(text) and not shows_something(turn.message):
        return None
    added = None
    if shows_something(turn.message):
        added = await add_to(turn, report_id, await take_files(turn))
    return joined(added, await add_words(turn, report_id, text))


async def _still_waiting(turn: Turn) -> Reply:
    """Files or words wait for their task: more of them came, or a bare task number."""
    text, taken = turn.message.text, await take_files(turn)
    items = await open_items(turn)
    pick = read_pick(text)
    if pick is not None and pick.number in {i.task.code for i in items}:
        earlier = waiting_words(turn)
        reading = Reading((pick.number,), read_progress(earlier), earlier)
        return await by_number(turn, (reading,), taken)
    said = " ".join(part for part in (waiting_words(turn), text) if part)
    if len(items) == 1 and text:
        if is_leader(turn.person) and not taken.evidence and says_nothing(read_progress(said)):
            return ask_how_far(turn, items[0], said, taken)
        return await without_number(turn, said, taken)
    return await ask_which(turn, taken, said)


async def _helped(turn: Turn, occurrence_id: int) -> Reply:
    """What a person needs the ward for; pictures that come first wait for the sentence."""
    taken, text = await take_files(turn), turn.message.text
    if text:
        return await pass_on(turn, occurrence_id, text, taken)
    lines = [*taken.refused, files_go_along(taken.evidence)] if taken.evidence else taken.refused
    message = OutgoingMessage("\n".join([*lines, words.ask_help(turn.person)]))
    return Reply((message,), keep={"help": occurrence_id, "files": taken.ids})


async def _after_not_yet(turn: Turn, occurrence_id: int) -> Reply | None:
    """Words after "chưa làm": done after all, or what is in the way."""
    text = turn.message.text
    if is_nod(text):
        return Reply((OutgoingMessage(reminded_again(turn.person)),), keep=turn.data)
    progress, taken = read_progress(text), await take_files(turn)
    if progress.doneness is Doneness.DONE or progress.percent or progress.count:
        return await store(turn, occurrence_id, text, progress, taken)
    return await pass_on(turn, occurrence_id, text, taken, Doneness.NOT_YET)
