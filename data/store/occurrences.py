"""What is owed: the rows that ticks read by their due instants."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, Update, bindparam, func, or_, select, update

from data.domain.quotas import QuotaPace
from data.domain.reviews import ToReview
from data.domain.tasks import DONE, OWED, Occurrence, OccurrenceState
from data.store.models import OccurrenceRow
from data.store.sql import WardRepository, in_state, insert_once

_COLUMNS = tuple(c for c in OccurrenceRow.__table__.c if c.name != "ward_id")
_OWED = in_state(OccurrenceRow.state, *OWED)
_TO_REVIEW = in_state(OccurrenceRow.state, OccurrenceState.REPORTED)
# What a chat turn asks: made once, since building a statement costs more than running it.
_ALL: Select[*tuple[Any, ...]] = (
    select(*_COLUMNS)
    .where(OccurrenceRow.ward_id == bindparam("ward"))
    .order_by(OccurrenceRow.due_on, OccurrenceRow.id)
)
_ONE = _ALL.where(OccurrenceRow.id == bindparam("number"))
_OF_TASK = _ALL.where(OccurrenceRow.task_id == bindparam("task"))
_OWED_BY = (
    _ALL.where(OccurrenceRow.agency_id.in_(bindparam("agencies", expanding=True)), _OWED)
    .where(OccurrenceRow.opens_on <= bindparam("opened_by"))
    # A function, or SQLite follows the dates through all that the ward ever had.
    .order_by(None)
    .order_by(func.coalesce(OccurrenceRow.due_on, OccurrenceRow.due_on), OccurrenceRow.id)
    .limit(bindparam("most"))
)
_AT_ONCE = 500
"""Rows an INSERT: their values must stay under the 32,766 that SQLite takes."""


TURN = "#"
"""Parts the period from the number in the key of a quota's occurrence: "2026#1"."""
Turns = tuple[int, int, str]
"""A quota of one period: task, agency and period."""


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


def _opened(ward_id: int, new: NewOccurrence) -> dict[str, Any]:
    return {
        **asdict(new),
        "ward_id": ward_id,
        "state": OccurrenceState.OPEN.value,
        "rung": 0,
        "escalated_to": 0,
        "progress": "",
    }


@cache
def _change(columns: tuple[str, ...]) -> Update:
    return (
        update(OccurrenceRow)
        .where(OccurrenceRow.ward_id == bindparam("ward"))
        .where(OccurrenceRow.id == bindparam("number"))
        .values({name: bindparam(f"new_{name}") for name in columns})
    )


