"""Brings the rows of what is owed in line with rules, agencies and events.

Beneath both doors: the clock opens what comes near, people change what governs it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from data.domain.ladder import first_remind_at, next_escalate_at, next_remind_at
from data.domain.localtime import local_date
from data.domain.people import Agency, Ward
from data.domain.planning import PlannedOccurrence, plan_occurrences
from data.domain.replanning import (
    Difference,
    begins_on,
    compare,
    context_of,
    lead_agencies,
    next_open_on,
)
from data.domain.tasks import Event, Occurrence, OccurrenceState, Plan, PlanState, Task
from data.domain.workdays import WorkCalendar, parse_overrides
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import UnitOfWork, WardWork

_NOT_YET = (PlanState.READING, PlanState.DRAFT)


@dataclass(frozen=True, slots=True)
class Replanned:
    """What re-planning changed; all zero when nothing had to."""

    made: int = 0
    moved: int = 0
    """Also those that were cancelled and are planned again."""
    cancelled: int = 0
    without_lead: tuple[int, ...] = ()
    """Ids of tasks that nobody leads: nothing can be owed."""

    @property
    def counts(self) -> dict[str, int]:
        """What changed, as the event log and the tallies keep it."""
        return {"made": self.made, "moved": self.moved, "cancelled": self.cancelled}

    def __bool__(self) -> bool:
        return any(self.counts.values())


async def plan_again(
    unit: UnitOfWork, ward: Ward, task_ids: Iterable[int], now: datetime
) -> Replanned:
    """Make the occurrences of these tasks what they should be, and withdraw reminders that lie.

    Idempotent: at once again it changes nothing. Tasks of a plan that is not confirmed yet are
    left alone, so a plan is made active first; tasks that were removed owe nothing more.
    """
    wanted = list(dict.fromkeys(task_ids))
    if not wanted:
        return Replanned()
    planner = await _Planner.gather(unit, ward, wanted, now)
    await planner.run()
    return planner.result()


class _Planner:
    """One run over some tasks: gathered at once, compared in memory, written in few statements."""

    def __init__(self, unit: UnitOfWork, ward: Ward, now: datetime) -> None:
        self._unit = unit
        self._work: WardWork = unit.ward(ward.id)
        self._ward = ward
        self._now = now
        self._today: date = local_date(now)
        self._calendar = WorkCalendar(parse_overrides(ward.settings.calendar_overrides))
        self._tasks: Mapping[int, Task] = {}
        self._plans: Mapping[int, Plan] = {}
        self._agencies: Mapping[int, Agency] = {}
        self._events: Sequence[Event] = ()
        self._there: Mapping[int, Sequence[Occurrence]] = {}
        self._new: list[NewOccurrence] = []
        self._changed: list[tuple[Occurrence, dict[str, Any]]] = []
        self._dropped: list[int] = []
        self._without_lead: list[int] = []
        self._made = 0

    @classmethod
    async def gather(
        cls, unit: UnitOfWork, ward: Ward, task_ids: Sequence[int], now: datetime
    ) -> "_Planner":
        planner = cls(unit, ward, now)
        work = planner._work
        planner._tasks = await work.tasks.some(task_ids)
        planner._plans = {p.id: p for p in await work.plans.all()}
        planner._agencies = {a.id: a for a in await work.agencies.all()}
        planner._events = await work.events.of_tasks(task_ids)
        there: dict[int, list[Occurrence]] = defaultdict(list)
        for occurrence in await work.occurrences.of_tasks(task_ids):
            there[occurrence.task_id].append(occurrence)
        planner._there = there
        return planner

    async def run(self) -> None:
        opens: dict[date | None, list[int]] = defaultdict(list)
        for task in self._tasks.values():
            plan = self._plans[task.plan_id]
            on = None if plan.state in _NOT_YET else self._compare(task, plan)
            opens[on].append(task.id)
        for on, task_ids in opens.items():
            await self._work.tasks.set_next_open(task_ids, on)
        await self._write()

    def _compare(self, task: Task, plan: Plan) -> date | None:
        """Note what has to change for a task; returns when to look again."""
        there = self._there.get(task.id, ())
        if task.is_removed or plan.state is not PlanState.ACTIVE:
            self._note(task, compare((), (), there, self._today))
            return None
        leads = lead_agencies(task, self._agencies)
        if not leads:
            self._without_lead.append(task.id)
        context = context_of(
            task,
            plan,
            self._ward,
            self._calendar,
            from_on=begins_on(plan, self._plans, there),
            today=self._today,
            events=self._events,
        )
        planned = plan_occurrences(task.rule, context=context)
        self._note(task, compare(planned, leads, there, self._today))
        return next_open_on(task, context, planned, self._today)

    def _note(self, task: Task, difference: Difference) -> None:
        self._new += [self._opened(task, agency, p) for agency, p in difference.made]
        self._changed += [(o, self._moved(o, p)) for o, p in difference.moved]
        self._changed += [(o, self._revived(p)) for o, p in difference.revived]
        self._dropped += [o.id for o in difference.dropped]

    def _opened(self, task: Task, agency_id: int, planned: PlannedOccurrence) -> NewOccurrence:
        return NewOccurrence(
            task_id=task.id,
            agency_id=agency_id,
            period_key=planned.period_key,
            **_place(planned),
            **self._first_instants(planned),
        )

    def _first_instants(self, planned: PlannedOccurrence) -> dict[str, Any]:
        settings, calendar = self._ward.settings, self._calendar
        opens_on, due_on = planned.opens_on, planned.due_on
        return {
            "next_remind_at": first_remind_at(
                opens_on, due_on, now=self._now, settings=settings, calendar=calendar
            ),
            "next_escalate_at": next_escalate_at(
                due_on, 0, now=self._now, settings=settings, calendar=calendar
            ),
        }

    def _revived(self, planned: PlannedOccurrence) -> dict[str, Any]:
        fresh = {
            "state": OccurrenceState.OPEN,
            "closed_at": None,
            "rung": 0,
            "escalated_to": 0,
            "first_due_on": None,
        }
        return {**fresh, **_place(planned), **self._first_instants(planned)}

    def _moved(self, there: Occurrence, planned: PlannedOccurrence) -> dict[str, Any]:
        values = {**_place(planned), **self._first_instants(planned)}
        settings, calendar = self._ward.settings, self._calendar
        due_on = planned.due_on
        if there.first_due_on is not None:
            # What was granted is not taken away by a change of the plan.
            due_on = max(there.due_on, planned.due_on)
            values |= {"due_on": due_on, "first_due_on": planned.due_on}
        if there.rung or there.first_due_on is not None:
            values["next_remind_at"] = next_remind_at(
                planned.opens_on,
                due_on,
                after=self._now,
                settings=settings,
                calendar=calendar,
            )
        told = there.escalated_to if due_on < self._today else 0
        values["escalated_to"] = told
        values["next_escalate_at"] = next_escalate_at(
            due_on, told, now=self._now, settings=settings, calendar=calendar
        )
        return values

    async def _write(self) -> None:
        occurrences = self._work.occurrences
        self._made = await occurrences.make_planned(self._new)
        for occurrence, values in self._changed:
            await occurrences.change(occurrence.id, **values)
        await occurrences.cancel(self._dropped, self._now)
        if stale := [o.id for o, _ in self._changed] + self._dropped:
            # A message already written still names the old date; the next rung names the new one.
            await self._unit.outbox.withdraw(stale)

    def result(self) -> Replanned:
        return Replanned(
            self._made, len(self._changed), len(self._dropped), tuple(self._without_lead)
        )


def _place(planned: PlannedOccurrence) -> dict[str, Any]:
    return {
        "label": planned.label,
        "opens_on": planned.opens_on,
        "due_on": planned.due_on,
        "event_id": planned.event_id,
    }
