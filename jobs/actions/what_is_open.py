"""What the plans in force leave open: tasks without a date, tasks that wait for an event."""

from collections import defaultdict
from dataclasses import dataclass

from data.domain.people import Ward
from data.domain.planning import Standing, standings
from data.domain.replanning import begins_on
from data.domain.rules import Window, parts_of
from data.domain.tasks import Occurrence, PlanState, Task
from data.store.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class LeftOpen:
    """By number. A mixed task may stand in both."""

    undated: tuple[Task, ...]
    waiting: tuple[Task, ...]


async def what_is_open(unit: UnitOfWork, ward: Ward, *, plan_id: int | None = None) -> LeftOpen:
    """Return what is open in every plan in force, or in one."""
    work = unit.ward(ward.id)
    plans = {p.id: p for p in await work.plans.all()}
    active = {p.id for p in plans.values() if p.state is PlanState.ACTIVE}
    tasks = [t for t in await work.tasks.all(plan_id=plan_id) if t.plan_id in active]
    events = await work.events.of_tasks([t.id for t in tasks])
    # A window may have been over before its plan began: only then its occurrences are asked for.
    windows = [t.id for t in tasks if any(isinstance(part, Window) for part in parts_of(t.rule))]
    there: dict[int, list[Occurrence]] = defaultdict(list)
    for occurrence in await work.occurrences.of_tasks(windows):
        there[occurrence.task_id].append(occurrence)
    undated, waiting = [], []
    for task in tasks:
        tied = [e for e in events if task.id in e.task_ids]
        begun = begins_on(plans[task.plan_id], plans, there[task.id])
        stands = standings(task.rule, tied, from_on=begun)
        undated += [task] if Standing.NEEDS_DATE in stands else []
        waiting += [task] if Standing.WAITING_EVENT in stands else []
    return LeftOpen(tuple(undated), tuple(waiting))
