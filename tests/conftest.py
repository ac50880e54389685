"""Shared parts of the tests: a real store, and the fixed cast who act in them."""

import asyncio
import copy
import gc
import shutil
from collections.abc import AsyncIterator, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from data.files.evidence_store import EvidenceStore
from data.store.migration import migrate
from data.store.unit_of_work import Store
from tests.cast import Cast, found
from tests.databases import share_statements
from tests.postgresql import postgresql

__all__ = ["postgresql"]

share_statements()
# A busy machine is no reason for a test to fail.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for garbage only in what comes after: what is collected stays until the end."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite database with every migration: copied for each test."""
    file = tmp_path_factory.mktemp("migrated") / "empty.db"

    async def make() -> None:
        store = Store.at(f"sqlite+aiosqlite:///{file}")
        await migrate(store.engine)
        await store.close()

    asyncio.run(make())
    return file


@dataclass(frozen=True)
class Founded:
    """A SQLite database in which the ward of the tests is founded, and nothing else."""

    file: Path
    cast: Cast


@pytest.fixture(scope="session")
def founded(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Founded:
    """The ward of the tests, founded once: copied for each test."""
    file = Path(shutil.copy(migrated_file, tmp_path_factory.mktemp("founded") / "ward.db"))

    async def make() -> Cast:
        store = Store.at(f"sqlite+aiosqlite:///{file}")
        cast = await found(store)
        await store.close()
        return cast

    return Founded(file, asyncio.run(make()))


@pytest.fixture
async def store(tmp_path: Path, migrated_file: Path) -> AsyncIterator[Store]:
    """An empty SQLite store."""
    file = shutil.copy(migrated_file, tmp_path / "nhacviec.db")
    opened = Store.at(f"sqlite+aiosqlite:///{file}")
    yield opened
    await opened.close()


@pytest.fixture
def files(tmp_path: Path) -> EvidenceStore:
    """An empty evidence store."""
    return EvidenceStore(tmp_path / "files")


@pytest.fixture
async def cast(store: Store, founded: Founded) -> Cast:
    """The ward of the tests with its people, each linked to a web chat."""
    if store.engine.dialect.name != "sqlite":
        return await found(store)
    file = store.engine.url.database
    assert file is not None
    assert not Path(f"{file}-wal").exists(), "the ward is founded before anything else happens"  # noqa: ASYNC240 - a moment
    shutil.copy(founded.file, file)
    return copy.deepcopy(founded.cast)
