"""What the tests' databases share, so that a test pays for what it tests.

Every test opens a database of its own, and all of them ask it the same questions: compiling those
anew each time was half the work of a test. SQLAlchemy keeps what it compiled for one dialect; here
all dialects of a kind are equal, and what was compiled for one database serves the next.

No test cuts the power, so SQLite does not wait for the disk. Processes that are killed
(tests/durability) are not touched by this: they open their stores as the product does.
"""

from typing import Any

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialectAsync_psycopg
from sqlalchemy.dialects.sqlite.aiosqlite import SQLiteDialect_aiosqlite

_COMPILED: dict[Any, Any] = {}


class SharedSQLite(SQLiteDialect_aiosqlite):
    """The product's dialect, equal to all of its kind."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


class SharedPostgreSQL(PGDialectAsync_psycopg):
    """The product's dialect, equal to all of its kind."""

    supports_statement_cache = True

    @classmethod
    def get_async_dialect_cls(cls, _url: URL) -> "type[SharedPostgreSQL]":
        return cls

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


def share_statements() -> None:
    """Let all engines that are made from now on share what they compile."""
    registry.register("sqlite.aiosqlite", __name__, SharedSQLite.__name__)
    registry.register("postgresql.psycopg", __name__, SharedPostgreSQL.__name__)
    event.listen(Engine, "engine_connect", _prepare)


def _prepare(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_COMPILED)
    if connection.dialect.name == "sqlite" and "hurries" not in connection.info:
        connection.info["hurries"] = True
        cursor = connection.connection.cursor()
        cursor.execute("PRAGMA synchronous=OFF")
        cursor.close()
