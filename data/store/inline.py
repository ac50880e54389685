"""SQLite statements run where they stand; only what waits for a lock or the disk goes to a thread.

aiosqlite hands every call to a thread and back, four times a statement: measured, the hand-over
cost more than ten times the statement itself and made up two thirds of a chat turn. Inside a
transaction a statement waits for nothing, so it runs at once. BEGIN waits for the write lock and
COMMIT for the disk: those, and all that is not a plain statement, still go to the thread.
"""

import sqlite3
from functools import partial
from typing import Any

import aiosqlite

_AT_ONCE = ("SELECT", "INSERT", "UPDATE", "DELETE")
_NEVER_WAITS = frozenset({"cursor", "fetchall", "fetchone", "fetchmany"})


class InlineConnection(aiosqlite.Connection):
    """A connection whose plain statements do not leave the event loop's thread."""

    async def _execute(self, fn: Any, *args: Any, **kwargs: Any) -> Any:
        if self._running and self._connection is not None and _is_quick(fn, args):
            return fn(*args, **kwargs)
        return await super()._execute(fn, *args, **kwargs)  # type: ignore[no-untyped-call]


def connect(path: str, **options: Any) -> InlineConnection:
    """Return a connection that opens when awaited: what SQLAlchemy's dialect asks for."""
    # Two threads take turns, never at once: each call is awaited before the next begins.
    options["check_same_thread"] = False
    connection = InlineConnection(partial(sqlite3.connect, path, **options), 64)
    connection._thread.daemon = True
    return connection


def _is_quick(fn: Any, args: tuple[Any, ...]) -> bool:
    name = getattr(fn, "__name__", "")
    if name == "execute":
        return str(args[0]).lstrip()[:6].upper() in _AT_ONCE
    return name in _NEVER_WAITS or (name == "close" and isinstance(fn.__self__, sqlite3.Cursor))
