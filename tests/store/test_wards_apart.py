"""What is open for one ward never shows or changes another's rows."""

import asyncio
import shutil
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.domain.board import Filter
from data.domain.erasures import ErasureState
from data.domain.reports import Doneness, Progress
from data.domain.requests import Decision
from data.domain.tasks import PlanState
from data.store.board import Edges
from data.store.unit_of_work import Store, WardWork
from tests.cast import MONDAY
from tests.store.work import TODAY, fill

Ids = list[int]
LATER = MONDAY + timedelta(days=30)
EDGES = Edges(TODAY, TODAY + timedelta(days=5), MONDAY - timedelta(days=150))
READS: dict[str, Callable[[WardWork, Ids], Awaitable[object]]] = {
    "people.get": lambda w, ids: w.people.get(ids[0]),
    "agencies.task_ids": lambda w, ids: w.agencies.task_ids(ids),
    "agencies.find": lambda w, _: w.agencies.find("Trạm Y tế"),
    "agencies.other_names": lambda w, _: w.agencies.other_names(),
    "plans.all": lambda w, _: w.plans.all(),
    "plans.draft": lambda w, _: w.plans.draft(),
    "tasks.get": lambda w, ids: w.tasks.get(ids[0]),
    "tasks.by_code": lambda w, _: w.tasks.by_code(12),
    "tasks.some": lambda w, ids: w.tasks.some(ids),
    "tasks.all": lambda w, _: w.tasks.all(),
    "tasks.due_to_open": lambda w, _: w.tasks.due_to_open(date.max),
    "events.get": lambda w, ids: w.events.get(ids[0]),
    "events.all": lambda w, _: w.events.all(),
    "events.of_tasks": lambda w, ids: w.events.of_tasks(ids),
    "occurrences.get": lambda w, ids: w.occurrences.get(ids[0]),
    "occurrences.some": lambda w, ids: w.occurrences.some(ids),
    "occurrences.of_task": lambda w, ids: w.occurrences.of_task(ids[0]),
    "occurrences.owed_by": lambda w, ids: w.occurrences.owed_by(ids),
    "occurrences.all_between": lambda w, _: w.occurrences.all_between(date.min, date.max),
    "occurrences.opened": lambda w, _: w.occurrences.opened(date.max, since=date.min),
    "occurrences.due_to_remind": lambda w, _: w.occurrences.due_to_remind(LATER),
    "occurrences.due_to_escalate": lambda w, _: w.occurrences.due_to_escalate(LATER),
    "occurrences.next_remind_at": lambda w, _: w.occurrences.next_remind_at(),
    "occurrences.counts": lambda w, _: w.occurrences.counts(),
    "occurrences.to_review": lambda w, _: w.occurrences.to_review(),
    "reviews.of_occurrences": lambda w, ids: w.reviews.of_occurrences(ids),
    "reviews.on_report": lambda w, ids: w.reviews.on_report(ids[0]),
    "reviews.get": lambda w, ids: w.reviews.get(ids[0]),
    "reviews.returned_late": lambda w, _: w.reviews.returned_late(),
    "requests.get": lambda w, ids: w.requests.get(ids[0]),
    "requests.open": lambda w, _: w.requests.open(),
    "requests.of_occurrences": lambda w, ids: w.requests.of_occurrences(ids),
    "requests.fresh_of": lambda w, ids: w.requests.fresh_of(ids[0], MONDAY),
    "reports.get": lambda w, ids: w.reports.get(ids[0]),
    "reports.of_occurrence": lambda w, ids: w.reports.of_occurrence(ids[0]),
    "reports.latest_of": lambda w, ids: w.reports.latest_of(ids[0]),
    "reports.between": lambda w, _: w.reports.between(MONDAY, LATER),
    "evidence.some": lambda w, ids: w.evidence.some(ids),
    "evidence.of_reports": lambda w, ids: w.evidence.of_reports(ids),
    "evidence.pending": lambda w, _: w.evidence.pending(LATER),
    "evidence.with_digest": lambda w, _: w.evidence.with_digest("c" * 64),
    "erasures.get": lambda w, ids: w.erasures.get(ids[0]),
    "erasures.of": lambda w, _: w.erasures.of("e" * 64),
    "erasures.waiting": lambda w, _: w.erasures.waiting(),
    "prints.of": lambda w, _: w.prints.of(["d" * 64]),
    "prints.clear_ones": lambda w, _: w.prints.clear_ones(),
    "reminders.of_occurrence": lambda w, ids: w.reminders.of_occurrence(ids[0]),
    "reminders.of_task": lambda w, ids: w.reminders.of_task(ids[0]),
    "reminders.of_person": lambda w, ids: w.reminders.of_person(ids[0]),
    "criteria.catalogues": lambda w, _: w.criteria.catalogues(),
    "criteria.all": lambda w, _: w.criteria.all(),
    "criteria.ties": lambda w, _: w.criteria.ties(),
    "criteria.standing": lambda w, _: w.criteria.standing(),
    "calendars.feeds_of": lambda w, ids: w.calendars.feeds_of(ids[0]),
    "calendars.shown": lambda w, ids: w.calendars.shown(ids, date.min, date.max),
    "calendars.marks": lambda w, ids: w.calendars.marks(ids),
    "notices.of": lambda w, ids: w.notices.of(ids[0]),
    "dossiers.get": lambda w, ids: w.dossiers.get(ids[0]),
    "dossiers.latest": lambda w, _: w.dossiers.latest(),
    "dossiers.unfinished": lambda w, _: w.dossiers.unfinished(),
    "dossiers.links": lambda w, ids: w.dossiers.links(ids),
    "log.read": lambda w, _: w.log.read(),
    "board.lights": lambda w, _: w.board.lights(EDGES),
    "board.page": lambda w, _: w.board.page(Filter(), EDGES, first=0, most=100),
    "board.count": lambda w, _: w.board.count(Filter(), EDGES),
    "reminders.told_since": lambda w, ids: w.reminders.told_since("digest", MONDAY, ids),
}
CHANGES: dict[str, Callable[[WardWork, Ids], Awaitable[object]]] = {
    "occurrences.change": lambda w, ids: w.occurrences.change(ids[0], state="cancelled"),
    "occurrences.change_if_owed": lambda w, ids: w.occurrences.change_if_owed(ids[0], rung=9),
    "occurrences.reminded": lambda w, ids: w.occurrences.reminded(ids, None, due_by=LATER),
    "plans.set_state": lambda w, ids: w.plans.set_state(ids[0], PlanState.DROPPED),
    "plans.save_draft": lambda w, ids: w.plans.save_draft(ids[0], {}),
    "tasks.set_next_open": lambda w, ids: w.tasks.set_next_open(ids, None),
    "events.move": lambda w, ids: w.events.move(ids[0], TODAY, date.max),
    "events.cancel": lambda w, ids: w.events.cancel(ids[0]),
    "dossiers.revoke_link": lambda w, ids: w.dossiers.revoke_link(ids[0], LATER),
    "dossiers.note_opened": lambda w, ids: w.dossiers.note_opened(ids[0], LATER),
    "dossiers.change": lambda w, ids: w.dossiers.change(ids[0], fault="x"),
    "reviews.take_back": lambda w, ids: w.reviews.take_back(ids[0], LATER),
    "requests.settle": lambda w, ids: w.requests.settle(
        ids[0], Decision.GRANTED, ids[0], "", LATER
    ),
    "requests.take_back": lambda w, ids: w.requests.take_back(ids[0], None, LATER),
    "reports.take_back": lambda w, ids: w.reports.take_back(ids[0]),
    "reports.amend": lambda w, ids: w.reports.amend(ids[0], "?", Progress(Doneness.DONE)),
    "evidence.detach": lambda w, ids: w.evidence.detach(ids[0]),
    "evidence.mark_failed": lambda w, ids: w.evidence.mark_failed(ids[0], None),
    "erasures.settle": lambda w, ids: w.erasures.settle(
        ids[0], ErasureState.DROPPED, ErasureState.ASKED
    ),
    "erasures.blot_out": lambda w, _: w.erasures.blot_out("e" * 64, "?"),
    "prints.forget": lambda w, _: w.prints.forget("d" * 64),
    "prints.keep": lambda w, _: w.prints.keep("d" * 64, None),
    "criteria.set_score": lambda w, ids: w.criteria.set_score(ids[0], Decimal(9), "?"),
    "criteria.set_active": lambda w, ids: w.criteria.set_active(ids[0], False),
    "calendars.end_all": lambda w, ids: w.calendars.end_all(ids[0], LATER),
    "notices.read": lambda w, ids: w.notices.read(ids[0], "version", LATER),
    "agencies.rename": lambda w, ids: w.agencies.rename(ids[0], "Khác"),
}


