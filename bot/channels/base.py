"""What every channel offers, and its limits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from data.domain.messages import Chat, IncomingMessage, Letter


@dataclass(frozen=True, slots=True)
class Limits:
    """What a platform can show."""

    longest_text: int
    """Characters in one message."""
    has_buttons: bool
    has_edits: bool
    largest_file: int
    """Bytes of a file that we can receive."""


class Channel(Protocol):
    """One account of one platform: turns its updates into our messages and sends ours."""

    name: str
    account: str
    limits: Limits
    resends_safely: bool

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> IncomingMessage:
        """Turn a raw update out of the inbox into our message. Raises ValueError if it cannot."""
        ...

    async def send(self, letter: Letter, now: datetime) -> str:
        """Send and return the platform's id of the message. Raises SendError."""
        ...
