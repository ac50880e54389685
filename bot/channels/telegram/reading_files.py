"""The file of a message as a reference: fetched later, under a name a person can tell it by."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from telegram import Audio, Document, Message, PhotoSize

from data.domain.localtime import local
from data.domain.messages import FileRef


class _Stored(Protocol):
    @property
    def file_id(self) -> str: ...
    @property
    def file_unique_id(self) -> str: ...
    @property
    def file_size(self) -> int | None: ...


def files_of(message: Message, sent_at: datetime, limit: int) -> tuple[FileRef, ...]:
    """Return the files that a message carries: one, or none.

    `limit` bytes is what may be fetched. Stickers, dice and polls carry nothing to keep.
    """
    at = f"{local(sent_at):%H%M}"
    return tuple(_files(message, at, limit))


def ref_of(file: _Stored) -> str:
    """Return both of Telegram's names: one stays the same for every bot, one can be fetched."""
    if not isinstance(file.file_id, str) or not isinstance(file.file_unique_id, str):
        raise TypeError("a file without a name")
    return f"{file.file_unique_id}:{file.file_id}"


def _files(message: Message, at: str, limit: int) -> Iterator[FileRef]:
    # An animation is told as a document too, a live photo as a photo: the richer one first.
    if message.live_photo:
        still = _largest(message.live_photo.photo or message.photo)
        yield _made(still, f"anh-{at}.jpg", "image/jpeg", limit)
    elif message.photo:
        yield _made(_largest(message.photo), f"anh-{at}.jpg", "image/jpeg", limit)
    elif message.video:
        yield _made(message.video, f"video-{at}.mp4", "video/mp4", limit)
    elif message.video_note:
        yield _made(message.video_note, f"video-{at}.mp4", "video/mp4", limit)
    elif message.animation:
        yield _made(message.animation, f"video-{at}.mp4", "video/mp4", limit)
    elif message.voice:
        yield _made(message.voice, f"ghi-am-{at}.ogg", "audio/ogg", limit)
    elif message.audio:
        yield _named(message.audio, f"am-thanh-{at}.mp3", limit)
    elif message.document:
        yield _named(message.document, f"tep-{at}", limit)


def _largest(photos: Sequence[PhotoSize]) -> PhotoSize:
    return max(photos, key=lambda p: _number(p.width) * _number(p.height))


def _made(file: _Stored, name: str, mime: str, limit: int) -> FileRef:
    """What Telegram encoded anew, in a format of its own choice."""
    return FileRef(name, ref_of(file), _size(file), mime, is_compressed=True, limit=limit)


def _named(file: Audio | Document, name: str, limit: int) -> FileRef:
    """What was sent as it is: the very bytes, under the sender's own name."""
    said, mime = file.file_name or name, file.mime_type
    if not isinstance(said, str) or not (mime is None or isinstance(mime, str)):
        raise TypeError("a name that is none")
    return FileRef(said, ref_of(file), _size(file), mime, is_compressed=False, limit=limit)


def _size(file: _Stored) -> int | None:
    return None if file.file_size is None else _number(file.file_size)


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a number expected")
    return value
