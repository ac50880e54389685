"""What was said of a task that is known now: stored, or asked how far it is, or passed on."""

from bot.conversations.base import Reply, Turn
from bot.conversations.report.periods import ask_copy
from bot.conversations.report.storing import store
from bot.conversations.report.unclear import ask_how_far, is_in_the_way, pass_on, says_nothing
from bot.conversations.report.waiting import Taken
from bot.conversations.work import is_leader
from data.domain.progress import is_as_before, read_progress
from data.domain.tasks import WorkItem


async def say_of(turn: Turn, item: WorkItem, text: str, taken: Taken) -> Reply:
    """Take words and files for one piece of work. Raises RefusedError."""
    number = item.occurrence.id
    if is_as_before(text):
        return await ask_copy(turn, number, taken)
    progress = read_progress(text)
    if text and not taken.evidence and is_leader(turn.person):
        if says_nothing(progress):
            return ask_how_far(turn, item, text, taken)
        if is_in_the_way(progress):
            return await pass_on(turn, number, text, taken, progress.doneness)
    return await store(turn, number, text, progress, taken)
