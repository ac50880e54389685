"""A bot's updates: kept until confirmed, asked for by one poller or pushed to a webhook."""

import itertools
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.emulation.bells import Bell
from tests.telegram.emulator.refusals import RefusedError

if TYPE_CHECKING:
    from tests.telegram.emulator.network import Telegram

KEPT_FOR = 24 * 3600
"""How long the service keeps an update nobody fetches, in seconds."""
ONLY_IF_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
TOLD = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
OUSTED = "Conflict: terminated by setWebhook request"
ACTIVE = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"


@dataclass(eq=False)
class Poll:
    """One getUpdates that waits."""

    ended_by: str | None = None


@dataclass
class Webhook:
    """Where updates are pushed to, and how that went."""

    url: str
    secret: str = ""
    max_connections: int = 40
    has_certificate: bool = False
    last_error: str | None = None
    last_error_date: int | None = None
    attempts: int = 0


@dataclass(eq=False)
class Held:
    """An update not yet in the mailbox, so that a test may change the order."""

    kind: str
    body: dict[str, Any]


@dataclass
class _Kept:
    update: dict[str, Any]
    since: float


@dataclass(eq=False, repr=False)
class Mailbox:
    """The updates of one bot."""

    telegram: "Telegram"
    first_id: int
    allowed: frozenset[str] | None = None
    """Which kinds are wanted; None for all but those that have to be asked for."""
    webhook: Webhook | None = None
    repeats: int = 0
    """How many of the next updates are delivered twice over."""
    holding: list[Held] | None = None
    waiting: deque[_Kept] = field(default_factory=deque)
    _poll: Poll | None = None

    def __post_init__(self) -> None:
        self.bell = Bell(self.telegram.lock)
        self._ids = itertools.count(self.first_id)

    def wants(self, kind: str) -> bool:
        """Whether an update of this kind comes at all."""
        return kind not in ONLY_IF_ASKED if self.allowed is None else kind in self.allowed

    def put(self, kind: str, body: dict[str, Any]) -> None:
        """Add an update, or hold it back."""
        if self.holding is not None:
            self.holding.append(Held(kind, body))
        elif self.wants(kind):
            self.add({"update_id": next(self._ids), kind: body})

    def add(self, update: dict[str, Any]) -> None:
        """Add a ready update, whatever it holds."""
        update.setdefault("update_id", next(self._ids))
        self.waiting.append(_Kept(update, self.telegram.clock()))
        self.bell.ring()

    def confirm(self, offset: int) -> None:
        """Forget what a poller has taken over, and what is too old."""
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        elif offset:
            self.waiting = deque(k for k in self.waiting if k.update["update_id"] >= offset)
        oldest = self.telegram.clock() - KEPT_FOR
        self.waiting = deque(k for k in self.waiting if k.since >= oldest)

    def first(self, limit: int) -> list[dict[str, Any]]:
        """Return the oldest updates; they stay until they are confirmed."""
        batch = []
        for kept in itertools.islice(self.waiting, limit):
            batch.append(kept.update)
            if self.repeats:
                self.repeats -= 1
                batch.append(kept.update)
        return batch

    def begin_poll(self) -> Poll:
        """Begin a getUpdates; one that still waits is ended by it."""
        if self.webhook is not None:
            raise RefusedError(409, ACTIVE)
        self.end_poll(TOLD)
        self._poll = Poll()
        self.telegram.bell.ring()
        return self._poll

    def end_poll(self, why: str) -> None:
        """End the getUpdates that waits, if one does."""
        if self._poll is not None:
            self._poll.ended_by = why
            self._poll = None
            self.bell.ring()

    def leave_poll(self, poll: Poll) -> None:
        """Note that a getUpdates is over."""
        if self._poll is poll:
            self._poll = None
            self.telegram.bell.ring()

    @property
    def is_polled(self) -> bool:
        """Whether a getUpdates waits just now."""
        return self._poll is not None
