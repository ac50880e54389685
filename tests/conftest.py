"""Shared parts of the tests: a real store, and the fixed cast who act in them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.models import Base
from data.store.unit_of_work import Store
from tests.cast import Cast, found


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty SQLite store."""
    opened = Store.at(f"sqlite+aiosqlite:///{tmp_path}/nhacviec.db")
    async with opened.engine.begin() as conn:
        await conn.run_sync(Base.metadata.create_all)
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
