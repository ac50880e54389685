"""Updates as Telegram sends them, in pieces, and what every one of them shares."""

from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.address import arrived
from bot.channels.telegram.reading import Envelope, Us, read
from data.domain.messages import Chat, Incoming

BOT = 1000000501
ACCOUNT = str(BOT)
PERSON = 5200000001
GROUP = -4870000001
SENT = 1_795_600_000
SENT_AT = datetime.fromtimestamp(SENT, UTC)
RECEIVED = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
LIMIT = 20 * 1024 * 1024
US = Us(ACCOUNT, "nhacviec_bot", LIMIT)

PRIVATE = {"id": PERSON, "type": "private", "first_name": "Lê Văn Hạnh"}
IN_GROUP = {"id": GROUP, "type": "group", "title": "Tổ dân phố 1"}
HANH = {"id": PERSON, "is_bot": False, "first_name": "Lê Văn", "last_name": "Hạnh"}
ITSELF = {"id": BOT, "is_bot": True, "first_name": "Nhắc Việc", "username": "nhacviec_bot"}
OURS = {"message_id": 7, "from": ITSELF, "chat": PRIVATE, "date": SENT - 60, "text": "Nhắc: #12"}
THEIRS = OURS | {"message_id": 8, "from": HANH}
JPEG = {"file_id": "AgAC-large", "file_unique_id": "AQAD-large", "file_size": 90_000}
SMALL = {"file_id": "AgAC-small", "file_unique_id": "AQAD-small", "file_size": 900}
PHOTO = [SMALL | {"width": 90, "height": 67}, JPEG | {"width": 1280, "height": 960}]
DOCUMENT = {"file_id": "BQAC-1", "file_unique_id": "AgAD-1", "file_size": 5}


def message(**fields: Any) -> dict[str, Any]:
    """Return an update with a message in a private chat."""
    head = {"message_id": 41, "from": HANH, "chat": PRIVATE, "date": SENT}
    return {"update_id": 900, "message": head | fields}


def in_group(**fields: Any) -> dict[str, Any]:
    """Return an update with a message in a group."""
    return message(chat=IN_GROUP, **fields)


def edit(**fields: Any) -> dict[str, Any]:
    """Return an update with a changed message."""
    return {"update_id": 901, "edited_message": message(edit_date=SENT + 90, **fields)["message"]}


def tap(**fields: Any) -> dict[str, Any]:
    """Return an update with a tap on a button."""
    query = {"id": "438", "from": HANH, "chat_instance": "-1", "message": OURS, "data": "done:12"}
    return {"update_id": 902, "callback_query": query | fields}


def membership(old: str, new: str, **fields: Any) -> dict[str, Any]:
    """Return an update on what became of the bot in a chat."""
    change = {"chat": PRIVATE, "from": HANH, "date": SENT}
    change |= {"old_chat_member": _member(old), "new_chat_member": _member(new)}
    return {"update_id": 903, "my_chat_member": change | fields}


def _member(status: str) -> dict[str, Any]:
    member: dict[str, Any] = {"user": ITSELF, "status": status}
    if status == "restricted":
        member["is_member"] = True
    return member


def read_raw(raw: Any, us: Us = US) -> Incoming:
    """Read an update at its own address."""
    there = arrived(raw, ACCOUNT)
    return read(there.raw, Envelope(there.chat, there.external_id, RECEIVED), us)


def chat(number: int) -> Chat:
    """Return a chat of the bot."""
    return Chat("telegram", ACCOUNT, str(number))
