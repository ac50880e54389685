"""What every repository stands on: a connection, a ward, and one insert that never doubles."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

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


def insert_once(
    conn: AsyncConnection, table: type[Base], values: Mapping[str, Any] | Sequence[dict[str, Any]]
) -> Insert:
    """Return an INSERT that leaves an existing row alone when a unique key is taken."""
    make = postgresql.insert if conn.dialect.name == "postgresql" else sqlite.insert
    return make(table).values(values).on_conflict_do_nothing()
