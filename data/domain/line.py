"""An account's line: how fast it may send, and whether anything gets through at all. Pure.

Seconds are of a monotonic clock; both clocks are read by the caller.
"""

import math
from collections.abc import Callable
from datetime import datetime

from data.domain.breaker import AGAINST_IT, Breaker, Trouble
from data.domain.messages import Lane
from data.domain.pace import Counted, Pace, Slot
from data.errors import SendError, SendFailure

AT_ONCE = 32
"""Messages of one lane on their way at once."""
_AHEAD = 0.4
"""Seconds of sending that are taken from the outbox at a time: what is taken and not yet begun
when the process dies counts as uncertain."""


class Line:
    """What one account of a platform can take now; both lanes share it."""

    def __init__(
        self,
        *,
        per_second: float | None = None,
        gap: Callable[[str], float] | None = None,
        most: int | None = None,
    ) -> None:
        """`per_second` messages overall, None: as many as come; `gap` seconds between two to a chat.

        `most` messages are all that the platform takes in a second, however they come together.
        """
        self.freed: list[Callable[[], None]] = []
        """Called when a chat takes messages again: how the other lane hears of it."""
        self.sends_one_a_chat = per_second is not None or gap is not None
        self._batch = AT_ONCE if per_second is None else max(1, math.ceil(per_second * _AHEAD))
        self._pace = Pace(per_second, gap)
        self._counted = Counted(most)
        self._breaker = Breaker()
        self._flying: set[str] = set()

    @property
    def trouble(self) -> Trouble | None:
        """Why nothing gets through, since when, and when it is tried again; None: all is well."""
        return self._breaker.trouble

    @property
    def is_busy(self) -> bool:
        """Whether anything is on its way."""
        return bool(self._flying)

    def room(self, now: datetime, seconds: float) -> int:
        """Return how many messages of a lane may be taken from the outbox now."""
        if self._breaker.is_open(now) or self._pace.is_halted(seconds):
            return 0
        return 1 if self._breaker.trouble else min(self._batch, AT_ONCE)

    def closed(self, seconds: float) -> frozenset[str]:
        """Return the chats to which nothing may be taken from the outbox now."""
        return self._pace.closed(seconds) | self._flying

    def opens_in(self, seconds: float) -> float | None:
        """Return the seconds until a closed chat, or a halted line, opens; None: nobody knows."""
        moment = self._pace.next_opening(seconds)
        return None if moment is None else moment - seconds

    def begin(self, chat: str, now: datetime) -> bool:
        """Take a chat for one lane until `end`; False when the other lane has it or nothing may go."""
        if chat in self._flying or self._breaker.is_open(now):
            return False
        self._flying.add(chat)
        self._breaker.probe()
        return True

    def end(self, chat: str) -> None:
        """Give a chat back, whatever came of its message."""
        self._flying.discard(chat)
        self._breaker.end_probe()
        for told in self.freed:
            told()

    def reserve(self, lane: Lane, seconds: float) -> Slot:
        """Return the moment at which the next message of a lane may be sent, and take it."""
        return self._pace.reserve(lane, seconds)

    def clears_at(self, seconds: float) -> float:
        """Return the moment at which one more can go without being too many for the platform."""
        return self._counted.opens_at(seconds)

    def leave(self, chat: str, seconds: float) -> None:
        """Note that a message goes now; `sent`, `failed` or `lost` follows."""
        self._counted.left(chat, seconds)

    def lost(self, chat: str, seconds: float) -> None:
        """Note that nobody waits any more for what comes of a message."""
        self._counted.answered(chat, seconds)

    def may_go(self, chat: str, seconds: float) -> bool:
        """Return whether a message whose moment came may still be sent: nothing halted it since.

        A probe may go; what was taken before the trouble began may not.
        """
        is_let = self._breaker.trouble is None or self._breaker.is_probing
        return is_let and self._pace.is_open(chat, seconds)

    def sent(self, chat: str, seconds: float) -> None:
        """Note that the platform took a message."""
        self._counted.answered(chat, seconds)
        self._pace.spoke(chat, seconds)
        self._breaker.succeeded()

    def failed(self, chat: str, error: SendError, now: datetime, seconds: float) -> bool:
        """Note that a message did not go out; return whether nothing gets through any more."""
        self._counted.answered(chat, seconds)
        self._pace.spoke(chat, seconds)
        if error.failure in AGAINST_IT:
            return self._breaker.failed(error.failure, str(error), now)
        self._breaker.succeeded()
        if error.failure is SendFailure.THROTTLED:
            self._pace.told_to_wait(chat, wait_of(error), seconds)
        return False


def wait_of(error: SendError) -> float:
    """Return how many seconds the platform asks to wait: at least one."""
    return max(error.retry_after or 0.0, 1.0)
