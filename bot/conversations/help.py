"""What this is and what to type; what to say when nothing was understood."""

from collections.abc import Sequence

from bot.conversations.base import Conversation, Reply, Turn
from bot.conversations.report.waiting import is_empty
from bot.conversations.work import is_leader, open_items
from data.domain.messages import Choice, OutgoingMessage
from data.domain.wording import is_thanks
from data.texts import common
from data.texts import help as words
from data.texts.files import nothing_to_keep, nothing_to_keep_here
from data.texts.tasks import list_label


async def guide(turn: Turn) -> Reply | None:
    """`/giup`, "chào", `/start`."""
    items = await open_items(turn)
    codes = list(dict.fromkeys(i.task.code for i in items))
    documents = turn.limits.takes_documents
    text = words.guide(turn.person, turn.ward.name, codes, takes_documents=documents)
    return Reply((OutgoingMessage(text, (Choice(list_label(), "tasks:list"),)),))


async def tap(turn: Turn, verb: str, arguments: Sequence[str]) -> Reply | None:
    """Show the guide."""
    return await guide(turn) if verb == "show" and not arguments else None


async def not_understood(turn: Turn) -> Reply | None:
    """Nothing else took the message. The menu that stands goes on standing."""
    if is_empty(turn.message):
        return Reply((OutgoingMessage(_nothing_to_keep(turn)),))
    if is_thanks(turn.message.text):
        return Reply((OutgoingMessage(common.welcome_thanks(turn.person)),))
    words = turn.message.text.strip()
    if words and not words.strip("?!. "):
        return await guide(turn)
    items = await open_items(turn)
    if is_leader(turn.person):
        title = items[0].task.short_title if items else None
        return Reply((OutgoingMessage(common.not_understood_leader(turn.person, title)),))
    code = items[0].task.code if items else None
    return Reply((OutgoingMessage(common.not_understood(turn.person, code)),))


def _nothing_to_keep(turn: Turn) -> str:
    if turn.limits.takes_documents:
        return nothing_to_keep(turn.person)
    web = turn.public_url if turn.ways_in.has_public_web else None
    return nothing_to_keep_here(turn.person, web)


async def no_choice(_turn: Turn, _verb: str, _arguments: Sequence[str]) -> Reply | None:
    """This conversation offers no choices."""
    return None


CONVERSATION = Conversation(
    name="help",
    tap=tap,
    commands=(
        *("/giup", "giúp", "giúp tôi", "trợ giúp", "hướng dẫn", "/start", "/help", "help"),
        *("chào", "xin chào", "hello", "hi", "alo", "/menu", "menu"),
    ),
    open=guide,
    only_shows=True,
)
LOST = Conversation(name="lost", tap=no_choice, start=not_understood)
