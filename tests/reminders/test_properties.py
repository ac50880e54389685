"""What holds whatever the rules, the days and the outages are."""

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from data.domain.ladder import is_quiet
from data.domain.localtime import local
from data.domain.messages import Letter
from data.domain.people import WardSettings
from data.domain.rules import DeadlineRule, Granularity, Window
from data.domain.workdays import WorkCalendar
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.plan_work import Replanned
from jobs.ports import World
from jobs.ticks.escalate_overdue import escalate_overdue
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, Cast, add_task, at, found
from tests.deadlines.test_planning_properties import RULES
from tests.reminders.stage import letters, plan

LEADS = (
    "Văn phòng HĐND và UBND",
    "Phòng Văn hóa – Xã hội",
    "Tổ trưởng tổ dân phố",
    "Trạm Y tế",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
)
CALENDAR = WorkCalendar()
USUAL = WardSettings()
relaxed = examples(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def on_a_fresh_ward(empty: Path, story: Callable[[World, Store, Cast], Awaitable[None]]) -> None:
    """Play a story in a ward of its own."""

    async def play(folder: Path) -> None:
        store = Store.at(f"sqlite+aiosqlite:///{shutil.copy(empty, folder / 'ward.db')}")
        try:
            await story(World(store, EvidenceStore(folder / "files")), store, await found(store))
        finally:
            await store.close()

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(play(Path(folder)))


@relaxed
@given(
    rules=st.lists(st.tuples(RULES, st.sampled_from(LEADS)), min_size=1, max_size=4),
    later=st.timedeltas(timedelta(0), timedelta(days=400)),
)
def test_replanning_is_idempotent_at_any_time(
    migrated_file: Path, rules: list[tuple[DeadlineRule, str]], later: timedelta
) -> None:
    async def story(world: World, store: Store, cast: Cast) -> None:
        async with store.write() as unit:
            tasks = [
                await add_task(unit, cast, rule, code=number, lead=lead)
                for number, (rule, lead) in enumerate(rules, start=1)
            ]
        for now in (MONDAY, MONDAY + later):
            first = await plan(store, cast, tasks, now)
            second = await plan(store, cast, tasks, now)
            assert (first.moved, first.cancelled) == (0, 0)  # nothing was asked to change
            assert second == Replanned()

    on_a_fresh_ward(migrated_file, story)


def whens() -> st.SearchStrategy[list[datetime]]:
    """Instants at which the ticks happen to run: mostly near together, sometimes long apart."""
    gaps = st.one_of(
        st.timedeltas(timedelta(minutes=1), timedelta(minutes=20)),
        st.timedeltas(timedelta(hours=1), timedelta(hours=9)),
        st.timedeltas(timedelta(days=1), timedelta(days=4)),
    )
    return st.lists(gaps, min_size=5, max_size=25).map(_sums)


def _sums(gaps: list[timedelta]) -> list[datetime]:
    instants = [MONDAY]
    for gap in gaps:
        instants.append(instants[-1] + gap)
    return instants


@relaxed
@given(
    dues=st.lists(
        st.tuples(st.dates(date(2026, 6, 15), date(2026, 8, 31)), st.sampled_from(LEADS)),
        min_size=1,
        max_size=6,
    ),
    instants=whens(),
    unlinked=st.sets(st.sampled_from(["Mai", "Hạnh", "Tư", "Lan"])),
)
def test_whenever_the_clock_ticks_people_are_spoken_to_once_a_slot_and_in_working_hours(
    migrated_file: Path,
    dues: list[tuple[date, str]],
    instants: list[datetime],
    unlinked: set[str],
) -> None:
    async def story(world: World, store: Store, cast: Cast) -> None:
        async with store.write() as unit:
            for name in sorted(unlinked):
                await unit.links.revoke(cast.people[name].id, MONDAY)
            tasks = [
                await add_task(
                    unit,
                    cast,
                    Window(end=day, granularity=Granularity.DAY),
                    code=number,
                    lead=lead,
                    coordinate=LEADS[number % len(LEADS)],
                )
                for number, (day, lead) in enumerate(dues, start=1)
            ]
        await plan(store, cast, tasks, MONDAY)
        for now in instants:
            await send_reminders(world, now)
            await escalate_overdue(world, now)
            assert not any((await send_reminders(world, now)).values())
            assert not any((await escalate_overdue(world, now)).values())
        said = await letters(store)
        check_hours(said)
        check_once_a_slot(said)
        assert all(len(x.message.text.splitlines()) <= 6 for x in said)
        # Whatever was missed, the next slot catches up with all of it.
        last = max(instants[-1], at("2026-06-15 07:30")).date() + timedelta(days=1)
        morning = at(f"{CALENDAR.next_working_day(last)} 07:30")
        await send_reminders(world, morning)
        async with store.read() as unit:
            assert not await unit.ward(cast.ward.id).occurrences.due_to_remind(morning)

    on_a_fresh_ward(migrated_file, story)


def check_hours(said: list[Letter]) -> None:
    """Nothing at night, at weekends or on holidays."""
    for letter in said:
        here = local(letter.due_at)
        assert CALENDAR.is_working_day(here.date())
        assert not is_quiet(here.time(), USUAL)
        assert letter.expires_at is not None
        assert local(letter.expires_at).date() == here.date()


def check_once_a_slot(said: list[Letter]) -> None:
    """One digest a person and slot (morning, afternoon), one escalation a person and day."""
    slots = Counter(
        (x.person_id, x.kind, local(x.due_at).date(), local(x.due_at).hour >= 15)
        for x in said
        if x.kind == "digest"
    )
    slots += Counter(
        (x.person_id, x.kind, local(x.due_at).date(), False) for x in said if x.kind != "digest"
    )
    assert all(count == 1 for count in slots.values())
