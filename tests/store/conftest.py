"""The store suite runs on both databases: a file of SQLite and a real PostgreSQL."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from data.store.unit_of_work import Store
from tests.postgresql import PostgreSQL

_made = iter(range(1_000_000))


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty migrated database of each kind."""
    if request.param == "sqlite":
        template = request.getfixturevalue("migrated_file")
        file = shutil.copy(template, tmp_path / "nhacviec.db")
        yield f"sqlite+aiosqlite:///{file}"
        return
    server: PostgreSQL = request.getfixturevalue("postgresql")
    name = f"test{next(_made)}"
    server.run(f"CREATE DATABASE {name} TEMPLATE {server.template}")
    yield server.url(name)
    server.run(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    """An empty store of each kind."""
    opened = Store.at(url)
    yield opened
    await opened.close()
