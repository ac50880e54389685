"""Plans, their tasks and the events that tasks wait for."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, delete, insert, select, update

from data.domain.rules import Period, rule_from_json, rule_to_json
from data.domain.tasks import Assignment, AssignmentKind, Event, Plan, PlanState, Task
from data.store.models import AgencyRow, AssignmentRow, EventRow, EventTaskRow, PlanRow, TaskRow
from data.store.sql import WardRepository

_PLAN = (
    PlanRow.id,
    PlanRow.number,
    PlanRow.issued_on,
    PlanRow.issuer,
    PlanRow.title,
    PlanRow.year,
    PlanRow.state,
    PlanRow.replaces_id,
    PlanRow.created_at,
    PlanRow.confirmed_at,
)


@dataclass(frozen=True, slots=True)
class PlanHead:
    """What a plan's letterhead says."""

    number: str | None
    issued_on: date | None
    issuer: str | None
    title: str | None
    year: int | None


class Plans(WardRepository):
    """The plans of one ward."""

    async def add_draft(
        self,
        head: PlanHead,
        draft: dict[str, Any],
        *,
        now: datetime,
        source_sha256: str | None = None,
        source_name: str | None = None,
        replaces_id: int | None = None,
    ) -> int:
        """Store what was read from a document; an earlier open draft is dropped."""
        await self._conn.execute(
            update(PlanRow)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.state == PlanState.DRAFT)
            .values(state=PlanState.DROPPED.value)
        )
        row = await self._conn.execute(
            insert(PlanRow)
            .values(
                ward_id=self._ward_id,
                number=head.number,
                issued_on=head.issued_on,
                issuer=head.issuer,
                title=head.title,
                year=head.year,
                state=PlanState.DRAFT.value,
                replaces_id=replaces_id,
                source_sha256=source_sha256,
                source_name=source_name,
                draft=draft,
                created_at=now,
            )
            .returning(PlanRow.id)
        )
        return row.scalar_one()

    async def draft(self) -> tuple[Plan, dict[str, Any]] | None:
        """Return the open draft and its content."""
        rows = await self._conn.execute(
            select(*_PLAN, PlanRow.draft)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.state == PlanState.DRAFT)
            .order_by(PlanRow.id.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return (_plan(row._mapping), row.draft or {}) if row else None

    async def save_draft(self, plan_id: int, draft: dict[str, Any]) -> None:
        """Replace a draft's content."""
        await self._conn.execute(
            update(PlanRow)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.id == plan_id)
            .where(PlanRow.state == PlanState.DRAFT)
            .values(draft=draft)
        )

    async def set_state(
        self, plan_id: int, state: PlanState, *, confirmed_at: datetime | None = None
    ) -> bool:
        """Move a plan on. Returns False when it was in that state already."""
        values: dict[str, Any] = {"state": state.value}
        if confirmed_at is not None:
            values["confirmed_at"] = confirmed_at
        done = await self._conn.execute(
            update(PlanRow)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.id == plan_id)
            .where(PlanRow.state != state)
            .values(**values)
        )
        return done.rowcount == 1

    async def all(self) -> tuple[Plan, ...]:
        """Return every plan, the latest first."""
        rows = await self._conn.execute(
            select(*_PLAN).where(PlanRow.ward_id == self._ward_id).order_by(PlanRow.id.desc())
        )
        return tuple(_plan(r._mapping) for r in rows)


def _plan(mapping: Any) -> Plan:
    values = {c.key: mapping[c.key] for c in _PLAN}
    return Plan(**{**values, "state": PlanState(values["state"])})


