"""A person says when a task is due, in words, where the plan did not."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from data.domain.access import Wish
from data.domain.localtime import local_date
from data.domain.people import Ward
from data.domain.planning import Standing, standing
from data.domain.replanning import begins_on
from data.domain.rules import (
    DeadlineRule,
    Several,
    Unknown,
    Window,
    parts_of,
    rule_to_json,
)
from data.domain.tasks import Plan, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import set_deadline as words
from jobs.actions.allow import require
from jobs.actions.plan_work import Replanned, replan
from jobs.intake.deadlines_vi import read_deadline

_FURTHEST = timedelta(days=3 * 366)


@dataclass(frozen=True, slots=True)
class DeadlineSet:
    """The task with its new rule; the plan's own words in `time_text` stay."""

    task: Task
    rule: DeadlineRule
    changes: Replanned
    before: DeadlineRule


async def set_deadline(
    unit: UnitOfWork,
    ward: Ward,
    task_id: int,
    said: str,
    *,
    now: datetime,
    actor: str,
    only_open: bool = False,
) -> DeadlineSet:
    """Read the words ("30/6", "quý III", "ngày 15 hằng quý") as the task's rule, and re-plan it.

    The same again changes nothing. `only_open`: the task was shown as one that needs a date, so
    that its other parts are not to be changed. Raises RefusedError when the actor may not, there is
    no such task, the words still say no date, the date is over or so far that it can only be a
    slip, or somebody set another one meanwhile.
    """
    await require(unit, ward, actor, Wish.SET_DEADLINE)
    task = await _task(unit, ward, task_id)
    new = await deadline_in(unit, ward, task, said, now)
    rule = in_place_of_the_undated(task.rule, new)
    if only_open and is_dated(task.rule):
        if new != task.rule and new not in parts_of(task.rule):
            raise RefusedError(words.set_meanwhile(task.code))
        rule = task.rule
    if rule == task.rule:
        return DeadlineSet(task, rule, Replanned(), rule)
    return await _write(unit, ward, task, rule, said, now, actor)


def is_dated(rule: DeadlineRule) -> bool:
    """Return whether no part of a rule needs a date any more."""
    return standing(rule) not in (Standing.NEEDS_DATE, Standing.MIXED)


async def take_deadline_back(
    unit: UnitOfWork,
    ward: Ward,
    task_id: int,
    *,
    now_is: DeadlineRule,
    was: DeadlineRule,
    now: datetime,
    actor: str,
) -> DeadlineSet:
    """Put back the rule that a task had, while it still has the one that came in its place.

    Raises RefusedError when the actor may not, or the deadline was changed since.
    """
    await require(unit, ward, actor, Wish.SET_DEADLINE)
    task = await _task(unit, ward, task_id)
    if task.rule != now_is:
        raise RefusedError(words.changed_since(task.code))
    return await _write(unit, ward, task, was, "", now, actor)


async def deadline_in(
    unit: UnitOfWork, ward: Ward, task: Task, said: str, now: datetime
) -> DeadlineRule:
    """Return the rule that words give a task. Raises RefusedError when they say no date to come."""
    work = unit.ward(ward.id)
    plans = {p.id: p for p in await work.plans.all()}
    plan = plans[task.plan_id]
    rule = _read(said, plan, task, now)
    there = await work.occurrences.of_task(task.id)
    today = local_date(now)
    from_on = max(today, begins_on(plan, plans, there))
    ends = [p.end for p in parts_of(rule) if isinstance(p, Window) and p.end is not None]
    if far := next((end for end in ends if end > today + _FURTHEST), None):
        raise RefusedError(words.too_far(far))
    if standing(rule, from_on=from_on) is Standing.NEEDS_DATE:
        raise RefusedError(words.is_over(said))
    return rule


async def _task(unit: UnitOfWork, ward: Ward, task_id: int) -> Task:
    task = await unit.ward(ward.id).tasks.get(task_id)
    if task is None or task.is_removed:
        raise RefusedError(words.no_such_task())
    return task


async def _write(
    unit: UnitOfWork,
    ward: Ward,
    task: Task,
    rule: DeadlineRule,
    said: str,
    now: datetime,
    actor: str,
) -> DeadlineSet:
    work = unit.ward(ward.id)
    changed = replace(task, rule=rule)
    await work.tasks.save(changed, next_open_on=local_date(now))
    work.log.append(
        "deadline.set",
        actor=actor,
        subject=f"task:{task.id}",
        now=now,
        said=said[:200],
        rule=rule_to_json(rule),
    )
    changes = await replan(unit, ward, [task.id], now, actor)
    return DeadlineSet(changed, rule, changes, task.rule)


def _read(said: str, plan: Plan, task: Task, now: datetime) -> DeadlineRule:
    rule = read_deadline(said, year=plan.year or local_date(now).year, plan_date=plan.issued_on)
    if isinstance(rule, Unknown):
        raise RefusedError(words.not_a_deadline(task.code, rule.reason))
    if standing(rule) is Standing.NEEDS_DATE:
        raise RefusedError(words.still_open(task.code, said))
    return rule


def in_place_of_the_undated(old: DeadlineRule, new: DeadlineRule) -> DeadlineRule:
    """Return the rule with `new` where `old` needs a date: its other parts say when already.

    Parts keep their places, because what is owed is known by them.
    """
    if not isinstance(old, Several) or standing(old) is not Standing.MIXED:
        return new
    first, *others = new.parts if isinstance(new, Several) else (new,)
    undated = [p for p in old.parts if standing(p) is Standing.NEEDS_DATE]
    parts = [first if part is undated[0] else part for part in old.parts]
    return Several(parts=(*parts, *others), label=old.label)
