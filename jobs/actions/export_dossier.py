"""Somebody takes a dossier for inspectors out of the house."""

import asyncio
from datetime import datetime
from pathlib import Path

from data.domain.access import Wish
from data.domain.dossier import Scope
from data.domain.people import Ward
from data.domain.plan_names import plans_called
from data.domain.tasks import Plan, PlanState
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import dossier as words
from jobs.actions.allow import require
from jobs.ports import World
from jobs.reports.dossier.making import Made, Progress, make_dossier, minutes_beside

_STOOD = (PlanState.ACTIVE, PlanState.REPLACED)


async def export_dossier(
    world: World,
    ward: Ward,
    scope: Scope,
    target: Path,
    now: datetime,
    actor: str,
    *,
    progress: Progress,
) -> Made:
    """Make a dossier at `target` and its minutes beside it, where neither is yet.

    Raises RefusedError.

    `progress` is told, from another thread, how many files were copied of how many.
    """
    async with world.store.read() as unit:
        await require(unit, ward, actor, Wish.EXPORT_DOSSIER)
    if scope.span.end < scope.span.start:
        raise RefusedError(words.wrong_span())
    # The minutes of another dossier may be signed already.
    for path in (target, minutes_beside(target)):
        if await asyncio.to_thread(path.exists):
            raise RefusedError(words.is_there(path.name))
    assert world.key is not None, "an installation has a key"
    return await make_dossier(
        world.store,
        world.files,
        world.key,
        ward,
        scope,
        target,
        now,
        actor,
        progress=progress,
        stamper=world.stamper,
    )


async def plan_of_dossier(unit: UnitOfWork, ward: Ward, called: str | None) -> Plan:
    """Return the plan that somebody names, or the only active one. Raises RefusedError."""
    plans = [p for p in await unit.ward(ward.id).plans.all() if p.state in _STOOD]
    is_named = any(char.isalnum() for char in called or "")
    found = plans_called(called or "", plans) if is_named or not called else ()
    active = tuple(p for p in found if p.state is PlanState.ACTIVE)
    for few in (found, active):
        if len(few) == 1:
            return few[0]
    if not plans:
        raise RefusedError(words.no_plan_at_all())
    raise RefusedError(words.which_plan([words.called(p) for p in found or plans]))
