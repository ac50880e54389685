"""Looking a plan draft over: each change is checked, saved and logged; nobody is reminded yet."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime

from data.domain.access import Wish
from data.domain.names import LONGEST_AGENCY, clean_name
from data.domain.people import Ward
from data.domain.plan_review import (
    Review,
    ReviewTask,
    SameName,
    change_task,
    checked,
    dropped_duty,
    joined_names,
    reassigned,
    retimed,
    retitled,
    review_from_json,
    review_to_json,
    settled_same,
    unsettled_names,
)
from data.domain.rules import DeadlineRule, Unknown
from data.domain.tasks import AssignmentKind, Plan, PlanState
from data.domain.titles import LONGEST, short_title
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import plans as words
from jobs.actions.allow import require
from jobs.intake.agencies_vi import split_names
from jobs.intake.deadlines_vi import read_deadline
from jobs.intake.received import amending

LONGEST_TITLE = 2_000


@dataclass(frozen=True, slots=True)
class Editing:
    """Who changes which draft, and when."""

    unit: UnitOfWork
    ward: Ward
    plan_id: int
    now: datetime
    actor: str


async def open_draft(unit: UnitOfWork, ward: Ward, actor: str) -> tuple[Plan, Review] | None:
    """Return the ward's open draft. Raises RefusedError when the actor may not see it."""
    await require(unit, ward, actor, Wish.IMPORT_PLAN)
    found = await unit.ward(ward.id).plans.draft()
    return (found[0], review_from_json(found[1])) if found else None


async def set_title(edit: Editing, code: int, title: str) -> Review:
    """Give a task of the draft other words. Raises RefusedError."""
    plain = clean_name(title, LONGEST_TITLE)
    if not plain:
        raise RefusedError(words.empty_title())
    return await _change_task(edit, code, lambda t: retitled(t, plain, short_title(plain)), "title")


async def set_short_title(edit: Editing, code: int, title: str) -> Review:
    """Call a task something else in messages, in at most 60 characters. Raises RefusedError."""
    plain = clean_name(title, LONGEST)
    if not plain:
        raise RefusedError(words.empty_title())
    return await _change_task(edit, code, lambda t: t.with_(short_title=plain), "short_title")


async def set_agencies(edit: Editing, code: int, kind: AssignmentKind, names: str) -> Review:
    """Give a part of a task to the agencies named, as a plan would list them; empty for none."""
    listed = [clean_name(name, LONGEST_AGENCY) for name in split_names(names)]
    found = [name for name in listed if name]
    return await _change_task(edit, code, lambda t: reassigned(t, kind, found), kind.value)


async def set_time(edit: Editing, code: int, text: str) -> tuple[Review, DeadlineRule]:
    """Read words such as "30/6" or "quý III" into a task's rule. Raises RefusedError if unclear."""
    review = await _load(edit)
    rule = understand(text, review)
    changed = await _change_task(edit, code, lambda t: retimed(t, rule), "rule")
    return changed, rule


def understand(text: str, review: Review) -> DeadlineRule:
    """Return the rule that words mean in this plan. Raises RefusedError when they mean none."""
    rule = read_deadline(text, year=review.head.year, plan_date=review.head.issued_on)
    if isinstance(rule, Unknown):
        raise RefusedError(words.time_not_understood(text))
    return rule


async def set_dropped(edit: Editing, code: int, is_dropped: bool) -> Review:
    """Leave a task or duty out of the plan, or take it back. Raises RefusedError."""
    review = await _load(edit)
    if any(d.code == code for d in review.duties):
        return await _save(edit, dropped_duty(review, code, is_dropped), "drop", code)
    return await _change_task(edit, code, lambda t: t.with_(is_dropped=is_dropped), "drop")


async def mark_checked(edit: Editing, codes: Collection[int]) -> Review:
    """Note that a person looked at the doubts of these tasks."""
    return await _save(edit, checked(await _load(edit), codes), "checked", *sorted(codes))


async def settle_same(edit: Editing, index: int, is_one: bool, meant: str | None = None) -> Review:
    """Accept or decline that names are one agency; `meant` is how it is called then."""
    changed = settled_same(await _load(edit), index, is_one, meant)
    if changed is None:
        raise RefusedError(words.not_the_draft())
    return await _save(edit, changed, "same" if is_one else "not_same", index)


async def join_names(edit: Editing) -> tuple[SameName, ...]:
    """Take every group of names still open for one agency, and return these groups.

    Nothing is left to join in a draft that is closed: confirming it says so.
    """
    found = await open_draft(edit.unit, edit.ward, edit.actor)
    if found is None or found[0].id != edit.plan_id:
        return ()
    joined = unsettled_names(found[1])
    if joined:
        where = [found[1].same_names.index(same) for same in joined]
        await _save(edit, joined_names(found[1]), "same", *where)
    return joined


async def amend_draft(edit: Editing, amends_id: int | None) -> Review:
    """Say which active plan the draft takes the place of; None: it stands beside them."""
    work = edit.unit.ward(edit.ward.id)
    plan = await work.plans.get(amends_id) if amends_id is not None else None
    if amends_id is not None and (plan is None or plan.state is not PlanState.ACTIVE):
        raise RefusedError(words.not_the_draft())
    review = await amending(edit.unit, edit.ward, await _load(edit), plan)
    await work.plans.amend(edit.plan_id, amends_id)
    return await _save(edit, review, "amends", amends_id or 0)


async def drop_draft(edit: Editing) -> None:
    """Give the draft up; what is in force stays as it is. Raises RefusedError."""
    await _load(edit)
    work = edit.unit.ward(edit.ward.id)
    await work.plans.set_state(edit.plan_id, PlanState.DROPPED)
    work.log.append("plan.dropped", actor=edit.actor, subject=f"plan:{edit.plan_id}", now=edit.now)


async def _change_task(
    edit: Editing, code: int, change: Callable[[ReviewTask], ReviewTask], what: str
) -> Review:
    changed = change_task(await _load(edit), code, change)
    if changed is None:
        raise RefusedError(words.no_such_task(code))
    return await _save(edit, changed, what, code)


async def _load(edit: Editing) -> Review:
    found = await open_draft(edit.unit, edit.ward, edit.actor)
    if found is None or found[0].id != edit.plan_id:
        raise RefusedError(words.not_the_draft())
    return found[1]


async def _save(edit: Editing, review: Review, what: str, *where: int) -> Review:
    work = edit.unit.ward(edit.ward.id)
    await work.plans.save_draft(edit.plan_id, review_to_json(review))
    work.log.append(
        "plan.edited",
        actor=edit.actor,
        subject=f"plan:{edit.plan_id}",
        now=edit.now,
        what=what,
        where=list(where),
    )
    return review
