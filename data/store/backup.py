"""A whole copy of the SQLite database, checked before it counts."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncEngine

KEPT = 14


class BackupError(Exception):
    """No copy was made; what there was before is untouched."""


def backup_folder(engine: AsyncEngine) -> Path | None:
    """Return where copies are kept, beside the database; None for PostgreSQL."""
    url = make_url(engine.url)
    if url.get_backend_name() != "sqlite" or not url.database:
        return None
    return Path(url.database).absolute().parent / "backups"


def latest_copy(engine: AsyncEngine) -> datetime | None:
    """Return when the last copy was made; None when there is none. Looks at the disk."""
    folder = backup_folder(engine)
    made = [copy.stat().st_mtime for copy in folder.glob("*.db")] if folder else []
    return datetime.fromtimestamp(max(made), UTC) if made else None


async def copy_database(engine: AsyncEngine, name: str) -> bool:
    """Copy the database to `<its folder>/backups/<name>.db`; False if that copy is there already.

    The last 14 copies are kept. Stored files are not copied: they are never rewritten, so they
    need a copy on another disk, not a history. Raises BackupError, and ValueError on PostgreSQL.
    """
    folder = backup_folder(engine)
    if folder is None or not engine.url.database:
        raise ValueError("only SQLite is copied here")
    return await asyncio.to_thread(_copy, Path(engine.url.database), folder, name)


def _copy(database: Path, folder: Path, name: str) -> bool:
    target, temp = folder / f"{name}.db", folder / f"{name}.part"
    if target.exists():
        return False
    try:
        folder.mkdir(parents=True, exist_ok=True)
        temp.unlink(missing_ok=True)
        # An own connection: the copy is one consistent picture while others go on writing.
        with closing(sqlite3.connect(database, timeout=30)) as conn:
            conn.execute("VACUUM INTO ?", (str(temp),))
        # The copy holds what the database holds, also its tokens: nobody else may read it.
        shutil.copymode(database, temp)
        _check(temp)
        _sync(temp)
        temp.rename(target)
        _sync(folder)
    except (sqlite3.Error, OSError, BackupError) as error:
        with suppress(OSError):
            temp.unlink(missing_ok=True)
        raise BackupError(str(error)) from error
    for old in sorted(folder.glob("*.db"))[:-KEPT]:
        old.unlink()
    return True


def _check(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as conn:
        (verdict,) = conn.execute("PRAGMA integrity_check").fetchone()
    if verdict != "ok":
        raise BackupError(f"the copy is not whole: {verdict}")


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
