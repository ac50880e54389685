"""Raw updates as our messages. Pure: no network, no clock.

`address` has already said where an update belongs; here it is read, and only now may it turn out
to be nonsense.
"""

import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from telegram import CallbackQuery, Message, Update

from bot.channels.quiet import QuietError
from bot.channels.telegram.address import NAME, album_of
from bot.channels.telegram.kinds import is_service
from bot.channels.telegram.notices import notice_of_change, notice_of_service
from bot.channels.telegram.reading_files import files_of
from data.domain.messages import Chat, Contact, Incoming, IncomingMessage, Place

_COMMAND = re.compile(r"(/\w{1,32})@(\w{3,40})(?!\w)")
_GROUPS = {"group", "supergroup"}
_MALFORMED = (
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    OverflowError,
    OSError,
    RecursionError,
)


@dataclass(frozen=True, slots=True)
class Us:
    """What a reader has to know of the bot itself."""

    account: str
    username: str | None
    """Without "@"; None before Telegram has told it."""
    largest_file: int


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is known of an update before it is opened."""

    chat: Chat
    external_id: str
    received_at: datetime


def read(raw: dict[str, Any], envelope: Envelope, us: Us) -> Incoming:
    """Return what an update says.

    Raises QuietError for what asks for nothing, ValueError for what cannot be read.
    """
    try:
        if "my_chat_member" in raw:
            return notice_of_change(raw["my_chat_member"], us.account)
        if is_service(raw.get("message") or ()):
            return notice_of_service(raw["message"], us.account)
        update = Update.de_json(raw, None)
        if update.callback_query is not None:
            return _tap(update.callback_query, envelope)
        message = update.message or update.edited_message
        if message is None:
            raise QuietError
        said = _said(message, envelope, us, is_edit=update.message is None)
        return replace(said, album=album_of(raw.get("message")))
    except _MALFORMED as error:
        raise ValueError("not an update of Telegram") from error


def _tap(query: CallbackQuery, envelope: Envelope) -> IncomingMessage:
    if query.message is None or query.data is None:
        raise ValueError("a tap on nothing of ours")
    return IncomingMessage(
        chat=envelope.chat,
        external_id=envelope.external_id,
        text="",
        choice=_text(query.data),
        files=(),
        # Telegram does not tell when somebody tapped.
        sent_at=envelope.received_at,
        received_at=envelope.received_at,
        sender_name=_text(query.from_user.full_name),
        tapped=str(query.message.message_id),
        group=_group(query.message.chat.type, query.message.chat.id, envelope.chat.account),
    )


def _said(message: Message, envelope: Envelope, us: Us, *, is_edit: bool) -> IncomingMessage:
    speaker = message.from_user
    if speaker is None or speaker.is_bot or message.sender_chat or message.chat.type == "channel":
        # Nobody who could be answered: a channel, or an administrator who stays unnamed.
        raise QuietError
    if is_edit and message.location:
        # A live location that moves on, every few seconds for hours.
        raise QuietError
    group = _group(message.chat.type, message.chat.id, us.account)
    reply_to = _reply_to(message, us.account)
    text = _text(message.text or message.caption or "")
    # One picture of an album may be for us while its others do not say so: the engine sees all.
    if group and not reply_to and not message.media_group_id and not _is_for_us(text, us):
        raise QuietError
    sent_at = _instant((message.edit_date if is_edit else None) or message.date)
    return IncomingMessage(
        chat=envelope.chat,
        external_id=envelope.external_id,
        text=_without_our_name(text, us),
        choice=None,
        files=files_of(message, sent_at, us.largest_file),
        sent_at=sent_at,
        received_at=envelope.received_at,
        reply_to=reply_to,
        sender_name=_text(speaker.full_name),
        message_id=str(message.message_id),
        is_edit=is_edit,
        quote=_text(message.quote.text) if message.quote and reply_to else "",
        contact=_contact(message, speaker.id),
        place=_place(message),
        group=group,
        group_title=_text(message.chat.title or "") if group else "",
    )


def _group(kind: str, chat_id: int, account: str) -> Chat | None:
    return Chat(NAME, account, str(chat_id)) if kind in _GROUPS else None


def _reply_to(message: Message, account: str) -> str | None:
    """Return the id of the message of ours that this one answers."""
    replied = message.reply_to_message
    if replied is None or replied.from_user is None or str(replied.from_user.id) != account:
        return None
    return str(replied.message_id)


def _is_for_us(text: str, us: Us) -> bool:
    if text.startswith("/"):
        addressed = _COMMAND.match(text)
        return addressed is None or _is_our_name(addressed[2], us)
    return bool(us.username and re.search(rf"@{re.escape(us.username)}(?!\w)", text, re.IGNORECASE))


def _without_our_name(text: str, us: Us) -> str:
    """Return "/viec 2" for "/viec@our_bot 2", and "xong" for "@our_bot xong"."""
    command = _COMMAND.match(text)
    if command and _is_our_name(command[2], us):
        return command[1] + text[command.end() :]
    if us.username:
        name = re.escape(us.username)
        return re.sub(rf"^\s*@{name}(?!\w)[\s,:]*", "", text, flags=re.IGNORECASE)
    return text


def _is_our_name(name: str, us: Us) -> bool:
    return us.username is None or name.casefold() == us.username.casefold()


def _contact(message: Message, speaker: int) -> Contact | None:
    contact = message.contact
    if contact is None:
        return None
    # Telegram fills `user_id` from the number itself; a key that was pressed is never a forward.
    is_own = contact.user_id == speaker and message.forward_origin is None
    return Contact(_text(contact.phone_number), is_own)


def _place(message: Message) -> Place | None:
    venue, at = message.venue, message.location
    if venue is not None:
        at = venue.location
    if at is None:
        return None
    return Place(
        latitude=float(at.latitude),
        longitude=float(at.longitude),
        accuracy=None if at.horizontal_accuracy is None else float(at.horizontal_accuracy),
        name=", ".join(_text(p) for p in (venue.title, venue.address) if p) if venue else "",
    )


def _instant(moment: datetime) -> datetime:
    return moment.astimezone(UTC)


def _text(value: object) -> str:
    """Return a text that is one: the library does not look."""
    if not isinstance(value, str):
        raise ValueError("text expected")
    return value
