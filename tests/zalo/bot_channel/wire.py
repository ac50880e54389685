"""Updates as the platform sends them, in pieces."""

from datetime import UTC, datetime
from typing import Any

from bot.channels.zalo_bot.address import arrived
from bot.channels.zalo_bot.reading import Envelope, Us, read
from data.domain.messages import Incoming

ACCOUNT = "1459232241454765289"
PERSON = "a1b2c3d4e5f60718293a"
GROUP = "7415263748596071829"
SENT = 1_795_600_000_000
SENT_AT = datetime.fromtimestamp(SENT / 1000, UTC)
RECEIVED = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PHOTO = "https://photo-stal-1.zdn.vn/a.jpg"
VOICE = "https://f2-voice-aac-dl.zdn.vn/a.aac"
US = Us(("Bot Nhắc Việc", "bot.VDKyGxQvc"), 10 * 1024 * 1024)
PRIVATE = {"chat_type": "PRIVATE", "id": PERSON}
IN_GROUP = {"chat_type": "GROUP", "id": GROUP}
TU = {"id": PERSON, "is_bot": False, "display_name": "Nguyễn Văn Tư"}


def message(event: str = "text", **fields: Any) -> dict[str, Any]:
    """Return an update with a message in a private chat."""
    head = {"message_id": "6f0c2d1e9b8a77665544", "from": TU, "chat": PRIVATE, "date": SENT}
    return {"event_name": f"message.{event}.received", "message": head | fields}


def in_group(event: str = "text", **fields: Any) -> dict[str, Any]:
    """Return an update with a message in a group."""
    return message(event, chat=IN_GROUP, **fields)


def without(update: dict[str, Any], name: str) -> dict[str, Any]:
    """Return an update whose message lacks something."""
    return update | {"message": {k: v for k, v in update["message"].items() if k != name}}


def read_raw(raw: Any, us: Us = US) -> Incoming:
    """Read an update at its own address."""
    there = arrived(raw, ACCOUNT)
    return read(there.raw, Envelope(there.chat, there.external_id, RECEIVED), us)
