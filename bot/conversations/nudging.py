"""`/dondoc`, `đôn đốc #7`: who is late is chased from the chat, after a look at who gets what."""

import re
from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.access import Wish, may
from data.domain.messages import Choice
from data.domain.wording import plain
from data.errors import RefusedError
from data.texts import nudges as words
from data.texts.people import denied
from data.texts.report_refusals import no_such_code
from jobs.actions.nudge import Chased, nudge, plan_nudges

_TYPED = re.compile(r"/?(?:don ?doc|nhac) (?:viec )?(?:so )?#?(\d{1,5})", re.ASCII)


async def open_(turn: Turn) -> Reply | None:
    """Show who would get what. Raises RefusedError when nothing is late, or for others."""
    return await start(turn) or await _look(turn, ())


async def start(turn: Turn) -> Reply | None:
    """`đôn đốc #7` and nothing else: no report, whoever types it. Raises RefusedError."""
    typed = _TYPED.fullmatch(" ".join(plain(turn.message.text).split()))
    if typed is None or turn.message.files:
        return None
    if denial := may(turn.person, Wish.NUDGE):
        raise RefusedError(denied(denial))
    code = int(typed[1])
    if await turn.work.tasks.by_code(code) is None:
        raise RefusedError(no_such_code(code))
    return await _look(turn, ("task", str(code)))


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """[Đôn đốc #7], [Đôn đốc…], [Gửi … tin đôn đốc], [Thôi]."""
    chased = _chased(arguments)
    if chased is None:
        return None
    if verb == "stop":
        return say(words.stopped())
    if verb == "show":
        return await _look(turn, arguments)
    if verb != "send":
        return None
    plan = await nudge(turn.unit, turn.ward, chased, turn.accounts(), turn.now, turn.actor)
    said = words.done(
        [n.person.name for n in plan.reached],
        [n.person.name for n in plan.unreached],
        at=plan.goes_at if plan.goes_at > turn.now else None,
    )
    return say(said)


async def _look(turn: Turn, arguments: Sequence[str]) -> Reply:
    chased = _chased(arguments) or Chased()
    plan = await plan_nudges(turn.unit, turn.ward, chased, turn.accounts(), turn.now, turn.actor)
    if not plan.nudges:
        raise RefusedError(plan.why_nobody())
    lines = [words.one_line(n.person, n.items, is_reached=n.chat is not None) for n in plan.nudges]
    is_all = chased == Chased()
    text = words.preview(lines, plan.goes_at, turn.now, turn.today, is_every_late=is_all)
    if plan.unmanned:
        text = f"{text}\n{words.nobody_line(plan.unmanned)}"
    send = ":".join(("nudging:send", *arguments))
    choices = (
        Choice(words.send(len(plan.reached)), send),
        Choice(words.not_now(), "nudging:stop"),
    )
    return say(text, choices)


def _chased(arguments: Sequence[str]) -> Chased | None:
    """Return what a choice means: everybody late, an occurrence, or a task; None: none of ours."""
    match arguments:
        case []:
            return Chased()
        case [number] if number.isdecimal():
            return Chased((int(number),))
        case ["task", code] if code.isdecimal():
            return Chased(code=int(code))
    return None


CONVERSATION = Conversation(
    name="nudging",
    tap=tap,
    start=start,
    commands=("/dondoc", "đôn đốc", "đôn đốc tất cả"),
    open=open_,
)
