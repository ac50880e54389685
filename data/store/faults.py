"""Faults of the machine under the database, told apart from faults of a statement."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, OperationalError

from data.errors import StoreDownError

_SQLITE = frozenset(
    {
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
    }
)
_POSTGRESQL = ("08", "40", "53", "57P", "58")
"""Connection lost, serialization or deadlock, no resources, shutting down, system error:
https://www.postgresql.org/docs/current/errcodes-appendix.html"""
_DISK_FULL = "53100"
_PRIMARY = 0xFF
"""SQLite's extended codes keep the primary one in their lowest byte."""


@contextmanager
def naming_faults() -> Iterator[None]:
    """Raise StoreDownError for what lies at the machine; every other error as it is."""
    try:
        yield
    except DBAPIError as error:
        if (down := _fault_in(error)) is not None:
            raise down from error
        raise


def _fault_in(error: DBAPIError) -> StoreDownError | None:
    code = getattr(error.orig, "sqlite_errorcode", None)
    if code is not None:
        primary = code & _PRIMARY
        is_down, is_full = primary in _SQLITE, primary == sqlite3.SQLITE_FULL
    else:
        state = getattr(error.orig, "sqlstate", None) or ""
        # No connection came about, so that no server gave the error a code.
        never_met = isinstance(error, OperationalError) and not state
        is_down = state.startswith(_POSTGRESQL) or error.connection_invalidated or never_met
        is_full = state == _DISK_FULL
    return StoreDownError(str(error.orig), is_full=is_full) if is_down else None