@pytest.fixture
def two_wards(tmp_path: Path, migrated_file: Path):
    """A full ward and an empty one, with a loop to read them in."""
    store = Store.at(f"sqlite+aiosqlite:///{shutil.copy(migrated_file, tmp_path / 'two.db')}")
    with asyncio.Runner() as runner:
        filled = runner.run(fill(store))

        async def add() -> int:
            async with store.write() as unit:
                return (await unit.wards.add("Bên", filled.cast.ward.settings, MONDAY)).id

        yield store, runner.run, runner.run(add())
        runner.run(store.close())


@pytest.mark.parametrize("name", READS)
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(ids=st.lists(st.integers(1, 40), min_size=1, max_size=12))
def test_a_ward_reads_nothing_of_another(name: str, ids: Ids, two_wards) -> None:
    store, run, empty = two_wards

    async def read() -> object:
        async with store.read() as unit:
            return await READS[name](unit.ward(empty), ids)

    assert not run(read())


async def test_the_reads_above_do_find_what_is_their_own(store: Store) -> None:
    # Without this, a reading that always returns nothing would pass for isolation.
    filled = await fill(store)
    silent = []
    async with store.read() as unit:
        work = unit.ward(filled.cast.ward.id)
        for name, read in READS.items():
            if not any([await read(work, [n, *range(1, 41)]) for n in range(1, 12)]):
                silent.append(name)
    assert silent == ["plans.draft", "occurrences.to_review", "evidence.with_digest"]


