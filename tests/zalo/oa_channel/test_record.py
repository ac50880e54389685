"""The record of interactions, on both databases."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from data.domain.messages import Chat
from data.domain.window import Interaction, Reach
from data.store.unit_of_work import Store
from tests.cast import MONDAY, found
from tests.store import conftest as both_databases

url = both_databases.url
HOUR = timedelta(hours=1)


@pytest.fixture
async def store(url: str) -> AsyncIterator[Store]:
    opened = Store.at(url)
    yield opened
    await opened.close()


async def test_it_keeps_the_latest_and_counts_anew(store: Store) -> None:
    chat = Chat("zalo_oa", "1", "2")
    async with store.write() as unit:
        assert await unit.interactions.last(chat) is None
        await unit.interactions.note(chat, MONDAY)
        await unit.interactions.count_free(chat)
        await unit.interactions.note(chat, MONDAY - HOUR)  # a retry, late
        assert await unit.interactions.last(chat) == Interaction(MONDAY, 1)
        await unit.interactions.note(chat, MONDAY + HOUR)
        assert await unit.interactions.last(chat) == Interaction(MONDAY + HOUR, 0)
        assert await unit.interactions.last(Chat("zalo_oa", "1", "3")) is None


async def test_who_was_asked_about_and_never_did_anything(store: Store) -> None:
    chat = Chat("zalo_oa", "1", "2")
    async with store.write() as unit:
        await unit.interactions.note_asked(chat, None, MONDAY)
        assert await unit.interactions.last(chat) is None
        assert await unit.interactions.was_asked(chat, MONDAY + HOUR, 2 * HOUR)
        assert not await unit.interactions.was_asked(chat, MONDAY + HOUR, HOUR)
        await unit.interactions.note_asked(chat, MONDAY - HOUR, MONDAY)
        assert await unit.interactions.last(chat) == Interaction(MONDAY - HOUR)


async def test_how_many_can_be_reached_how(store: Store) -> None:
    cast = await found(store)
    ages = {"Mai": 1, "Hạnh": 50, "Lan": 100, "Tư": 200, "Bảy": None}
    async with store.write() as unit:
        for name, age in ages.items():
            chat = Chat("zalo_oa", "1", name)
            await unit.links.add(cast.ward.id, cast.people[name].id, chat, MONDAY)
            if age is not None:
                await unit.interactions.note(chat, MONDAY - age * HOUR)
        counted = await unit.interactions.count_by_reach("zalo_oa", "1", MONDAY)
    assert counted == {Reach.OK: 1, Reach.PAID: 2, Reach.REFUSED: 2}
