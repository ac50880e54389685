"""The metronome, time by leaps, and the rehearsal."""

import asyncio
from datetime import date, datetime

from data.domain.localtime import local
from data.domain.rules import External, Granularity, Window
from data.store.unit_of_work import Store
from jobs.ports import Tally, World
from jobs.schedule import TICKS, Ran, Scheduled, rehearse, run_between, start, tick_named
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, Cast, add_task, at
from tests.reminders.stage import due, letters, plan


async def ran(world: World, first: datetime, last: datetime) -> list[Ran]:
    """Let time go on by leaps."""
    return [r async for r in run_between(world, first, last)]


def test_every_tick_has_a_name_of_its_own_and_is_found_by_it() -> None:
    assert len({s.name for s in TICKS}) == len(TICKS)
    assert all(tick_named(s.name) is s.tick for s in TICKS)


async def test_the_metronome_calls_the_ticks_with_the_clocks_time_and_survives_their_failures(
    world: World,
) -> None:
    called: list[datetime] = []
    enough = asyncio.Event()

    async def failing(_world: World, now: datetime) -> Tally:
        called.append(now)
        if len(called) == 2:
            enough.set()
        raise RuntimeError("a bug")

    scheduler = start(world, lambda: MONDAY, [Scheduled("failing", failing, {"second": "*"})])
    try:
        await asyncio.wait_for(enough.wait(), 10)
    finally:
        scheduler.shutdown(wait=False)
    assert set(called) == {MONDAY}


async def test_what_was_missed_runs_once_however_late(world: World) -> None:
    async def nothing(_world: World, _now: datetime) -> Tally:
        return {}

    scheduler = start(world, lambda: MONDAY, [Scheduled("n", nothing, {"hour": "3"})])
    (job,) = scheduler.get_jobs()
    scheduler.shutdown(wait=False)
    assert (job.coalesce, job.max_instances, job.misfire_grace_time) == (True, 1, None)
    assert str(job.trigger.timezone) == "Asia/Ho_Chi_Minh"


async def test_time_by_leaps_sends_what_the_days_would_have_sent(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    done = await ran(world, MONDAY, at("2026-06-24 08:00"))
    digests = [local(x.due_at) for x in await letters(store, "digest")]
    assert [(d.day, d.hour, d.minute) for d in digests] == [
        (15, 7, 30),
        (16, 7, 30),
        (17, 7, 30),
        (22, 7, 30),
    ]
    names = {r.name for r in done}
    assert {"send_reminders", "escalate_overdue"} <= names
    assert all("tạm dừng" not in x.message.text for x in await letters(store))


async def test_time_by_leaps_over_the_same_stretch_twice_does_nothing_twice(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await ran(world, MONDAY, at("2026-06-17 18:00"))
    before = len(await letters(store))
    assert await ran(world, at("2026-06-17 18:00"), at("2026-06-17 18:00")) == []
    assert len(await letters(store)) == before


async def test_a_real_outage_before_the_leap_is_still_told(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    await send_reminders(world, at("2026-06-15 07:00"))
    await ran(world, at("2026-06-15 10:00"), at("2026-06-15 12:00"))
    (letter,) = await letters(store, "digest")
    assert "tạm dừng từ 07:00 đến 10:00 hôm nay" in letter.message.text


async def test_a_rehearsal_lists_who_would_get_what_and_when_and_changes_nothing(
    world: World, store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        task = await add_task(
            unit, cast, Window(end=date(2026, 6, 17), granularity=Granularity.DAY), code=20
        )
        await add_task(unit, cast, External(basis="rule"), code=18, time_text="Theo quy định")
        await unit.links.revoke(cast.people["Sơn"].id, MONDAY)
    await plan(store, cast, [task], MONDAY)
    said = await rehearse(world, cast.ward.id, MONDAY, 20)
    assert await letters(store) == []
    first = said[0]
    assert (first.at, first.person, first.kind) == (at("2026-06-15 07:30"), "Lê Văn Hạnh", "digest")
    assert "#20" in first.text
    assert [s.at for s in said] == sorted(s.at for s in said)
    assert {s.kind for s in said} >= {"digest", "escalation", "question"}
    to_leader = next(s for s in said if s.person == "Hoàng Minh Sơn")
    assert not to_leader.arrives
    to_head = next(s for s in said if s.kind == "escalation")
    assert "đã nhắc" in to_head.text
    assert await rehearse(world, cast.ward.id, MONDAY, 20) == said
