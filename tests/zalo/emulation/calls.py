"""The record of what went over the wire."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Upload:
    """A file inside a request."""

    name: str
    content_type: str
    data: bytes


@dataclass
class Call:
    """One request of a client, and what it was answered."""

    method: str
    at: float
    """By the monotonic clock."""
    params: dict[str, Any] = field(default_factory=dict)
    files: dict[str, Upload] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    account: str = ""
    answer: Any = None
    status: int | None = None
    fault: str | None = None
    took: float | None = None
    """Seconds until it was answered or given up; None while it is in work."""

    @property
    def chat_id(self) -> str:
        """Whom it is about, if anybody."""
        recipient = self.params.get("recipient")
        named = recipient if isinstance(recipient, dict) else self.params
        found = named.get("chat_id") or named.get("user_id") or named.get("group_id")
        return str(found or named.get("phone") or "")


@dataclass(frozen=True)
class Violation:
    """A request that a correct client never makes."""

    method: str
    problem: str
    params: dict[str, Any]


@dataclass(frozen=True)
class Delivery:
    """One attempt to push an event to a webhook."""

    url: str
    body: bytes
    headers: dict[str, str]
    attempt: int
    status: int | None
    problem: str = ""

    @property
    def ok(self) -> bool:
        """Whether it was answered 2xx in time."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True)
class Fetch:
    """One look of the service at a picture it was told to show."""

    verb: str
    url: str
    status: int | None
    data: bytes = b""
    problem: str = ""
