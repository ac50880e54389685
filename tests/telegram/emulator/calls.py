"""The record of what clients asked and were answered."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Upload:
    """A file inside a request."""

    name: str
    mime: str
    data: bytes


@dataclass(eq=False)
class Call:
    """One request and its answer."""

    method: str
    bot: str
    """The bot's username, or an empty text where the token was wrong."""
    at: float
    """When it came, on the monotonic clock."""
    date: float
    """When it came, on the clock of the emulator."""
    params: dict[str, Any] = field(default_factory=dict)
    status: int | None = None
    """The HTTP status it was answered with; None while, or if, it never was."""
    answer: dict[str, Any] | None = None
    """What was answered, or would have been but for a fault."""
    fault: str | None = None
    took: float | None = None

    @property
    def chat_id(self) -> Any:
        """The chat it names."""
        return self.params.get("chat_id")

    @property
    def refusal(self) -> str:
        """The description of the refusal, or an empty text."""
        return str((self.answer or {}).get("description", ""))


@dataclass(frozen=True)
class Violation:
    """Something a client asked that Telegram's own documentation forbids."""

    method: str
    problem: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.method}: {self.problem}"
