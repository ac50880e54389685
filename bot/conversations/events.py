"""Events that tasks wait for: declared in one line, shown with what they start, moved, cancelled."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import is_office, only_for_office, say
from data.domain.event_words import asks_to_declare, read_event
from data.domain.messages import Choice, Lane, OutgoingMessage
from data.domain.names import fold_name
from data.domain.people import Role
from data.domain.task_codes import read_codes
from data.domain.tasks import Event, Task
from data.errors import RefusedError
from data.store.telling import tell
from data.texts import event_talk as words
from data.texts import events as event_words
from jobs.actions.events import (
    EventPlanned,
    cancel_event,
    declare_event,
    move_event,
    proposed_tasks,
    tie,
    untie,
)
from jobs.actions.what_is_open import what_is_open

_SHOWN = 5


async def open_(turn: Turn) -> Reply | None:
    """`/sukien`: what is declared, and how to declare; with more words it declares."""
    said = read_event(turn.message.text, turn.today)
    if said.name and fold_name(said.name) not in ("su kien", "/su kien"):
        return await _declare_line(turn, turn.message.text)
    if not is_office(turn):
        return say(words.tell_the_office(), keep={"step": "tell"})
    events = [e for e in await turn.work.events.all() if not e.is_cancelled]
    coming = [e for e in events if e.ends_on >= turn.today]
    choices = [Choice(words.open_label(e), f"events:show:{e.id}") for e in coming[:_SHOWN]]
    choices.append(Choice(words.declare_label(), "events:declare"))
    return say(words.listed(coming, len(await _waiting(turn)), turn.today), choices)


async def start(turn: Turn) -> Reply | None:
    """ "khai báo sự kiện bầu cử tổ trưởng 16/8"."""
    if turn.message.files or not asks_to_declare(turn.message.text):
        return None
    return await _declare_line(turn, turn.message.text)


async def resume(turn: Turn) -> Reply | None:
    """The answer: a name and a day, a new day, numbers of tasks to tie or untie."""
    text = turn.message.text
    if turn.message.files or not text:
        return None
    match turn.data.get("step"):
        case "tell":
            return await _pass_on(turn, text)
        case "declare":
            name = turn.data.get("name")
            # Only the day was asked for, unless the whole line is said again.
            is_day = name is not None and not asks_to_declare(text)
            return await _declare_line(turn, f"{name} {text}" if is_day else text)
        case "move":
            return await _move(turn, int(turn.data["event"]), text)
        case "tasks":
            return await _change_tasks(turn, int(turn.data["event"]), text)
    return None


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """The buttons; each names its event."""
    if verb == "declare":
        return await _ask(turn)
    if len(arguments) != 1 or not arguments[0].isdecimal():
        return None
    if verb != "show":
        only_for_office(turn)
    event = await turn.work.events.get(int(arguments[0]))
    if event is None:
        raise RefusedError(event_words.not_found())
    match verb:
        case "right":
            return say(words.noted())
        case "show":
            return await _shown(turn, event)
        case "move":
            keep = {"step": "move", "event": event.id}
            return say(words.ask_new_day(event), keep=keep)
        case "cancel":
            before = await _owed(turn, event)
            done = await cancel_event(
                turn.unit, turn.ward, event.id, now=turn.now, actor=turn.actor
            )
            return say(event_words.cancelled(done.event, before))
    return None


async def _ask(turn: Turn) -> Reply:
    if not is_office(turn):
        return say(words.tell_the_office(), keep={"step": "tell"})
    return say(words.how_to_declare(await _waiting(turn)), keep={"step": "declare"})


async def _declare_line(turn: Turn, line: str) -> Reply:
    if not is_office(turn):
        return await _pass_on(turn, line)
    said = read_event(line, turn.today)
    if not said.name:
        return await _ask(turn)
    if said.starts_on is None or said.ends_on is None:
        keep = {"step": "declare", "name": said.name}
        return say(words.day_missing(said.name), keep=keep)
    tasks = await proposed_tasks(turn.unit, turn.ward, said.name)
    done = await declare_event(
        turn.unit,
        turn.ward,
        said.name,
        said.starts_on,
        said.ends_on,
        [t.id for t in tasks],
        now=turn.now,
        actor=turn.actor,
    )
    return await _planned(turn, done)


async def _planned(turn: Turn, done: EventPlanned, *, moved: bool = False) -> Reply:
    text = (event_words.moved if moved else event_words.declared)(done.event, done.owed, turn.today)
    others = [t for t in await _waiting(turn) if t.id not in done.event.task_ids]
    choices = (
        Choice(words.right_label(), f"events:right:{done.event.id}"),
        Choice(words.move_label(), f"events:move:{done.event.id}"),
        Choice(words.cancel_label(), f"events:cancel:{done.event.id}"),
    )
    keep = {"step": "tasks", "event": done.event.id}
    tied = await turn.work.tasks.some(done.event.task_ids)
    hint = words.which_tasks(sorted(t.code for t in tied.values()), others)
    return say("\n".join(part for part in (text, hint) if part), choices, keep)


async def _shown(turn: Turn, event: Event) -> Reply:
    if not is_office(turn):
        return say(words.tell_the_office(), keep={"step": "tell"})
    if event.is_cancelled:
        raise RefusedError(event_words.cancelled_before(event))
    # Moving it to where it is changes nothing and tells what it starts.
    done = await move_event(
        turn.unit,
        turn.ward,
        event.id,
        event.starts_on,
        event.ends_on,
        now=turn.now,
        actor=turn.actor,
    )
    return await _planned(turn, done)


async def _move(turn: Turn, event_id: int, text: str) -> Reply:
    said = read_event(text, turn.today)
    if said.starts_on is None or said.ends_on is None:
        return say(words.day_not_understood(), keep=dict(turn.data))
    done = await move_event(
        turn.unit,
        turn.ward,
        event_id,
        said.starts_on,
        said.ends_on,
        now=turn.now,
        actor=turn.actor,
    )
    return await _planned(turn, done, moved=True)


async def _change_tasks(turn: Turn, event_id: int, text: str) -> Reply | None:
    """ "#4 #12" ties, "bỏ #4" unties; a day moves; anything else is for others."""
    is_less = fold_name(text).startswith("bo ")
    codes, rest = read_codes(text.split(None, 1)[1] if is_less else text)
    if not codes:
        said = read_event(text, turn.today)
        is_day = said.starts_on is not None and not said.name
        return await _move(turn, event_id, text) if is_day else None
    if rest:
        return None  # "#4 đã họp" is a report
    ids = [t.id for t in await turn.work.tasks.all() if t.code in codes]
    change = untie if is_less else tie
    done = await change(turn.unit, turn.ward, event_id, ids, now=turn.now, actor=turn.actor)
    return await _planned(turn, done)


async def _pass_on(turn: Turn, line: str) -> Reply:
    """An officer knows of an event; the lead office is told and declares it."""
    office = await turn.work.people.with_role(Role.LEAD_OFFICE)
    message = OutgoingMessage(
        words.somebody_knows(turn.person.name, line[:200]),
        (Choice(words.declare_label(), "events:declare"),),
    )
    key = f"event-known:{turn.person.id}:{turn.message.external_id}"
    await tell(
        turn.unit,
        turn.ward,
        office,
        key,
        message,
        kind="event-known",
        now=turn.now,
        lane=Lane.ANSWER,
    )
    return say(words.passed_on())


async def _waiting(turn: Turn) -> tuple[Task, ...]:
    return (await what_is_open(turn.unit, turn.ward)).waiting


async def _owed(turn: Turn, event: Event) -> int:
    owed = await turn.work.occurrences.of_tasks(event.task_ids)
    return sum(o.event_id == event.id and o.is_owed for o in owed)


CONVERSATION = Conversation(
    name="events",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/sukien", "su kien"),
    open=open_,
)
