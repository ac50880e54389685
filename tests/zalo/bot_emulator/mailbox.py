"""A bot's updates: one at a time, and nothing to acknowledge them by."""

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.zalo.bot_emulator.platform import ZaloBot


@dataclass(eq=False, repr=False)
class Mailbox:
    """The updates of one bot."""

    zalo: "ZaloBot"
    waiting: deque[dict[str, Any]] = field(default_factory=deque)
    returned: list[dict[str, Any]] = field(default_factory=list)
    """What polling was given, and in the replaying modes is given again."""
    repeats: int = 0
    """How many of the next updates come twice over."""
    held: list[dict[str, Any]] | None = None
    """Where updates are held back, so that a test may change the order."""
    _turn: int = 0

    def put(self, update: dict[str, Any]) -> list[dict[str, Any]]:
        """Take an update in; return what of it is to be passed on now."""
        if self.held is not None:
            self.held.append(update)
            return []
        if not self.repeats:
            return [update]
        self.repeats -= 1
        return [update, update]

    def wait(self, update: dict[str, Any]) -> None:
        """Let an update wait for a poll."""
        self.waiting.append(update)
        self.zalo.bell.ring()

    def take(self) -> dict[str, Any] | None:
        """Return what a poll is given at once, if anything."""
        replays = self.zalo.switches.updates != "consume"
        if self.waiting:
            update = self.waiting.popleft()
            if replays:
                self.returned.append(update)
            return update
        return self._again() if replays and self.returned else None

    def _again(self) -> dict[str, Any]:
        if self.zalo.switches.updates == "replay":
            return self.returned[-1]
        self._turn += 1
        return self.returned[self._turn % len(self.returned)]
