"""A task in force is given to other agencies: who has it now owes it, who had it owes it no more."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.localtime import local_date
from data.domain.people import Ward
from data.domain.tasks import Assignment, AssignmentKind, Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import plans as words
from data.texts import staff as staff_words
from jobs.actions.allow import require
from jobs.actions.plan_work import Replanned, replan
from jobs.intake.agencies_vi import split_names


@dataclass(frozen=True, slots=True)
class Assigned:
    """The task as it is given now."""

    task: Task
    names: tuple[str, ...]
    changes: Replanned


async def assign(
    unit: UnitOfWork,
    ward: Ward,
    task_id: int,
    kind: AssignmentKind,
    listed: str,
    now: datetime,
    actor: str,
) -> Assigned:
    """Give a part of a task to the agencies named, as a plan would list them.

    What was reported stays. Only agencies that are known are taken: a slip of the pen must not
    make a new one. Raises RefusedError when the actor may not, a name is unknown or none is given.
    """
    await require(unit, ward, actor, Wish.ASSIGN)
    work = unit.ward(ward.id)
    task = await work.tasks.get(task_id)
    names = split_names(listed)
    if task is None or task.is_removed or not names:
        raise RefusedError(words.cannot_assign())
    parts = [Assignment(agency, kind) for agency in await _known(unit, ward, names)]
    kept = [a for a in task.assignments if a.kind is not kind]
    changed = replace(task, assignments=(*parts, *kept))
    await work.tasks.save(changed, next_open_on=local_date(now))
    changes = await replan(unit, ward, [task_id], now, actor)
    work.log.append(
        "task.assigned",
        actor=actor,
        subject=f"task:{task_id}",
        now=now,
        part=kind.value,
        agencies=[a.agency_id for a in parts],
    )
    return Assigned(changed, names, changes)


async def _known(unit: UnitOfWork, ward: Ward, names: Sequence[str]) -> list[int]:
    found = []
    for name in names:
        agency_id = await unit.ward(ward.id).agencies.find(name)
        if agency_id is None:
            raise RefusedError(staff_words.agency_unknown(name))
        found.append(agency_id)
    return found
