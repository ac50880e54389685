"""Reports are looked at by somebody else: accepted, or returned with a reason. Pure.

A verdict is kept for ever; one that was taken back within ten minutes is kept as taken back.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from data.domain.access import may_review, may_settle
from data.domain.ladder import next_escalate_at, next_remind_at
from data.domain.localtime import local_date
from data.domain.people import Person, Role, WardSettings
from data.domain.reporting import UNDO_WITHIN, as_it_stood, put_back
from data.domain.reports import Evidence, Report
from data.domain.requests import Request, late_for
from data.domain.tasks import Occurrence, OccurrenceState, WorkItem
from data.domain.workdays import WorkCalendar

CALL = "review"
"""The kind of a message that calls reviewers to look."""
VERDICT = "verdict"
"""The kind of a message that tells a verdict."""
SUPPLEMENT_DAYS = 3
"""Working days for a supplement, when the reviewer names no other date."""
DATES = ("due_on", "first_due_on")
"""The columns of an occurrence that hold its due dates."""
_EXCUSED = "excused_due_on"


class Verdict(StrEnum):
    """What a reviewer decides."""

    ACCEPTED = "accepted"
    RETURNED = "returned"


class Fault(StrEnum):
    """Why a report is returned."""

    NO_PHOTO = "no_photo"
    BLURRED = "blurred"
    WRONG = "wrong"
    NO_FIGURES = "no_figures"
    OTHER = "other"  # said in words


@dataclass(frozen=True, slots=True)
class Review:
    """One verdict on one report."""

    id: int
    occurrence_id: int
    report_id: int
    reviewer_id: int
    verdict: Verdict
    faults: tuple[Fault, ...]
    words: str
    evidence_ids: tuple[int, ...]
    """The pictures in question."""
    due_on: date
    """The due date that was in effect for the report."""
    supplement_by: date | None
    """Until when the supplement is expected; None when accepted."""
    days_late: int
    """Calendar days that the report came after `due_on`; 0 when it was in time."""
    at: datetime
    undone_at: datetime | None = None

    @property
    def stands(self) -> bool:
        """Return whether the verdict was not taken back."""
        return self.undone_at is None

    def may_be_undone(self, now: datetime) -> bool:
        """Return whether the verdict is so fresh that it can be taken back."""
        return self.stands and now - self.at <= UNDO_WITHIN


@dataclass(frozen=True, slots=True)
class ToReview:
    """How many reports of completion wait, and when the first and the last of them came."""

    count: int = 0
    oldest: datetime | None = None
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A report with what it shows."""

    report: Report
    by: str
    """The name of who gave it."""
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One piece of work with everything that was said, shown, asked and decided about it."""

    item: WorkItem
    versions: tuple[Version, ...]
    """Reports that were not taken back, the first first."""
    reviews: tuple[Review, ...]
    """The first first, also those that were taken back."""
    requests: tuple[Request, ...]
    """The first first."""
    names: dict[int, str]
    """Names of everybody in it, by id."""

    @property
    def head(self) -> Version | None:
        """Return the latest version: the one that a verdict is about."""
        return self.versions[-1] if self.versions else None

    @property
    def fresh(self) -> tuple[Version, ...]:
        """Return what came since the last standing verdict: what is new to a reviewer."""
        judged = [r.report_id for r in self.reviews if r.stands]
        last = max(judged, default=0)
        return tuple(v for v in self.versions if v.report.id > last)

    @property
    def contributors(self) -> frozenset[int]:
        """Return who said or showed something in it: none of them may decide on it."""
        said = {v.report.person_id for v in self.versions}
        said |= {v.report.recorded_by for v in self.versions if v.report.recorded_by}
        return frozenset(said | {e.person_id for v in self.versions for e in v.evidence})

    @property
    def waits(self) -> bool:
        """Return whether somebody has to decide on it."""
        return self.item.occurrence.state is OccurrenceState.REPORTED and self.head is not None

    def late(self, today: date) -> tuple[date, ...]:
        """Return the due dates for which it is or was late, the last one last."""
        returned = [r for r in self.reviews if r.stands and r.verdict is Verdict.RETURNED]
        came_late = [r.due_on for r in returned if r.days_late]
        return late_for(self.item.occurrence, came_late, today)

    @property
    def excused(self) -> frozenset[date]:
        """Return the due dates for which being late had a reason that was confirmed."""
        return frozenset(r.due_on for r in self.requests if r.confirms_lateness)

    def unexcused(self, today: date) -> tuple[date, ...]:
        """Return the due dates for which being late has no reason that was confirmed."""
        return tuple(due for due in self.late(today) if due not in self.excused)

    @property
    def mark(self) -> str:
        """Return what tells whether anything was added or amended since somebody looked: 8 letters.

        A verdict that carries it is about what its giver saw, and about nothing else.
        """
        seen = [
            (v.report.id, v.report.text, repr(v.report.progress), [e.id for e in v.evidence])
            for v in self.fresh
        ]
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:8]


def reviewers(people: Iterable[Person], contributors: Collection[int]) -> tuple[Person, ...]:
    """Return who is to look at a report: the lead office, without those who contributed to it.

    Where nobody of it is left the leadership looks, else the administrators.
    """
    return _first_of([p for p in people if may_review(p, contributors) is None])


def settlers(people: Iterable[Person], owed_by: int, asked_by: int) -> tuple[Person, ...]:
    """Return who is to answer what was asked about a due date, in the same order."""
    able = [p for p in people if may_settle(p, owed_by, asked_by) is None]
    return _first_of(able)


def _first_of(able: Sequence[Person]) -> tuple[Person, ...]:
    for role in (Role.LEAD_OFFICE, Role.LEADERSHIP, Role.ADMIN):
        if found := tuple(p for p in able if p.is_any_of(role)):
            return found
    return ()


def days_late(occurrence: Occurrence) -> int:
    """Return how many calendar days after the date in effect the work was reported as complete."""
    if occurrence.reported_at is None:
        return 0
    return max(0, (local_date(occurrence.reported_at) - occurrence.due_on).days)


def supplement_date(
    due_on: date, today: date, calendar: WorkCalendar, wished: date | None = None
) -> date:
    """Return until when a supplement is expected: in three working days, or as the reviewer wishes.

    Never before the due date in effect: who reported early is not pressed.
    """
    return max(due_on, wished or calendar.add_working_days(today, SUPPLEMENT_DAYS))


def after_accept(now: datetime) -> dict[str, Any]:
    """Return the columns of an occurrence whose report is accepted."""
    return {"state": OccurrenceState.ACCEPTED, "closed_at": now}


def after_return(
    occurrence: Occurrence,
    by: date,
    *,
    now: datetime,
    settings: WardSettings,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """Return the columns of an occurrence whose report is returned: the clock starts again."""
    return {
        "state": OccurrenceState.RETURNED,
        "reported_at": None,
        **dated_anew(occurrence, by, now=now, settings=settings, calendar=calendar),
    }


def dated_anew(
    occurrence: Occurrence,
    due_on: date,
    *,
    now: datetime,
    settings: WardSettings,
    calendar: WorkCalendar,
) -> dict[str, Any]:
    """Return the columns of an occurrence that has another due date; the plan's own stays beside."""
    first = occurrence.planned_due_on
    return {
        "due_on": due_on,
        "first_due_on": None if due_on == first else first,
        # It has been spoken of before: who only helps is not told of it as of something new.
        "rung": max(1, occurrence.rung),
        "escalated_to": 0,
        "next_remind_at": next_remind_at(
            occurrence.opens_on, due_on, after=now, settings=settings, calendar=calendar
        ),
        "next_escalate_at": next_escalate_at(
            due_on, 0, now=now, settings=settings, calendar=calendar
        ),
    }


