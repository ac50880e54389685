"""Makes the dossiers that were ordered at the desk, beside the work, and takes old ones away."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import datetime
from functools import partial
from pathlib import Path

from data.domain.dossier import Scope, slug
from data.domain.dossier_orders import KEPT, DossierOrder, OrderState
from data.errors import RefusedError
from data.texts import desk_dossiers as words
from data.texts.dossier import file_name
from jobs.ports import Tally, World
from jobs.reports.dossier.making import Made, make_dossier, minutes_beside
from jobs.reports.dossier.workroom import clear_unfinished
from jobs.ticks.each_ward import WardDay, each_ward

_TOLD_EVERY = 2.0
"""Seconds between the notes of how far it is."""
_log = logging.getLogger(__name__)


async def make_dossiers(world: World, now: datetime) -> Tally:
    """Make what was ordered; also what a stop cut short. Counts "made", "refused" and "removed"."""
    return await each_ward(world, now, partial(_of_ward, world))


async def _of_ward(world: World, day: WardDay) -> Tally:
    if world.dossiers is None or world.key is None:
        return {}
    async with world.store.read() as unit:
        dossiers = unit.ward(day.ward.id).dossiers
        wanted, old = await dossiers.unfinished(), await dossiers.outlived(day.now)
    made = [await _make(world, day, world.dossiers, order) for order in wanted]
    for order in old:
        await asyncio.to_thread(_remove, dossier_path(world.dossiers, order.id))
        await _change(world, day, order, state=OrderState.GONE.value)
    return {"made": sum(made), "refused": made.count(False), "removed": len(old)}


async def _make(world: World, day: WardDay, folder: Path, order: DossierOrder) -> bool:
    """Make one dossier; False when it was refused, which its page then says."""
    target = dossier_path(folder, order.id)
    await _change(world, day, order, state=OrderState.MAKING.value)
    # A dossier that a stop cut short may have got its name, but nobody was told of it.
    await asyncio.to_thread(_remove, target)
    try:
        made = await _made(world, day, target, order)
    except RefusedError as refused:
        await _change(world, day, order, state=OrderState.FAILED.value, fault=refused.sentence)
        return False
    except Exception:
        _log.exception("dossier %s could not be made", order.id)
        await _change(world, day, order, state=OrderState.FAILED.value, fault=words.bug())
        return False
    await _change(
        world,
        day,
        order,
        state=OrderState.READY.value,
        name=_name(day, order),
        megabytes=made.size // 1_000_000 + 1,
        digest=made.digest,
        fault=made.stamp,
        made_at=day.now,
        expires_at=day.now + KEPT,
    )
    return True


async def _made(world: World, day: WardDay, target: Path, order: DossierOrder) -> Made:
    assert world.key is not None
    async with _telling(world, day, order) as told:
        return await make_dossier(
            world.store,
            world.files,
            world.key,
            day.ward,
            Scope(order.plan_id, order.span),
            target,
            day.now,
            f"person:{order.asked_by}",
            progress=lambda done, total: told.update(copied=done, total=total),
            stamper=world.stamper,
            name=_name(day, order),
        )


def _name(day: WardDay, order: DossierOrder) -> str:
    return file_name(slug(day.ward.name), order.span, day.now)


@contextlib.asynccontextmanager
async def _telling(
    world: World, day: WardDay, order: DossierOrder
) -> AsyncIterator[dict[str, int]]:
    """Write down every other second how far it is; the page asks for it."""
    told: dict[str, int] = {}

    async def tell() -> None:
        while True:
            await asyncio.sleep(_TOLD_EVERY)
            if told:
                await _change(world, day, order, **told)

    telling = asyncio.create_task(tell())
    try:
        yield told
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)
    if told:  # nothing where no file was to be copied
        await _change(world, day, order, **told)


async def _change(world: World, day: WardDay, order: DossierOrder, **values: object) -> None:
    async with world.store.write() as unit:
        await unit.ward(day.ward.id).dossiers.change(order.id, **values)


def dossier_path(folder: Path, dossier_id: int) -> Path:
    """Return where the file of an ordered dossier is kept."""
    return folder / f"{dossier_id}.zip"


def _remove(path: Path) -> None:
    """Remove a dossier and its minutes, and what stops left of any that were being made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    clear_unfinished(path.parent)
    for one in (path, minutes_beside(path)):
        one.unlink(missing_ok=True)
