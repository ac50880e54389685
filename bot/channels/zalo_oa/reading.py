"""Events as our messages. Pure: no network, no clock.

`address` has already said where an event belongs; here it is read, and only now may it turn out
to be nonsense.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.channels.bursts import KEY
from bot.channels.quiet import QuietError
from bot.channels.zalo_oa.address import (
    FOLLOWS,
    MAKES_GROUP,
    NAME,
    group_of,
    is_of_group,
    name_of,
)
from bot.channels.zalo_oa.buttons import choice_in
from bot.channels.zalo_oa.reading_files import files_of
from bot.channels.zalo_oa.webhook import instant_of
from data.domain.messages import (
    Chat,
    ChatEvent,
    ChatNotice,
    Contact,
    Incoming,
    IncomingMessage,
    Place,
)

_MALFORMED = (TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of an event before it is opened."""

    chat: Chat
    external_id: str
    received_at: datetime


def read(event: dict[str, Any], envelope: Envelope, largest_file: int) -> Incoming:
    """Return what an event says.

    Raises QuietError for what asks for nothing, ValueError for what cannot be read.
    """
    try:
        name = name_of(event)
        if not envelope.chat.chat:
            raise ValueError("nobody did it")
        if name in FOLLOWS:
            is_back = name == "follow"
            return ChatNotice(envelope.chat, ChatEvent.UNBLOCKED if is_back else ChatEvent.BLOCKED)
        if name == MAKES_GROUP:
            title = event.get("group_name")
            title = title if isinstance(title, str) else ""
            return ChatNotice(envelope.chat, ChatEvent.JOINED, title=title)
        if name == "user_submit_info":
            return _submitted(event, envelope)
        if not name.startswith("user_send_"):
            raise QuietError
        return _said(event, envelope, largest_file)
    except _MALFORMED as error:
        raise ValueError("not an event of Zalo") from error


def _said(event: dict[str, Any], envelope: Envelope, largest_file: int) -> IncomingMessage:
    message = event["message"]
    sent_at = instant_of(event.get("timestamp"), envelope.received_at)
    attachments = [a for a in message.get("attachments") or [] if isinstance(a, dict)]
    text, quoted = _text(message.get("text")), message.get("quote_msg_id")
    group = _group(event, envelope.chat.account)
    if group and not quoted and not text.startswith("/"):
        # A group hears every member: only a command, or an answer to us, is meant for us.
        raise QuietError
    choice, album = choice_in(text), event.get(KEY)
    return IncomingMessage(
        chat=envelope.chat,
        external_id=envelope.external_id,
        text="" if choice else _with_links(_typed(text), attachments),
        choice=choice,
        files=files_of(attachments, sent_at, largest_file),
        sent_at=sent_at,
        received_at=envelope.received_at,
        album=album if isinstance(album, str) else None,
        reply_to=quoted if isinstance(quoted, str) else None,
        message_id=str(message["msg_id"]) if message.get("msg_id") else None,
        place=_place(attachments),
        group=group,
    )


def _submitted(event: dict[str, Any], envelope: Envelope) -> IncomingMessage:
    """Somebody filled in Zalo's form: nobody vouches that the number is their own."""
    info = event["info"]
    phone = str(info.get("phone") or "")
    return IncomingMessage(
        chat=envelope.chat,
        external_id=envelope.external_id,
        text="",
        choice=None,
        files=(),
        sent_at=instant_of(event.get("timestamp"), envelope.received_at),
        received_at=envelope.received_at,
        sender_name=_text(info.get("name")) or None,
        contact=Contact(phone, is_own=False) if phone else None,
    )


def _group(event: dict[str, Any], account: str) -> Chat | None:
    if not is_of_group(event):
        return None
    found = group_of(event)
    if not found:
        raise ValueError("a group without an id")
    return Chat(NAME, account, found)


def _typed(text: str) -> str:
    """Return the words of a click whose payload was an object: it comes as its JSON."""
    if not text.startswith("{"):
        return text
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return text
    content = said.get("content") if isinstance(said, dict) else None
    return content if isinstance(content, str) else text


def _with_links(text: str, attachments: list[dict[str, Any]]) -> str:
    """Return the words with the addresses that were shared."""
    urls = (a["payload"].get("url") for a in attachments if a.get("type") == "link")
    shared = [url for url in urls if isinstance(url, str) and url not in text]
    return "\n".join(filter(None, (text, *shared)))


def _place(attachments: list[dict[str, Any]]) -> Place | None:
    for attachment in attachments:
        if attachment.get("type") == "location":
            at = attachment["payload"]["coordinates"]
            return Place(float(at["latitude"]), float(at["longitude"]))
    return None


def _text(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError("text expected")
    return value
