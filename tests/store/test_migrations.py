"""The schema comes from migrations alone, and they say what the models say."""

import asyncio
import re

import pytest
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data.store.migration import HISTORY, differences, migrate
from data.store.models import Base
from data.store.schema import bring_up_to_date, latest_revision
from data.store.unit_of_work import Store
from tests.cast import MONDAY, found


async def test_migrations_equal_the_models(store: Store) -> None:
    assert await differences(store.engine) == []


async def test_indexes_with_their_conditions_equal_the_models(store: Store, tmp_path) -> None:
    # alembic does not compare the condition of a partial index, so the very SQL is compared.
    if store.engine.dialect.name != "sqlite":
        pytest.skip("one comparison of the SQL is enough")
    modelled = Store.at(f"sqlite+aiosqlite:///{tmp_path}/models.db")
    async with modelled.engine.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
    assert await _indexes(store) == await _indexes(modelled)
    await modelled.close()


async def _indexes(store: Store) -> dict[str, str]:
    async with store.engine.connect() as conn:
        rows = await conn.execute(
            text("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        )
        return {r.name: re.sub(r"\s+", " ", r.sql) for r in rows}


async def test_migrating_twice_changes_nothing_and_keeps_what_is_there(store: Store) -> None:
    cast = await found(store)
    await migrate(store.engine)
    async with store.read() as unit:
        assert await unit.wards.get(cast.ward.id) == cast.ward


async def test_an_empty_database_is_brought_up_to_date_and_left_alone_from_then_on(
    tmp_path, monkeypatch
) -> None:
    store = Store.at(f"sqlite+aiosqlite:///{tmp_path}/new.db")
    await bring_up_to_date(store.engine)
    assert await differences(store.engine) == []

    async def unexpected(_engine: object) -> None:
        raise AssertionError("nothing was lacking")

    monkeypatch.setattr("data.store.migration.migrate", unexpected)
    await bring_up_to_date(store.engine)
    await store.close()


def test_the_newest_file_is_what_alembic_calls_the_head() -> None:
    history = ScriptDirectory(str(HISTORY))
    assert history.get_heads() == [latest_revision()]


async def test_two_processes_that_start_at_once_migrate_once(postgresql) -> None:
    postgresql.run("CREATE DATABASE both_at_once")
    stores = [Store.at(postgresql.url("both_at_once")) for _ in range(2)]
    await asyncio.gather(*(migrate(s.engine) for s in stores))
    assert await differences(stores[0].engine) == []
    for store in stores:
        await store.close()
    postgresql.run("DROP DATABASE both_at_once WITH (FORCE)")


async def test_a_database_of_a_newer_version_is_refused(store: Store) -> None:
    async with store.engine.begin() as conn:
        await conn.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(CommandError):
        await migrate(store.engine)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE event_log SET actor = 'person:9'", "DELETE FROM event_log", "TRUNCATE event_log"],
)
async def test_the_database_itself_refuses_to_change_the_event_log(
    store: Store, statement: str
) -> None:
    if store.engine.dialect.name == "sqlite" and statement.startswith("TRUNCATE"):
        pytest.skip("SQLite has no TRUNCATE")
    cast = await found(store)
    async with store.write() as unit:
        unit.ward(cast.ward.id).log.append(
            "ward.founded", actor="cli", subject="ward:1", now=MONDAY
        )
    with pytest.raises(DBAPIError, match="append-only"):
        async with store.engine.begin() as conn:
            await conn.execute(text(statement))