def as_judged(occurrence: Occurrence) -> dict[str, Any]:
    """Return what taking a verdict back has to put back, JSON-ready: the due dates too."""
    dates = {name: getattr(occurrence, name) for name in DATES}
    return as_it_stood(occurrence) | {n: d.isoformat() if d else None for n, d in dates.items()}


def put_back_judged(stood: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that make an occurrence what `as_judged` saw."""
    columns = put_back(stood)
    for name in DATES:
        columns[name] = date.fromisoformat(stood[name]) if stood[name] else None
    return columns


def as_answered(occurrence: Occurrence, changed: Collection[str]) -> dict[str, Any]:
    """Return what taking an answer back has to put back, JSON-ready: the columns it changes."""
    excused = occurrence.excused_due_on
    stood = as_judged(occurrence) | {_EXCUSED: excused.isoformat() if excused else None}
    return {name: stood[name] for name in changed}


def put_back_answered(stood: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that make an occurrence what `as_answered` saw."""
    columns = dict(stood)
    for name, value in stood.items():
        if isinstance(value, str):
            kind = date if name in (*DATES, _EXCUSED) else datetime
            columns[name] = kind.fromisoformat(value)
    return columns


def latest_standing(reviews: Sequence[Review]) -> Review | None:
    """Return the last verdict that was not taken back; `reviews` in their order."""
    return next((r for r in reversed(reviews) if r.stands), None)
