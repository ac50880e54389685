"""The error families. Whatever is not one of these is a bug."""

from dataclasses import dataclass
from enum import StrEnum


class RefusedError(Exception):
    """Something a person asked for is not done. The message is a Vietnamese sentence for them."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document: any part may be unknown. Rows and columns count from 1."""

    file: str | None = None
    sheet: str | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None


class IntakeError(RefusedError):
    """A document cannot be read. The sentence says what is wrong and what to send instead."""

    def __init__(self, sentence: str, place: Place | None = None) -> None:
        super().__init__(sentence)
        self.place = place or Place()


class StoreDownError(Exception):
    """The database takes nothing now: its disk is full, or it is out of reach. Nothing was kept.

    It is nobody's fault who asked: the same may simply be done again later.
    """

    def __init__(self, reason: str, *, is_full: bool) -> None:
        super().__init__(reason)
        self.is_full = is_full
        """The disk has no room left."""


class SendFailure(StrEnum):
    """Why a message did not go out: says whether to retry and whose business it is."""

    THROTTLED = "throttled"  # the platform asks to wait; retry after that
    UNREACHABLE = "unreachable"  # provably not sent; retry with backoff
    MOVED = "moved"  # the chat has a new address; follow it and send again
    RECIPIENT_GONE = "recipient_gone"  # blocked, deactivated, left; the lead office's business
    REFUSED = "refused"  # the platform will never take this message; a bug to look at
    TOO_LONG = "too_long"  # split and send again
    MISCONFIGURED = "misconfigured"  # token or address wrong; keep the queue, tell the admin
    UNCERTAIN = "uncertain"  # may have arrived; never retried as if unsent


class SendError(Exception):
    """Sending failed in one of the ways of `SendFailure`."""

    def __init__(
        self,
        failure: SendFailure,
        detail: str = "",
        retry_after: float | None = None,
        moved_to: str = "",
    ) -> None:
        super().__init__(f"{failure}: {detail}" if detail else str(failure))
        self.failure = failure
        self.detail = detail
        self.retry_after = retry_after
        """Seconds to wait, when the platform says so."""
        self.moved_to = moved_to
        """The chat's new address, when it moved."""


def failure_in(error: str) -> SendFailure | None:
    """Return which failure a stored error was; None when it was none of a platform."""
    name = error.partition(":")[0]
    return SendFailure(name) if name in _FAILURES else None


_FAILURES = frozenset(SendFailure)


class StampError(Exception):
    """A time-stamping authority gave no stamp. A dossier does without and says so."""
