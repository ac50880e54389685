"""When to try again: a value, so that nothing here waits."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from `first` up to `longest`, and at most `tries` tries."""

    first: timedelta
    longest: timedelta
    tries: int

    def after(self, attempts: int, jitter: float = 0.0) -> timedelta | None:
        """Return how long to wait after so many attempts; None when they are used up.

        `jitter` from 0 to 1 adds up to half of the wait, so that what failed together does not
        come back together.
        """
        if attempts >= self.tries:
            return None
        doubled = self.first * (1 << min(max(attempts - 1, 0), 30))
        return min(doubled * (1 + jitter / 2), self.longest)


BACKOFF = Backoff(timedelta(seconds=5), timedelta(minutes=30), 8)
"""For what may be the message's or the file's own fault: given up after about ten minutes."""

PATIENCE = Backoff(timedelta(seconds=5), timedelta(minutes=30), 56)
"""For a message that is out of reach while others get through: given up after a day.

While nothing gets through at all no message wears out, however long (see `breaker`).
"""


def spread(number: int) -> float:
    """Return a jitter from 0 to 1 that neighbouring numbers do not share."""
    golden = 0.6180339887498949
    return number * golden % 1
