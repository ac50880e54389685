"""One checked copy a day, while others go on writing."""

import asyncio
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from data.store.backup import KEPT, BackupError
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.back_up import back_up
from tests.cast import MONDAY, Cast

DAY = timedelta(days=1)


@pytest.fixture
def world(store: Store, files) -> World:
    """A world without channels."""
    return World(store, files)


def _copies(tmp_path: Path) -> list[str]:
    return sorted(p.name for p in (tmp_path / "backups").iterdir())


async def test_the_copy_holds_what_was_committed_and_one_a_day_is_enough(
    world: World, cast: Cast, tmp_path: Path
) -> None:
    assert await back_up(world, MONDAY) == {"copied": 1}
    assert await back_up(world, MONDAY + timedelta(hours=5)) == {}
    assert _copies(tmp_path) == ["nhacviec-2026-06-15.db"]
    copy = Store.at(f"sqlite+aiosqlite:///{tmp_path}/backups/nhacviec-2026-06-15.db")
    async with copy.read() as unit:
        assert await unit.wards.get(cast.ward.id) == cast.ward
    await copy.close()


async def test_a_copy_made_while_others_write_is_one_picture(
    world: World, store: Store, cast: Cast, tmp_path: Path
) -> None:
    async def write() -> None:
        for _ in range(40):
            async with store.write() as unit:
                log = unit.ward(cast.ward.id).log
                log.append("a.b", actor="cli", subject="x:1", now=MONDAY)

    await asyncio.gather(write(), back_up(world, MONDAY))
    copy = Store.at(f"sqlite+aiosqlite:///{tmp_path}/backups/nhacviec-2026-06-15.db")
    async with copy.read() as unit:
        assert await unit.ward(cast.ward.id).log.first_break() is None
    await copy.close()


async def test_the_last_fourteen_are_kept(world: World, tmp_path: Path) -> None:
    for day in range(KEPT + 3):
        await back_up(world, MONDAY + day * DAY)
    assert len(_copies(tmp_path)) == KEPT
    assert _copies(tmp_path)[0] == "nhacviec-2026-06-18.db"


async def test_a_copy_that_fails_leaves_nothing_half_and_says_so(
    world: World, tmp_path: Path
) -> None:
    (tmp_path / "backups").write_text("a file stands where the folder should be")
    with pytest.raises(BackupError):
        await back_up(world, MONDAY)


async def test_a_damaged_database_gives_no_copy(store: Store, files, tmp_path: Path) -> None:
    await store.close()
    file = tmp_path / "nhacviec.db"
    file.write_bytes(file.read_bytes()[:8192] + b"\xff" * 8192 + file.read_bytes()[16384:])
    with pytest.raises(BackupError):
        await back_up(World(Store.at(f"sqlite+aiosqlite:///{file}"), files), MONDAY)
    assert list((tmp_path / "backups").iterdir()) == []


def test_the_copy_needs_no_file_beside_it(tmp_path: Path, migrated_file: Path) -> None:
    store = Store.at(f"sqlite+aiosqlite:///{tmp_path}/a.db")
    (tmp_path / "a.db").write_bytes(migrated_file.read_bytes())
    asyncio.run(back_up(World(store, None), MONDAY))
    (copy,) = (tmp_path / "backups").iterdir()
    with sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True) as conn:
        assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_postgresql_is_left_to_pg_dump_and_the_log_says_so(files, caplog) -> None:
    world = World(Store.at("postgresql+psycopg://nobody@127.0.0.1:1/none"), files)
    assert await back_up(world, MONDAY) == {}
    assert "pg_dump" in caplog.text