class Tasks(WardRepository):
    """The tasks of one ward."""

    async def add(self, task: Task, *, next_open_on: date | None) -> Task:
        """Add a task (its `id` is ignored) with its assignments, in their order."""
        row = await self._conn.execute(
            insert(TaskRow)
            .values(ward_id=self._ward_id, next_open_on=next_open_on, **_task_columns(task))
            .returning(TaskRow.id)
        )
        task_id = row.scalar_one()
        await self._assign(task_id, task.assignments)
        return (await self.get(task_id)) or task

    async def save(self, task: Task, *, next_open_on: date | None) -> None:
        """Write every field of a task, and when its occurrences have to be made again."""
        await self._require_own(TaskRow, [task.id])
        await self._conn.execute(
            update(TaskRow)
            .where(TaskRow.ward_id == self._ward_id, TaskRow.id == task.id)
            .values(next_open_on=next_open_on, **_task_columns(task))
        )
        await self._conn.execute(delete(AssignmentRow).where(AssignmentRow.task_id == task.id))
        await self._assign(task.id, task.assignments)

    async def set_next_open(self, task_ids: Iterable[int], on: date | None) -> None:
        """Say when the occurrences of these tasks have to be made again."""
        await self._conn.execute(
            update(TaskRow)
            .where(TaskRow.ward_id == self._ward_id, TaskRow.id.in_(list(task_ids)))
            .values(next_open_on=on)
        )

    async def get(self, task_id: int) -> Task | None:
        """Return one task."""
        found = await self._read(self._select().where(TaskRow.id == task_id))
        return found[0] if found else None

    async def by_code(self, code: int) -> Task | None:
        """Return the task with the number that people type."""
        found = await self._read(self._select().where(TaskRow.code == code))
        return found[0] if found else None

    async def all(self, *, plan_id: int | None = None) -> tuple[Task, ...]:
        """Return the tasks that still stand, by number."""
        query = self._select().where(~TaskRow.is_removed)
        if plan_id is not None:
            query = query.where(TaskRow.plan_id == plan_id)
        return await self._read(query)

    async def some(self, task_ids: Iterable[int]) -> dict[int, Task]:
        """Return these tasks by id, also removed ones."""
        ids = list(set(task_ids))
        return {t.id: t for t in await self._read(self._select().where(TaskRow.id.in_(ids)))}

    async def due_to_open(self, today: date, limit: int = 500) -> tuple[Task, ...]:
        """Return tasks whose occurrences have to be made again by now."""
        return await self._read(
            self._select().where(~TaskRow.is_removed, TaskRow.next_open_on <= today).limit(limit)
        )

    async def _assign(self, task_id: int, assignments: Sequence[Assignment]) -> None:
        await self._require_own(AgencyRow, [a.agency_id for a in assignments])
        rows = [
            {"task_id": task_id, "agency_id": a.agency_id, "kind": a.kind.value, "position": i}
            for i, a in enumerate(dict.fromkeys(assignments))
        ]
        if rows:
            await self._conn.execute(insert(AssignmentRow), rows)

    def _select(self) -> Select[*tuple[Any, ...]]:
        return (
            select(*(c for c in TaskRow.__table__.c if c.name not in {"ward_id", "next_open_on"}))
            .where(TaskRow.ward_id == self._ward_id)
            .order_by(TaskRow.code)
        )

    async def _read(self, query: Select[*tuple[Any, ...]]) -> tuple[Task, ...]:
        rows = (await self._conn.execute(query)).all()
        parts: dict[int, list[Assignment]] = defaultdict(list)
        if rows:
            assigned = await self._conn.execute(
                select(AssignmentRow.task_id, AssignmentRow.agency_id, AssignmentRow.kind)
                .where(AssignmentRow.task_id.in_([r.id for r in rows]))
                .order_by(AssignmentRow.task_id, AssignmentRow.position)
            )
            for a in assigned:
                parts[a.task_id].append(Assignment(a.agency_id, AssignmentKind(a.kind)))
        return tuple(_task(r._mapping, parts[r.id]) for r in rows)


def _task(mapping: Any, assignments: Sequence[Assignment]) -> Task:
    values = dict(mapping)
    values["methods"] = tuple(values["methods"])
    values["rule"] = rule_from_json(values["rule"])
    period = values["reporting_period"]
    values["reporting_period"] = Period(period) if period else None
    return Task(**values, assignments=tuple(assignments))


def _task_columns(task: Task) -> dict[str, Any]:
    return {
        "plan_id": task.plan_id,
        "code": task.code,
        "no": task.no,
        "section": task.section,
        "component": task.component,
        "title": task.title,
        "short_title": task.short_title,
        "methods": list(task.methods),
        "product": task.product,
        "time_text": task.time_text,
        "time_inherited": task.time_inherited,
        "rule": rule_to_json(task.rule),
        "is_duty": task.is_duty,
        "reporting_period": task.reporting_period.value if task.reporting_period else None,
        "is_removed": task.is_removed,
    }


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
