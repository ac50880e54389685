"""Tasks that were there before the desk are found as those that came after it."""

from dataclasses import replace
from importlib import import_module

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text

from data.domain.rules import Continuous
from data.store.unit_of_work import Store
from tests.cast import add_task, found

_DESK = import_module("migrations.versions.0014_desk")


def _fill(conn: Connection) -> None:
    with Operations.context(MigrationContext.configure(conn)):
        _DESK._fill()


async def test_the_migration_writes_what_saving_writes(store: Store) -> None:
    cast = await found(store)
    async with store.write() as unit:
        for code, title in enumerate(("Đối thoại với Nhân dân", "ỦY BAN  Hoà Bình", "x%_"), 1):
            task = await add_task(unit, cast, Continuous(), code=code, title=title)
            await unit.ward(cast.ward.id).tasks.save(
                replace(task, component="Công khai, minh bạch"), next_open_on=None
            )
    query = text("SELECT found_by FROM tasks ORDER BY code")
    async with store.engine.begin() as conn:
        saved = (await conn.execute(query)).scalars().all()
        await conn.execute(text("UPDATE tasks SET found_by = ''"))
        await conn.run_sync(_fill)
        assert (await conn.execute(query)).scalars().all() == saved
