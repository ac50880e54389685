"""Plans, tasks, events and what is owed when."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.domain.rules import DeadlineRule, Period


class PlanState(StrEnum):
    """A plan reminds nobody before it is active."""

    READING = "reading"  # the document is stored and being read
    DRAFT = "draft"
    ACTIVE = "active"
    REPLACED = "replaced"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Plan:
    """What ordered the tasks."""

    id: int
    number: str | None
    issued_on: date | None
    issuer: str | None
    title: str | None
    year: int | None
    state: PlanState
    replaces_id: int | None
    """The plan that this one amends."""
    created_at: datetime
    confirmed_at: datetime | None


class AssignmentKind(StrEnum):
    """Chủ trì, phối hợp, hướng dẫn – theo dõi – giám sát."""

    LEAD = "lead"
    COORDINATE = "coordinate"
    SUPERVISE = "supervise"


@dataclass(frozen=True, slots=True)
class Assignment:
    """An agency's part in a task."""

    agency_id: int
    kind: AssignmentKind


@dataclass(frozen=True, slots=True)
class Task:
    """What must be done. `time_text` is the plan's own words for ever."""

    id: int
    plan_id: int
    code: int
    """The number people type: #12. Stable, unique in the ward."""
    no: str | None
    section: str | None
    component: str | None
    title: str
    short_title: str
    """At most 60 characters; a person may rewrite it."""
    methods: tuple[str, ...]
    product: str | None
    time_text: str
    time_inherited: bool
    rule: DeadlineRule
    is_duty: bool
    """A reporting duty from the plan's body."""
    reporting_period: Period | None
    """Overrides the ward's for continuous work."""
    is_removed: bool
    assignments: tuple[Assignment, ...] = ()
    wants_originals: bool = False
    """Its pictures have to come as files: a messenger re-encodes what is sent as a photo."""

    @property
    def plan_words(self) -> str:
        """What the plan itself says; a reporting duty's title is ours, its sentence the plan's."""
        return self.time_text if self.is_duty else self.title

    def agencies(self, kind: AssignmentKind) -> tuple[int, ...]:
        """Return the ids of the agencies with that part."""
        return tuple(a.agency_id for a in self.assignments if a.kind is kind)


@dataclass(frozen=True, slots=True)
class Event:
    """Something tasks wait for: kỳ bầu cử, đợt xét duyệt, công trình."""

    id: int
    name: str
    starts_on: date
    ends_on: date
    is_cancelled: bool
    task_ids: tuple[int, ...] = ()


class OccurrenceState(StrEnum):
    """Overdue is not here: it is computed from the due date, never stored."""

    OPEN = "open"
    REPORTED = "reported"  # said to be complete, waiting for review
    ACCEPTED = "accepted"
    RETURNED = "returned"
    CANCELLED = "cancelled"


OWED = (OccurrenceState.OPEN, OccurrenceState.RETURNED)
DONE = (OccurrenceState.REPORTED, OccurrenceState.ACCEPTED)


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One thing owed: task × agency × period."""

    id: int
    task_id: int
    agency_id: int
    period_key: str
    label: str
    """"lần 1/2", "quý II/2026", "trước bầu cử"; empty when there is only one."""
    opens_on: date
    due_on: date
    event_id: int | None
    state: OccurrenceState
    rung: int
    """How often it has been spoken of."""
    next_remind_at: datetime | None
    next_escalate_at: datetime | None
    escalated_to: int
    """0 nobody yet, 1 the agency's head, 2 the leadership."""
    progress: str
    """The latest progress in the reporter's words; empty when nothing was reported."""
    obstacle: str | None
    reported_at: datetime | None
    closed_at: datetime | None
    first_due_on: date | None = None
    """The plan's due date, where an extension or a supplement put another into `due_on`."""
    excused_due_on: date | None = None
    """The due date for which being late has a confirmed objective reason (NĐ 335/2025/NĐ-CP)."""

    @property
    def planned_due_on(self) -> date:
        """Return the due date that the plan gives, whatever was granted since."""
        return self.first_due_on or self.due_on

    @property
    def is_excused(self) -> bool:
        """Return whether being late for the date in effect has a confirmed objective reason."""
        return self.excused_due_on == self.due_on

    @property
    def is_owed(self) -> bool:
        """Return whether somebody still has to report."""
        return self.state in OWED

    def is_overdue(self, today: date) -> bool:
        """Return whether the due date is past and the work is still owed."""
        return self.is_owed and self.due_on < today


@dataclass(frozen=True, slots=True)
class WorkItem:
    """An occurrence with its task and agency name: what lists and messages show."""

    occurrence: Occurrence
    task: Task
    agency_name: str
