"""How often continuous work is reported: a task's own period, or one for all of a plan's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.people import Ward
from data.domain.periods import MONTHS_IN
from data.domain.plan_names import plans_called
from data.domain.rules import Continuous, Period, Several
from data.domain.settings_rules import Problem
from data.domain.tasks import Plan, PlanState, Task
from data.errors import RefusedError
from data.store.log import EventLog
from data.store.unit_of_work import UnitOfWork
from data.texts import settings as words
from jobs.actions.allow import require
from jobs.actions.plan_work import Replanned, replan


@dataclass(frozen=True, slots=True)
class PeriodSet:
    """Tasks of continuous work as they are now, and what each had before."""

    tasks: tuple[Task, ...]
    before: tuple[Period | None, ...]
    """Task for task its own period; None: as the ward says."""
    plan: Plan | None
    """The plan that all this was said of; None when it was one task."""
    changes: Replanned


async def set_plan_period(
    unit: UnitOfWork, ward: Ward, called: str, period: Period | None, now: datetime, actor: str
) -> PeriodSet:
    """Say how often all continuous work of one active plan is reported; None: as the ward says.

    `called` is its number, with the day if need be, or its title; "" when there is only one. A
    task that an amendment adds later does not inherit it. Raises RefusedError when no plan or
    several can be meant, it has no continuous work, and as `set_reporting_period` does.
    """
    await require(unit, ward, actor, Wish.CHANGE_SETTINGS)
    _check(period, ward)
    work = unit.ward(ward.id)
    active = [p for p in await work.plans.all() if p.state is PlanState.ACTIVE]
    meant = plans_called(called, active)
    if len(meant) != 1:
        say = words.which_plan if meant else words.no_such_plan
        raise RefusedError(say(meant or active, period))
    (plan,) = meant
    ids = [t.id for t in await work.tasks.all(plan_id=plan.id) if _is_continuous(t)]
    if not ids:
        raise RefusedError(words.nothing_continuous(plan))
    return await set_reporting_period(unit, ward, dict.fromkeys(ids, period), now, actor, plan)


async def set_reporting_period(
    unit: UnitOfWork,
    ward: Ward,
    periods: Mapping[int, Period | None],
    now: datetime,
    actor: str,
    plan: Plan | None = None,
) -> PeriodSet:
    """Say how often tasks of continuous work are reported, by task id; None: as the ward says.

    Logged once, of the plan if one is given, else of the task. The same periods again change
    nothing. Raises RefusedError when the actor may not, there is no such task, its dates do not
    hang on reporting periods, or nothing is reported so often.
    """
    await require(unit, ward, actor, Wish.CHANGE_SETTINGS)
    for period in periods.values():
        _check(period, ward)
    work = unit.ward(ward.id)
    found = await work.tasks.some(periods)
    tasks = [_reportable(found.get(task_id)) for task_id in periods]
    changed = [t for t in tasks if t.reporting_period is not periods[t.id]]
    for period in {periods[t.id] for t in changed}:
        await work.tasks.set_period([t.id for t in changed if periods[t.id] is period], period)
    _note(work.log, changed, periods, now, actor, plan)
    changes = await replan(unit, ward, [t.id for t in changed], now, actor)
    after = tuple(replace(t, reporting_period=periods[t.id]) for t in tasks)
    return PeriodSet(after, tuple(t.reporting_period for t in tasks), plan, changes)


def _check(period: Period | None, ward: Ward) -> None:
    if period is not None and period not in MONTHS_IN:
        raise RefusedError(words.refused(Problem.REPORTING_PERIOD, ward.settings))


def _reportable(task: Task | None) -> Task:
    if task is None or task.is_removed:
        raise RefusedError(words.no_such_task(task.code if task else None))
    if not _is_continuous(task):
        raise RefusedError(words.not_continuous(task.code))
    return task


def _is_continuous(task: Task) -> bool:
    parts = task.rule.parts if isinstance(task.rule, Several) else (task.rule,)
    return any(isinstance(part, Continuous) for part in parts)


def _note(
    log: EventLog,
    changed: Sequence[Task],
    periods: Mapping[int, Period | None],
    now: datetime,
    actor: str,
    plan: Plan | None,
) -> None:
    if changed and plan is not None:
        noted = {str(t.id): [t.reporting_period, periods[t.id]] for t in changed}
        log.append(
            "plan.reporting_set", actor=actor, subject=f"plan:{plan.id}", now=now, periods=noted
        )
    for task in changed if plan is None else ():
        pair = [task.reporting_period, periods[task.id]]
        log.append(
            "task.reporting_set", actor=actor, subject=f"task:{task.id}", now=now, period=pair
        )
