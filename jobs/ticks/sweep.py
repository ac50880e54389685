"""Clears away what nobody will ask for again."""

import asyncio
import logging
from datetime import datetime, timedelta

from data.files.evidence_store import EvidenceStore
from jobs.ports import Tally, World

LEFTOVER = timedelta(days=1)
"""Age of an upload that never ended."""
ORPHAN = timedelta(days=7)
"""Age of a stored file that nothing has ever referred to: long enough for any backup in between."""

_log = logging.getLogger(__name__)


async def sweep(world: World, now: datetime) -> Tally:
    """Remove dead uploads, orphaned files, expired dialogs and sessions; returns how many each."""
    leftovers = await asyncio.to_thread(world.files.remove_leftovers, now - LEFTOVER)
    old = await asyncio.to_thread(_older_than, world.files, now - ORPHAN)
    async with world.store.read() as unit:
        wanted = await unit.references.among(old)
    orphans = 0
    for sha256 in sorted(old - wanted):
        if await asyncio.to_thread(world.files.remove, sha256, now - ORPHAN):
            _log.info("removed the orphaned file %s", sha256)
            orphans += 1
    async with world.store.write() as unit:
        dialogs = await unit.dialogs.forget_expired(now)
        sessions = await unit.web.forget_expired(now)
    tally = {"leftovers": leftovers, "orphans": orphans, "dialogs": dialogs, "sessions": sessions}
    return {what: count for what, count in tally.items() if count}


def _older_than(files: EvidenceStore, before: datetime) -> set[str]:
    return {sha256 for sha256, came in files.blobs() if came < before}
