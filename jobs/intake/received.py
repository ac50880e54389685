"""A plan that was read becomes the ward's draft: numbered, compared, nothing in force yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from data.domain.drafts import PlanDraft, PlanHeader
from data.domain.names import fold_name
from data.domain.people import Agency, Ward
from data.domain.plan_review import (
    Change,
    Removed,
    Review,
    ReviewDuty,
    ReviewTask,
    SameName,
    review_from_json,
    review_to_json,
    usual_name,
)
from data.domain.tasks import AssignmentKind, Plan, PlanState, Task
from data.domain.titles import duty_title, short_title
from data.store.plans import PlanHead
from data.store.unit_of_work import UnitOfWork
from jobs.intake.agencies_vi import split_names
from jobs.intake.amend import compare
from jobs.intake.kept_leads import FormerLead, as_the_plan_says, with_lead_of_office
from jobs.intake.same_agency import propose_same


@dataclass(frozen=True, slots=True)
class PlanReceived:
    """A fresh draft."""

    plan_id: int
    review: Review
    replaced_draft: bool
    """Another draft was open and is dropped now."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A task in force, as the comparison wants it."""

    task: Task
    no: str | None
    title: str
    methods: tuple[str, ...]
    lead: tuple[str, ...]
    coordinate: tuple[str, ...]
    supervise: tuple[str, ...]
    time_text: str | None
    product: str | None


async def keep_reading(
    unit: UnitOfWork,
    ward: Ward,
    draft: PlanDraft,
    now: datetime,
    actor: str,
    *,
    source_sha256: str | None = None,
    source_name: str | None = None,
    reading_id: int | None = None,
) -> PlanReceived:
    """Make what was read the ward's open draft; an earlier open draft is dropped.

    With `reading_id` the row that waited for this reading becomes the draft. A plan with the number,
    or the title and year, of an active one is taken for its amendment; `amend_draft` changes that.
    """
    work = unit.ward(ward.id)
    replaced = await work.plans.draft() is not None
    review = await fresh_review(unit, ward, draft)
    head = PlanHead(**draft.plan.model_dump())
    content = review_to_json(review)
    if reading_id is None:
        plan_id = await work.plans.add_draft(
            head,
            content,
            now=now,
            source_sha256=source_sha256,
            source_name=source_name,
            replaces_id=review.amends_id,
        )
    else:
        plan_id = reading_id
        await work.plans.become_draft(
            plan_id, head, content, source_sha256=source_sha256, replaces_id=review.amends_id
        )
    work.log.append(
        "plan.read",
        actor=actor,
        subject=f"plan:{plan_id}",
        now=now,
        source=source_sha256,
        tasks=len(review.tasks),
        amends=review.amends_id,
    )
    return PlanReceived(plan_id, review, replaced)


async def fresh_review(unit: UnitOfWork, ward: Ward, draft: PlanDraft) -> Review:
    """Return a draft as people look it over, before anybody changed anything."""
    work = unit.ward(ward.id)
    first = await unit.wards.next_code(ward.id)
    review = Review(
        head=draft.plan,
        tasks=tuple(
            ReviewTask(code=first + i, short_title=short_title(t.title), draft=t)
            for i, t in enumerate(draft.tasks)
        ),
        duties=tuple(
            ReviewDuty(code=first + len(draft.tasks) + i, short_title=duty_title(d.text), draft=d)
            for i, d in enumerate(draft.duties)
        ),
        skipped=draft.skipped,
        doubts=draft.doubts,
    )
    review = with_same_names(review, await work.agencies.all(), await work.agencies.other_names())
    amended = find_amended(draft.plan, await work.plans.all())
    return await amending(unit, ward, review, amended)


def find_amended(head: PlanHeader, plans: Sequence[Plan]) -> Plan | None:
    """Return the active plan with the same number, or the same title, in the same year."""

    def same(one: str | None, other: str | None) -> bool:
        plain = [fold_name(x or "").replace(" ", "") for x in (one, other)]
        return plain[0] != "" and plain[0] == plain[1]

    for plan in plans:
        a_year = head.year == plan.year or head.year is None or plan.year is None
        alike = same(head.number, plan.number) or same(head.title, plan.title)
        if plan.state is PlanState.ACTIVE and a_year and alike:
            return plan
    return None


