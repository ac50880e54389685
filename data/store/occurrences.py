"""What is owed: the rows that ticks read by their due instants."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, update

from data.domain.tasks import OWED, Occurrence, OccurrenceState
from data.store.models import OccurrenceRow
from data.store.sql import WardRepository, in_state, insert_once

_COLUMNS = tuple(c for c in OccurrenceRow.__table__.c if c.name != "ward_id")
_OWED = in_state(OccurrenceRow.state, *OWED)


@dataclass(frozen=True, slots=True)
class NewOccurrence:
    """An occurrence to be made."""

    task_id: int
    agency_id: int
    period_key: str
    label: str
    opens_on: date
    due_on: date
    event_id: int | None
    next_remind_at: datetime | None
    next_escalate_at: datetime | None


class Occurrences(WardRepository):
    """What the agencies of one ward owe."""

    async def make(self, new: NewOccurrence) -> bool:
        """Make an occurrence; False if this task, agency and period have theirs already."""
        done = await self._conn.execute(
            insert_once(
                self._conn,
                OccurrenceRow,
                {
                    "ward_id": self._ward_id,
                    "task_id": new.task_id,
                    "agency_id": new.agency_id,
                    "period_key": new.period_key,
                    "label": new.label,
                    "opens_on": new.opens_on,
                    "due_on": new.due_on,
                    "event_id": new.event_id,
                    "state": OccurrenceState.OPEN.value,
                    "rung": 0,
                    "next_remind_at": new.next_remind_at,
                    "next_escalate_at": new.next_escalate_at,
                    "escalated_to": 0,
                    "progress": "",
                },
            ).returning(OccurrenceRow.id)
        )
        return done.scalar_one_or_none() is not None

    async def make_many(self, new: list[dict[str, Any]]) -> None:
        """Insert rows as they are: for copies and benchmarks, not for planning."""
        await self._conn.execute(insert(OccurrenceRow), new)

    async def change(self, occurrence_id: int, **values: Any) -> None:
        """Write these columns of an occurrence."""
        if isinstance(values.get("state"), OccurrenceState):
            values["state"] = values["state"].value
        await self._conn.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.ward_id == self._ward_id, OccurrenceRow.id == occurrence_id)
            .values(**values)
        )

    async def change_if_owed(self, occurrence_id: int, **values: Any) -> bool:
        """Write these columns if the occurrence is still owed; returns whether it was."""
        done = await self._conn.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.ward_id == self._ward_id, OccurrenceRow.id == occurrence_id)
            .where(_OWED)
            .values(**values)
        )
        return done.rowcount == 1

    async def get(self, occurrence_id: int) -> Occurrence | None:
        """Return one occurrence."""
        found = await self._read(OccurrenceRow.id == occurrence_id)
        return found[0] if found else None

    async def some(self, occurrence_ids: Iterable[int]) -> tuple[Occurrence, ...]:
        """Return these occurrences, by due date."""
        return await self._read(OccurrenceRow.id.in_(list(occurrence_ids)))

    async def of_task(self, task_id: int) -> tuple[Occurrence, ...]:
        """Return every occurrence of a task, by due date."""
        return await self._read(OccurrenceRow.task_id == task_id)

    async def owed_by(
        self, agency_ids: Iterable[int], *, opened_by: date | None = None, limit: int = 500
    ) -> tuple[Occurrence, ...]:
        """Return what these agencies still owe, by due date; only what is open on `opened_by`."""
        conditions: list[ColumnElement[bool]] = [
            OccurrenceRow.agency_id.in_(list(agency_ids)),
            _OWED,
        ]
        if opened_by is not None:
            conditions.append(OccurrenceRow.opens_on <= opened_by)
        return await self._read(*conditions, limit=limit)

    async def all_between(self, first: date, last: date) -> tuple[Occurrence, ...]:
        """Return everything due from `first` to `last`, both included, except what is cancelled."""
        return await self._read(
            OccurrenceRow.due_on >= first,
            OccurrenceRow.due_on <= last,
            OccurrenceRow.state != OccurrenceState.CANCELLED,
        )

    async def opened(self, today: date, *, since: date) -> tuple[Occurrence, ...]:
        """Return what is on people's plates: open by `today` and owed, or due since `since`."""
        return await self._read(
            OccurrenceRow.opens_on <= today,
            OccurrenceRow.state != OccurrenceState.CANCELLED,
            or_(_OWED, OccurrenceRow.due_on >= since, OccurrenceRow.reported_at.is_not(None)),
        )

    async def due_to_remind(self, now: datetime, limit: int = 2000) -> tuple[Occurrence, ...]:
        """Return what has to be spoken of by now."""
        return await self._read(_OWED, OccurrenceRow.next_remind_at <= now, limit=limit)

    async def due_to_escalate(self, now: datetime, limit: int = 2000) -> tuple[Occurrence, ...]:
        """Return what has to go to somebody higher by now."""
        return await self._read(_OWED, OccurrenceRow.next_escalate_at <= now, limit=limit)

    async def next_remind_at(self) -> datetime | None:
        """Return when the next occurrence has to be spoken of."""
        rows = await self._conn.execute(
            select(func.min(OccurrenceRow.next_remind_at)).where(
                OccurrenceRow.ward_id == self._ward_id, _OWED
            )
        )
        return rows.scalar_one()

    async def reminded(
        self, occurrence_ids: Iterable[int], next_remind_at: datetime | None
    ) -> None:
        """Climb one rung of the ladder together."""
        await self._conn.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.ward_id == self._ward_id)
            .where(OccurrenceRow.id.in_(list(occurrence_ids)))
            .values(next_remind_at=next_remind_at, rung=OccurrenceRow.rung + 1)
        )

    async def counts(self) -> dict[str, int]:
        """Return how many occurrences are in each state."""
        rows = await self._conn.execute(
            select(OccurrenceRow.state, func.count())
            .where(OccurrenceRow.ward_id == self._ward_id)
            .group_by(OccurrenceRow.state)
        )
        return {r[0]: r[1] for r in rows}

    async def _read(
        self, *conditions: ColumnElement[bool], limit: int | None = None
    ) -> tuple[Occurrence, ...]:
        query: Select[*tuple[Any, ...]] = (
            select(*_COLUMNS)
            .where(OccurrenceRow.ward_id == self._ward_id, *conditions)
            .order_by(OccurrenceRow.due_on, OccurrenceRow.id)
        )
        if limit is not None:
            query = query.limit(limit)
        rows = await self._conn.execute(query)
        return tuple(Occurrence(**{**r._mapping, "state": OccurrenceState(r.state)}) for r in rows)
