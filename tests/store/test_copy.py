"""A ward copied elsewhere is the same ward, and what happens to the copy stays there."""

import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import datetime

import psycopg
import pytest
from sqlalchemy import event, select

from data.domain.line import Line
from data.domain.messages import Letter, Limits
from data.files.evidence_store import EvidenceStore
from data.store.copy import copy_ward
from data.store.models import Base
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.deliver_outbox import deliver_outbox
from tests.cast import MONDAY
from tests.store.work import fill

OF_CHATS = {
    *("inbox", "dialogs", "web_messages", "interactions"),
    *("channel_tokens", "spent_quotas", "wrong_codes", "observers"),
}
"""Of chats and accounts, or of people of other wards: they belong to no ward."""


@pytest.fixture
async def target(tmp_path, migrated_file) -> AsyncIterator[Store]:
    """An empty migrated SQLite store beside the real one."""
    file = shutil.copy(migrated_file, tmp_path / "copy.db")
    opened = Store.at(f"sqlite+aiosqlite:///{file}")
    yield opened
    await opened.close()


async def _rows(store: Store) -> dict[str, list[tuple[object, ...]]]:
    async with store.engine.connect() as conn:
        return {
            table.name: [
                tuple(row)
                for row in await conn.execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in OF_CHATS
        }


def _at_once(url: str) -> sqlite3.Connection | psycopg.Connection:
    """A connection for which nobody has to wait in an event loop."""
    kind, _, where = url.partition("+")
    if kind == "sqlite":
        return sqlite3.connect(where.partition("///")[2])
    return psycopg.connect(f"{kind}:{where.partition(':')[2]}")


async def test_every_table_of_the_ward_comes_along_unchanged(store: Store, target: Store) -> None:
    filled = await fill(store)
    rows = await _rows(store)
    assert await copy_ward(store, target, filled.cast.ward.id) == sum(map(len, rows.values()))
    assert await _rows(target) == rows
    # A table left empty by `fill` would prove nothing.
    assert [name for name, there in rows.items() if not there] == []
    async with target.read() as unit:
        assert await unit.ward(filled.cast.ward.id).log.first_break() is None


async def test_what_is_added_while_it_is_copied_stays_behind(
    url: str, store: Store, target: Store
) -> None:
    filled = await fill(store)
    rows = await _rows(store)

    @event.listens_for(target.engine.sync_engine, "before_cursor_execute")
    def somebody_adds(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO wards"):
            with closing(_at_once(url)) as conn:
                conn.execute(
                    "INSERT INTO agencies (ward_id, name, is_group) VALUES (1, 'x', false)"
                )
                conn.commit()

    await copy_ward(store, target, filled.cast.ward.id)
    assert await _rows(target) == rows
    assert await _rows(store) != rows


async def test_nothing_of_another_ward_comes_along(store: Store, target: Store) -> None:
    first, second = await fill(store, "a"), await fill(store, "b")
    await copy_ward(store, target, second.cast.ward.id)
    async with target.read() as unit:
        assert [w.id for w in await unit.wards.all()] == [second.cast.ward.id]
        assert await unit.outbox.find("digest:a") is None
        assert await unit.outbox.find("digest:b") is not None
        assert await unit.links.of([first.cast.people["Hạnh"].id]) == {}


class Post:
    """A platform that takes everything."""

    limits = Limits(longest_text=4000, has_buttons=True, has_edits=False, largest_file=1)
    resends_safely = True
    line = Line()

    async def send(self, letter: Letter, now: datetime) -> str:
        return f"{letter.id} {now}"


async def test_what_ticks_do_to_the_copy_the_real_ward_never_feels(
    store: Store, target: Store, tmp_path
) -> None:
    filled = await fill(store)
    before = await _rows(store)
    await copy_ward(store, target, filled.cast.ward.id)
    world = World(target, EvidenceStore(tmp_path / "files"), senders={("web", "web"): Post()})
    assert await deliver_outbox(world, MONDAY) == {"sent": 1}
    async with target.write() as unit:
        work = unit.ward(filled.cast.ward.id)
        await work.occurrences.change(filled.occurrence.id, state="cancelled")
        work.log.append("x.y", actor="cli", subject="ward:1", now=MONDAY)
    assert await _rows(store) == before
    assert await _rows(target) != before


async def test_somebody_of_another_ward_who_looks_on_stays_behind(
    store: Store, target: Store
) -> None:
    filled = await fill(store)
    other = await fill(store, "b")
    async with store.write() as unit:
        await unit.observers.grant(other.cast.people["Mai"].id, [filled.cast.ward.id], MONDAY)
    assert await copy_ward(store, target, filled.cast.ward.id)