async def amending(unit: UnitOfWork, ward: Ward, review: Review, plan: Plan | None) -> Review:
    """Return the review held against an active plan; against none when `plan` is None.

    Matched tasks keep their number, their short title if a person rewrote it, and the rule and the
    lead that the office settled when the plan's words for them are the same. Others get the next
    free numbers.
    """
    first = await unit.wards.next_code(ward.id)
    review = review.with_(tasks=tuple(as_the_plan_says(t) for t in review.tasks))
    if plan is None:
        return _renumbered(review.with_(amends_id=None, removed=()), {}, {}, first)
    work = unit.ward(ward.id)
    names = {a.id: a.name for a in await work.agencies.all()}
    standing = await work.tasks.all(plan_id=plan.id)
    known = [_known(t, names) for t in standing if not t.is_duty]
    meant = {n: names[a] for n, a in (await work.agencies.other_names()).items()}
    said = await _leads_said(unit, ward, plan.id)
    canonical = _with_meant_names(review, meant)
    amendment = compare(known, canonical)
    by_source = {t.draft.source: t.code for t in review.tasks}
    tasks: dict[int, tuple[Task, Change]] = {}
    kept = {t.code: t for t in review.tasks}
    for pair in (*amendment.changed, *amendment.same):
        code, old = by_source[pair.new.source], known[pair.old]
        former = FormerLead(old.lead, said.get(old.task.code))
        kept[code] = with_lead_of_office(kept[code], former, meant)
        differs = set(pair.changed) - ({"lead"} if kept[code].draft.lead == old.lead else set())
        tasks[code] = (old.task, Change.CHANGED if differs else Change.SAME)
    review = review.with_(tasks=tuple(kept.values()))
    old_duties = {fold_name(t.time_text): t for t in standing if t.is_duty}
    duties = {
        d.code: task
        for d in review.duties
        if (task := old_duties.pop(fold_name(d.draft.text), None))
    }
    gone = [known[place].task for place in amendment.removed] + list(old_duties.values())
    removed = tuple(Removed(task_id=t.id, code=t.code, short_title=t.short_title) for t in gone)
    return _renumbered(review.with_(amends_id=plan.id, removed=removed), tasks, duties, first)


async def _leads_said(unit: UnitOfWork, ward: Ward, plan_id: int) -> dict[int, tuple[str, ...]]:
    """Return by task number who leads by the words of the plan in force."""
    content = await unit.ward(ward.id).plans.confirmed_draft(plan_id)
    tasks = review_from_json(content).tasks if content else ()
    return {task.code: task.said_lead for task in tasks}


def _known(task: Task, names: Mapping[int, str]) -> _Known:
    def named(kind: AssignmentKind) -> tuple[str, ...]:
        return tuple(names[a] for a in task.agencies(kind))

    return _Known(
        task,
        task.no,
        task.title,
        task.methods,
        named(AssignmentKind.LEAD),
        named(AssignmentKind.COORDINATE),
        named(AssignmentKind.SUPERVISE),
        task.time_text or None,
        task.product,
    )


def _with_meant_names(review: Review, meant: Mapping[str, str]) -> PlanDraft:
    """Return the draft with each spelling that a person settled earlier written as it was settled."""

    def settled(names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(meant.get(name, name) for name in names)

    drafts = (t.draft for t in review.tasks)
    return PlanDraft(
        plan=review.head,
        tasks=tuple(
            d.model_copy(
                update={
                    "lead": settled(d.lead),
                    "coordinate": settled(d.coordinate),
                    "supervise": settled(d.supervise),
                }
            )
            for d in drafts
        ),
    )


def _renumbered(
    review: Review,
    kept: Mapping[int, tuple[Task, Change]],
    kept_duties: Mapping[int, Task],
    first: int,
) -> Review:
    """Give kept tasks their old number and the others the next free ones, in order."""
    free = iter(range(first, first + len(review.tasks) + len(review.duties)))
    tasks = []
    for task in review.tasks:
        if task.code in kept:
            tasks.append(_going_on(task, *kept[task.code]))
        else:
            changes = {"code": next(free), "keeps_task_id": None, "change": Change.ADDED}
            tasks.append(task.with_(**changes))
    duties = []
    for duty in review.duties:
        old = kept_duties.get(duty.code)
        code = old.code if old else next(free)
        duties.append(duty.with_(code=code, keeps_task_id=old.id if old else None))
    return review.with_(tasks=tuple(tasks), duties=tuple(duties))


def _going_on(task: ReviewTask, old: Task, change: Change) -> ReviewTask:
    draft = task.draft
    same_time = fold_name(draft.time_text or "") == fold_name(old.time_text)
    if same_time:
        draft = draft.model_copy(update={"rule": old.rule})
    rewritten = old.short_title != short_title(old.title)
    return task.with_(
        code=old.code,
        short_title=old.short_title if rewritten else task.short_title,
        draft=draft,
        is_checked=task.is_checked or change is Change.SAME,
        keeps_task_id=old.id,
        change=change,
    )


def with_same_names(
    review: Review, agencies: Sequence[Agency], other_names: Mapping[str, int]
) -> Review:
    """Return the review with the names that may be one agency, those in use named first."""
    in_use = [a.name for a in agencies]
    known = {*in_use, *other_names}
    named = [*review.names, *(n for d in review.duties for n in split_names(d.draft.who or ""))]
    proposals = []
    for group in propose_same([*in_use, *(n for n in named if n not in other_names)]):
        if all(name in known for name in group.names):
            continue
        names = tuple(n for n in group.names if n in known or n in named)
        # A name in use stays: people and work are under it already.
        meant = names[0] if names[0] in known else usual_name(review, names)
        proposals.append(SameName(names=names, reason=group.reason, meant=meant))
    return review.with_(same_names=tuple(proposals))
