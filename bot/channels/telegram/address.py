"""Where a raw update belongs, whatever it is: decided before anything is parsed.

An update that nobody can parse must still get a row in the inbox, and block nobody there.
"""

import hashlib
import json
import re
from typing import Any

from bot.channels.base import Arrived
from bot.channels.telegram.kinds import is_service
from data.domain.messages import Chat

NAME = "telegram"
NOWHERE = ""
"""The chat of updates that belong to nobody."""
_ALBUM = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MOST = 2**63


def arrived(raw: object, account: str) -> Arrived:
    """Return where an update belongs. Raises nothing, whatever JSON it is.

    What a person does in a group belongs to their own chat: the answer goes there, and what one
    person does stays in order. What happens to a group belongs to the group.
    """
    update = raw if isinstance(raw, dict) else {}
    return Arrived(
        chat=Chat(NAME, account, _chat(update) or NOWHERE),
        external_id=number(update.get("update_id")) or _digest(raw),
        raw=update if isinstance(raw, dict) else {"unreadable": raw},
        album=album_of(update.get("message")),
    )


def album_of(message: object) -> str | None:
    """Return what the pictures of one album share. An edit is no part of an album any more."""
    album = _of(message).get("media_group_id")
    if not isinstance(album, str) or not _ALBUM.fullmatch(album):
        return None
    return f"{number(_of(_of(message).get('chat')).get('id'))}:{album}"


def number(value: object) -> str:
    """Return an id as text; "" for what is none."""
    is_id = isinstance(value, int) and not isinstance(value, bool) and -_MOST <= value < _MOST
    return str(value) if is_id else ""


def _chat(update: dict[str, Any]) -> str:
    if tap := _of(update.get("callback_query")):
        return number(_of(tap.get("from")).get("id"))
    if change := _of(update.get("my_chat_member")):
        return number(_of(change.get("chat")).get("id"))
    message = _of(update.get("message")) or _of(update.get("edited_message"))
    chat, sender = _of(message.get("chat")), _of(message.get("from"))
    is_group = chat.get("type") != "private"
    if is_group and (is_service(message) or sender.get("is_bot") or "sender_chat" in message):
        return number(chat.get("id"))
    return number(sender.get("id")) if is_group else number(chat.get("id"))


def _of(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _digest(raw: object) -> str:
    text = json.dumps(raw, sort_keys=True, default=repr)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
