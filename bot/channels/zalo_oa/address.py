"""Where an event belongs, and whether anybody has to hear of it: decided before it is read.

No event names the account at one place: what people send has it as the recipient, following has
`oa_id`.
"""

import hashlib
import json
import re
from typing import Any

from bot.channels.base import Arrived
from data.domain.messages import Chat

NAME = "zalo_oa"
GROUP = "g:"
"""Before the id of a GMF group: people's ids are decimals alike."""
NOWHERE = ""
FOLLOWS = ("follow", "unfollow")
MAKES_GROUP = "create_group"
"""A GMF group with the OA in it was made. Nobody verified what else it tells than the group's id."""
_SENDS, _SENDS_GROUP = "user_send_", "user_send_group_"
_INTERACTS = frozenset({"user_click_chatnow", "user_submit_info", "user_feedback"})
_SUBMITS = "user_submit_info"
_ID = re.compile(r"[A-Za-z0-9_.=-]{1,100}")


def arrived(event: dict[str, Any], account: str) -> Arrived:
    """Return where an event belongs. Raises nothing, whatever is in it.

    What a person says in a group belongs to their own chat: the answer goes there, and what one
    person does stays in order.
    """
    chat = group_of(event) if name_of(event) == MAKES_GROUP else person_of(event)
    message = _of(event.get("message"))
    return Arrived(
        chat=Chat(NAME, account, chat or NOWHERE),
        external_id=_id(message.get("msg_id")) or _made_up(event, chat),
        raw=event,
    )


def is_for_us(event: dict[str, Any], account: str, *, groups: bool) -> bool:
    """Return whether an event is to be kept: echoes, receipts and other accounts' are not."""
    name = name_of(event)
    if is_of_group(event):
        return groups
    if name in FOLLOWS or name == MAKES_GROUP:
        is_ours = _id(event.get("oa_id")) in ("", account)
        return is_ours and (groups or name != MAKES_GROUP)
    if not name.startswith(_SENDS) and name != _SUBMITS:
        return False
    return _id(_of(event.get("recipient")).get("id")) in ("", account)


def interacts(event: dict[str, Any]) -> bool:
    """Return whether an event opens the window of a person anew."""
    return name_of(event).startswith(_SENDS) or name_of(event) in _INTERACTS


def is_of_group(event: dict[str, Any]) -> bool:
    """Return whether somebody said it in a GMF group."""
    return name_of(event).startswith(_SENDS_GROUP)


def group_of(event: dict[str, Any]) -> str:
    """Return a group's address; "" when the event names none."""
    found = _id(event.get("group_id")) or _id(_of(event.get("recipient")).get("id"))
    return f"{GROUP}{found}" if found else ""


def person_of(event: dict[str, Any]) -> str:
    """Return the id of who did it."""
    who = "follower" if name_of(event) in FOLLOWS else "sender"
    return _id(_of(event.get(who)).get("id"))


def name_of(event: dict[str, Any]) -> str:
    """Return the name of the event."""
    name = event.get("event_name")
    return name if isinstance(name, str) else ""


def _of(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _id(value: object) -> str:
    """Return an id as text; ids are opaque, and numbers in some events."""
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    return text if _ID.fullmatch(text) else ""


def _made_up(event: dict[str, Any], chat: str) -> str:
    """Return an id for what has none: a retry has the same, since it keeps its timestamp."""
    known = [name_of(event), str(event.get("timestamp")), chat]
    text = json.dumps([*known, event.get("message"), event.get("info")], default=repr)
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
