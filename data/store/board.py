"""The desk's numbers and lists, asked of the database: thousands of rows are never read to count them."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from data.domain.board import BoardRow, Filter, Kind
from data.domain.lights import Light
from data.domain.reviews import ToReview
from data.domain.tasks import DONE, OWED, OccurrenceState, PlanState
from data.store.models import AgencyRow, OccurrenceRow, PlanRow, TaskRow
from data.store.sql import WardRepository, in_state

_OWED = in_state(OccurrenceRow.state, *OWED)
_DONE = in_state(OccurrenceRow.state, *DONE)


@dataclass(frozen=True, slots=True)
class Edges:
    """The days between the lights, as `data.domain.lights` draws them."""

    today: date
    soon_until: date
    """The last due day that is yellow."""
    year_began_at: datetime
    """Local New Year: what was done before it and due before it is not counted any more."""

    @property
    def new_year(self) -> date:
        """The first day of the local year."""
        return self.today.replace(month=1, day=1)


class Board(WardRepository):
    """How the work of one ward stands, by the rules of the weekly summary."""

    async def lights(
        self, edges: Edges, agency_ids: Collection[int] | None = None
    ) -> dict[int, Counter[Light]]:
        """Return how many occurrences of each light every agency has; None: of every agency.

        Counted is what the weekly summary counts: opened, of a standing task of an active plan, and
        owed, or due or done in this year.
        """
        light = light_column(edges).label("light")
        query = (
            _of_active(select(OccurrenceRow.agency_id, light, func.count()))
            .where(OccurrenceRow.ward_id == self._ward_id, counted(edges), of(agency_ids))
            .group_by(OccurrenceRow.agency_id, light)
        )
        found: dict[int, Counter[Light]] = defaultdict(Counter)
        for agency_id, name, count in await self._conn.execute(query):
            found[agency_id][Light(name)] = count
        return dict(found)

    async def waiting(self, agency_ids: Collection[int] | None = None) -> ToReview:
        """Return what waits for review."""
        reported = OccurrenceRow.reported_at
        query = _of_active(select(func.count(), func.min(reported), func.max(reported))).where(
            OccurrenceRow.ward_id == self._ward_id,
            in_state(OccurrenceRow.state, OccurrenceState.REPORTED),
            of(agency_ids),
        )
        return ToReview(*(await self._conn.execute(query)).one())

    async def page(
        self, wanted: Filter, edges: Edges, *, first: int, most: int
    ) -> tuple[BoardRow, ...]:
        """Return lines of a list from the one after `first`, by due date; what is done, the latest."""
        latest = wanted.kind is Kind.DONE
        due = OccurrenceRow.due_on.desc() if latest else OccurrenceRow.due_on
        number = OccurrenceRow.id.desc() if latest else OccurrenceRow.id
        query = (
            _of_active(select(*_LINE, light_column(edges).label("light")))
            .join(AgencyRow, AgencyRow.id == OccurrenceRow.agency_id)
            .where(*self._wanted(wanted, edges))
            .order_by(due, number)
            .offset(first)
            .limit(most)
        )
        return tuple(_line(row) for row in await self._conn.execute(query))

    async def count(self, wanted: Filter, edges: Edges) -> int:
        """Return how many lines a list has."""
        query = _of_active(select(func.count(OccurrenceRow.id))).where(*self._wanted(wanted, edges))
        return int((await self._conn.execute(query)).scalar_one())

    async def resting(self) -> tuple[int, ...]:
        """Return the standing tasks of active plans for which nothing was ever planned."""
        planned = (
            select(OccurrenceRow.id)
            .where(
                OccurrenceRow.task_id == TaskRow.id,
                OccurrenceRow.state != OccurrenceState.CANCELLED.value,
            )
            .exists()
        )
        rows = await self._conn.execute(
            select(TaskRow.id)
            .join(PlanRow, PlanRow.id == TaskRow.plan_id)
            .where(TaskRow.ward_id == self._ward_id, *_STANDING, ~planned)
        )
        return tuple(rows.scalars())

    async def components(self) -> tuple[str, ...]:
        """Return the components of the index that standing tasks of active plans are under.

        A task without one goes by its plan's group of tasks.
        """
        rows = await self._conn.execute(
            select(_component)
            .join(PlanRow, PlanRow.id == TaskRow.plan_id)
            .where(TaskRow.ward_id == self._ward_id, _component.is_not(None), *_STANDING)
            .group_by(_component)
            .order_by(func.min(TaskRow.code))
        )
        return tuple(name for name in rows.scalars() if name is not None)

    async def by_component(self, edges: Edges) -> tuple[tuple[str, int, int, int], ...]:
        """Return for each component of the index how many counted items are late, done, and all."""
        late = func.sum(case((and_(_OWED, OccurrenceRow.due_on < edges.today), 1), else_=0))
        done = func.sum(case((_DONE, 1), else_=0))
        query = (
            _of_active(select(TaskRow.component, late, done, func.count(OccurrenceRow.id)))
            .where(OccurrenceRow.ward_id == self._ward_id, counted(edges))
            .where(TaskRow.component.is_not(None))
            .group_by(TaskRow.component)
            .order_by(func.min(TaskRow.code))
        )
        rows = await self._conn.execute(query)
        return tuple((str(r[0]), int(r[1]), int(r[2]), int(r[3])) for r in rows)

    def _wanted(self, wanted: Filter, edges: Edges) -> Iterator[ColumnElement[bool]]:
        yield OccurrenceRow.ward_id == self._ward_id
        yield of(wanted.agency_ids)
        yield _of_kind(wanted.kind, edges)
        if wanted.component is not None:
            yield _component == wanted.component
        if wanted.plan_id is not None:
            yield TaskRow.plan_id == wanted.plan_id
        if wanted.search is not None:
            yield _found(wanted)


_component = func.coalesce(TaskRow.component, TaskRow.section)
_STANDING = (~TaskRow.is_removed, PlanRow.state == PlanState.ACTIVE.value)
_LINE = (
    OccurrenceRow.id,
    TaskRow.code,
    TaskRow.short_title,
    OccurrenceRow.label,
    OccurrenceRow.agency_id,
    AgencyRow.name.label("agency_name"),
    OccurrenceRow.opens_on,
    OccurrenceRow.due_on,
    OccurrenceRow.state,
    OccurrenceRow.progress,
    OccurrenceRow.obstacle,
    OccurrenceRow.excused_due_on,
)


def _line(row: Any) -> BoardRow:
    values = {**row._mapping, "state": OccurrenceState(row.state), "light": Light(row.light)}
    return BoardRow(**values)


def _of_kind(kind: Kind | None, edges: Edges) -> ColumnElement[bool]:
    due = OccurrenceRow.due_on
    opened = and_(_OWED, OccurrenceRow.opens_on <= edges.today)
    match kind:
        case Kind.LATE:
            return and_(opened, due < edges.today)
        case Kind.SOON:
            return and_(opened, due >= edges.today, due <= edges.soon_until)
        case Kind.ON_TIME:
            return and_(opened, due > edges.soon_until)
        case Kind.TO_REVIEW:
            return in_state(OccurrenceRow.state, OccurrenceState.REPORTED)
        case Kind.RETURNED:
            return in_state(OccurrenceRow.state, OccurrenceState.RETURNED)
        case Kind.HINDERED:
            return and_(_OWED, OccurrenceRow.obstacle.is_not(None))
        case Kind.LATER:
            return and_(_OWED, OccurrenceRow.opens_on > edges.today)
        case Kind.DONE:
            return and_(_DONE, counted(edges))
        case _:
            return OccurrenceRow.state != OccurrenceState.CANCELLED.value


def _found(wanted: Filter) -> ColumnElement[bool]:
    assert wanted.search is not None
    named = wanted.named or (frozenset(),) * len(wanted.search.words)
    every = and_(
        *(
            or_(TaskRow.found_by.contains(word, autoescape=True), of(agencies))
            for word, agencies in zip(wanted.search.words, named, strict=True)
        )
    )
    code = wanted.search.code
    return every if code is None else or_(TaskRow.code == code, every)


def _of_active(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(PlanRow, PlanRow.id == TaskRow.plan_id)
        .where(*_STANDING)
    )


def light_column(edges: Edges) -> ColumnElement[str]:
    """Return the light of an occurrence that is not cancelled, as a column."""
    return case(
        (_DONE, Light.DONE.value),
        (OccurrenceRow.due_on < edges.today, Light.LATE.value),
        (OccurrenceRow.due_on <= edges.soon_until, Light.SOON.value),
        else_=Light.ON_TIME.value,
    )


def counted(edges: Edges) -> ColumnElement[bool]:
    """Return what is counted: `jobs.reports.summary` says the same of values."""
    done_at = func.coalesce(OccurrenceRow.reported_at, OccurrenceRow.closed_at)
    of_this_year = or_(OccurrenceRow.due_on >= edges.new_year, done_at >= edges.year_began_at)
    return and_(OccurrenceRow.opens_on <= edges.today, or_(_OWED, and_(_DONE, of_this_year)))


def of(agency_ids: Collection[int] | None) -> ColumnElement[bool]:
    """Return the work of these agencies; None: of all, an empty collection: of none."""
    if agency_ids is None:
        return true()
    return OccurrenceRow.agency_id.in_(list(agency_ids)) if agency_ids else false()
