"""The service's flood limits: how many messages in how long, and when to come again."""

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Limits:
    """How much a bot may send; `Limits()` are those of the real service."""

    overall: int | None = 30
    """Messages a second to all chats together."""
    private: float | None = 1.0
    """Seconds between two messages to one person."""
    group: int | None = 20
    """Messages a minute to one group."""
    tolerance: float = 0.05
    """Seconds that a sender may be early."""

    @classmethod
    def lifted(cls) -> "Limits":
        """Return no limits at all."""
        return cls(overall=None, private=None, group=None)


@dataclass
class _Window:
    """At most `count` in any `seconds`."""

    count: int
    seconds: float
    times: deque[float] = field(default_factory=deque)
    shut_until: float = 0.0

    def wait(self, now: float, weight: int) -> float:
        """Return the seconds until so many more are allowed."""
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        excess = len(self.times) + weight - self.count
        if excess <= 0:
            return self.shut_until - now
        return max(self.times[excess - 1] + self.seconds, self.shut_until) - now

    def shut(self, now: float, until: float) -> None:
        """Refuse everything until the announced time; who comes earlier does not move it."""
        if self.shut_until <= now:
            self.shut_until = until


@dataclass
class Throttle:
    """Counts one bot's messages against the limits."""

    limits: Limits
    _overall: _Window | None = None
    _chats: dict[int, _Window] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.limits.overall is not None:
            self._overall = _Window(self.limits.overall, 1.0 - self.limits.tolerance)

    def take(self, chat_id: int, now: float, messages: int) -> int | None:
        """Count messages to a chat; if they are too many, return after how long to retry."""
        asked = [(self._overall, messages), (self._chat(chat_id), messages if chat_id < 0 else 1)]
        windows = [(window, weight) for window, weight in asked if window is not None]
        late = {id(window): window.wait(now, weight) for window, weight in windows}
        if max(late.values(), default=0.0) > 0:
            retry_after = max(1, math.ceil(max(late.values())))
            for window, _ in windows:
                if late[id(window)] > 0:
                    window.shut(now, now + retry_after - self.limits.tolerance)
            return retry_after
        for window, weight in windows:
            window.times.extend([now] * weight)
        return None

    def _chat(self, chat_id: int) -> _Window | None:
        if chat_id in self._chats:
            return self._chats[chat_id]
        limits = self.limits
        window = None
        if chat_id < 0 and limits.group is not None:
            window = _Window(limits.group, 60.0 - limits.tolerance)
        if chat_id > 0 and limits.private is not None:
            window = _Window(1, limits.private - limits.tolerance)
        if window is not None:
            self._chats[chat_id] = window
        return window
