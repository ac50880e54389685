"""Shared parts of the tests: a real store, and the fixed cast who act in them."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from data.files.evidence_store import EvidenceStore
from data.store.migration import migrate
from data.store.unit_of_work import Store
from tests.cast import Cast, found
from tests.databases import share_statements

share_statements()
# A busy machine is no reason for a test to fail.
settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("busy")


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
async def cast(store: Store) -> Cast:
    """The ward of the tests with its people, each linked to a web chat."""
    return await found(store)
