"""Lines of the transcript as the page gets them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from data.domain.localtime import local_date
from data.store.web import WebMessage
from data.texts import web as texts

Line = dict[str, Any]

PREVIEWED = frozenset({"image/jpeg", "image/png", "image/heic", "image/heif", "image/webp"})
"""What can be shown small; made as JPEG on our side."""


def lines_of(messages: Sequence[WebMessage], now: datetime) -> list[Line]:
    """Return lines JSON-ready, with time and day in words."""
    return [line_of(m, now) for m in messages]


def line_of(message: WebMessage, now: datetime) -> Line:
    """Return one line JSON-ready. All text in it is plain text."""
    body = message.body
    return {
        "id": message.id,
        "ours": message.is_ours,
        "client_id": body.get("client_id"),
        "text": body.get("text", ""),
        "choices": body.get("choices", []),
        "files": [_file(f) for f in body.get("files", [])],
        "time": texts.clock_time(message.shown_at),
        "day": texts.day(message.shown_at, now=now),
        "day_key": local_date(message.shown_at).isoformat(),
    }


def _file(values: dict[str, Any]) -> dict[str, Any]:
    url = f"/tep/{values['sha256']}"
    return {
        "name": values["name"],
        "mime": values["mime"],
        "size": values.get("size"),
        "url": url,
        "preview": f"{url}/xem" if values["mime"] in PREVIEWED else None,
    }
