"""The files the service keeps: many identifiers for one file, none of them for another bot."""

import base64
import hashlib
import itertools
import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.refusals import bad_request

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount

LARGEST_DOWNLOAD = 20 * 1024 * 1024
LARGEST_UPLOAD = 50 * 1024 * 1024
LARGEST_PHOTO = 10 * 1024 * 1024
_FOLDERS = {
    "photo": "photos",
    "document": "documents",
    "video": "videos",
    "voice": "voice",
    "sticker": "stickers",
    "animation": "animations",
    "audio": "music",
}


@dataclass(eq=False)
class StoredFile:
    """One file's bytes and what is known of it."""

    data: bytes
    kind: str
    number: int
    facts: dict[str, Any] = field(default_factory=dict)
    claimed_size: int | None = None
    """Its size as told to bots, where the bytes themselves are not worth making."""

    @property
    def size(self) -> int:
        """How large it is said to be."""
        return len(self.data) if self.claimed_size is None else self.claimed_size

    @property
    def name(self) -> str:
        """The file name its sender gave it, or an empty text."""
        return str(self.facts.get("file_name", ""))

    @property
    def mime(self) -> str:
        """Its content type."""
        jpeg = "image/jpeg" if self.kind == "photo" else "application/octet-stream"
        return str(self.facts.get("mime_type", jpeg))

    @property
    def unique_id(self) -> str:
        """The identifier that stays the same over time and for every bot."""
        return "AQAD" + _short(f"unique {self.number}")[:12]

    @property
    def path(self) -> str:
        """Where it lies below the token's folder, under a name of the service."""
        ending = Path(self.name).suffix or mimetypes.guess_extension(self.mime) or ""
        ending = ".jpg" if self.kind == "photo" else ending
        return f"{_FOLDERS.get(self.kind, 'documents')}/file_{self.number}{ending}"


def _short(seed: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(seed.encode()).digest()).decode().rstrip("=")


class Shelf:
    """All files, and the identifiers by which each bot may ask for them."""

    def __init__(self, local: Path | None) -> None:
        self.local = local
        self._numbers = itertools.count()
        self._by_id: dict[tuple[int, str], StoredFile] = {}
        self._by_path: dict[tuple[int, str], StoredFile] = {}
        self._by_unique_id: dict[str, StoredFile] = {}

    def add(self, data: bytes, kind: str, *, size: int | None = None, **facts: Any) -> StoredFile:
        """Keep a file."""
        known = {key: value for key, value in facts.items() if value is not None}
        file = StoredFile(data, kind, next(self._numbers), known, size)
        self._by_unique_id[file.unique_id] = file
        return file

    def id_for(self, bot: "BotAccount", file: StoredFile, use: str) -> str:
        """Return an identifier of the file: one for each bot and each use."""
        short = _short(f"{bot.id} {file.number} {use}")
        file_id = ("AgACAgUAA" if file.kind == "photo" else "BQACAgUAA") + short
        self._by_id[bot.id, file_id] = file
        return file_id

    def find(self, bot: "BotAccount", file_id: str) -> StoredFile:
        """Return the file a bot names."""
        file = self._by_id.get((bot.id, file_id))
        if file is None:
            raise bad_request("wrong file_id or the file is temporarily unavailable")
        return file

    def seen(self, unique_id: str) -> StoredFile | None:
        """Return a file for a person's screen."""
        return self._by_unique_id.get(unique_id)

    def open_to(self, bot: "BotAccount", file: StoredFile) -> str:
        """Make a file downloadable for a bot; return its path as getFile tells it."""
        if self.local is None:
            if file.size > LARGEST_DOWNLOAD:
                raise bad_request("file is too big")
            self._by_path[bot.id, file.path] = file
            return file.path
        place = self.local / bot.token / file.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(file.data)
        return str(place)

    def at_path(self, bot: "BotAccount", path: str) -> StoredFile | None:
        """Return what lies at a download address."""
        return self._by_path.get((bot.id, path))

    def close_links(self) -> None:
        """Let every download address expire, as each does after an hour."""
        self._by_path.clear()
