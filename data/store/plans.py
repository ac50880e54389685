"""Plans and their tasks."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, bindparam, delete, insert, select, update

from data.domain.rules import Period, rule_from_json, rule_to_json
from data.domain.searching import searched
from data.domain.tasks import Assignment, AssignmentKind, Plan, PlanState, Task
from data.store.models import AgencyRow, AssignmentRow, PlanRow, TaskRow
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


@dataclass(frozen=True, slots=True)
class UnreadPlan:
    """A document that waits to be read."""

    id: int
    source_sha256: str | None
    """None until the file is fetched from its channel."""
    source_name: str
    note: dict[str, Any]
    """Who sent it, by which file reference, and how often reading was tried."""


_LARGEST_CODE = 2**31 - 1
"""The database takes no larger number; people may type one."""


class Plans(WardRepository):
    """The plans of one ward."""

    async def add_unread(
        self, source_sha256: str | None, source_name: str, note: dict[str, Any], now: datetime
    ) -> int:
        """Store that a document waits to be read."""
        row = await self._conn.execute(
            insert(PlanRow)
            .values(
                ward_id=self._ward_id,
                state=PlanState.READING.value,
                source_sha256=source_sha256,
                source_name=source_name,
                draft=note,
                created_at=now,
            )
            .returning(PlanRow.id)
        )
        return row.scalar_one()

    async def unread(self) -> tuple[UnreadPlan, ...]:
        """Return the documents that wait to be read, oldest first."""
        rows = await self._conn.execute(
            select(PlanRow.id, PlanRow.source_sha256, PlanRow.source_name, PlanRow.draft)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.state == PlanState.READING)
            .order_by(PlanRow.id)
        )
        return tuple(
            UnreadPlan(r.id, r.source_sha256, r.source_name or "", r.draft or {}) for r in rows
        )

    async def note_unread(self, plan_id: int, note: dict[str, Any]) -> bool:
        """Replace the note of a document that waits; False when it waits no longer."""
        done = await self._conn.execute(
            update(PlanRow)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.id == plan_id)
            .where(PlanRow.state == PlanState.READING)
            .values(draft=note)
        )
        return done.rowcount == 1

    async def become_draft(
        self,
        plan_id: int,
        head: PlanHead,
        draft: dict[str, Any],
        *,
        source_sha256: str | None,
        replaces_id: int | None,
    ) -> bool:
        """Turn a document that was read into the open draft; False when it waited no longer."""
        await self._drop_drafts()
        done = await self._conn.execute(
            update(PlanRow)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.id == plan_id)
            .where(PlanRow.state == PlanState.READING)
            .values(
                **asdict(head),
                state=PlanState.DRAFT.value,
                draft=draft,
                source_sha256=source_sha256,
                replaces_id=replaces_id,
            )
        )
        return done.rowcount == 1

    async def amend(self, plan_id: int, replaces_id: int | None) -> None:
        """Say which active plan a draft takes the place of."""
        await self._conn.execute(
            update(PlanRow)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.id == plan_id)
            .values(replaces_id=replaces_id)
        )

    async def get(self, plan_id: int) -> Plan | None:
        """Return one plan."""
        return next((p for p in await self.all() if p.id == plan_id), None)

    async def source(self, plan_id: int) -> tuple[str, str] | None:
        """Return the SHA-256 and the name of the document that a plan was read from."""
        rows = await self._conn.execute(
            select(PlanRow.source_sha256, PlanRow.source_name)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.id == plan_id)
            .where(PlanRow.source_sha256.is_not(None))
        )
        row = rows.one_or_none()
        return (row.source_sha256, row.source_name or "") if row else None

    async def _drop_drafts(self) -> None:
        await self._conn.execute(
            update(PlanRow)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.state == PlanState.DRAFT)
            .values(state=PlanState.DROPPED.value)
        )

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
        await self._drop_drafts()
        row = await self._conn.execute(
            insert(PlanRow)
            .values(
                **asdict(head),
                ward_id=self._ward_id,
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

    async def confirmed_draft(self, plan_id: int) -> dict[str, Any]:
        """Return a plan's content as it was looked over; empty when none was kept."""
        rows = await self._conn.execute(
            select(PlanRow.draft).where(PlanRow.ward_id == self._ward_id, PlanRow.id == plan_id)
        )
        return rows.scalar_one_or_none() or {}

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

    async def came_from(self, sha256: str) -> bool:
        """Return whether a plan was read from these bytes."""
        rows = await self._conn.execute(
            select(PlanRow.id)
            .where(PlanRow.ward_id == self._ward_id, PlanRow.source_sha256 == sha256)
            .limit(1)
        )
        return rows.first() is not None

    async def all(self) -> tuple[Plan, ...]:
        """Return every plan, the latest first."""
        rows = await self._conn.execute(
            select(*_PLAN).where(PlanRow.ward_id == self._ward_id).order_by(PlanRow.id.desc())
        )
        return tuple(_plan(r._mapping) for r in rows)


