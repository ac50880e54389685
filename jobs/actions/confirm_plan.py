"""A person says yes: the draft becomes tasks with agencies, and work begins to be owed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.localtime import local_date
from data.domain.people import Ward
from data.domain.plan_review import Review, ReviewDuty, ReviewTask, review_from_json
from data.domain.tasks import Assignment, AssignmentKind, Plan, PlanState, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import plans as words
from jobs.actions.agencies import find_or_make, office_agency
from jobs.actions.allow import require
from jobs.actions.plan_work import replan
from jobs.actions.what_is_open import what_is_open
from jobs.intake.agencies_vi import split_names
from jobs.intake.receivers import without_receiver


@dataclass(frozen=True, slots=True)
class PlanConfirmed:
    """What is in force now."""

    plan: Plan
    tasks: int
    duties: int
    waiting: int
    """Tasks that wait for an event."""
    needs_date: int
    """Tasks in the list "cần ấn định thời hạn"."""
    removed: int
    given_to_office: tuple[int, ...]
    """Numbers of tasks without a lead, given to the lead office for the time being."""
    unstaffed: tuple[str, ...]
    """Lead agencies in which nobody is."""
    was_active: bool = False
    """It was confirmed before: nothing was done."""


async def confirm_plan(
    unit: UnitOfWork, ward: Ward, plan_id: int, now: datetime, actor: str
) -> PlanConfirmed:
    """Put a draft in force; a second time it does nothing.

    An amended plan changes the tasks that go on in place, so that what was reported stays with
    them; removed ones owe nothing more; the plan that it amends is replaced. Raises RefusedError
    when the actor may not, the draft is closed or has no tasks, or nobody could be given a task
    without a lead.
    """
    await require(unit, ward, actor, Wish.CONFIRM_PLAN)
    work = unit.ward(ward.id)
    plan = await work.plans.get(plan_id)
    if plan is not None and plan.state is PlanState.ACTIVE:
        return await _result(unit, ward, plan, was_active=True)
    found = await work.plans.draft()
    if plan is None or found is None or found[0].id != plan_id:
        raise RefusedError(words.not_the_draft())
    review = review_from_json(found[1])
    if not review.standing:
        raise RefusedError(words.nothing_to_confirm())
    leadless = tuple(t.code for t in review.standing if not t.lead)
    office = await office_agency(unit, ward)
    if leadless and office is None:
        raise RefusedError(words.no_lead_no_office(leadless))
    if not await work.plans.set_state(plan_id, PlanState.ACTIVE, confirmed_at=now):
        return await _result(unit, ward, plan, was_active=True)
    touched = await _put_in_force(unit, ward, plan_id, review, office, now)
    removed = await _remove(unit, ward, review)
    if review.amends_id is not None:
        await work.plans.set_state(review.amends_id, PlanState.REPLACED)
    await unit.wards.take_codes_up_to(ward.id, max(t.code for t in review.everything))
    await replan(unit, ward, [*touched, *removed], now, actor)
    work.log.append(
        "plan.confirmed",
        actor=actor,
        subject=f"plan:{plan_id}",
        now=now,
        tasks=len(touched),
        removed=len(removed),
        amends=review.amends_id,
    )
    return await _result(unit, ward, plan, leadless=leadless, removed=len(removed))


async def _put_in_force(
    unit: UnitOfWork, ward: Ward, plan_id: int, review: Review, office: int | None, now: datetime
) -> list[int]:
    """Write every task and duty that was not dropped; return their ids."""
    work = unit.ward(ward.id)
    duties = [d for d in review.duties if not d.is_dropped]
    who = [name for d in duties for name in split_names(d.draft.who or "")]
    ids = await find_or_make(unit, ward, [*review.names, *who], review.meanings)
    known = await work.tasks.some(
        [t.keeps_task_id for t in review.everything if t.keeps_task_id is not None]
    )
    fallback = [] if office is None else [office]
    written = []
    for task in review.standing:
        lead = [ids[name] for name in task.lead] or fallback
        new = _task(plan_id, task, _assignments(task, ids, lead))
        written.append(await _write(unit, ward, new, known.get(task.keeps_task_id or 0), now))
    agencies = await work.agencies.all()
    for duty in duties:
        named = [ids[name] for name in split_names(duty.draft.who or "")]
        lead = [*without_receiver(named, duty.draft.text, agencies)] or fallback
        new = _duty(plan_id, duty, lead)
        written.append(await _write(unit, ward, new, known.get(duty.keeps_task_id or 0), now))
    return written


async def _write(
    unit: UnitOfWork, ward: Ward, task: Task, known: Task | None, now: datetime
) -> int:
    tasks = unit.ward(ward.id).tasks
    today = local_date(now)
    if known is None:
        return (await tasks.add(task, next_open_on=today)).id
    # In place: occurrences, reports and evidence hang on the row.
    kept = replace(
        task,
        id=known.id,
        code=known.code,
        reporting_period=known.reporting_period,
        wants_originals=known.wants_originals,
    )
    await tasks.save(kept, next_open_on=today)
    return kept.id


async def _remove(unit: UnitOfWork, ward: Ward, review: Review) -> list[int]:
    """Take out what the amended plan no longer has, and what was dropped from it; return the ids."""
    dropped = [t.keeps_task_id for t in review.everything if t.is_dropped]
    ids = {r.task_id for r in review.removed} | {i for i in dropped if i is not None}
    tasks = unit.ward(ward.id).tasks
    for task in (await tasks.some(ids)).values():
        await tasks.save(replace(task, is_removed=True), next_open_on=None)
    return sorted(ids)


def _assignments(
    task: ReviewTask, ids: Mapping[str, int], lead: Iterable[int]
) -> tuple[Assignment, ...]:
    draft = task.draft
    parts = [Assignment(agency, AssignmentKind.LEAD) for agency in lead]
    parts += [Assignment(ids[name], AssignmentKind.COORDINATE) for name in draft.coordinate]
    parts += [Assignment(ids[name], AssignmentKind.SUPERVISE) for name in draft.supervise]
    return tuple(dict.fromkeys(parts))


def _task(plan_id: int, task: ReviewTask, assignments: tuple[Assignment, ...]) -> Task:
    draft = task.draft
    return Task(
        id=0,
        plan_id=plan_id,
        code=task.code,
        no=draft.no,
        section=draft.section,
        component=draft.component,
        title=draft.title,
        short_title=task.short_title,
        methods=draft.methods,
        product=draft.product,
        time_text=draft.time_text or "",
        time_inherited=draft.time_inherited,
        rule=draft.rule,
        is_duty=False,
        reporting_period=None,
        is_removed=False,
        assignments=assignments,
    )


def _duty(plan_id: int, duty: ReviewDuty, lead: Iterable[int]) -> Task:
    return Task(
        id=0,
        plan_id=plan_id,
        code=duty.code,
        no=None,
        section=None,
        component=None,
        title=duty.short_title,
        short_title=duty.short_title,
        methods=(),
        product=None,
        time_text=duty.draft.text,
        time_inherited=False,
        rule=duty.draft.rule,
        is_duty=True,
        reporting_period=None,
        is_removed=False,
        assignments=tuple(Assignment(agency, AssignmentKind.LEAD) for agency in lead),
    )


async def _result(
    unit: UnitOfWork,
    ward: Ward,
    plan: Plan,
    *,
    leadless: tuple[int, ...] = (),
    removed: int = 0,
    was_active: bool = False,
) -> PlanConfirmed:
    tasks = await unit.ward(ward.id).tasks.all(plan_id=plan.id)
    left = await what_is_open(unit, ward, plan_id=plan.id)
    return PlanConfirmed(
        plan=plan,
        tasks=sum(not t.is_duty for t in tasks),
        duties=sum(t.is_duty for t in tasks),
        waiting=len(left.waiting),
        needs_date=len(left.undated),
        removed=removed,
        given_to_office=leadless,
        unstaffed=await _unstaffed(unit, ward, tasks),
        was_active=was_active,
    )


async def _unstaffed(unit: UnitOfWork, ward: Ward, tasks: Iterable[Task]) -> tuple[str, ...]:
    """Return the lead agencies, groups by their members, in which nobody is."""
    work = unit.ward(ward.id)
    agencies = {a.id: a for a in await work.agencies.all()}
    staffed = {m.agency_id for p in await work.people.all() for m in p.memberships}
    leads = dict.fromkeys(a for t in tasks for a in t.agencies(AssignmentKind.LEAD))
    owing = dict.fromkeys(m for a in leads for m in (agencies[a].members or (a,)))
    return tuple(agencies[a].name for a in owing if a not in staffed)
