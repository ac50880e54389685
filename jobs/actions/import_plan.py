"""Somebody brings a plan that was read already: the console, a demonstration."""

from datetime import datetime

from data.domain.access import Wish
from data.domain.drafts import PlanDraft
from data.domain.people import Ward
from data.store.unit_of_work import UnitOfWork
from jobs.actions.allow import require
from jobs.intake.received import PlanReceived, keep_reading


async def import_plan(
    unit: UnitOfWork,
    ward: Ward,
    draft: PlanDraft,
    now: datetime,
    actor: str,
    *,
    source_sha256: str | None = None,
    source_name: str | None = None,
) -> PlanReceived:
    """Make what was read the ward's open draft. Raises RefusedError when the actor may not."""
    await require(unit, ward, actor, Wish.IMPORT_PLAN)
    return await keep_reading(
        unit, ward, draft, now, actor, source_sha256=source_sha256, source_name=source_name
    )
