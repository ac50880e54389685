"""One ward copied into a store of its own: to rehearse in, without touching the real one."""

from sqlalchemy import ColumnElement, Table, insert, select

from data.store.engine import WRITE
from data.store.models import Base
from data.store.unit_of_work import Store

_AT_ONCE = 500
"""Rows read and written together."""


async def copy_ward(source: Store, target: Store, ward_id: int) -> int:
    """Copy every row that belongs to a ward into an empty, migrated store; returns how many.

    A row belongs to a ward by its `ward_id`, or by what it must refer to. The inbox, dialogs and
    transcripts belong to chats, not to a ward, and stay behind.
    """
    copied = 0
    async with (
        source.reading.connect() as reading,
        target.engine.execution_options(**{WRITE: True}).begin() as writing,
    ):
        for table in Base.metadata.sorted_tables:
            condition = _belongs(table, ward_id)
            if condition is None:
                continue
            rows = await reading.stream(
                select(table).where(condition).order_by(*table.primary_key.columns)
            )
            async for some in rows.mappings().partitions(_AT_ONCE):
                await writing.execute(insert(table), [dict(row) for row in some])
                copied += len(some)
    return copied


def _belongs(table: Table, ward_id: int) -> ColumnElement[bool] | None:
    """Return the condition for a table's rows to be the ward's; None if no table row is."""
    if table.name == "wards":
        return table.c.id == ward_id
    if table.name == "observers":
        return None  # people of other wards, who stay behind with their own
    if "ward_id" in table.c:
        return table.c.ward_id == ward_id
    for key in table.foreign_keys:
        owner = key.column.table
        if key.parent.nullable or owner is table:
            continue
        condition = _belongs(owner, ward_id)
        if condition is not None:
            return key.parent.in_(select(key.column).where(condition))
    return None
