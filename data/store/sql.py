"""What every repository stands on: a connection, a ward, and one insert that never doubles."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Select, Table, bindparam, func, select
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
        found = await self._conn.execute(
            _count_own(table), {"own_ward": self._ward_id, "own_ids": list(wanted)}
        )
        if found.scalar_one() != len(wanted):
            raise LookupError(f"not all of {table.__tablename__} {sorted(wanted)} are this ward's")


def table_of(table: type[Base]) -> Table:
    """Return the bare table: statements made of it skip what the ORM would look at each time."""
    return Base.metadata.tables[table.__tablename__]


@cache
def _count_own(table: type[Base]) -> Select[int]:
    own = table_of(table).c
    return (
        select(func.count())
        .select_from(table_of(table))
        .where(own.ward_id == bindparam("own_ward"))
        .where(own.id.in_(bindparam("own_ids", expanding=True)))
    )


@cache
def one_insert_once(dialect: str, table: type[Base]) -> Insert:
    """Return the INSERT of one row that leaves an existing one alone, and returns the new id.

    Made once: building a statement and its cache key takes four times as long as running it.
    """
    make = postgresql.insert if dialect == "postgresql" else sqlite.insert
    columns = table_of(table)
    return make(columns).on_conflict_do_nothing().returning(columns.c.id)


def insert_once(
    conn: AsyncConnection, table: type[Base], values: Mapping[str, Any] | Sequence[dict[str, Any]]
) -> Insert:
    """Return an INSERT that leaves an existing row alone when a unique key is taken."""
    make = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    return make(table).values(values).on_conflict_do_nothing()


def in_pieces(ids: Iterable[int], size: int = 500) -> Iterator[list[int]]:
    """Yield the ids in lists that a statement takes as its values."""
    left = list(ids)
    for start in range(0, len(left), size):
        yield left[start : start + size]


def in_state(column: InstrumentedAttribute[str], *states: str) -> ColumnElement[bool]:
    """Return a condition with the states written out, so that it fits a partial index."""
    # Values and not enums are rendered; the index's own condition is written the same way.
    if len(states) == 1:
        return column == bindparam(None, str(states[0]), literal_execute=True)
    return column.in_(
        bindparam(None, [str(s) for s in states], expanding=True, literal_execute=True)
    )
