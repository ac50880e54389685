"""`/dondoc`: everybody late is chased from the chat, after a look at who gets what."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.messages import Choice
from data.errors import RefusedError
from data.texts import nudges as words
from jobs.actions.nudge import Chased, nudge, plan_nudges


async def open_(turn: Turn) -> Reply | None:
    """Show who would get what. Raises RefusedError when nothing is late, or for others."""
    plan = await plan_nudges(turn.unit, turn.ward, Chased(), turn.accounts(), turn.now, turn.actor)
    if not plan.nudges:
        raise RefusedError(words.nothing_to_chase(told_today=bool(plan.told_today)))
    lines = [words.one_line(n.person, n.items, is_reached=n.chat is not None) for n in plan.nudges]
    text = words.preview(lines, plan.goes_at, turn.now, turn.today)
    choices = (
        Choice(words.send(len(plan.reached)), "nudging:send"),
        Choice(words.not_now(), "nudging:stop"),
    )
    return say(text, choices)


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """[Gửi … tin đôn đốc], [Thôi]."""
    if arguments:
        return None
    if verb == "stop":
        return say(words.stopped())
    if verb == "show":
        return await open_(turn)
    if verb != "send":
        return None
    plan = await nudge(turn.unit, turn.ward, Chased(), turn.accounts(), turn.now, turn.actor)
    said = words.done(
        [n.person.name for n in plan.reached],
        [n.person.name for n in plan.unreached],
        at=plan.goes_at if plan.goes_at > turn.now else None,
    )
    return say(said)


CONVERSATION = Conversation(
    name="nudging",
    tap=tap,
    commands=("/dondoc", "đôn đốc", "đôn đốc tất cả"),
    open=open_,
)
