"""What finishes together is one commit, and the fault of one is not the others'."""

import asyncio

import pytest

from data.store.unit_of_work import Store, UnitOfWork
from jobs.ticks.group_commit import GroupCommit
from tests.cast import MONDAY, found


async def test_what_comes_during_a_commit_is_written_together(store: Store) -> None:
    ward = (await found(store)).ward
    commits, seen = GroupCommit(store), list[int]()

    async def beat(unit: UnitOfWork) -> None:
        seen.append(id(unit))
        await unit.wards.beat(ward.id, MONDAY)

    await asyncio.gather(*(commits.write(beat) for _ in range(20)))
    assert (len(seen), len(set(seen)) <= 2) == (20, True)
    async with store.read() as unit:
        assert await unit.wards.last_alive(ward.id) == MONDAY


async def test_one_that_fails_is_told_so_and_the_others_are_written(store: Store) -> None:
    cast = await found(store)
    commits = GroupCommit(store)

    async def rename(unit: UnitOfWork) -> None:
        await unit.wards.rename(cast.ward.id, "Phường Mới")

    async def fail(unit: UnitOfWork) -> None:
        await unit.wards.rename(cast.ward.id, "Nửa chừng")
        raise KeyError

    results = await asyncio.gather(
        *(commits.write(work) for work in (rename, fail, rename)), return_exceptions=True
    )
    assert [type(r) for r in results] == [type(None), KeyError, type(None)]
    async with store.read() as unit:
        assert (await unit.wards.get(cast.ward.id)).name == "Phường Mới"


async def test_who_is_cancelled_leaves_the_others_alone(store: Store) -> None:
    ward = (await found(store)).ward
    commits = GroupCommit(store)

    async def beat(unit: UnitOfWork) -> None:
        await unit.wards.beat(ward.id, MONDAY)

    first, second = (asyncio.create_task(commits.write(beat)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    await second
    with pytest.raises(asyncio.CancelledError):
        await first
