"""`/ban`, "bàn làm việc": the way from the chat to the desk."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.wording import composed, lowered
from data.texts import desk_link as words
from jobs.actions.desk_link import make_desk_link

_ALONE = frozenset({"ban", "bạn", "bận", "bàn"})
"""What "/ban" looks like without its slash, and may mean anything."""


async def open_(turn: Turn) -> Reply | None:
    """Give the person a link of their own."""
    if lowered(composed(turn.message.text)).strip(" .!?") in _ALONE:
        return None
    way = await make_desk_link(turn.unit, turn.ward, turn.person, turn.now)
    is_public = turn.ways_in.has_public_web
    return say(words.way_in(turn.public_url + way.path, way.expires_at, has_public_web=is_public))


async def tap(_turn: Turn, _verb: str, _arguments: Sequence[str]) -> Reply | None:
    """There is nothing to choose."""
    return None


CONVERSATION = Conversation(
    name="desk",
    tap=tap,
    commands=("/ban", "bàn làm việc", "mở bàn làm việc", "/banlamviec"),
    open=open_,
)
