"""The event log: whole, in order, and every change of it is found."""

import asyncio
from datetime import UTC, timedelta, timezone

import pytest
from sqlalchemy import text

from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast

TOLD = {"occurrence": 45, "files": ["a" * 64], "words": "đã họp 1/2 buổi"}


async def _append(store: Store, ward_id: int, count: int = 3) -> None:
    async with store.write() as unit:
        for n in range(count):
            unit.ward(ward_id).log.append(
                "report.stored", actor="person:2", subject=f"report:{n}", now=MONDAY, **TOLD
            )


async def test_entries_come_back_in_order_with_their_content(store: Store, cast: Cast) -> None:
    await _append(store, cast.ward.id)
    async with store.read() as unit:
        log = unit.ward(cast.ward.id).log
        entries = await log.read()
        assert [e.seq for e in entries] == [1, 2, 3]
        assert [e.prev for e in entries] == ["", entries[0].hash, entries[1].hash]
        assert (entries[0].content, entries[0].at) == (TOLD, MONDAY)
        assert await log.first_break() is None


@pytest.mark.parametrize(
    "content",
    [{"by_day": {1: "a", 10: "b", 2: "c"}}, {"pair": (1, 2)}, {"broken": "\ud83d"}, {"x": 0.1}],
)
async def test_content_of_any_json_shape_fits_the_chain_when_read_back(
    store: Store, cast: Cast, content: dict
) -> None:
    local = MONDAY.astimezone(timezone(timedelta(hours=7)))
    async with store.write() as unit:
        unit.ward(cast.ward.id).log.append("a.b", actor="cli", subject="x:1", now=local, **content)
    async with store.read() as unit:
        log = unit.ward(cast.ward.id).log
        assert await log.first_break() is None
        assert (await log.read())[0].at == local.astimezone(UTC)


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE event_log SET actor = 'person:9' WHERE seq = 2",
        "UPDATE event_log SET digest = 'x' WHERE seq = 2",
        "UPDATE event_log_contents SET content = '{\"occurrence\": 46}' WHERE seq = 2",
        "DELETE FROM event_log WHERE seq = 2",
        "UPDATE event_log SET seq = 20 WHERE seq = 2",
    ],
)
async def test_tampering_behind_the_triggers_is_found(
    store: Store, cast: Cast, tampering: str
) -> None:
    await _append(store, cast.ward.id)
    async with store.engine.begin() as conn:
        for statement in _without_guards(store):
            await conn.execute(text(statement))
        await conn.execute(text(tampering))
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).log.first_break() in {2, 3}


async def test_a_log_cut_short_is_found(store: Store, cast: Cast) -> None:
    await _append(store, cast.ward.id)
    async with store.engine.begin() as conn:
        for statement in _without_guards(store):
            await conn.execute(text(statement))
        await conn.execute(text("DELETE FROM event_log WHERE seq = 3"))
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).log.first_break() == 3


def _without_guards(store: Store) -> tuple[str, ...]:
    if store.engine.dialect.name == "postgresql":
        return ("ALTER TABLE event_log DISABLE TRIGGER USER",)
    return ("DROP TRIGGER event_log_no_update", "DROP TRIGGER event_log_no_delete")


async def test_erasing_content_by_decision_leaves_the_chain_whole(store: Store, cast: Cast) -> None:
    await _append(store, cast.ward.id)
    async with store.engine.begin() as conn:
        await conn.execute(text("DELETE FROM event_log_contents WHERE seq = 2"))
    async with store.read() as unit:
        log = unit.ward(cast.ward.id).log
        assert await log.first_break() is None
        assert (await log.read())[1].content is None


async def test_many_writers_of_two_processes_keep_one_chain(
    url: str, store: Store, cast: Cast
) -> None:
    other = Store.at(url)
    await asyncio.gather(*(_append(s, cast.ward.id, 2) for s in (store, other) * 10))
    async with store.read() as unit:
        log = unit.ward(cast.ward.id).log
        assert [e.seq for e in await log.read()] == list(range(1, 41))
        assert await log.first_break() is None
    await other.close()


async def test_a_log_that_grows_while_it_is_looked_at_is_whole(store: Store, cast: Cast) -> None:
    await _append(store, cast.ward.id)
    async with store.read() as unit:
        log = unit.ward(cast.ward.id).log
        assert len(await log.read()) == 3
        await _append(store, cast.ward.id, 1)
        assert (await log.end())[0] == 3
        assert await log.first_break() is None


async def test_each_ward_has_its_own_chain(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        other = await unit.wards.add("Phường Bên", cast.ward.settings, MONDAY)
    await _append(store, cast.ward.id)
    await _append(store, other.id, 1)
    async with store.read() as unit:
        assert [e.seq for e in await unit.ward(other.id).log.read()] == [1]
        assert await unit.ward(other.id).log.first_break() is None


async def test_its_end_and_the_last_of_a_kind_are_known(store: Store, cast: Cast) -> None:
    await _append(store, cast.ward.id)
    async with store.write() as unit:
        unit.ward(cast.ward.id).log.append("a.b", actor="cli", subject="x:1", now=MONDAY)
    async with store.read() as unit:
        log = unit.ward(cast.ward.id).log
        entries = await log.read()
        assert await log.end() == (4, entries[3].hash)
        assert await log.last("report.stored") == entries[2]
        assert await log.last("never.was") is None


async def test_from_a_known_end_only_what_follows_is_looked_at(store: Store, cast: Cast) -> None:
    await _append(store, cast.ward.id, 5)
    async with store.read() as unit:
        log = unit.ward(cast.ward.id).log
        known = (await log.read())[2]
        assert await log.first_break(after=(3, known.hash)) is None
        assert await log.first_break(after=(3, "0" * 64)) == 3
        assert await log.first_break(after=(9, known.hash)) == 9


async def test_while_it_is_held_nobody_adds_to_it(url: str, store: Store, cast: Cast) -> None:
    other = Store.at(url)
    async with store.write() as unit:
        log = unit.ward(cast.ward.id).log
        await log.hold()
        adding = asyncio.create_task(_append(other, cast.ward.id))
        await asyncio.sleep(0.05)
        assert await log.end() == (0, "")
        assert not adding.done()
    await adding
    async with store.read() as unit:
        assert (await unit.ward(cast.ward.id).log.end())[0] == 3
    await other.close()
