"""An account that nothing gets through is left alone and tried again, ever more seldom. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from data.domain.retry import Backoff
from data.errors import SendFailure

PAUSES = Backoff(timedelta(seconds=5), timedelta(minutes=5), 1_000_000)
"""How long an account rests after it failed, failed again, and so on."""
FAILURES_IN_A_ROW = 3
"""So many without a success between them are the account's trouble and not the messages'."""
AGAINST_IT = (SendFailure.UNREACHABLE, SendFailure.UNCERTAIN, SendFailure.MISCONFIGURED)
"""Failures that speak against the account; every other is an answer of a platform that is there."""
_LONGEST_REASON = 200


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing is sent over an account now."""

    failure: SendFailure
    reason: str
    """Short, English, as the channel gave it: without secrets."""
    since: datetime
    retry_at: datetime
    """When one message is tried."""


class Breaker:
    """Closed: all goes. Open: nothing goes. Half-open, when its pause is over: one message goes."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self._opened_at: datetime | None = None
        self._in_a_row = 0
        self._times = 0
        self.is_probing = False
        """The one message is on its way."""

    def is_open(self, now: datetime) -> bool:
        """Return whether nothing may go: the pause runs, or the one message is on its way."""
        if self.trouble is None or self._opened_at is None:
            return False
        # A clock that was set back does not make the pause longer.
        return self.is_probing or self._opened_at <= now < self.trouble.retry_at

    def probe(self) -> None:
        """Let the one message go, when there is trouble; until it ended no other does."""
        self.is_probing = self.trouble is not None

    def end_probe(self) -> None:
        """Note that the one message did not go after all, or ended without a word."""
        self.is_probing = False

    def succeeded(self) -> None:
        """Note that the platform answered, be it with a refusal: it is there and knows us."""
        self.trouble = self._opened_at = None
        self._in_a_row = self._times = 0
        self.is_probing = False

    def failed(self, failure: SendFailure, reason: str, now: datetime) -> bool:
        """Note a failure; return whether it opened the breaker, or kept it open.

        One wrong token is enough. What was on its way already when the breaker opened does not
        make the pause longer.
        """
        self._in_a_row += 1
        if self.trouble is not None and not self.is_probing:
            return True
        if not self.is_probing and not self._is_enough(failure):
            return False
        self.is_probing = False
        self._times += 1
        since = self.trouble.since if self.trouble else now
        pause = PAUSES.after(self._times) or PAUSES.longest
        self.trouble = Trouble(failure, reason[:_LONGEST_REASON], since, now + pause)
        self._opened_at = now
        return True

    def _is_enough(self, failure: SendFailure) -> bool:
        return failure is SendFailure.MISCONFIGURED or self._in_a_row >= FAILURES_IN_A_ROW
