"""The events that tasks wait for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import delete, insert, select, update

from data.domain.tasks import Event
from data.store.models import EventRow, EventTaskRow, TaskRow
from data.store.sql import WardRepository, insert_once


class Events(WardRepository):
    """What tasks wait for, in one ward."""

    async def add(
        self, name: str, starts_on: date, ends_on: date, task_ids: Iterable[int]
    ) -> Event:
        """Declare an event and tie it to the tasks that wait for it."""
        row = await self._conn.execute(
            insert(EventRow)
            .values(ward_id=self._ward_id, name=name, starts_on=starts_on, ends_on=ends_on)
            .returning(EventRow.id)
        )
        event_id = row.scalar_one()
        ids = tuple(sorted(set(task_ids)))
        await self._require_own(TaskRow, ids)
        if ids:
            await self._conn.execute(
                insert(EventTaskRow), [{"event_id": event_id, "task_id": t} for t in ids]
            )
        return Event(event_id, name, starts_on, ends_on, False, ids)

    async def tie(self, event_id: int, task_ids: Iterable[int]) -> None:
        """Let tasks go by an event; those that do already stay tied once."""
        await self._require_own(EventRow, [event_id])
        ids = sorted(set(task_ids))
        await self._require_own(TaskRow, ids)
        if rows := [{"event_id": event_id, "task_id": t} for t in ids]:
            await self._conn.execute(insert_once(self._conn, EventTaskRow, rows))

    async def untie(self, event_id: int, task_ids: Iterable[int]) -> None:
        """Let tasks go by an event no more."""
        await self._require_own(EventRow, [event_id])
        await self._conn.execute(
            delete(EventTaskRow).where(
                EventTaskRow.event_id == event_id, EventTaskRow.task_id.in_(list(task_ids))
            )
        )

    async def move(self, event_id: int, starts_on: date, ends_on: date) -> None:
        """Change when an event takes place."""
        await self._conn.execute(
            update(EventRow)
            .where(EventRow.ward_id == self._ward_id, EventRow.id == event_id)
            .values(starts_on=starts_on, ends_on=ends_on)
        )

    async def cancel(self, event_id: int) -> None:
        """Say that an event will not take place."""
        await self._conn.execute(
            update(EventRow)
            .where(EventRow.ward_id == self._ward_id, EventRow.id == event_id)
            .values(is_cancelled=True)
        )

    async def get(self, event_id: int) -> Event | None:
        """Return one event."""
        found = await self._read(EventRow.id == event_id)
        return found[0] if found else None

    async def all(self) -> tuple[Event, ...]:
        """Return every event, cancelled ones too, by date."""
        return await self._read()

    async def of_tasks(self, task_ids: Iterable[int]) -> tuple[Event, ...]:
        """Return the events that these tasks are tied to, cancelled ones too."""
        tied = select(EventTaskRow.event_id).where(EventTaskRow.task_id.in_(list(task_ids)))
        return await self._read(EventRow.id.in_(tied))

    async def _read(self, *conditions: Any) -> tuple[Event, ...]:
        rows = (
            await self._conn.execute(
                select(
                    EventRow.id,
                    EventRow.name,
                    EventRow.starts_on,
                    EventRow.ends_on,
                    EventRow.is_cancelled,
                )
                .where(EventRow.ward_id == self._ward_id, *conditions)
                .order_by(EventRow.starts_on, EventRow.id)
            )
        ).all()
        tied: dict[int, list[int]] = defaultdict(list)
        if rows:
            pairs = await self._conn.execute(
                select(EventTaskRow.event_id, EventTaskRow.task_id)
                .where(EventTaskRow.event_id.in_([r.id for r in rows]))
                .order_by(EventTaskRow.task_id)
            )
            for event_id, task_id in pairs:
                tied[event_id].append(task_id)
        return tuple(Event(**r._mapping, task_ids=tuple(tied[r.id])) for r in rows)
