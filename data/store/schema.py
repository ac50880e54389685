"""Brings a database up to date; one that is needs no alembic, whose loading takes half a second."""

from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

import migrations


def latest_revision() -> str:
    """Return the number of the newest migration: files are named `0002_what_it_does.py`."""
    files = (Path(migrations.__file__).parent / "versions").glob("[0-9]*.py")
    return max(file.name.partition("_")[0] for file in files)


async def bring_up_to_date(engine: AsyncEngine) -> None:
    """Run the migrations that this database lacks, all of them or none.

    Raises alembic's CommandError when the database comes from a newer version.
    """
    async with engine.connect() as conn:
        revision = await conn.run_sync(_revision)
    if revision != latest_revision():
        from data.store.migration import migrate

        await migrate(engine)


def _revision(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()
