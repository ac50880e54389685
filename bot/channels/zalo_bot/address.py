"""Where a raw update belongs, whatever it is: decided before anything is parsed.

An update that nobody can parse must still get a row in the inbox, and block nobody there.
"""

import hashlib
import json
import re
from typing import Any

from bot.channels.base import Arrived
from bot.channels.zalo_bot.wire import unwrapped
from data.domain.messages import Chat

NAME = "zalo_bot"
NOWHERE = ""
"""The chat of updates that belong to nobody."""
GROUP = "GROUP"
_ID = re.compile(r"[!-~]{1,128}")


def arrived(raw: object, account: str) -> Arrived:
    """Return where an update belongs. Raises nothing, whatever JSON it is.

    There is no number of the update: the message's own makes it one, however often it comes. What
    a person does in a group belongs to their own chat: the answer goes there.
    """
    told = unwrapped(raw)
    update = told if isinstance(told, dict) else {}
    message = _of(update.get("message"))
    return Arrived(
        chat=Chat(NAME, account, _chat(message) or NOWHERE),
        external_id=id_of(message.get("message_id")) or _digest(told),
        raw=update if isinstance(told, dict) else {"unreadable": told},
    )


def id_of(value: object) -> str:
    """Return an id as text, for they are hexadecimal or long numbers; "" for what is none."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**30 else ""
    return value if isinstance(value, str) and _ID.fullmatch(value) else ""


def is_in_group(message: dict[str, Any]) -> bool:
    """Return whether a message was said in a group: by its word, else because two ids differ."""
    chat, sender = _of(message.get("chat")), _of(message.get("from"))
    kind = chat.get("chat_type")
    if isinstance(kind, str) and kind:
        return kind.upper() == GROUP
    return bool(sender) and id_of(chat.get("id")) != id_of(sender.get("id"))


def _chat(message: dict[str, Any]) -> str:
    chat, sender = _of(message.get("chat")), _of(message.get("from"))
    if is_in_group(message) and not sender.get("is_bot"):
        return id_of(sender.get("id"))
    return id_of(chat.get("id")) or id_of(sender.get("id"))


def _of(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _digest(raw: object) -> str:
    text = json.dumps(raw, sort_keys=True, default=repr)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
