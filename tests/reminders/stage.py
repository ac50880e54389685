"""What the tests of the clock stand on: a world over the cast's store, and ways to look at it."""

from collections.abc import Iterable
from datetime import date, datetime

from data.domain.messages import Delivery, Letter
from data.domain.people import WardSettings
from data.domain.rules import Granularity, Window
from data.domain.tasks import Occurrence, Task
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.plan_work import Replanned, replan
from jobs.ports import World
from tests.cast import MONDAY, Cast, add_task


def world_of(store: Store, files: EvidenceStore) -> World:
    """Return a world without any channel: what is queued stays in the outbox."""
    return World(store, files)


async def letters(store: Store, *kinds: str) -> list[Letter]:
    """Return what was queued, the oldest first; only of these kinds when some are given."""
    async with store.read() as unit:
        found = await unit.outbox.in_states(Delivery, limit=10_000)
    return [x for x in reversed(found) if not kinds or x.kind in kinds]


async def letters_to(store: Store, cast: Cast, name: str, *kinds: str) -> list[Letter]:
    """Return what was queued for a person, the oldest first."""
    return [x for x in await letters(store, *kinds) if x.person_id == cast.people[name].id]


async def deliver_all(store: Store, now: datetime) -> int:
    """Mark everything that waits as sent, as a channel would; returns how many."""
    async with store.write() as unit:
        await unit.deliveries.settle(now)
        await unit.deliveries.settle(now)
        waiting = await unit.outbox.in_states([Delivery.READY], limit=10_000)
        due = [letter for letter in waiting if letter.due_at <= now]
        for letter in due:
            await unit.deliveries.mark_sent(letter.id, f"x{letter.id}", now)
    return len(due)


async def plan(store: Store, cast: Cast, tasks: Iterable[Task], now: datetime) -> Replanned:
    """Re-plan these tasks."""
    async with store.write() as unit:
        return await replan(unit, cast.ward, [t.id for t in tasks], now, "console")


async def owed(store: Store, cast: Cast, task: Task) -> tuple[Occurrence, ...]:
    """Return every occurrence of a task, by due date."""
    async with store.read() as unit:
        return await unit.ward(cast.ward.id).occurrences.of_task(task.id)


async def set_up(store: Store, cast: Cast, settings: WardSettings) -> None:
    """Change what the ward has set."""
    async with store.write() as unit:
        await unit.wards.save_settings(cast.ward.id, settings)


async def due(
    store: Store,
    cast: Cast,
    code: int,
    day: date,
    *,
    title: str = "Giám sát công trình đường số 3",
    lead: str = "Văn phòng HĐND và UBND",
    coordinate: str | None = None,
) -> Task:
    """Add a task due on a day, planned on the Monday before the morning message."""
    rule = Window(end=day, granularity=Granularity.DAY)
    async with store.write() as unit:
        task = await add_task(
            unit, cast, rule, code=code, title=title, lead=lead, coordinate=coordinate
        )
    await plan(store, cast, [task], MONDAY)
    return task
