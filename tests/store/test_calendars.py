"""Calendar feeds and notices in the store, on both databases."""

import asyncio
from datetime import timedelta

from data.domain.tasks import OccurrenceState
from data.store.unit_of_work import Store
from tests.cast import MONDAY
from tests.store.work import TODAY, Filled, fill

LATER = MONDAY + timedelta(hours=1)


async def _marked(store: Store, filled: Filled, digest: str, at=LATER) -> tuple[int, object]:
    async with store.write() as unit:
        calendars = unit.ward(filled.cast.ward.id).calendars
        mark = (await calendars.mark({filled.occurrence.id: digest}, at))[filled.occurrence.id]
    return mark.sequence, mark.changed_at


async def test_a_change_is_counted_once_and_the_same_again_is_none(store: Store) -> None:
    filled = await fill(store)
    assert await _marked(store, filled, "shown") == (0, MONDAY)
    assert await _marked(store, filled, "moved") == (1, LATER)
    assert await _marked(store, filled, "moved", LATER + timedelta(hours=1)) == (1, LATER)


async def test_two_phones_that_ask_at_once_leave_one_mark(store: Store) -> None:
    filled = await fill(store)
    await asyncio.gather(*(_marked(store, filled, "moved") for _ in range(4)))
    assert await _marked(store, filled, "moved") == (1, LATER)


async def test_a_new_address_ends_the_one_before_and_no_other(store: Store) -> None:
    filled = await fill(store)
    hanh, lan = filled.cast.people["Hạnh"].id, filled.cast.people["Lan"].id
    async with store.write() as unit:
        calendars = unit.ward(filled.cast.ward.id).calendars
        for person, token in ((hanh, "one"), (hanh, "two"), (lan, "three")):
            await calendars.open_feed(person, None, token, MONDAY)
    async with store.read() as unit:
        standing = [t for t in ("one", "two", "three") if await unit.calendar_feeds.behind(t)]
        assert standing == ["two", "three"]
        assert await unit.calendar_feeds.behind("calendar-a") is not None  # an agency's stays
    async with store.write() as unit:
        assert await unit.ward(filled.cast.ward.id).calendars.end_all(hanh, MONDAY) == 2
        assert await unit.calendar_feeds.behind("two") is None
        assert await unit.calendar_feeds.behind("three") is not None


async def test_cancelled_work_is_shown_only_where_it_was_before(store: Store) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        work = unit.ward(filled.cast.ward.id)
        for occurrence in await work.occurrences.of_task(filled.task.id):
            await work.occurrences.change(occurrence.id, state=OccurrenceState.CANCELLED)
        agency = filled.occurrence.agency_id
        found = await work.calendars.shown([agency], TODAY, TODAY + timedelta(days=9))
    assert [o.id for o in found] == [filled.occurrence.id]


async def test_a_notice_is_given_once_a_version_and_read_once(store: Store) -> None:
    filled = await fill(store)
    hanh = filled.cast.people["Hạnh"].id
    async with store.write() as unit:
        notices = unit.ward(filled.cast.ward.id).notices
        assert [await notices.give(hanh, v, LATER) for v in ("version", "new", "new")] == [
            False,
            True,
            False,
        ]
        assert [await notices.read(hanh, "new", LATER) for _ in range(2)] == [True, False]
        given = await notices.of(hanh)
        held = await notices.held(hanh)
        assert await notices.without(9) == ()
    assert [(g.version, g.read_at) for g in given] == [("version", None), ("new", LATER)]
    assert (held.reports, held.files, held.messages, held.calendars) == (1, 1, 1, 1)
