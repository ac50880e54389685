"""Plan what is owed anew, because a rule, an agency or an event was changed by somebody."""

from collections.abc import Iterable
from datetime import datetime

from data.domain.people import Ward
from data.store.planner import Replanned, plan_again
from data.store.unit_of_work import UnitOfWork

__all__ = ["Replanned", "replan"]


async def replan(
    unit: UnitOfWork, ward: Ward, task_ids: Iterable[int], now: datetime, actor: str
) -> Replanned:
    """Make the occurrences of these tasks what they should be, and note who changed them.

    Idempotent: at once again it changes nothing. A plan is made active before its tasks are planned.
    """
    ids = list(task_ids)
    done = await plan_again(unit, ward, ids, now)
    if done:
        unit.ward(ward.id).log.append(
            "work.replanned",
            actor=actor,
            subject=f"ward:{ward.id}",
            now=now,
            tasks=len(ids),
            **done.counts,
        )
    return done
