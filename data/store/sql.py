"""What every repository stands on: a connection, a ward, and one insert that never doubles."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Insert, bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.orm import InstrumentedAttribute

from data.store.models import Base


class Repository:
    """Reads and writes rows over the connection of one unit of work."""

    def __init__(self, conn: AsyncConnection) -> None:
        self._conn = conn


class WardRepository(Repository):
    """Sees the rows of one ward only."""

    def __init__(self, conn: AsyncConnection, ward_id: int) -> None:
        super().__init__(conn)
        self._ward_id = ward_id

    async def _require_own(self, table: type[Base], ids: Iterable[int]) -> None:
        """Raise LookupError unless all these rows belong to the ward."""
        wanted = set(ids)
        if not wanted:
            return
        own = table.__table__.c
        found = await self._conn.execute(
            select(func.count())
            .select_from(table)
            .where(own.ward_id == self._ward_id, own.id.in_(wanted))
        )
        if found.scalar_one() != len(wanted):
            raise LookupError(f"not all of {table.__tablename__} {sorted(wanted)} are this ward's")


def insert_once(
    conn: AsyncConnection, table: type[Base], values: Mapping[str, Any] | Sequence[dict[str, Any]]
) -> Insert:
    """Return an INSERT that leaves an existing row alone when a unique key is taken."""
    make = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    return make(table).values(values).on_conflict_do_nothing()


def in_state(column: InstrumentedAttribute[str], *states: str) -> ColumnElement[bool]:
    """Return a condition with the states written out, so that it fits a partial index."""
    # Values and not enums are rendered; the index's own condition is written the same way.
    if len(states) == 1:
        return column == bindparam(None, str(states[0]), literal_execute=True)
    return column.in_(
        bindparam(None, [str(s) for s in states], expanding=True, literal_execute=True)
    )
