"""The weekly summary as a value: text, table and chart say the numbers that stand here."""

from dataclasses import astuple, dataclass
from datetime import date, datetime

from data.domain.lights import Light


@dataclass(frozen=True, slots=True)
class Week:
    """The stretch that a summary closes: from the summary before it to its own hour."""

    key: str
    """The ISO week of the summary's usual day, "2026-W25"."""
    first: date
    """The first working day after the summary before."""
    last: date
    """The working day on which the summary is sent."""
    since: datetime
    """The hour of the summary before: what happened from then on is new."""
    until: datetime
    """The hour of this summary: what happens from then on belongs to the next."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How many items have each light; every item has exactly one."""

    done: int = 0
    on_time: int = 0
    soon: int = 0
    late: int = 0
    waiting: int = 0
    undated: int = 0

    def of(self, light: Light) -> int:
        """Return how many items have this light."""
        return int(getattr(self, light.value))

    @property
    def total(self) -> int:
        """How many items there are."""
        return sum(astuple(self))

    @property
    def still_open(self) -> int:
        """How many items are not done."""
        return self.total - self.done

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(*(a + b for a, b in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class AgencyCounts:
    """One agency's row."""

    name: str | None
    """None for tasks that nobody leads yet."""
    counts: Counts
    stands_for: int = 1
    """More than 1 in the row that folds the last agencies together."""


@dataclass(frozen=True, slots=True)
class LateItem:
    """Who is late, with what, by how much."""

    code: int
    short_title: str
    label: str
    agency_name: str
    days: int
    """Calendar days after the due day."""
    is_excused: bool = False
    """An objective reason was confirmed (NĐ 335/2025/NĐ-CP)."""


@dataclass(frozen=True, slots=True)
class ObstacleItem:
    """What hinders work that is still owed, in the reporter's words."""

    code: int
    agency_name: str
    words: str


@dataclass(frozen=True, slots=True)
class WeeklySummary:
    """What the lead office and the leadership read at the end of a week."""

    ward_name: str
    plans: tuple[str | None, ...]
    """What the plans that it speaks of are called: numbers, or titles where there is none."""
    week: Week
    at: datetime
    """When the numbers were taken."""
    total: Counts
    rows: tuple[AgencyCounts, ...]
    """By agency, the latest first. They add up to `total`."""
    done_this_week: int
    opened_this_week: int
    late_since_this_week: int
    late: tuple[LateItem, ...]
    """The longest overdue first."""
    obstacles: tuple[ObstacleItem, ...]
    """Reported this week, the latest first."""
    to_review: int
    """Reports of completion that nobody has looked at; they count as done."""
    oldest_review_days: int
    """Calendar days that the oldest of them has waited."""
    unlinked: tuple[str, ...]
    """Names of the people whom no message reaches."""
    late_excused: int = 0
    """How many of `late` have a confirmed objective reason: still late, and counted apart."""
    done_late: int = 0
    """How many that are done were late when they were reported."""
    done_late_excused: int = 0
    """How many of these have a confirmed objective reason for every lateness."""


def fold(rows: tuple[AgencyCounts, ...], limit: int) -> tuple[AgencyCounts, ...]:
    """Return at most `limit` rows, the last of them standing for all that did not fit.

    The sum stays the same. `limit` is at least 1.
    """
    if len(rows) <= limit:
        return rows
    rest = rows[limit - 1 :]
    folded = sum((r.counts for r in rest), Counts())
    return (*rows[: limit - 1], AgencyCounts(None, folded, len(rest)))
