"""`/huy`: whatever waits for an answer waits no more."""

from collections.abc import Sequence
from datetime import timedelta

from bot.conversations.base import Conversation, Reply, Turn
from data.domain.messages import OutgoingMessage
from data.texts.common import stopped


async def stop(turn: Turn) -> Reply | None:
    """End what stands, of any conversation: keeping nothing for no time replaces it."""
    state = await turn.unit.dialogs.get(turn.chat, turn.now)
    text = stopped(turn.person, had_something=state.conversation is not None)
    return Reply((OutgoingMessage(text),), keep={}, keep_for=timedelta(0))


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Stop by a choice."""
    return await stop(turn) if verb == "stop" and not arguments else None


CONVERSATION = Conversation(
    name="cancel",
    tap=tap,
    commands=("/huy", "hủy", "hủy bỏ", "dừng", "thôi", "bỏ qua"),
    open=stop,
)
