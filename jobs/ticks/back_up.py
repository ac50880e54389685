"""Copies the database once a local day."""

import logging
from datetime import datetime

from data.domain.localtime import local_date
from data.store.backup import backup_folder, copy_database
from jobs.ports import Tally, World

_log = logging.getLogger(__name__)


async def back_up(world: World, now: datetime) -> Tally:
    """Make the copy of the day if it is missing. Returns {"copied": 1} when it was made.

    Raises BackupError when it could not be. PostgreSQL is not copied here: that is `pg_dump` in
    the hands of whoever runs the server, and the log says so.
    """
    if backup_folder(world.store.engine) is None:
        _log.warning("the database is on PostgreSQL: back it up with pg_dump, this tick does not")
        return {}
    copied = await copy_database(world.store.engine, f"nhacviec-{local_date(now).isoformat()}")
    return {"copied": 1} if copied else {}
