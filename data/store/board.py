"""The desk's numbers and lists, asked of the database: thousands of rows are never read to count them."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select, true

from data.domain.lights import Light
from data.domain.tasks import DONE, OWED, OccurrenceState, PlanState
from data.store.models import OccurrenceRow, PlanRow, TaskRow
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


@dataclass(frozen=True, slots=True)
class Waiting:
    """Reports that nobody has looked at."""

    count: int = 0
    oldest_at: datetime | None = None


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

    async def waiting(self, agency_ids: Collection[int] | None = None) -> Waiting:
        """Return how many reports of completion wait for review, and since when the oldest does."""
        query = _of_active(select(func.count(), func.min(OccurrenceRow.reported_at))).where(
            OccurrenceRow.ward_id == self._ward_id,
            in_state(OccurrenceRow.state, OccurrenceState.REPORTED),
            of(agency_ids),
        )
        row = (await self._conn.execute(query)).one()
        return Waiting(row[0], row[1])


def _of_active(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    return (
        query.join(TaskRow, TaskRow.id == OccurrenceRow.task_id)
        .join(PlanRow, PlanRow.id == TaskRow.plan_id)
        .where(~TaskRow.is_removed, PlanRow.state == PlanState.ACTIVE.value)
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
