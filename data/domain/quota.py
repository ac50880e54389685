"""How many messages a platform takes from an account in a month, and how long they last. Pure.

Facts: a Zalo bot on the free plan sends 3,000 messages a month to 50 people.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from data.domain.reach import Account
from data.domain.workdays import WorkCalendar
from data.errors import SendError, SendFailure

WARN_AT = (70, 90)
"""Percent of the month's messages at which the office is told, once each."""
_SAVE_FROM = 90
_NEARLY_FULL = 90
"""Percent of the people: 45 of 50."""
_DAYS_TO_JUDGE = 3
"""Working days of a month before its pace says anything: people come in on the first ones."""
_ONE_DAY = timedelta(days=1)
REFUSED_FOR = timedelta(minutes=15)
"""So long a limit of seconds or minutes cannot last, when each try waits a minute."""
_FORGOTTEN_AFTER = timedelta(minutes=30)
MONTHLY = "monthly quota"
"""How a channel says in a THROTTLED error that it is the month's quota, and no haste of ours."""


@dataclass(frozen=True, slots=True)
class Quota:
    """What a platform grants one account: a channel without one sends as much as it likes."""

    messages: int
    """In a calendar month, every answer counted."""
    people: int | None = None
    """Who may be reached at all; None: as many as come."""


class Refusals:
    """Tells a quota of a month from one of seconds, where the platform's words are the same."""

    def __init__(self) -> None:
        self._first: datetime | None = None
        self._latest: datetime | None = None

    def is_month(self, now: datetime) -> bool:
        """Note a refusal for a quota; return whether nothing was taken for a quarter of an hour."""
        if self._latest is None or now - self._latest > _FORGOTTEN_AFTER:
            self._first = now
        self._latest = now
        return self._first is not None and now - self._first >= REFUSED_FOR

    def end(self) -> None:
        """Note that a message was taken."""
        self._first = self._latest = None


class Level(StrEnum):
    """How much is left of a month."""

    FREE = "free"
    LOW = "low"  # what is merely early waits, or goes another way
    SPENT = "spent"  # nothing goes this way any more


@dataclass(frozen=True, slots=True)
class Usage:
    """What an account has used of its month, as it stood on a day."""

    account: Account
    quota: Quota
    sent: int
    """Since the first of the month."""
    people: int
    """Whose chats are linked on the account."""
    is_refused: bool
    """The platform said itself that the month is used up."""
    today: date
    calendar: WorkCalendar

    @property
    def level(self) -> Level:
        """How much is left."""
        if self.is_refused or self.sent >= self.quota.messages:
            return Level.SPENT
        is_late = percent(self.sent, self.quota.messages) >= _SAVE_FROM
        return Level.LOW if is_late or self._is_too_fast else Level.FREE

    @property
    def _is_too_fast(self) -> bool:
        days = worked_days(self.today, self.calendar)
        return days >= _DAYS_TO_JUDGE and self.lasts_until is not None

    @property
    def lasts_until(self) -> date | None:
        """The last day for which it is enough; None: to the end of the month."""
        return lasts_until(self.sent, self.quota.messages, self.today, self.calendar)

    @property
    def warnings(self) -> tuple[int, ...]:
        """Which of the percentages were reached; 100 when nothing goes any more."""
        if self.level is Level.SPENT:
            return (*WARN_AT, 100)
        return tuple(p for p in WARN_AT if percent(self.sent, self.quota.messages) >= p)

    @property
    def is_nearly_full(self) -> bool:
        """Whether so many people have come in that the office should hear of it."""
        most = self.quota.people
        return most is not None and percent(self.people, most) >= _NEARLY_FULL


def percent(part: int, whole: int) -> int:
    """Return how many whole percent a part is; all of nothing is used up."""
    return part * 100 // whole if whole > 0 else 100


def worked_days(today: date, calendar: WorkCalendar) -> int:
    """Return how many working days of the month have begun; before the first one counts as one."""
    days = (today.replace(day=1) + n * _ONE_DAY for n in range(today.day))
    return max(1, sum(map(calendar.is_working_day, days)))


def lasts_until(sent: int, limit: int, today: date, calendar: WorkCalendar) -> date | None:
    """Return the last day for which the month's messages are enough; None: to the month's end.

    The pace is that of its working days so far, today's as a whole; what is left is rounded down
    to whole working days.
    """
    if sent <= 0:
        return None
    left = max(0, limit - sent) * worked_days(today, calendar) // sent
    day = today
    while True:
        coming = calendar.next_working_day(day + _ONE_DAY)
        if (coming.year, coming.month) != (today.year, today.month):
            return None if left or sent < limit else today
        if not left:
            return day
        day, left = coming, left - 1


def month_of(day: date) -> str:
    """Return the name of a day's month: quotas begin anew with each."""
    return f"{day:%Y-%m}"


def is_month_used_up(error: SendError) -> bool:
    """Return whether a platform says that the month's messages are used up."""
    return error.failure is SendFailure.THROTTLED and MONTHLY in error.detail


def spent(usages: Iterable[Usage]) -> frozenset[Account]:
    """Return the accounts that nothing goes by any more."""
    return frozenset(u.account for u in usages if u.level is Level.SPENT)


def saving(usages: Iterable[Usage]) -> frozenset[Account]:
    """Return the accounts that are kept for what is urgent, the spent ones too."""
    return frozenset(u.account for u in usages if u.level is not Level.FREE)
