"""One unit of work is one transaction, and no update is lost among many."""

import asyncio
from collections.abc import Collection

import pytest

from data.domain.messages import Lane, OutgoingMessage
from data.domain.people import Address, Role
from data.store.outbox import Mail
from data.store.unit_of_work import Store
from jobs.actions.add_person import PersonAdded, add_person
from jobs.actions.agencies import AgencyAdded, add_agency
from jobs.actions.allow import CONSOLE
from jobs.actions.edit_person import PersonEdit
from tests.cast import MONDAY, found


async def test_what_fails_in_the_middle_leaves_nothing(store: Store) -> None:
    cast = await found(store)

    async def fail() -> None:
        async with store.write() as unit:
            await unit.wards.rename(cast.ward.id, "Phường Khác")
            unit.ward(cast.ward.id).log.append("x.y", actor="cli", subject="ward:1", now=MONDAY)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    async with store.read() as unit:
        assert (await unit.wards.get(cast.ward.id)).name == "Phường Hòa Bình"
        assert await unit.ward(cast.ward.id).log.read() == ()


async def test_320_read_modify_writes_of_8_tasks_lose_none(store: Store) -> None:
    cast = await found(store)

    async def count_up() -> None:
        for _ in range(40):
            async with store.write() as unit:
                # `beat` locks the ward's row where rows are locked: PostgreSQL.
                await unit.wards.beat(cast.ward.id, MONDAY)
                code = await unit.wards.next_code(cast.ward.id)
                await asyncio.sleep(0)
                await unit.wards.take_codes_up_to(cast.ward.id, code)

    await asyncio.gather(*(count_up() for _ in range(8)))
    async with store.read() as unit:
        assert await unit.wards.next_code(cast.ward.id) == 321


async def test_a_form_that_is_sent_several_times_at_once_adds_one(store: Store) -> None:
    cast = await found(store)
    edit = PersonEdit("Lý Thị Xuân", "", Address.BA, frozenset({Role.OFFICER}), ())

    async def send() -> tuple[bool, bool]:
        async with store.write() as unit:
            agency = await add_agency(unit, cast.ward, "Thanh tra", MONDAY, CONSOLE)
            person = await add_person(unit, cast.ward, edit, MONDAY, CONSOLE)
        assert isinstance(agency, AgencyAdded)
        assert isinstance(person, PersonAdded)
        return agency.is_new, person.is_new

    done = await asyncio.gather(*(send() for _ in range(4)))
    assert sorted(done) == [(False, False)] * 3 + [(True, True)]


async def test_a_read_is_one_picture_and_waits_for_no_writer(store: Store) -> None:
    cast = await found(store)
    async with store.write() as writing:
        await writing.wards.rename(cast.ward.id, "Phường Mới")
        async with store.read() as reading:
            assert (await reading.wards.get(cast.ward.id)).name == "Phường Hòa Bình"


async def test_what_is_committed_during_a_read_is_not_seen_by_it(store: Store) -> None:
    cast = await found(store)
    async with store.read() as reading:
        before = await reading.wards.get(cast.ward.id)
        async with store.write() as unit:
            await unit.wards.rename(cast.ward.id, "Phường Mới")
        assert await reading.wards.get(cast.ward.id) == before
    async with store.read() as reading:
        assert (await reading.wards.get(cast.ward.id)).name == "Phường Mới"


async def test_those_who_deliver_hear_of_queued_mail_and_of_no_rollback(store: Store) -> None:
    cast = await found(store)
    heard: list[Collection[Mail]] = []
    store.mail_waits.append(heard.append)
    account = (cast.chat("Hạnh").channel, cast.chat("Hạnh").account)

    async def queue(key: str) -> None:
        async with store.write() as unit:
            await unit.outbox.add(
                key,
                cast.chat("Hạnh"),
                OutgoingMessage("chào"),
                kind="x",
                lane=Lane.ANSWER,
                now=MONDAY,
            )
            if key == "broken":
                raise RuntimeError

    async with store.write() as unit:
        await unit.wards.rename(cast.ward.id, "Phường Mới")
    assert heard == []
    await queue("a")
    assert heard == [{(account, Lane.ANSWER)}]
    await queue("a")
    with pytest.raises(RuntimeError):
        await queue("broken")
    assert heard == [{(account, Lane.ANSWER)}]


async def test_a_cancelled_write_leaves_no_lock_behind(store: Store) -> None:
    cast = await found(store)

    async def write_for_ever() -> None:
        async with store.write() as unit:
            await unit.wards.rename(cast.ward.id, "Nửa chừng")
            await asyncio.Event().wait()

    for _ in range(5):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(write_for_ever(), 0.02)
    async with store.write() as unit:
        assert (await unit.wards.get(cast.ward.id)).name == "Phường Hòa Bình"