def _plan(mapping: Any) -> Plan:
    values = {c.key: mapping[c.key] for c in _PLAN}
    return Plan(**{**values, "state": PlanState(values["state"])})


_TASKS: Select[*tuple[Any, ...]] = select(
    *(c for c in TaskRow.__table__.c if c.name not in {"ward_id", "next_open_on", "found_by"})
).order_by(TaskRow.code)
# What a chat turn asks: made once, since building a statement costs more than running it.
_IN_WARD = _TASKS.where(TaskRow.ward_id == bindparam("ward"))
_TASK_BY_ID = _IN_WARD.where(TaskRow.id == bindparam("task"))
_TASK_BY_CODE = _IN_WARD.where(TaskRow.code == bindparam("code"))
_SOME_TASKS = _IN_WARD.where(TaskRow.id.in_(bindparam("tasks", expanding=True)))
_PARTS = (
    select(AssignmentRow.task_id, AssignmentRow.agency_id, AssignmentRow.kind)
    .where(AssignmentRow.task_id.in_(bindparam("tasks", expanding=True)))
    .order_by(AssignmentRow.task_id, AssignmentRow.position)
)


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
        await self._set([task.id], next_open_on=next_open_on, **_task_columns(task))
        await self._conn.execute(delete(AssignmentRow).where(AssignmentRow.task_id == task.id))
        await self._assign(task.id, task.assignments)

    async def set_next_open(self, task_ids: Iterable[int], on: date | None) -> None:
        """Say when the occurrences of these tasks have to be made again."""
        await self._set(task_ids, next_open_on=on)

    async def set_period(self, task_ids: Iterable[int], period: Period | None) -> None:
        """Say how often these tasks of continuous work are reported; None: as the ward says."""
        await self._set(task_ids, reporting_period=period.value if period else None)

    async def want_originals(self, task_ids: Iterable[int], wanted: bool) -> None:
        """Say whether pictures for these tasks have to come as files."""
        await self._set(task_ids, wants_originals=wanted)

    async def get(self, task_id: int) -> Task | None:
        """Return one task."""
        found = await self._read(_TASK_BY_ID, ward=self._ward_id, task=task_id)
        return found[0] if found else None

    async def by_code(self, code: int) -> Task | None:
        """Return the task with the number that people type."""
        if code > _LARGEST_CODE:
            return None
        found = await self._read(_TASK_BY_CODE, ward=self._ward_id, code=code)
        return found[0] if found else None

    async def all(self, *, plan_id: int | None = None) -> tuple[Task, ...]:
        """Return the tasks that still stand, by number."""
        query = self._select().where(~TaskRow.is_removed)
        if plan_id is not None:
            query = query.where(TaskRow.plan_id == plan_id)
        return await self._read(query)

    async def of_plans(self, plan_ids: Iterable[int]) -> tuple[Task, ...]:
        """Return the tasks of these plans by number, also removed ones."""
        return await self._read(self._select().where(TaskRow.plan_id.in_(list(plan_ids))))

    async def some(self, task_ids: Iterable[int]) -> dict[int, Task]:
        """Return these tasks by id, also removed ones."""
        ids = list(set(task_ids))
        return {t.id: t for t in await self._read(_SOME_TASKS, ward=self._ward_id, tasks=ids)}

    async def due_to_open(self, today: date, limit: int = 500) -> tuple[Task, ...]:
        """Return tasks whose occurrences have to be made again by now."""
        return await self._read(
            self._select().where(~TaskRow.is_removed, TaskRow.next_open_on <= today).limit(limit)
        )

    async def _set(self, task_ids: Iterable[int], **values: Any) -> None:
        await self._conn.execute(
            update(TaskRow)
            .where(TaskRow.ward_id == self._ward_id, TaskRow.id.in_(list(task_ids)))
            .values(**values)
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
        return _TASKS.where(TaskRow.ward_id == self._ward_id)

    async def _read(self, query: Select[*tuple[Any, ...]], **values: Any) -> tuple[Task, ...]:
        rows = (await self._conn.execute(query, values)).all()
        parts: dict[int, list[Assignment]] = defaultdict(list)
        if rows:
            assigned = await self._conn.execute(_PARTS, {"tasks": [r.id for r in rows]})
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
        "wants_originals": task.wants_originals,
        "found_by": searched(
            task.title, task.short_title, task.section, task.component, task.product, task.no
        ),
    }
