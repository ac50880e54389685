"""Reviewing: reports are looked at one by one and accepted or returned, by choices or typed."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.review.deciding import accept, ask_why, later, picture, undo, why
from bot.conversations.review.showing import show, walk
from bot.conversations.review.typed import open_, resume, start
from data.domain.reviews import Fault

__all__ = ["CONVERSATION"]


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Act on a choice; None when nothing answers to it any more."""
    match verb, arguments:
        case "walk", []:
            return await walk(turn)
        case "see", [number] if number.isdecimal():
            return await show(turn, int(number))
        case "later", [number] if number.isdecimal():
            return await later(turn, int(number))
        case "undo", [number] if number.isdecimal():
            return await undo(turn, int(number))
        case "ok", [number, mark] if number.isdecimal():
            return await accept(turn, int(number), mark)
        case "back", [number, mark] if number.isdecimal():
            return await ask_why(turn, int(number), mark)
        case "why", [number, mark, fault] if number.isdecimal() and fault in set(Fault):
            return await why(turn, int(number), mark, Fault(fault))
        case "pic", [number, mark, fault, file] if (
            number.isdecimal() and file.isdecimal() and fault in set(Fault)
        ):
            return await picture(turn, int(number), mark, Fault(fault), int(file))
    return None


CONVERSATION = Conversation(
    name="review",
    tap=tap,
    start=start,
    resume=resume,
    commands=("/duyet", "duyệt", "duyệt báo cáo", "chờ duyệt", "duyệt lần lượt"),
    open=open_,
    interrupts=True,
)
