"""Time by leaps sends what the schedule would have sent: not reminders alone."""

from datetime import date, datetime, timedelta

import pytest

from data.errors import SendFailure
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.schedule import TICKS, run_between
from jobs.schedule.stepping import _ORDER
from tests.cast import MONDAY, Cast, at, found
from tests.delivery.post import Post, failing
from tests.reach.town import TELEGRAM, ZALO, Town
from tests.reminders.stage import due, letters, letters_to
from tests.reviews.stage import Desk


async def leap(world: World, start: datetime, end: datetime) -> list[tuple[datetime, str]]:
    """Let time go on, and return what did something, and when."""
    return [(ran.at, ran.name) async for ran in run_between(world, start, end)]


def test_only_what_tells_nobody_anything_is_left_out() -> None:
    assert {s.name for s in TICKS} - set(_ORDER) == {
        *("read_plans", "fetch_files", "finish_erasures", "print_pictures", "make_dossiers"),
        *("back_up", "sweep"),
    }
    assert [s.name for s in TICKS if s.name in _ORDER] == list(_ORDER), "the order of the table"


@pytest.mark.parametrize(
    ("reported", "called"),
    [
        ("2026-06-15 09:00", "2026-06-15 09:15"),
        ("2026-06-12 21:00", "2026-06-15 07:30"),  # a Friday evening
    ],
)
async def test_reviewers_are_called_for_what_was_reported_before_the_leap(
    world: World, store: Store, cast: Cast, reported: str, called: str
) -> None:
    desk = Desk(store, cast, at(reported))
    await desk.reports(await desk.owes())
    await leap(world, desk.now + timedelta(minutes=5), at("2026-06-17 12:00"))
    (letter,) = await letters_to(store, cast, "Mai", "review")
    assert letter.due_at == at(called)


async def test_a_report_that_came_right_after_a_call_waits_for_its_hour(
    world: World, store: Store, cast: Cast
) -> None:
    desk = Desk(store, cast)
    await desk.reports(await desk.owes())
    await leap(world, desk.now, at("2026-06-15 09:20"))
    desk.now = at("2026-06-15 09:20")
    await desk.reports(await desk.owes(7), who="Dũng")
    await leap(world, desk.now, at("2026-06-16 07:00"))
    first, second = await letters_to(store, cast, "Mai", "review")
    assert (first.due_at, second.due_at) == (at("2026-06-15 09:10"), at("2026-06-15 10:10"))


async def test_notices_are_given_in_the_morning_and_once(
    world: World, store: Store, cast: Cast
) -> None:
    await leap(world, at("2026-06-12 17:00"), at("2026-06-17 17:00"))
    given = await letters(store, "notice")
    assert {x.person_id for x in given} == {p.id for p in cast.people.values()}
    assert {x.due_at for x in given} == {at("2026-06-15 09:00")}, "a Friday, then a Monday"


async def test_nothing_happens_before_the_leap_when_its_goal_is_over(
    world: World, store: Store, cast: Cast
) -> None:
    await due(store, cast, 7, date(2026, 6, 16))
    ran = await leap(world, at("2026-06-15 09:30"), at("2026-06-15 09:00"))
    assert {moment for moment, _ in ran} == {at("2026-06-15 09:30")}


async def test_what_did_not_arrive_goes_another_way(store: Store, files: EvidenceStore) -> None:
    town = Town(store, files, await found(store, linked=False))
    town.zalo = Post(failing(SendFailure.REFUSED))
    await town.link("Hạnh", ZALO, TELEGRAM)
    await town.owe("Hạnh")
    ran = await leap(town.world, MONDAY, MONDAY + timedelta(hours=2))
    assert (MONDAY + timedelta(minutes=15), "fall_back") in ran
    assert await town.states() == [("zalo_bot", "rerouted"), ("telegram", "sent")]


async def test_nobody_is_called_on_behalf_of_platforms_that_are_not_there(
    world: World, store: Store, files: EvidenceStore, cast: Cast
) -> None:
    town = Town(store, files, cast)
    await town.owe("Hạnh")
    assert "fall_back" not in {
        name for _, name in await leap(world, MONDAY, at("2026-06-19 17:00"))
    }
