"""What comes in, as it stands on the wire: flat or enveloped, in the documented and the seen forms.

The documentation says `photo`, the service sends `photo_url`; dates are milliseconds but for the
probe's; older payloads name a sender by `name`. Whatever is not read here is left aside.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

PROBE = "webhook.test"
_MILLISECONDS_FROM = 1e11
_PHOTO_KEYS = ("photo_url", "photo", "photos", "image")
_LONGEST_ADDRESS = 2000


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, coerce_numbers_to_str=True)


class Sender(_Part):
    """Who said it."""

    id: str = Field(min_length=1)
    display_name: str | None = None
    name: str | None = None
    is_bot: bool = False


class Room(_Part):
    """Where it was said."""

    id: str = Field(min_length=1)
    chat_type: str | None = None


class Message(_Part):
    """What was said."""

    message_id: str = Field(min_length=1)
    sender: Sender = Field(alias="from")
    chat: Room
    date: float | None = None
    text: str | None = None
    caption: str | None = None
    voice_url: str | None = None


class Me(_Part):
    """What getMe tells of the bot itself."""

    account_name: str | None = None
    display_name: str | None = None
    can_join_groups: bool | None = None


class Sent(_Part):
    """What a method that sends answers."""

    message_id: str = Field(min_length=1)


class Verification(_Part):
    """Whether Zalo reached our webhook when it was set."""

    ok: bool = True
    outcome: str = ""


class Hook(_Part):
    """What is known of a webhook."""

    url: str = ""
    verification: Verification | None = None


def unwrapped(body: Any) -> Any:
    """Return the update of a body that may be an envelope."""
    if isinstance(body, dict) and body.get("ok") is True and "result" in body:
        return body["result"]
    return body


def updates_in(result: Any) -> list[Any]:
    """Return what a poll brought: an object as it is now, a list, or nothing in any of its forms."""
    found = result if isinstance(result, list) else [result]
    inner = (unwrapped(one) for one in found)
    return [one for one in inner if one not in (None, {}, []) and not is_probe(one)]


def is_probe(update: Any) -> bool:
    """Return whether an update is the platform's check of a webhook: nobody said it."""
    return isinstance(update, dict) and update.get("event_name") == PROBE


def photo_of(message: dict[str, Any]) -> str | None:
    """Return the address of a message's photo, by whatever key it is told."""
    found = (message.get(key) for key in _PHOTO_KEYS)
    return next((address for value in found for address in _addresses(value)), None)


def instant_of(date: Any) -> datetime | None:
    """Return a moment told in milliseconds or in seconds; None for what is none."""
    if isinstance(date, bool) or not isinstance(date, int | float):
        return None
    seconds = date / 1000 if date >= _MILLISECONDS_FROM else date
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _addresses(value: Any) -> Iterator[str]:
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        if len(value) <= _LONGEST_ADDRESS:
            yield value
    elif isinstance(value, list):
        for one in value:
            yield from _addresses(one.get("url") if isinstance(one, dict) else one)
