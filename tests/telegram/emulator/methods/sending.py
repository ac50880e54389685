"""Sending: text, photos, files, albums, places."""

from typing import Any

from tests.telegram.emulator.calls import Upload
from tests.telegram.emulator.chats import Chat
from tests.telegram.emulator.entities import LONGEST_TEXT, units
from tests.telegram.emulator.files import LARGEST_PHOTO, LARGEST_UPLOAD
from tests.telegram.emulator.keyboards import split_markup
from tests.telegram.emulator.messages import Media, Message
from tests.telegram.emulator.methods.asked import Asked, caption, method, words
from tests.telegram.emulator.refusals import MistakeError, RefusedError, bad_request
from tests.telegram.emulator.things import document, photo

_ALBUM = {"photo": "photo", "document": "document", "video": "video", "audio": "audio"}
_ACTIONS = frozenset(
    f"{verb}_{what}"
    for verb in ("upload", "record")
    for what in ("photo", "video", "voice", "document", "video_note")
) | {"typing", "choose_sticker", "find_location"}


@method("sendMessage")
def send_message(asked: Asked) -> dict[str, Any]:
    """Send a text."""
    chat = asked.chat()
    text, entities = words(asked.params)
    if not text:
        raise MistakeError("message text is empty")
    if units(text) > LONGEST_TEXT:
        raise MistakeError("message is too long")
    return asked.told(_deliver(asked, chat, text=text, entities=entities))


@method("sendPhoto")
def send_photo(asked: Asked) -> dict[str, Any]:
    """Send a photo."""
    return _send_file(asked, "photo")


@method("sendDocument")
def send_document(asked: Asked) -> dict[str, Any]:
    """Send a file."""
    return _send_file(asked, "document")


@method("sendVideo")
def send_video(asked: Asked) -> dict[str, Any]:
    """Send a video."""
    return _send_file(asked, "video")


@method("sendVoice")
def send_voice(asked: Asked) -> dict[str, Any]:
    """Send a voice message."""
    return _send_file(asked, "voice")


def _send_file(asked: Asked, kind: str) -> dict[str, Any]:
    chat = asked.chat()
    text, entities = caption(asked.params)
    media = _media(asked, kind, asked.get(kind))
    return asked.told(_deliver(asked, chat, text=text, entities=entities, media=media))


@method("sendLocation")
def send_location(asked: Asked) -> dict[str, Any]:
    """Send a place."""
    chat = asked.chat()
    given = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading")
    place = {name: asked.params[name] for name in given if asked.params.get(name) is not None}
    if abs(place["latitude"]) > 90 or abs(place["longitude"]) > 180:
        raise MistakeError("wrong latitude or longitude")
    return asked.told(_deliver(asked, chat, media=Media("location", data=place)))


@method("sendMediaGroup")
def send_media_group(asked: Asked) -> list[dict[str, Any]]:
    """Send an album: it counts as many messages."""
    chat = asked.chat()
    items = asked.get("media", [])
    _check_album(items)
    ready = [_album_item(asked, item) for item in items]
    asked.within_limits(chat, len(ready))
    reply = reply_fields(asked, chat)
    number = str(13_900_000_000_000_001 + asked.telegram.next_moment())
    common = {"album": number, "silent": bool(asked.get("disable_notification")), **reply}
    return [asked.told(chat.post(asked.bot, **fields, **common)) for fields in ready]


def _check_album(items: list[dict[str, Any]]) -> None:
    if not 2 <= len(items) <= 10:
        raise MistakeError("wrong number of media in the album: it must include 2-10 items")
    types = {item["type"] for item in items}
    if types - set(_ALBUM):
        raise MistakeError(f"type {types} can't be used in sendMediaGroup")
    if len(types) > 1 and types & {"document", "audio"}:
        raise MistakeError("document can't be mixed with other media types")


def _album_item(asked: Asked, item: dict[str, Any]) -> dict[str, Any]:
    text, entities = caption(item)
    media = _media(asked, item["type"], item["media"])
    return {"text": text, "entities": entities, "media": media}


def _media(asked: Asked, kind: str, given: "Upload | str | None") -> Media:
    """Return what is sent: bytes that are uploaded, or a file the bot knows already."""
    if not given:
        raise MistakeError(f"there is no {kind} in the request")
    if isinstance(given, str):
        return _known_media(asked, kind, given)
    if not given.data:
        raise MistakeError("file must be non-empty")
    if len(given.data) > LARGEST_UPLOAD and asked.telegram.shelf.local is None:
        raise RefusedError(413, "Request Entity Too Large")
    shelf = asked.telegram.shelf
    if kind == "photo":
        if len(given.data) > LARGEST_PHOTO:
            raise MistakeError("too big for a photo: the maximum size is 10485760 bytes")
        return photo(shelf, given.data)
    if kind == "document":
        return document(shelf, given.data, given.name, given.mime)
    facts = {"duration": 1} if kind == "voice" else {"width": 640, "height": 360, "duration": 1}
    return Media(kind, (shelf.add(given.data, kind, mime_type=given.mime, **facts),))


def _known_media(asked: Asked, kind: str, given: str) -> Media:
    if given.startswith(("http://", "https://")):
        raise MistakeError("sending by URL is not imitated: upload the file")
    file = asked.telegram.shelf.find(asked.bot, given)
    if file.kind != kind:
        raise bad_request(f"can't use file of type {file.kind.title()} as {kind.title()}")
    return Media(kind, (file,))


def _deliver(asked: Asked, chat: Chat, **fields: Any) -> Message:
    inline, keyboard = split_markup(asked.get("reply_markup"))
    marks = {
        "inline": inline,
        "reply_keyboard": keyboard,
        "silent": bool(asked.get("disable_notification")),
        "protected": bool(asked.get("protect_content")),
    }
    reply = reply_fields(asked, chat)
    asked.within_limits(chat)
    return chat.post(asked.bot, **fields, **marks, **reply)


def reply_fields(asked: Asked, chat: Chat) -> dict[str, Any]:
    """Return what a message answers, as the request says."""
    reply = asked.get("reply_parameters", {})
    number = reply.get("message_id") or asked.get("reply_to_message_id")
    if not number:
        return {}
    found = chat.find(number)
    if found is None:
        if reply.get("allow_sending_without_reply") or asked.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    quote = reply.get("quote") or ""
    if quote not in found.text:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"reply_to": found, "quote": quote}


@method("forwardMessage")
def forward_message(asked: Asked) -> dict[str, Any]:
    """Forward a message."""
    source = _source(asked, "message to forward")
    origin = {"type": "user", "date": source.date, "sender_user": source.sender.json()}
    kept = {"text": source.text, "entities": source.entities, "media": source.media}
    forwarded = source.forwarded or origin
    return asked.told(_deliver(asked, asked.chat(), **kept, forwarded=forwarded))


@method("copyMessage")
def copy_message(asked: Asked) -> dict[str, Any]:
    """Send the same again, without saying from where."""
    source = _source(asked, "message to copy")
    kept = {"text": source.text, "entities": source.entities, "media": source.media}
    return {"message_id": _deliver(asked, asked.chat(), **kept).id}


def _source(asked: Asked, what: str) -> Message:
    return asked.message(asked.telegram.chat(asked.bot, asked.get("from_chat_id")), what)


@method("sendChatAction")
def send_chat_action(asked: Asked) -> bool:
    """Show what the bot is doing."""
    chat = asked.chat()
    if asked.get("action") not in _ACTIONS:
        raise MistakeError("wrong parameter action in request")
    chat.typing.append(asked.get("action"))
    return True
