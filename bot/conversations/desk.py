"""`/ban`, "bàn làm việc", "hồ sơ kiểm tra": the way from the chat to the desk."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.office import say
from data.domain.access import Wish, may
from data.domain.picks import as_said
from data.domain.wording import composed, lowered
from data.texts import desk_link as words
from jobs.actions.desk_link import make_desk_link

_ALONE = frozenset({"ban", "bạn", "bận", "bàn"})
"""What "/ban" looks like without its slash, and may mean anything."""
_DOSSIER = ("/hoso", "hồ sơ", "hồ sơ kiểm tra", "xuất hồ sơ", "xuất hồ sơ kiểm tra")
_DOSSIERS = frozenset(as_said(words) for words in _DOSSIER)


async def open_(turn: Turn) -> Reply | None:
    """Give the person a link of their own; who may take out dossiers hears where they are."""
    if lowered(composed(turn.message.text)).strip(" .!?") in _ALONE:
        return None
    wants_dossier = as_said(turn.message.text) in _DOSSIERS
    if wants_dossier and may(turn.person, Wish.EXPORT_DOSSIER) is not None:
        return None  # from others it may be a word of a report
    way = await make_desk_link(turn.unit, turn.ward, turn.person, turn.now)
    is_public = turn.ways_in.has_public_web
    text = words.way_in(turn.public_url + way.path, way.expires_at, has_public_web=is_public)
    return say(f"{words.where_dossiers_are()}\n{text}" if wants_dossier else text)


async def tap(_turn: Turn, _verb: str, _arguments: Sequence[str]) -> Reply | None:
    """There is nothing to choose."""
    return None


CONVERSATION = Conversation(
    name="desk",
    tap=tap,
    commands=("/ban", "bàn làm việc", "mở bàn làm việc", "/banlamviec", *_DOSSIER),
    open=open_,
)
