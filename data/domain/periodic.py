"""The periodic report as a value: what the ledger says about one period, before it is put in words."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.domain.localtime import local_date
from data.domain.periods import Span
from data.domain.report_periods import ReportPeriod
from data.domain.tasks import Event, Plan, Task


class Fate(StrEnum):
    """How something owed stood at the end of the period."""

    ON_TIME = "on_time"  # reported complete by its due day
    AFTER = "after"  # reported complete, later than that or late before it was returned
    LATE = "late"  # still owed, its due day is past
    RUNNING = "running"  # still owed, its due day is to come
    WAITING = "waiting"  # for an event
    UNDATED = "undated"  # for a person to set the date
    LATER = "later"  # nothing of it is owed in this period


DONE = (Fate.ON_TIME, Fate.AFTER)


@dataclass(frozen=True, slots=True)
class Line:
    """One thing owed in the period, or one task of which nothing is owed in it."""

    task: Task
    label: str
    agency_name: str
    """Who owes it, or who leads it as the plan says."""
    due_on: date | None
    fate: Fate
    reported_on: date | None
    """When it was reported complete, if it was by the end of the period."""
    progress: str
    """What the latest report of the period says; empty when nothing was reported."""
    files: int
    """Different files that the reports of the period show."""
    attended: int
    """People who took part, added up from the reports of the period that say how many."""
    tellings: int
    """How many reports said so."""
    days_late: int = 0
    """Calendar days after the due day until it was reported, or until the end of the period."""
    late_for: date | None = None
    """The first due day for which it was late, also where a supplement was given another day."""
    is_excused: bool = False
    """Every lateness has a confirmed objective reason (NĐ 335/2025/NĐ-CP)."""
    planned_on: date | None = None
    """The plan's due date, where an extension put another in its place."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What was reported to be in the way."""

    task: Task
    label: str
    agency_name: str
    by: str
    said_on: date
    words: str
    is_over: bool
    """The work was done by the end of the period all the same."""


@dataclass(frozen=True, slots=True)
class Part:
    """The lines of one component of the plan, in the plan's order."""

    section: str | None
    component: str | None
    tasks: int
    lines: tuple[Line, ...]

    def count(self, *fates: Fate) -> int:
        """Return how many lines have one of these fates."""
        return sum(line.fate in fates for line in self.lines)


@dataclass(frozen=True, slots=True)
class PeriodicReport:
    """Everything that the report says, as known `at` that instant."""

    ward_name: str
    period: ReportPeriod
    span: Span
    at: datetime
    until: date
    """The last day that it knows of: the end of the period, or today while the period runs."""
    plans: tuple[Plan, ...]
    """Those reported on."""
    duties: tuple[Task, ...]
    """Reporting duties that the plans themselves set."""
    leads: int
    """How many agencies owe something."""
    parts: tuple[Part, ...]
    troubles: tuple[Trouble, ...]
    events: tuple[Event, ...]
    """Declared events that touch the period."""
    reports: int
    reporters: int

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, in the plan's order."""
        return tuple(line for part in self.parts for line in part.lines)

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return sum(part.tasks for part in self.parts)

    @property
    def is_closed(self) -> bool:
        """Whether the period is over."""
        return local_date(self.at) > self.span.end
