"""How each reminder stands: to whom it was, by which way, and whether it arrived. Pure."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.domain.fallback import TOO_LATE
from data.domain.messages import Chat, Delivery
from data.errors import SendFailure, failure_in

NUDGE = "nudge"
"""The lead office chases."""
REMINDING = ("digest", "escalation", "group_digest", NUDGE)
"""Kinds of messages that remind somebody of work, or tell somebody higher that it is late."""
SAID_IN = "said in "
"""Begins the reason of what was kept back and said by a later message."""
NOT_OWED = "quota: nothing of it is owed any more"
"""The reason of what was kept back until nothing of it was owed."""
WITHDRAWN = "what it spoke of has changed"
"""The reason of a message that nobody needs any more."""
UNTIED = "the group was untied"
"""The reason of a message to a group that belongs to no agency any more."""


class Fate(StrEnum):
    """The true state of a reminder."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"  # the platform gave it an id
    UNCERTAIN = "uncertain"  # it may have arrived
    FAILED = "failed"
    TOO_LATE = "too late"  # its hour was over before it could go
    NOT_LINKED = "not linked"  # the person had no chat
    SENT_ON = "sent on"  # this way failed: it went by another, which has a row of its own
    MERGED = "merged"  # said by a later message, or kept for one
    WITHDRAWN = "withdrawn"  # what it spoke of had changed


_OF_STATE = {
    Delivery.READY: Fate.QUEUED,
    Delivery.SENDING: Fate.SENDING,
    Delivery.SENT: Fate.SENT,
    Delivery.UNCERTAIN: Fate.UNCERTAIN,
    Delivery.DEAD: Fate.FAILED,
    Delivery.UNLINKED: Fate.NOT_LINKED,
    Delivery.REROUTED: Fate.SENT_ON,
    Delivery.HELD: Fate.MERGED,
}


@dataclass(frozen=True, slots=True)
class Told:
    """One message that reminded somebody: a person, or a group."""

    letter_id: int
    person_id: int | None
    """None: a group was told."""
    chat: Chat | None
    """Where it goes or went; None for somebody without a chat."""
    kind: str
    """One of `REMINDING`."""
    occurrence_ids: tuple[int, ...]
    """What it speaks of, of what was asked about."""
    state: Delivery
    external_id: str | None
    """The platform's id of the message, once it is sent."""
    error: str | None
    """For the log and for tests; people read `fate` and `failure`."""
    queued_at: datetime
    due_at: datetime
    """When it is to go; later after each try that failed."""
    sent_at: datetime | None
    instead_of: int | None
    """The letter that could not go by its own chat, and in whose place this one goes."""
    is_resend: bool
    """It may have arrived before."""

    @property
    def fate(self) -> Fate:
        """How it stands."""
        return fate_of(self.state, self.error)

    @property
    def failure(self) -> SendFailure | None:
        """Why it did not arrive (yet), as far as the platform said."""
        return failure_in(self.error or "")

    @property
    def at(self) -> datetime:
        """The moment to show beside its fate: when it was sent, else when it is or was to go."""
        return self.sent_at or self.due_at


def fate_of(state: Delivery, error: str | None) -> Fate:
    """Return how a message stands; what ended unsent tells by its reason why nobody missed it."""
    if state is not Delivery.EXPIRED:
        is_late = state is Delivery.DEAD and error == TOO_LATE
        return Fate.TOO_LATE if is_late else _OF_STATE[state]
    if (error or "").startswith(SAID_IN):
        return Fate.MERGED
    return Fate.WITHDRAWN if error in (NOT_OWED, WITHDRAWN, UNTIED) else Fate.TOO_LATE
