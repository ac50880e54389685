"""The files of a message as references: fetched at once, since the links end some day."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from data.domain.localtime import local
from data.domain.messages import FileRef

_MADE = {
    "image": ("anh", "jpg", "image/jpeg"),
    "gif": ("anh", "gif", "image/gif"),
    "video": ("video", "mp4", "video/mp4"),
    "audio": ("ghi-am", "aac", "audio/aac"),
}
"""By type: what Zalo encoded anew, and how such a file is called here."""


def files_of(
    attachments: Iterable[dict[str, Any]], sent_at: datetime, limit: int
) -> tuple[FileRef, ...]:
    """Return the files that a message carries; stickers, links and places are none."""
    at = f"{local(sent_at):%H%M}"
    found = [a for a in attachments if a.get("type") in (*_MADE, "file")]
    many = len(found) > 1
    return tuple(
        _file(a["type"], a["payload"], f"{at}-{n}" if many else at, limit)
        for n, a in enumerate(found, start=1)
    )


def _file(kind: str, payload: dict[str, Any], at: str, limit: int) -> FileRef:
    url = payload["url"]
    if not isinstance(url, str):
        raise TypeError("a file without an address")
    if kind == "file":
        name = str(payload.get("name") or f"tep-{at}")
        return FileRef(name, url, _size(payload.get("size")), limit=limit)
    begin, end, mime = _MADE[kind]
    return FileRef(f"{begin}-{at}.{end}", url, None, mime, is_compressed=True, limit=limit)


def _size(said: object) -> int | None:
    """Return the bytes, which come as a text."""
    return int(said) if isinstance(said, str | int) and str(said).isdecimal() else None
