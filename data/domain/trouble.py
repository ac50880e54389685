"""What the administrator looks at: does it run, what waits, what did not arrive, who is out of reach."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from data.domain.fallback import CALL_FOR
from data.domain.messages import Chat, Delivery, Lane
from data.domain.people import AgencyChat, Person
from data.domain.quota import Level, Quota, Usage
from data.errors import SendFailure, failure_in

FORGOTTEN_AFTER = timedelta(days=30)
"""How long what can be mended no more stays on the list."""
LATE_AFTER = timedelta(minutes=15)
"""How long a message waits, or the clock's work stands still, before something is wrong."""
FILES_LATE_AFTER = timedelta(hours=1)
BACKUP_LATE_AFTER = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """Whether one account of a channel gets through now."""

    channel: str
    account: str
    label: str
    """How people know it: "Telegram @nhacviec_hoabinh_bot"."""
    is_working: bool
    since: datetime | None = None
    sentence: str = ""
    """Why not, and what to do about it, for whoever looks after the machine."""
    next_try_at: datetime | None = None
    wards: frozenset[int] | None = None
    """Ids of the wards that it serves; None: all."""
    quota: Quota | None = None
    """What the platform grants it in a month; None: as much as it likes."""
    notes: tuple[str, ...] = ()
    """What should be known though it works: whom to write to costs money, who is out of reach."""

    def serves(self, ward_id: int) -> bool:
        """Return whether the account is a ward's business."""
        return self.wards is None or ward_id in self.wards


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be sent in a ward, and what was sent."""

    waiting: int
    oldest: datetime | None
    """Since when the one has waited that has waited longest."""
    by_account: Mapping[tuple[str, str], int]
    sent_today: int


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A message that may not have arrived, or never will. Its words are nobody else's business."""

    id: int
    kind: str
    person_id: int | None
    chat: Chat
    queued_at: datetime
    expires_at: datetime | None
    state: Delivery
    error: str
    must_arrive: bool
    lane: Lane

    @property
    def failure(self) -> SendFailure | None:
        """Why, as far as the platform said; None when the process ended while sending."""
        return failure_in(self.error)

    def has_to_be_called(self, now: datetime) -> bool:
        """Return whether its person has to be called: it never came, and it is not long ago."""
        is_lately = self.queued_at >= now - CALL_FOR
        return self.state is Delivery.DEAD and self.must_arrive and is_lately

    def may_be_sent_again(self, now: datetime) -> bool:
        """Return whether sending it again can do any good: an old reminder only confuses."""
        is_over = self.expires_at is not None and self.expires_at <= now
        return self.must_arrive and not is_over and self.failure not in _NEVER


_NEVER = (SendFailure.REFUSED, SendFailure.TOO_LONG)


class NoReach(StrEnum):
    """Why nothing that we say is read by a person."""

    REFUSES = "refuses"  # blocked us, or the account is gone
    SIGNED_OUT = "signed out"  # only the web chat, and no browser is signed in
    NEVER_CAME = "never came"  # has no chat with us yet
    NOT_TOLD = "not told"  # has a chat, and something that had to arrive came by none


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """Somebody who has to be called."""

    person: Person
    agencies: tuple[str, ...]
    why: NoReach
    untold: tuple[Undelivered, ...] = ()
    """What could not be told."""
    codes: tuple[int, ...] = ()
    """The numbers of the tasks that it was about."""


@dataclass(frozen=True, slots=True)
class MissingFile:
    """A file somebody sent whose bytes are not here."""

    person_id: int
    mime: str
    received_at: datetime
    is_lost: bool
    """It was given up; else it is still being fetched."""


@dataclass(frozen=True, slots=True)
class Rundown:
    """How a ward's part of the machine stands."""

    accounts: tuple[AccountStatus, ...]
    queue: Queue
    undelivered: tuple[Undelivered, ...]
    names: Mapping[int, str]
    """Of everybody spoken of below, by id."""
    out_of_reach: tuple[OutOfReach, ...]
    groups_out_of_reach: tuple[AgencyChat, ...]
    files: tuple[MissingFile, ...]
    set_aside: int
    """Updates that could not be handled; of all wards, because who sent one may be unknown."""
    last_tick: datetime | None
    looked_at: datetime
    usages: tuple[Usage, ...] = ()
    """Of the accounts whose messages are counted."""
    held: int = 0
    """Messages kept back so that a month lasts."""

    @property
    def low(self) -> tuple[Usage, ...]:
        """The accounts whose month runs low, or is used up."""
        return tuple(u for u in self.usages if u.level is not Level.FREE)

    def usage_of(self, account: AccountStatus) -> Usage | None:
        """Return what an account has used of its month; None where nothing is counted."""
        key = (account.channel, account.account)
        return next((u for u in self.usages if u.account == key), None)

    @property
    def broken(self) -> tuple[AccountStatus, ...]:
        """The accounts that nothing gets through."""
        return tuple(a for a in self.accounts if not a.is_working)

    @property
    def uncertain(self) -> tuple[Undelivered, ...]:
        """Messages that may have arrived."""
        return tuple(u for u in self.undelivered if u.state is Delivery.UNCERTAIN)

    @property
    def dead(self) -> tuple[Undelivered, ...]:
        """Messages that never arrived."""
        return tuple(u for u in self.undelivered if u.state is Delivery.DEAD)

    @property
    def lost_files(self) -> tuple[MissingFile, ...]:
        """Files that were given up."""
        return tuple(f for f in self.files if f.is_lost)

    @property
    def waiting_files(self) -> tuple[MissingFile, ...]:
        """Files that are still being fetched."""
        return tuple(f for f in self.files if not f.is_lost)

    @property
    def is_queue_late(self) -> bool:
        """Whether something has waited longer than sending takes."""
        return _is_before(self.queue.oldest, self.looked_at - LATE_AFTER)

    @property
    def are_files_late(self) -> bool:
        """Whether a file has waited longer than fetching takes."""
        oldest = min((f.received_at for f in self.waiting_files), default=None)
        return _is_before(oldest, self.looked_at - FILES_LATE_AFTER)

    @property
    def is_clock_late(self) -> bool:
        """Whether the reminders stand still."""
        return _is_before(self.last_tick, self.looked_at - LATE_AFTER)

    @property
    def is_all_well(self) -> bool:
        """Whether there is nothing to see to."""
        is_late = self.is_queue_late or self.are_files_late or self.is_clock_late
        nobody = self.out_of_reach or self.groups_out_of_reach
        missing = self.undelivered or self.lost_files or self.set_aside
        return not (self.broken or self.low or is_late or nobody or missing)


def _is_before(moment: datetime | None, limit: datetime) -> bool:
    return moment is not None and moment < limit
