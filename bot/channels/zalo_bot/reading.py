"""Raw updates as our messages. Pure: no network, no clock.

`address` has already said where an update belongs; here it is read, and only now may it turn out
to be nonsense. What a message holds decides, not the name of its event.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from bot.channels.bursts import KEY
from bot.channels.quiet import QuietError
from bot.channels.zalo_bot.address import NAME, is_in_group
from bot.channels.zalo_bot.wire import Message, instant_of, is_probe, photo_of
from data.domain.localtime import local
from data.domain.messages import Chat, FileRef, Incoming, IncomingMessage


@dataclass(frozen=True, slots=True)
class Us:
    """What a reader has to know of the bot itself."""

    names: tuple[str, ...]
    """By which people mention it in a group, without "@"; empty before Zalo has told them."""
    largest_file: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of an update before it is opened."""

    chat: Chat
    external_id: str
    received_at: datetime


def read(raw: dict[str, Any], envelope: Envelope, us: Us) -> Incoming:
    """Return what an update says.

    Raises QuietError for what asks for nothing, ValueError for what cannot be read. What holds
    neither words nor files (a sticker, a document, a video, a link) is a message all the same: its
    sender hears what can be sent instead.
    """
    if is_probe(raw):
        raise QuietError
    message = _message(raw)
    if message.sender.is_bot:
        raise QuietError
    sent_at = instant_of(message.date) or envelope.received_at
    text = message.text or message.caption or ""
    files = _files(raw["message"], message, sent_at, us.largest_file)
    is_group = is_in_group(raw["message"])
    if is_group and not (text or files):
        raise QuietError
    album = raw.get(KEY)
    return IncomingMessage(
        chat=envelope.chat,
        external_id=envelope.external_id,
        text=_without_our_name(text, us) if is_group else text,
        choice=None,
        files=files,
        sent_at=sent_at,
        received_at=envelope.received_at,
        album=album if isinstance(album, str) else None,
        sender_name=message.sender.display_name or message.sender.name,
        # A group's message keeps no id: with one it would be thanked by a sign, and there is none.
        message_id=None if is_group else message.message_id,
        group=Chat(NAME, envelope.chat.account, message.chat.id) if is_group else None,
    )


def _message(raw: dict[str, Any]) -> Message:
    try:
        return Message.model_validate(raw.get("message"))
    except (ValidationError, RecursionError):
        # Not chained: a validation error quotes what the person wrote.
        raise ValueError("not an update of Zalo") from None


def _files(
    raw: dict[str, Any], message: Message, sent_at: datetime, limit: int
) -> tuple[FileRef, ...]:
    """Return the file of a message: what Zalo made of it, at an address that expires."""
    at = f"{local(sent_at):%H%M}"
    if photo := photo_of(raw):
        return (FileRef(f"anh-{at}.jpg", photo, None, "image/jpeg", None, True, limit),)
    if message.voice_url:
        voice = message.voice_url
        return (FileRef(f"ghi-am-{at}.aac", voice, None, "audio/aac", None, True, limit),)
    return ()


def _without_our_name(text: str, us: Us) -> str:
    """Return "xong 12" for "@Bot Nhắc Việc xong 12": a group's message names whom it is for."""
    for name in us.names:
        mention = rf"@{re.escape(name)}(?!\w)"
        text = re.sub(rf"^\s*{mention}[\s,:]*|\s*{mention}\s*$", "", text, flags=re.IGNORECASE)
    return text
