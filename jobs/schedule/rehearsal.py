"""What would happen if time went on and nobody reported: on a copy, which is thrown away."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from data.domain.messages import Chat, Delivery, Letter
from data.files.evidence_store import EvidenceStore
from data.store.copy import copy_ward
from data.store.schema import bring_up_to_date
from data.store.unit_of_work import Store
from data.texts.groups import named
from jobs.ports import World
from jobs.schedule.stepping import run_between

_MOST = 100_000


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One message that somebody would get."""

    at: datetime
    person: str
    """Whom it goes to; for a message in an agency's group, the group's title."""
    kind: str
    text: str
    arrives: bool
    """False for somebody whom no chat reaches yet."""


async def rehearse(world: World, ward_id: int, start: datetime, days: int) -> list[Rehearsed]:
    """Return every message that a ward's people and groups would get in `days` days from `start`, in order.

    Nothing is sent and nothing written: it happens on a copy in a temporary folder, in which
    every message arrives at once and nobody answers.
    """
    async with _stage(world, ward_id) as (stage, before):
        async for ran in run_between(stage, start, start + timedelta(days=days)):
            await _arrive(stage, ran.at)
        async with stage.store.read() as unit:
            readers: dict[int | Chat, str] = {
                p.id: p.name for p in await unit.ward(ward_id).people.all()
            }
            readers |= {
                group.chat: named(group.title) for group in await unit.agency_chats.all(ward_id)
            }
            found = await unit.outbox.in_states(Delivery, ward_id=ward_id, limit=_MOST)
    return [
        _line(letter, readers[reader])
        for letter in reversed(found)
        if letter.id > before and (reader := letter.person_id or letter.chat) in readers
    ]


def _line(letter: Letter, reader: str) -> Rehearsed:
    return Rehearsed(
        letter.due_at,
        reader,
        letter.kind,
        letter.message.text,
        letter.state is not Delivery.UNLINKED,
    )


@asynccontextmanager
async def _stage(world: World, ward_id: int) -> AsyncIterator[tuple[World, int]]:
    """Give a world without channels over a copy, and the number of the last message before."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store.at(f"sqlite+aiosqlite:///{folder}/rehearsal.db")
        try:
            await bring_up_to_date(store.engine)
            await copy_ward(world.store, store, ward_id)
            async with store.read() as unit:
                latest = await unit.outbox.in_states(Delivery, limit=1)
            before = latest[0].id if latest else 0
            yield World(store, EvidenceStore(Path(folder) / "files")), before
        finally:
            await store.close()


async def _arrive(stage: World, now: datetime) -> None:
    """Let what waits arrive, so that later messages count it as told."""
    async with stage.store.write() as unit:
        await unit.deliveries.settle(now)
        for letter in await unit.outbox.in_states([Delivery.READY], limit=_MOST):
            await unit.deliveries.mark_sent(letter.id, f"rehearsed-{letter.id}", now)
