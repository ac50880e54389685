"""How fast an account may send: evenly, with gaps in a chat, and standing still when told to. Pure.

Times are seconds of a monotonic clock, given by the caller.
"""

from collections.abc import Callable

from data.domain.messages import Lane

ANSWERS_TO_ONE = 4
"""While people are being answered, a reminder takes at most one slot in so many and one more."""
_LONG_AGO = float("-inf")


class Pace:
    """Slots of one account. A slot is a moment at which one message may be sent."""

    def __init__(self, per_second: float | None, gap: Callable[[str], float] | None) -> None:
        """`per_second` messages overall, None: as many as come; `gap` seconds between two to a chat."""
        self._interval = 1 / per_second if per_second else 0.0
        self._gap = gap
        self._slots: list[float] = []
        self._last = dict.fromkeys(Lane, _LONG_AGO)
        self._free_at: dict[str, float] = {}
        self._told_to_wait: dict[str, float] = {}
        self._halted_until = _LONG_AGO

    def reserve(self, lane: Lane, now: float) -> float:
        """Return when the next message of a lane may be sent; that moment is taken from now on.

        Each lane asks for one slot at a time, so an answer waits for at most one reminder.
        """
        slot = now
        if lane is Lane.BULK and self._last[Lane.ANSWER] > now - 2 * self._interval:
            slot = max(slot, self._last[lane] + (1 + ANSWERS_TO_ONE) * self._interval)
        self._slots = [s for s in self._slots if s + self._interval > now]
        for taken in self._slots:
            if taken - self._interval < slot < taken + self._interval:
                slot = taken + self._interval
        self._slots = sorted([*self._slots, slot])
        self._last[lane] = slot
        return slot

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
