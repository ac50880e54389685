"""The lead office says for which tasks pictures have to come as files, untouched."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import Wish
from data.domain.people import Ward
from data.domain.tasks import Task
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts.settings import no_such_task
from jobs.actions.allow import require


@dataclass(frozen=True, slots=True)
class OriginalsSet:
    """The tasks as they are now, and those of them that were otherwise before."""

    tasks: tuple[Task, ...]
    moved: tuple[Task, ...]


async def want_originals(
    unit: UnitOfWork, ward: Ward, codes: Sequence[int], wanted: bool, now: datetime, actor: str
) -> OriginalsSet:
    """Say whether pictures for these tasks have to be originals. The same again changes nothing.

    A report with a compressed picture is stored all the same. Raises RefusedError when the actor
    may not, or one of the numbers is no task: then none is changed.
    """
    await require(unit, ward, actor, Wish.CHANGE_SETTINGS)
    work = unit.ward(ward.id)
    tasks = []
    for code in codes:
        task = await work.tasks.by_code(code)
        if task is None or task.is_removed:
            raise RefusedError(no_such_task(code))
        tasks.append(task)
    moved = [t for t in tasks if t.wants_originals is not wanted]
    await work.tasks.want_originals([t.id for t in moved], wanted)
    for task in moved:
        work.log.append(
            "task.originals_set", actor=actor, subject=f"task:{task.id}", now=now, wanted=wanted
        )
    after = tuple(replace(t, wants_originals=wanted) for t in tasks)
    return OriginalsSet(after, tuple(t for t in after if t.id in {m.id for m in moved}))