@pytest.mark.parametrize("name", CHANGES)
async def test_a_ward_changes_nothing_of_another(store: Store, name: str) -> None:
    filled = await fill(store)
    async with store.write() as unit:
        other = (await unit.wards.add("Phường Bên", filled.cast.ward.settings, MONDAY)).id
    before = await _picture(store, filled.cast.ward.id)
    async with store.write() as unit:
        for first in range(1, 12):
            await CHANGES[name](unit.ward(other), [first, *range(1, 41)])
    assert await _picture(store, filled.cast.ward.id) == before


async def _picture(store: Store, ward_id: int) -> list[object]:
    async with store.read() as unit:
        work = unit.ward(ward_id)
        return [await read(work, list(range(1, 41))) for read in READS.values()]


async def test_rows_of_another_ward_cannot_be_tied_to_ours(store: Store) -> None:
    theirs = await fill(store)
    async with store.write() as unit:
        ours = unit.ward((await unit.wards.add("Phường Bên", theirs.cast.ward.settings, MONDAY)).id)
        agency = await ours.agencies.add("Trạm Y tế")
        person = theirs.cast.people["Tư"]
        strangers = theirs.cast.agencies["Trạm Y tế"]
        attempts = (
            ours.agencies.set_members(agency.id, [strangers]),
            ours.agencies.set_members(strangers, [agency.id]),
            ours.agencies.also_called(strangers, "TYT"),
            ours.people.add(replace(person, phone=None)),
            ours.people.save(person),
            ours.tasks.save(theirs.task, next_open_on=None),
            ours.events.add("Bầu cử", TODAY, TODAY, [theirs.task.id]),
            ours.evidence.attach([1], theirs.report_id),
            ours.criteria.tie([(1, theirs.task.id)], MONDAY),
            ours.criteria.untie([(1, theirs.task.id)]),
            ours.criteria.write(1, ()),
            ours.calendars.open_feed(theirs.cast.people["Tư"].id, None, "t", MONDAY),
            ours.notices.give(person.id, "v", MONDAY),
            ours.reports.add(
                theirs.occurrence.id, person.id, "", Progress(Doneness.DONE), before={}, now=MONDAY
            ),
        )
        for attempt in attempts:
            with pytest.raises(LookupError):
                await attempt
