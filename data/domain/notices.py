"""The notice about personal data: its version, who was given it, what is held. Pure."""

import hashlib
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Given:
    """A version that somebody was given."""

    version: str
    given_at: datetime
    read_at: datetime | None
    """When they said that they have read it; nobody has to."""


@dataclass(frozen=True, slots=True)
class Held:
    """How much is kept about a person."""

    chats: int
    """Chats by which they are reached."""
    reports: int
    """Also those taken back: they are kept."""
    files: int
    messages: int
    """Sent or to be sent to them."""
    browsers: int
    """Signed in."""
    calendars: int
    """Addresses of calendars that stand."""


def version_of(text: str) -> str:
    """Return what names a version of the notice: the SHA-256 of its very text."""
    return hashlib.sha256(text.encode()).hexdigest()
