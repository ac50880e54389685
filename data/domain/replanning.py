"""What has to change in what a task owes, when its rule, its agencies or its events have changed.

Pure, and at rest: applied once, the same comparison finds nothing more to change.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from data.domain.localtime import local_date
from data.domain.people import Agency, Ward
from data.domain.periods import REPORTING
from data.domain.planning import PlannedOccurrence, PlanningContext, plan_occurrences
from data.domain.tasks import AssignmentKind, Event, Occurrence, OccurrenceState, Plan, Task
from data.domain.workdays import WorkCalendar

AHEAD = timedelta(days=120)
"""Occurrences are made at least so far ahead."""
_MADE_BEFORE = timedelta(days=30)
"""What opens beyond the horizon is made so long before it opens."""
_LOOK_FURTHER = (timedelta(days=400), timedelta(days=12 * 366))
"""Where to look for what comes next: a year suffices for all but rules of many years."""
_ONE_DAY = timedelta(days=1)

Key = tuple[int, str]
"""Agency and period: what tells a task's occurrences apart."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done to one task's occurrences."""

    made: tuple[tuple[int, PlannedOccurrence], ...] = ()
    """By agency."""
    moved: tuple[tuple[Occurrence, PlannedOccurrence], ...] = ()
    revived: tuple[tuple[Occurrence, PlannedOccurrence], ...] = ()
    """Cancelled before, and planned again."""
    dropped: tuple[Occurrence, ...] = ()


def expand(agency_ids: Iterable[int], agencies: Mapping[int, Agency]) -> tuple[int, ...]:
    """Return the agencies with each group's members in its place.

    A group that has no members yet stays: what it owes must not be lost.
    """
    found: dict[int, None] = {}
    for agency_id in agency_ids:
        agency = agencies.get(agency_id)
        for member in (agency.members if agency else ()) or (agency_id,):
            found[member] = None
    return tuple(found)


def begins_on(plan: Plan, plans: Mapping[int, Plan], existing: Iterable[Occurrence]) -> date:
    """Return from which day on a task's work is owed.

    That is the day on which its plan was confirmed, or issued if that is later: a plan confirmed
    on 10/6 does not call overdue what ended before. Work that was owed under the plan that this
    one amends keeps its earlier beginning, so that nothing owed vanishes with the amendment.
    """
    starts = [_start(plan)]
    while plan.replaces_id is not None and plan.replaces_id in plans:
        plan = plans[plan.replaces_id]
        starts.append(min(_start(plan), starts[-1]))
    dues = [o.planned_due_on for o in existing if o.state is not OccurrenceState.CANCELLED]
    first_due = min(dues, default=starts[0])
    return next((start for start in starts if start <= first_due), starts[-1])


def _start(plan: Plan) -> date:
    confirmed = local_date(plan.confirmed_at or plan.created_at)
    return max(confirmed, plan.issued_on) if plan.issued_on else confirmed


def horizon(plan_year: int | None, today: date) -> date:
    """Return up to when what opens is made: the end of the plan's year, and 120 days at least."""
    ahead = today + AHEAD
    return max(ahead, date(plan_year, 12, 31)) if plan_year else ahead


def context_of(
    task: Task,
    plan: Plan,
    ward: Ward,
    calendar: WorkCalendar,
    *,
    from_on: date,
    today: date,
    events: Sequence[Event],
) -> PlanningContext:
    """Gather what the planner needs to know of a task."""
    return PlanningContext(
        from_on=from_on,
        until_on=horizon(plan.year, today),
        calendar=calendar,
        plan_year=plan.year,
        reporting_period=task.reporting_period or ward.settings.reporting_period,
        cut_off=ward.settings.cutoff_day,
        events=tuple(e for e in events if task.id in e.task_ids and not e.is_cancelled),
    )


def next_open_on(
    task: Task, context: PlanningContext, planned: Sequence[PlannedOccurrence], today: date
) -> date | None:
    """Return when more has to be made; None when nothing more comes by itself."""
    known = {p.period_key for p in planned}
    for further in _LOOK_FURTHER:
        wider = replace(context, until_on=context.until_on + further)
        more = [p for p in plan_occurrences(task.rule, context=wider) if p.period_key not in known]
        if more:
            return max(today + _ONE_DAY, min(p.opens_on for p in more) - _MADE_BEFORE)
    return None


def compare(
    planned: Iterable[PlannedOccurrence],
    leads: Sequence[int],
    existing: Iterable[Occurrence],
    today: date,
) -> Difference:
    """Compare what is planned for the lead agencies with what is there.

    What was reported or accepted is never touched. What is not there and was due before today is
    not made: an agency that joins in October does not owe the spring. A reporting period that is
    overdue stays owed when the next ones are cut otherwise.
    """
    wanted = {(a, p.period_key): p for a in leads for p in planned}
    there = {(o.agency_id, o.period_key): o for o in existing}
    pairs = [(there[k], p) for k, p in wanted.items() if k in there]
    goes_on = {(a, _reporting(p.period_key)) for (a, _), p in wanted.items()}
    return Difference(
        made=tuple(
            (a, p) for (a, k), p in wanted.items() if (a, k) not in there and p.due_on >= today
        ),
        moved=tuple((o, p) for o, p in pairs if o.is_owed and _differs(o, p)),
        revived=tuple(
            (o, p) for o, p in pairs if o.state is OccurrenceState.CANCELLED and p.due_on >= today
        ),
        dropped=tuple(
            o
            for k, o in there.items()
            if o.is_owed and k not in wanted and not _stays(o, goes_on, today)
        ),
    )


def _stays(there: Occurrence, goes_on: Collection[tuple[int, str]], today: date) -> bool:
    reporting = _reporting(there.period_key)
    return bool(reporting) and there.due_on < today and (there.agency_id, reporting) in goes_on


def _reporting(period_key: str) -> str:
    """Return what the keys of a part's reporting periods begin with; empty for other keys."""
    part, found, _ = period_key.partition(REPORTING)
    return part + found if found else ""


def _differs(there: Occurrence, planned: PlannedOccurrence) -> bool:
    # A date that was granted stands beside the plan's own: only this one is compared.
    return (there.label, there.opens_on, there.planned_due_on, there.event_id) != (
        planned.label,
        planned.opens_on,
        planned.due_on,
        planned.event_id,
    )


def lead_agencies(task: Task, agencies: Mapping[int, Agency]) -> tuple[int, ...]:
    """Return who owes a task: its lead agencies, a group's members each their own part."""
    return expand(task.agencies(AssignmentKind.LEAD), agencies)
