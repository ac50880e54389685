"""How fast an account may send: evenly, with gaps in a chat, and standing still when told to. Pure.

Times are seconds of a monotonic clock, given by the caller.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from data.domain.messages import Lane

MOST_PUSHED = 4
"""How often the moment of one reminder goes to an answer: reminders never starve."""
_LONG_AGO = float("-inf")
_LOST = 5.0
"""Seconds without an answer after which a message is taken to have been counted long ago."""


class Counted:
    """Which messages a platform may have counted in the last second, and so whether one more may go.

    We see when a message leaves and when its answer comes; somewhere between the platform counts
    it. What was held up on the way, here or there, is counted all at once.
    """

    def __init__(self, most: int | None) -> None:
        """`most` messages that the platform takes in any second, None: as many as come."""
        self._most = most
        self._left: dict[str, float] = {}
        self._answered: deque[float] = deque()

    def left(self, chat: str, now: float) -> None:
        """Note that a message to a chat is on its way."""
        if self._most is not None:
            self._left[chat] = now

    def answered(self, chat: str, now: float) -> None:
        """Note that it was answered, or that nobody waits for that any more."""
        if self._left.pop(chat, None) is not None:
            self._answered.append(now)

    def opens_at(self, now: float) -> float:
        """Return the earliest moment at which one more may go, as far as is known now."""
        if self._most is None:
            return now
        while self._answered and self._answered[0] + 1.0 <= now:
            self._answered.popleft()
        flying = sum(now - left < _LOST for left in self._left.values())
        too_many = flying + len(self._answered) + 1 - self._most
        if too_many <= 0:
            return now
        if too_many <= len(self._answered):
            return self._answered[too_many - 1] + 1.0
        return now + 1 / self._most


@dataclass(slots=True)
class Slot:
    """A moment at which one message may be sent. That of a reminder may still be put off."""

    at: float
    lane: Lane
    pushed: int = 0


class Pace:
    """The slots of one account, and who has to wait."""

    def __init__(self, per_second: float | None, gap: Callable[[str], float] | None) -> None:
        """`per_second` messages overall, None: as many as come; `gap` seconds between two to a chat."""
        self._interval = 1 / per_second if per_second else 0.0
        self._gap = gap
        self._slots: list[Slot] = []
        self._free_at: dict[str, float] = {}
        self._told_to_wait: dict[str, float] = {}
        self._halted_until = _LONG_AGO

    def reserve(self, lane: Lane, now: float) -> Slot:
        """Return when the next message of a lane may be sent; nobody else sends at that moment.

        An answer takes the moment of a reminder that still waits, which gets the answer's.
        """
        self._slots = [s for s in self._slots if s.at + self._interval > now]
        slot = Slot(self._next_free(now), lane)
        if lane is Lane.ANSWER:
            self._go_before(slot, now)
        self._slots.append(slot)
        return slot

    def _go_before(self, answer: Slot, now: float) -> None:
        ahead = [
            s
            for s in self._slots
            if s.lane is Lane.BULK and now < s.at < answer.at and s.pushed < MOST_PUSHED
        ]
        if ahead:
            first = min(ahead, key=lambda s: s.at)
            first.at, answer.at = answer.at, first.at
            first.pushed += 1

    def _next_free(self, now: float) -> float:
        moment = now
        for taken in sorted(s.at for s in self._slots):
            if taken - self._interval < moment < taken + self._interval:
                moment = taken + self._interval
        return moment

    def spoke(self, chat: str, now: float) -> None:
        """Note that a message to a chat has just been answered by the platform, or timed out."""
        if self._gap is not None:
            self._free_at[chat] = max(now + self._gap(chat), self._free_at.get(chat, now))

    def told_to_wait(self, chat: str, seconds: float, now: float) -> None:
        """Note that the platform asks to wait.

        It does not say whether a chat's limit or the account's was reached: when a second chat is
        told while the first still waits, it is taken for the account's, and everything stands
        still until the longest of the waits is over.
        """
        waiting = {c: until for c, until in self._told_to_wait.items() if until > now}
        waiting[chat] = max(now + seconds, waiting.get(chat, now))
        self._told_to_wait = waiting
        if len(waiting) > 1:
            self._halted_until = max(self._halted_until, *waiting.values())

    def is_halted(self, now: float) -> bool:
        """Return whether nothing may be sent to anybody."""
        return now < self._halted_until

    def is_open(self, chat: str, now: float) -> bool:
        """Return whether a message to a chat may be sent now, as far as waits go that were asked."""
        return not self.is_halted(now) and self._told_to_wait.get(chat, now) <= now

    def closed(self, now: float) -> frozenset[str]:
        """Return the chats that have to wait, each for its own gap or because it was told to."""
        self._free_at = {c: at for c, at in self._free_at.items() if at > now}
        return frozenset([*self._free_at, *(c for c, t in self._told_to_wait.items() if t > now)])

    def next_opening(self, now: float) -> float | None:
        """Return when the next chat that has to wait opens; None when none waits."""
        if self.is_halted(now):
            return self._halted_until
        moments = [*self._free_at.values(), *self._told_to_wait.values()]
        return min((m for m in moments if m > now), default=None)
