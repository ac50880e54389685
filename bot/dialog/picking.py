"""Choices that are typed instead of tapped: by number, by words, or by both."""

from collections.abc import Sequence

from bot.conversations.base import Reply, Turn
from bot.conversations.work import is_leader, open_items
from data.domain.messages import Choice, OutgoingMessage
from data.domain.picks import Pick, as_said, is_line, read_numbered_words, read_pick
from data.domain.tasks import WorkItem
from data.texts.common import which_number
from data.texts.reminders import pick_label

_LONGEST_LABEL = 60


async def picked(turn: Turn, menu: Sequence[str], quoted: Sequence[Choice]) -> str | Reply | None:
    """Return the choice that "1", "số 1" or "1. Xong rồi" stands for; a question if in doubt.

    The number of a task of theirs that is open is such a doubt. A group leader is shown no numbers
    of tasks, and who quotes a message says which one is answered.
    """
    text = turn.message.text
    pick = read_pick(text) if menu and text else None
    if pick is None:
        return await _numbered_words(turn, menu, quoted)
    if not 1 <= pick.number <= len(menu):
        return None
    value = menu[pick.number - 1]
    if pick.is_named or quoted or is_leader(turn.person):
        return value
    return await _if_in_doubt(turn, pick, menu) or value


async def _numbered_words(
    turn: Turn, menu: Sequence[str], quoted: Sequence[Choice]
) -> str | Reply | None:
    """Return the choice whose line was typed, number and words: they have to fit each other."""
    found = read_numbered_words(turn.message.text) if menu and turn.message.text else None
    if found is None or not 1 <= found[0] <= len(menu):
        return None
    number, words = found
    choice = await _shown(turn, menu[number - 1], quoted)
    if choice is None or not is_line(choice.label, words):
        return None
    if quoted or is_leader(turn.person) or as_said(choice.label) == words:
        return choice.value
    return await _if_in_doubt(turn, Pick(number), menu) or choice.value


async def _if_in_doubt(turn: Turn, pick: Pick, menu: Sequence[str]) -> Reply | None:
    """Ask whether a choice or a task is meant; None when it cannot be the task."""
    item = await _open_item(turn, pick.number)
    if item is None or _naming(item) in menu:
        return None  # the menu offers that task under a number of its own
    choice = await _shown(turn, menu[pick.number - 1], ())
    if choice is None:
        return None
    task = Choice(pick_label(item), _naming(item))
    return Reply((OutgoingMessage(which_number(turn.person, pick.number), (choice, task)),))


async def _open_item(turn: Turn, code: int) -> WorkItem | None:
    """Return the open work of the person whose task has this number."""
    if await turn.work.tasks.by_code(code) is None:
        return None
    return next((i for i in await open_items(turn) if i.task.code == code), None)


def _naming(item: WorkItem) -> str:
    return f"report:open:{item.occurrence.id}"


async def _shown(turn: Turn, value: str, quoted: Sequence[Choice]) -> Choice | None:
    """Return a choice of the menu with its words."""
    return next((c for c in quoted or await _last_choices(turn) if c.value == value), None)


async def spelled_out(turn: Turn, menu: Sequence[str], quoted: Sequence[Choice]) -> str | None:
    """Return the choice whose words were typed: every choice can also be typed."""
    text = turn.message.text
    if not menu or not text or len(text) > _LONGEST_LABEL or text[0] in "#/0123456789":
        return None
    shown, typed = quoted or await _last_choices(turn), as_said(text)
    return next((c.value for c in shown if as_said(c.label) == typed), None)


async def _last_choices(turn: Turn) -> Sequence[Choice]:
    return await turn.unit.outbox.last_choices(turn.ward.id, turn.person.id, turn.chat)
