"""Brings a database to the schema of this version, and says where the two differ."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import Script
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncEngine

import migrations
from data.store.engine import WRITE
from data.store.models import Base

HISTORY = Path(migrations.__file__).parent
_MIGRATING = 0x6E686163
"""The PostgreSQL advisory lock: of two processes that start at once, one waits for the other."""

_T = TypeVar("_T")


async def migrate(engine: AsyncEngine) -> None:
    """Run every migration that this database lacks, in one transaction: all of them or none.

    Raises alembic's CommandError when the database comes from a newer version.
    """
    await _within(engine, lambda conn: command.upgrade(_config(conn), "head"))


async def differences(engine: AsyncEngine) -> list[Any]:
    """Return how a migrated database differs from the models, as alembic puts it; empty is right."""

    def compare(conn: Connection) -> list[Any]:
        context = MigrationContext.configure(conn, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    return await _within(engine, compare)


async def revise(engine: AsyncEngine, message: str, number: str, *, into: Path) -> Path:
    """Write what the models say beyond this database as a migration into a folder.

    A folder other than that of the history begins a new history.
    """

    def write(conn: Connection) -> Path:
        config = _config(conn)
        config.set_main_option("version_locations", str(into))
        made = command.revision(config, message, autogenerate=True, rev_id=number)
        if not isinstance(made, Script):
            raise RuntimeError("alembic wrote no single migration")
        return Path(made.path)

    return await _within(engine, write)


async def _within(engine: AsyncEngine, work: Callable[[Connection], _T]) -> _T:
    async with engine.execution_options(**{WRITE: True}).begin() as conn:
        if engine.dialect.name == "postgresql":
            await conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATING})
        return await conn.run_sync(work)


def _config(conn: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HISTORY))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.set_main_option("path_separator", "newline")
    config.attributes["connection"] = conn
    config.attributes["metadata"] = Base.metadata
    return config
