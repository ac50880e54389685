"""What every channel offers, and its limits."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from data.domain.line import Line
from data.domain.messages import Chat, Incoming, Letter, Limits
from data.domain.quota import Quota

__all__ = ["Arrived", "Channel", "Limits"]


@dataclass(frozen=True, slots=True)
class Arrived:
    """A raw update and where it belongs."""

    chat: Chat
    external_id: str
    """Its number in the account: the same update twice is taken in once."""
    raw: dict[str, Any]
    album: str | None = None
    """Pictures sent as one share it; unique in the account."""


class Channel(Protocol):
    """One account of one platform: turns its updates into our messages and sends ours."""

    name: str
    account: str
    limits: Limits
    resends_safely: bool
    line: Line
    quota: Quota | None
    """What the platform grants the account in a month; None: as much as it likes."""
    wards: frozenset[int] | None
    """Ids of the wards that the account serves; None: all."""
    takes_invitations: bool
    """Whether people come in by sending an invitation's code here, and not by its page."""

    def read(
        self, raw: dict[str, Any], chat: Chat, external_id: str, received_at: datetime
    ) -> Incoming:
        """Turn a raw update out of the inbox into our message. Raises ValueError if it cannot."""
        ...

    async def send(self, letter: Letter, now: datetime) -> str:
        """Send and return the platform's id of the message. Raises SendError."""
        ...
