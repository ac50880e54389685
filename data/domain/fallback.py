"""Whether a message that did not get through goes another way. Pure.

What may arrive late or never does not; what must arrive goes by each of its person's chats once:

| how it stands | goes another way |
|---|---|
| dead: refused, or its recipient is gone | at once |
| waits, and its account gets nothing through, or it alone is out of reach | after 15 minutes |
| waits on an account whose month is used up | at once, whatever it is |
| uncertain, and so was its resend | at once, marked as sent again; the first stays uncertain |
| expired | no: its hour is over; somebody has to call |

A message that is uncertain for the first time is sent again in its own chat: two copies in one
chat say by their mark that they are one, in two chats they would look like two.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from data.domain.messages import Delivery
from data.domain.quota import MONTHLY
from data.errors import SendFailure, failure_in

PATIENCE = timedelta(minutes=15)
"""How long a message waits for its own chat before it goes by another."""
CALL_FOR = timedelta(days=3)
"""How long somebody stands on the list of those to call: a weekend over."""
TOO_LATE = "expired: no way was open in time"
MONTH_IS_USED_UP = f"{SendFailure.THROTTLED}: {MONTHLY}"
KEPT_BACK = "quota: kept back to save messages"


class Ending(StrEnum):
    """What becomes of a message for which there is no other way."""

    WAITS = "waits"
    LISTED = "listed"  # it stays as it is, where the office sees it
    CALLED = "called"  # it never arrived: its person is to be called
    HELD = "held"  # kept for a later message


@dataclass(frozen=True, slots=True)
class Stranded:
    """A message that did not get through, and how its account stands."""

    state: Delivery
    error: str
    must_arrive: bool
    waits_since: datetime
    gets_through: bool
    """Its account does."""
    is_spent: bool
    """Its account's month is used up."""

    def looks_elsewhere(self, now: datetime) -> bool:
        """Return whether it goes another way if there is one."""
        match self.state:
            case Delivery.READY if self.is_spent:
                return True
            case Delivery.READY:
                is_stuck = not self.gets_through or self._is_out_of_reach
                return self.must_arrive and is_stuck and now - self.waits_since >= PATIENCE
            case Delivery.DEAD | Delivery.UNCERTAIN:
                return self.must_arrive
            case _:
                return False

    @property
    def _is_out_of_reach(self) -> bool:
        return failure_in(self.error) is SendFailure.UNREACHABLE

    @property
    def ending(self) -> Ending:
        """What becomes of it when there is no other way."""
        if self.state is Delivery.READY:
            if not self.is_spent:
                return Ending.WAITS
            return Ending.CALLED if self.must_arrive else Ending.HELD
        if not self.must_arrive or self.state is Delivery.UNCERTAIN:
            return Ending.LISTED
        return Ending.CALLED
