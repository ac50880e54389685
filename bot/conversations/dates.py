"""Dates that the plan leaves open: asked one by one, answered in the plan's own kind of words."""

import re
from collections.abc import Sequence

from bot.conversations import changed_dates
from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import is_office, only_for_office, say
from data.domain.messages import Choice
from data.domain.tasks import Task
from data.errors import RefusedError
from data.texts import date_talk as words
from jobs.actions.set_deadline import set_deadline
from jobs.actions.what_is_open import what_is_open

_CODE = re.compile(r"\s*#\s*(\d{1,5})(?![\d/.])\s*[:,.–-]?\s+(.+)", re.S)


async def open_(turn: Turn) -> Reply | None:
    """`/han`, `/han #13`."""
    only_for_office(turn)
    if named := changed_dates.numbered(turn.message.text):
        return await changed_dates.of_number(turn, *named)
    return await _ask(turn, [])


async def start(turn: Turn) -> Reply | None:
    """ "#18 30/6", whenever it is typed and is a deadline: set where there is none, else offered."""
    text = turn.message.text
    found = _CODE.match(text)
    if turn.message.files or not is_office(turn):
        return None
    if named := changed_dates.numbered(text):
        return await changed_dates.of_number(turn, *named)
    if found is None:
        return None
    task = next((t for t in await _undated(turn) if t.code == int(found[1])), None)
    if task is None:
        return await changed_dates.offer(turn, int(found[1]), found[2].strip())
    try:
        return await _set(turn, task, found[2], [])
    except RefusedError:
        return None  # words of a report


async def resume(turn: Turn) -> Reply | None:
    """The answer: a deadline for the task that was asked, or for another by its number."""
    text = turn.message.text
    if turn.message.files or not text:
        return None
    if "changing" in turn.data and "#" not in text:
        return await changed_dates.change(turn, int(turn.data["changing"]), text)
    later = [int(x) for x in turn.data.get("later", ())]
    found = _CODE.match(text)
    code = int(found[1]) if found else int(turn.data.get("code", 0))
    task = next((t for t in await _undated(turn) if t.code == code), None)
    if task is None:
        return None
    return await _set(turn, task, found[2] if found else text, later)


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """[Để sau], [Dừng], the list from a reminder, and the choices about a date that is changed."""
    only_for_office(turn)
    later = [int(x) for x in turn.data.get("later", ())]
    match verb, arguments:
        case "list", []:
            return await _ask(turn, [])
        case "later", [code] if code.isdecimal():
            return await _ask(turn, [*later, int(code)])
        case "stop", []:
            return say(words.stopped())
        case "change", [task_id] if task_id.isdecimal():
            return await changed_dates.accept(turn, int(task_id))
        case "report", [occurrence_id] if occurrence_id.isdecimal():
            return await changed_dates.report_instead(turn, int(occurrence_id))
        case "undo", [task_id] if task_id.isdecimal():
            return await changed_dates.undo(turn, int(task_id))
    return None


async def _set(turn: Turn, task: Task, said: str, later: list[int]) -> Reply:
    done = await set_deadline(
        turn.unit, turn.ward, task.id, said.strip(), now=turn.now, actor=turn.actor
    )
    owed = [o for o in await turn.work.occurrences.of_task(task.id) if o.is_owed]
    taken = words.taken(done.task, done.rule, owed, turn.today)
    return await _ask(turn, later, before=taken)


async def _ask(turn: Turn, later: list[int], before: str = "") -> Reply:
    """Ask for the next date; `later` are the numbers that were put off in this talk."""
    undated = await _undated(turn)
    left = [t for t in undated if t.code not in later]
    prefix = f"{before}\n\n" if before else ""
    if not left:
        return say(prefix + words.none_left([t.code for t in undated]))
    choices = (
        Choice(words.later_label(), f"dates:later:{left[0].code}"),
        Choice(words.stop_label(), "dates:stop"),
    )
    keep = {"code": left[0].code, "later": later}
    return say(prefix + words.ask(left[0], len(left) - 1), choices, keep)


async def _undated(turn: Turn) -> tuple[Task, ...]:
    return (await what_is_open(turn.unit, turn.ward)).undated


CONVERSATION = Conversation(
    name="dates",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/han", "han", "thoi han"),
    open=open_,
)
