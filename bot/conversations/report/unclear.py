"""Words that do not say how far the work is, and what is in the way: asked, never taken as done."""

from bot.conversations.base import Reply, Turn
from bot.conversations.report.cards import card
from bot.conversations.report.finding import ask_which
from bot.conversations.report.waiting import Taken, keep_waiting, said_in
from bot.conversations.wishes import with_question
from bot.conversations.work import is_leader, open_items, own_item
from data.domain.deeds import is_nod
from data.domain.messages import Choice, OutgoingMessage
from data.domain.reports import Doneness, Progress
from data.domain.tasks import WorkItem
from data.domain.wording import is_thanks
from data.texts import obstacles as words
from data.texts.reminders import done_label, help_label, not_yet_label
from data.texts.reports import help_passed_on
from jobs.actions.ask_help import ask_help


def says_nothing(progress: Progress) -> bool:
    """Return whether words tell neither how far the work is nor what is in the way."""
    told = (progress.percent, progress.count, progress.people, progress.obstacle)
    return progress.doneness is Doneness.UNSAID and all(t is None for t in told)


def is_in_the_way(progress: Progress) -> bool:
    """Return whether words name a trouble and not that the work is done all the same."""
    return bool(progress.obstacle) and progress.doneness in (Doneness.UNSAID, Doneness.NOT_YET)


async def unread(turn: Turn) -> Reply | None:
    """A group leader's words that report nothing: ask about the work that is open."""
    text = turn.message.text
    if not text or is_thanks(text) or not is_leader(turn.person):
        return None
    items = await open_items(turn)
    if len(items) == 1:
        return ask_how_far(turn, items[0], "" if is_nod(text) else text, Taken())
    return await ask_which(turn, Taken(), text) if items and not is_nod(text) else None


def ask_how_far(turn: Turn, item: WorkItem, text: str, taken: Taken) -> Reply:
    """Ask whether it is done, with the answers of a reminder; the words go along with any."""
    message = OutgoingMessage(words.how_far(turn.person, item, text), answers(item.occurrence.id))
    return Reply((message,), keep=keep_waiting(turn, taken.evidence, text))


def answers(occurrence_id: int) -> tuple[Choice, ...]:
    """Return the choices under a reminder to a group leader: "1" is done."""
    return (
        Choice(done_label(), f"report:done:{occurrence_id}"),
        Choice(not_yet_label(), f"report:notyet:{occurrence_id}"),
        Choice(help_label(), f"report:help:{occurrence_id}"),
    )


async def pass_on(
    turn: Turn, occurrence_id: int, text: str, taken: Taken, doneness: Doneness = Doneness.UNSAID
) -> Reply:
    """Store what is in the way and tell the lead office. Raises RefusedError."""
    item = await own_item(turn, occurrence_id)
    asked = await ask_help(
        turn.unit,
        turn.ward,
        turn.person,
        item,
        text,
        turn.now,
        turn.actor,
        taken.ids,
        doneness,
        said_in=said_in(turn, text),
        chat=turn.chat.address,
    )
    lines = [
        *taken.refused,
        words.noted(text, asked.submitted.evidence),
        help_passed_on(turn.person, asked.told),
    ]
    reply = Reply((card(turn, asked.submitted, lines),), is_taken=True)
    return await with_question(turn, reply, [asked.submitted.report], text)
