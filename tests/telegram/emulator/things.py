"""What a person sends besides words: photos, files, albums, places."""

import itertools
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.actors import Actor
from tests.telegram.emulator.entities import LONGEST_CAPTION, found_in, units
from tests.telegram.emulator.files import StoredFile
from tests.telegram.emulator.messages import Media, Message
from tests.telegram.emulator.photos import reencoded

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount
    from tests.telegram.emulator.files import Shelf
    from tests.telegram.emulator.groups import Group

UNKNOWN = "application/octet-stream"
_ALBUMS = itertools.count(13_800_000_000_000_001)


def photo(shelf: "Shelf", data: bytes) -> Media:
    """Return a photo as the service keeps it: re-encoded, in several sizes."""
    sizes = [
        shelf.add(size.data, "photo", width=size.width, height=size.height)
        for size in reencoded(data)
    ]
    return Media("photo", tuple(sizes))


def document(
    shelf: "Shelf", data: bytes, name: str, mime: str | None = None, size: int | None = None
) -> Media:
    """Return a file as the service keeps it: untouched."""
    if mime in (None, UNKNOWN):
        mime = mimetypes.guess_type(name)[0] or UNKNOWN
    return Media(
        "document", (shelf.add(data, "document", size=size, file_name=name, mime_type=mime),)
    )


@dataclass(eq=False)
class Album:
    """Photos or files sent together: separate messages with one media_group_id."""

    person: "Actor"
    to: Any
    waiting: list[dict[str, Any]]
    messages: list[Message]

    def continues(self, count: int = 1) -> list[Message]:
        """Let the next items arrive, late."""
        now, self.waiting = self.waiting[:count], self.waiting[count:]
        came = [self.person.posts(self.to, **fields) for fields in now]
        self.messages += came
        return came

    def finishes(self) -> list[Message]:
        """Let all the rest arrive."""
        return self.continues(len(self.waiting))


class SendsThings(Actor):
    """What a person sends besides words."""

    def sends_photo(
        self,
        data: bytes,
        *,
        caption: str = "",
        to: "BotAccount | Group | None" = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a picture as a photo: Telegram shrinks it and takes its EXIF away."""
        media = photo(self.telegram.shelf, data)
        return self.posts(to, media=media, reply_to=reply_to, **_caption(caption))

    def sends_document(
        self,
        data: bytes,
        name: str,
        *,
        mime: str | None = None,
        caption: str = "",
        size: int | None = None,
        to: "BotAccount | Group | None" = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a file untouched; `size` may claim more than its bytes."""
        media = document(self.telegram.shelf, data, name, mime, size)
        return self.posts(to, media=media, reply_to=reply_to, **_caption(caption))

    def sends_album(
        self,
        items: Sequence[bytes | tuple[bytes, str]],
        *,
        caption: str = "",
        as_files: bool = False,
        first: int | None = None,
        to: "BotAccount | Group | None" = None,
        reply_to: Message | None = None,
    ) -> Album:
        """Send 2-10 items together; with `first`, only so many arrive before `continues()`."""
        assert 2 <= len(items) <= 10, "an album has 2-10 items"
        number = str(next(_ALBUMS))
        fields = [
            {
                "media": self._item(item, as_files=as_files),
                "album": number,
                "reply_to": reply_to,
                **_caption("" if place else caption),
            }
            for place, item in enumerate(items)
        ]
        album = Album(self, to, fields, [])
        album.continues(len(fields) if first is None else first)
        return album

    def _item(self, item: "bytes | tuple[bytes, str]", *, as_files: bool) -> Media:
        data, name = (item, "image.jpg") if isinstance(item, bytes) else item
        shelf = self.telegram.shelf
        return document(shelf, data, name) if as_files else photo(shelf, data)

    def sends_video(
        self,
        data: bytes,
        *,
        name: str | None = None,
        caption: str = "",
        size: int | None = None,
        to: "BotAccount | Group | None" = None,
    ) -> Message:
        """Send a video."""
        facts = {"width": 1280, "height": 720, "duration": 8, "file_name": name}
        media = self._file(data, "video", size=size, mime_type="video/mp4", **facts)
        return self.posts(to, media=media, **_caption(caption))

    def sends_voice(
        self,
        data: bytes,
        *,
        seconds: int = 3,
        to: "BotAccount | Group | None" = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a voice message."""
        media = self._file(data, "voice", mime_type="audio/ogg", duration=seconds)
        return self.posts(to, media=media, reply_to=reply_to)

    def sends_sticker(
        self, emoji: str = "👍", *, to: "BotAccount | Group | None" = None
    ) -> Message:
        """Send a sticker."""
        facts = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        media = self._file(b"RIFF\0\0\0\0WEBP", "sticker", type="regular", emoji=emoji, **facts)
        return self.posts(to, media=media)

    def sends_location(
        self,
        latitude: float,
        longitude: float,
        *,
        live: int | None = None,
        to: "BotAccount | Group | None" = None,
        reply_to: Message | None = None,
    ) -> Message:
        """Send a place; `live` for so many seconds, then `moves` goes on."""
        place: dict[str, Any] = {"latitude": latitude, "longitude": longitude}
        if live:
            place |= {"live_period": live, "horizontal_accuracy": 12.0}
        return self.posts(to, media=Media("location", data=place), reply_to=reply_to)

    def moves(self, message: Message, latitude: float, longitude: float) -> None:
        """Move while a live location is on: an edited_message."""
        assert message.media is not None
        place = message.media.data | {"latitude": latitude, "longitude": longitude}
        message.media = Media("location", data=place)
        self.changed(message)

    def _file(self, data: bytes, kind: str, *, size: int | None = None, **facts: Any) -> Media:
        file: StoredFile = self.telegram.shelf.add(data, kind, size=size, **facts)
        return Media(kind, (file,))


def _caption(text: str) -> dict[str, Any]:
    assert units(text) <= LONGEST_CAPTION, "a phone would not take such a long caption"
    return {"text": text, "entities": found_in(text)} if text else {}
