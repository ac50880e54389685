"""Rounds of reminders on both databases, also when two processes go round at once."""

import asyncio
from datetime import date
from pathlib import Path

from data.domain.rules import AtLeast, Period
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.ask_what_is_missing import ask_what_is_missing
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.open_occurrences import open_occurrences
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, add_task, at, found
from tests.reminders.stage import due, letters, owed, plan


async def test_two_processes_at_once_tell_nobody_twice_and_climb_one_rung(
    url: str, store: Store, tmp_path: Path
) -> None:
    cast = await found(store)
    tasks = [await due(store, cast, n, date(2026, 6, 16)) for n in range(1, 6)]
    other = Store.at(url)
    try:
        worlds = [World(s, EvidenceStore(tmp_path / "files")) for s in (store, other)]
        for tick, moment, kind in (
            (send_reminders, at("2026-06-15 07:30"), "digest"),
            (escalate_overdue, at("2026-06-18 14:00"), "escalation"),
        ):
            await asyncio.gather(*(tick(w, moment) for w in worlds))
            assert len(await letters(store, kind)) == 1
            for task in tasks:
                (occurrence,) = await owed(store, cast, task)
                assert occurrence.rung == 1
                assert occurrence.next_remind_at is not None
                assert occurrence.next_remind_at > at("2026-06-15 15:00")
    finally:
        await other.close()


async def test_two_processes_at_once_open_each_occurrence_once(
    url: str, store: Store, tmp_path: Path
) -> None:
    cast = await found(store)
    async with store.write() as unit:
        task = await add_task(unit, cast, AtLeast(count=4, period=Period.YEAR), code=1)
    other = Store.at(url)
    try:
        worlds = [World(s, EvidenceStore(tmp_path / "files")) for s in (store, other)]
        tallies = await asyncio.gather(*(open_occurrences(w, MONDAY) for w in worlds))
        made = [o.period_key for o in await owed(store, cast, task)]
        assert len(made) == len(set(made)) == sum(t.get("made", 0) for t in tallies)
        assert (await plan(store, cast, [task], MONDAY)).counts == {
            "made": 0,
            "moved": 0,
            "cancelled": 0,
        }
    finally:
        await other.close()


async def test_a_quota_is_counted_and_nothing_is_missing(store: Store, tmp_path: Path) -> None:
    cast = await found(store)
    async with store.write() as unit:
        task = await add_task(unit, cast, AtLeast(count=2, period=Period.YEAR), code=20)
    await plan(store, cast, [task], MONDAY)
    world = World(store, EvidenceStore(tmp_path / "files"))
    await send_reminders(world, at("2026-07-01 07:30"))
    (letter,) = await letters(store, "digest")
    assert "đang chậm: mới 0/2 lần" in letter.message.text
    assert await ask_what_is_missing(world, at("2026-07-01 10:00")) == {}