class Occurrences(WardRepository):
    """What the agencies of one ward owe."""

    async def make(self, new: NewOccurrence) -> bool:
        """Make an occurrence; False if this task, agency and period have theirs already."""
        row = _opened(self._ward_id, new)
        done = await self._conn.execute(
            insert_once(self._conn, OccurrenceRow, row).returning(OccurrenceRow.id)
        )
        return done.scalar_one_or_none() is not None

    async def make_planned(self, new: Sequence[NewOccurrence]) -> int:
        """Make occurrences that are not there yet; returns how many were made."""
        made = 0
        for start in range(0, len(new), _AT_ONCE):
            rows = [_opened(self._ward_id, n) for n in new[start : start + _AT_ONCE]]
            done = await self._conn.execute(
                insert_once(self._conn, OccurrenceRow, rows).returning(OccurrenceRow.id)
            )
            made += len(done.all())
        return made

    async def change(self, occurrence_id: int, **values: Any) -> None:
        """Write these columns of an occurrence."""
        if isinstance(values.get("state"), OccurrenceState):
            values["state"] = values["state"].value
        written = {f"new_{name}": value for name, value in values.items()}
        await self._conn.execute(
            _change(tuple(values)), {"ward": self._ward_id, "number": occurrence_id, **written}
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

    async def change_if_in(
        self, occurrence_id: int, expected: OccurrenceState, /, **values: Any
    ) -> bool:
        """Write these columns if the occurrence is in this state; returns whether it was.

        Of two who decide at once, one does: the other waits for the first, and finds it decided.
        """
        done = await self._conn.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.ward_id == self._ward_id, OccurrenceRow.id == occurrence_id)
            .where(OccurrenceRow.state == expected.value)
            .values(**values)
        )
        return done.rowcount == 1

    async def get(self, occurrence_id: int) -> Occurrence | None:
        """Return one occurrence."""
        found = await self._ask(_ONE, number=occurrence_id)
        return found[0] if found else None

    async def some(self, occurrence_ids: Iterable[int]) -> tuple[Occurrence, ...]:
        """Return these occurrences, by due date."""
        return await self._read(OccurrenceRow.id.in_(list(occurrence_ids)))

    async def of_tasks(self, task_ids: Iterable[int]) -> tuple[Occurrence, ...]:
        """Return every occurrence of these tasks, cancelled ones too, by due date."""
        return await self._read(OccurrenceRow.task_id.in_(list(task_ids)))

    async def of_task(self, task_id: int) -> tuple[Occurrence, ...]:
        """Return every occurrence of a task, by due date."""
        return await self._ask(_OF_TASK, task=task_id)

    async def owed_by(
        self, agency_ids: Iterable[int], *, opened_by: date | None = None, limit: int = 500
    ) -> tuple[Occurrence, ...]:
        """Return what these agencies still owe, by due date; only what is open on `opened_by`."""
        return await self._ask(
            _OWED_BY, agencies=list(agency_ids), opened_by=opened_by or date.max, most=limit
        )

    async def all_owed(self) -> tuple[Occurrence, ...]:
        """Return everything that is still owed, by due date."""
        return await self._read(_OWED)

    async def retime(
        self,
        occurrence_ids: Sequence[int],
        next_remind_at: datetime | None,
        next_escalate_at: datetime | None,
    ) -> None:
        """Say when these are spoken of and go higher, as far as they are still owed."""
        for start in range(0, len(occurrence_ids), _AT_ONCE):
            await self._conn.execute(
                update(OccurrenceRow)
                .where(OccurrenceRow.ward_id == self._ward_id, _OWED)
                .where(OccurrenceRow.id.in_(list(occurrence_ids[start : start + _AT_ONCE])))
                .values(next_remind_at=next_remind_at, next_escalate_at=next_escalate_at)
            )

    async def soonest_owed(
        self, agency_ids: Iterable[int], *, per_agency: int
    ) -> tuple[Occurrence, ...]:
        """Return the first that each of these agencies owes, by due date.

        Reads so many rows an agency through its index, however much more it owes.
        """
        found: list[Occurrence] = []
        for agency_id in sorted(set(agency_ids)):
            found += await self._read(OccurrenceRow.agency_id == agency_id, _OWED, limit=per_agency)
        return tuple(found)

    async def turns(
        self, task_ids: Iterable[int], agency_ids: Iterable[int], today: date
    ) -> dict[Turns, QuotaPace]:
        """Return how the quotas of these tasks stand: numbered occurrences, by period."""
        rows = await self._conn.execute(
            select(
                OccurrenceRow.task_id,
                OccurrenceRow.agency_id,
                OccurrenceRow.period_key,
                OccurrenceRow.state,
                OccurrenceRow.due_on,
            )
            .where(OccurrenceRow.ward_id == self._ward_id)
            .where(OccurrenceRow.task_id.in_(list(task_ids)))
            .where(OccurrenceRow.agency_id.in_(list(agency_ids)))
            .where(OccurrenceRow.period_key.contains(TURN))
            .where(OccurrenceRow.state != OccurrenceState.CANCELLED)
        )
        found: dict[Turns, QuotaPace] = {}
        for task_id, agency_id, key, state, due_on in rows:
            turns = (task_id, agency_id, key.partition(TURN)[0])
            pace = found.get(turns, QuotaPace(0, 0, 0))
            found[turns] = QuotaPace(
                pace.done + (state in DONE), pace.count + 1, pace.expected + (due_on < today)
            )
        return found

    async def all_between(self, first: date, last: date) -> tuple[Occurrence, ...]:
        """Return everything due from `first` to `last`, both included, except what is cancelled."""
        return await self._read(
            OccurrenceRow.due_on >= first,
            OccurrenceRow.due_on <= last,
            OccurrenceRow.state != OccurrenceState.CANCELLED,
        )

    async def overdue(self, today: date, limit: int = 500) -> tuple[Occurrence, ...]:
        """Return what is still owed though its due date is past, the longest overdue first."""
        return await self._read(_OWED, OccurrenceRow.due_on < today, limit=limit)

    async def opened(self, today: date, *, since: date) -> tuple[Occurrence, ...]:
        """Return what is on people's plates: open by `today` and owed, or due since `since`."""
        return await self._read(
            OccurrenceRow.opens_on <= today,
            OccurrenceRow.state != OccurrenceState.CANCELLED,
            or_(_OWED, OccurrenceRow.due_on >= since, OccurrenceRow.reported_at.is_not(None)),
        )

    async def to_review(self, *, after: int = 0, limit: int = 500) -> tuple[Occurrence, ...]:
        """Return what is reported and not decided on, what has waited longest first.

        `after` skips so many of them: the next page.
        """
        rows = await self._conn.execute(
            select(*_COLUMNS)
            .where(OccurrenceRow.ward_id == self._ward_id, _TO_REVIEW)
            .order_by(OccurrenceRow.reported_at, OccurrenceRow.id)
            .offset(after)
            .limit(limit)
        )
        return tuple(occurrence_of(r) for r in rows)

    async def waiting_for_review(self, before: datetime) -> ToReview:
        """Return what was reported by `before` and nobody has decided on."""
        row = await self._conn.execute(
            select(
                func.count(),
                func.min(OccurrenceRow.reported_at),
                func.max(OccurrenceRow.reported_at),
            )
            .where(OccurrenceRow.ward_id == self._ward_id, _TO_REVIEW)
            .where(OccurrenceRow.reported_at <= before)
        )
        return ToReview(*row.one())

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
        self,
        occurrence_ids: Iterable[int],
        next_remind_at: datetime | None,
        *,
        due_by: datetime,
        climbs: bool = True,
    ) -> None:
        """Say when these are spoken of next, and climb one rung unless they were only put off.

        Only those that were due by `due_by`: of two processes that did the same, one counts.
        """
        await self._conn.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.ward_id == self._ward_id)
            .where(OccurrenceRow.id.in_(list(occurrence_ids)))
            .where(OccurrenceRow.next_remind_at <= due_by)
            .values(next_remind_at=next_remind_at, rung=OccurrenceRow.rung + int(climbs))
        )

    async def cancel(self, occurrence_ids: Iterable[int], now: datetime) -> None:
        """Say that these are owed no more, as far as they still are."""
        if ids := list(occurrence_ids):
            await self._conn.execute(
                update(OccurrenceRow)
                .where(OccurrenceRow.ward_id == self._ward_id, OccurrenceRow.id.in_(ids), _OWED)
                .values(
                    state=OccurrenceState.CANCELLED.value,
                    next_remind_at=None,
                    next_escalate_at=None,
                    closed_at=now,
                )
            )

    async def escalated(
        self,
        occurrence_ids: Iterable[int],
        told: int,
        next_escalate_at: datetime | None,
        *,
        due_by: datetime,
    ) -> None:
        """Note how high these went, and when they go higher; only those that were due by `due_by`."""
        await self._conn.execute(
            update(OccurrenceRow)
            .where(OccurrenceRow.ward_id == self._ward_id)
            .where(OccurrenceRow.id.in_(list(occurrence_ids)))
            .where(OccurrenceRow.next_escalate_at <= due_by)
            .values(next_escalate_at=next_escalate_at, escalated_to=told)
        )

    async def counts(self) -> dict[str, int]:
        """Return how many occurrences are in each state."""
        rows = await self._conn.execute(
            select(OccurrenceRow.state, func.count())
            .where(OccurrenceRow.ward_id == self._ward_id)
            .group_by(OccurrenceRow.state)
        )
        return {r[0]: r[1] for r in rows}

    async def _ask(self, query: Select[*tuple[Any, ...]], **values: Any) -> tuple[Occurrence, ...]:
        rows = await self._conn.execute(query, {"ward": self._ward_id, **values})
        return tuple(occurrence_of(r) for r in rows)

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
        return tuple(occurrence_of(r) for r in rows)


def occurrence_of(row: Any) -> Occurrence:
    """Return the value of a row with every column but the ward's."""
    return Occurrence(**{**row._mapping, "state": OccurrenceState(row.state)})
