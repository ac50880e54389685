"""What happened to a chat itself: blocked, joined, left, moved.

Read from the raw update: the library refuses a membership that lacks the newest rights, and an
older Bot API server of one's own does not know them.
"""

from typing import Any

from bot.channels.quiet import QuietError
from bot.channels.telegram.address import NAME, number
from data.domain.messages import Chat, ChatEvent, ChatNotice

_IN = {"creator", "administrator", "member"}


def notice_of_change(change: dict[str, Any], account: str) -> ChatNotice:
    """Return what became of the bot in a chat.

    Raises QuietError when it is nothing to us, KeyError or TypeError when it cannot be read.
    """
    kind, chat = change["chat"]["type"], _chat(change["chat"], account)
    was, is_in = _is_in(change["old_chat_member"]), _is_in(change["new_chat_member"])
    if kind == "private":
        # Whatever was before: a notice that was missed is made up for by the next.
        return ChatNotice(chat, ChatEvent.UNBLOCKED if is_in else ChatEvent.BLOCKED)
    if kind == "channel" or was == is_in:
        raise QuietError
    who = change["from"]
    return ChatNotice(
        chat,
        ChatEvent.JOINED if is_in else ChatEvent.LEFT,
        by=None if who["is_bot"] else _chat(who, account),
        title=_title(change["chat"]),
    )


def notice_of_service(message: dict[str, Any], account: str) -> ChatNotice:
    """Return what a service message tells of its chat.

    Raises QuietError when it tells nothing that matters here. The bot's own coming and going is
    told by `my_chat_member` as well, and read there.
    """
    if "migrate_to_chat_id" not in message:
        raise QuietError
    moved_to = number(message["migrate_to_chat_id"])
    if not moved_to:
        raise TypeError("moved to nowhere")
    chat = message["chat"]
    return ChatNotice(_chat(chat, account), ChatEvent.MOVED, title=_title(chat), moved_to=moved_to)


def _chat(of: dict[str, Any], account: str) -> Chat:
    found = number(of["id"])
    if not found:
        raise TypeError("a chat without an id")
    return Chat(NAME, account, found)


def _title(chat: dict[str, Any]) -> str:
    title = chat.get("title", "")
    return title if isinstance(title, str) else ""


def _is_in(member: dict[str, Any]) -> bool:
    status = member["status"]
    return status in _IN or (status == "restricted" and member.get("is_member") is True)
