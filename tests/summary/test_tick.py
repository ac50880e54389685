"""Sending the weekly summary: once a week, to whom it is for, late when it must be, never twice."""

import asyncio
import logging
from datetime import date, datetime

import pytest
from sqlalchemy import event

from data.domain.messages import Delivery, Letter
from data.domain.people import WardSettings
from data.domain.reports import Doneness, Progress
from data.domain.rules import Continuous, Unknown
from data.domain.tasks import OccurrenceState, PlanState
from data.errors import RefusedError
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import Tally, World
from jobs.ticks.send_weekly_summary import send_weekly_summary, summary_now
from tests.cast import Cast, add_task, at
from tests.summary.samples import owes

FRIDAY = at("2026-06-19 16:00")
NOTHING: Tally = {}


@pytest.fixture
def world(store: Store, files: EvidenceStore) -> World:
    return World(store, files)


@pytest.fixture
async def plan(store: Store, cast: Cast) -> Cast:
    """A plan with one task late, one done this week with an obstacle before, one without a date.

    The ward has the summary alone; people's own weeks are told in test_own_weeks.
    """
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        await unit.wards.save_settings(cast.ward.id, WardSettings(own_weeks=False))
        await owes(unit, cast, 20, "Văn phòng HĐND và UBND", "2026-06-12")
        await owes(unit, cast, 7, "Trạm Y tế", "2026-06-26")
        await add_task(unit, cast, Unknown(reason="trống"), code=18)
        one, two = (
            o.id for o in await work.occurrences.opened(date(2026, 6, 19), since=date(2026, 1, 1))
        )
        await work.reports.add(
            one,
            cast.people["Hạnh"].id,
            "vướng kinh phí",
            Progress(Doneness.NOT_YET, obstacle="thiếu kinh phí"),
            before={},
            now=at("2026-06-17 09:00"),
        )
        await work.occurrences.change(
            two, state=OccurrenceState.REPORTED, reported_at=at("2026-06-18 09:00")
        )
    return cast


async def letters(store: Store) -> tuple[Letter, ...]:
    async with store.read() as unit:
        return await unit.outbox.in_states(list(Delivery))


async def test_on_friday_at_four_the_lead_office_and_the_leadership_get_it_with_the_chart(
    world: World, plan: Cast
) -> None:
    assert await send_weekly_summary(world, FRIDAY) == {"sent": 2}
    found = await letters(world.store)
    assert {x.person_id for x in found} == {plan.people["Mai"].id, plan.people["Sơn"].id}
    for letter in found:
        assert letter.message.text == (
            "Tổng hợp tuần 15–19/6 · Kế hoạch 12/KH-UBND\n"
            "✅ 1 xong (+1) · 🔴 1 quá hạn\n"
            "❓ 1 cần ấn định hạn\n"
            "Trong tuần: 1 việc mới quá hạn\n"
            "Quá hạn lâu nhất: #20 Văn phòng HĐND và UBND, 7 ngày\n"
            "Vướng: #20 Văn phòng HĐND và UBND, thiếu kinh phí\n"
            "Chờ duyệt: 1 báo cáo, cũ nhất 1 ngày"
        )
        (file,) = letter.message.files
        assert file.name == "tong-hop-tuan-15-06-den-19-06-2026.png"
        assert world.files.path(file.sha256).read_bytes().startswith(b"\x89PNG")


async def test_the_choices_are_what_each_reader_may_do(world: World, plan: Cast) -> None:
    await send_weekly_summary(world, FRIDAY)
    choices = {
        x.person_id: [(c.label, c.value) for c in x.message.choices]
        for x in await letters(world.store)
    }
    late, table = ("Xem 1 việc quá hạn", "tasks:overdue"), ("Bảng Excel", "docs:xlsx")
    chase = ("Đôn đốc…", "nudging:show")
    assert choices == {
        plan.people["Mai"].id: [
            late,
            chase,
            ("Ấn định 1 thời hạn", "dates:list"),
            ("Duyệt 1 báo cáo", "review:walk"),
            table,
        ],
        plan.people["Sơn"].id: [late, chase, table],
    }


@pytest.mark.parametrize("later", ["2026-06-19 16:00", "2026-06-19 18:00", "2026-06-22 08:00"])
async def test_it_is_sent_once_however_often_the_clock_asks(
    world: World, plan: Cast, later: str
) -> None:
    await send_weekly_summary(world, FRIDAY)
    assert await send_weekly_summary(world, at(later)) == NOTHING
    assert len(await letters(world.store)) == 2


async def test_two_processes_at_the_same_instant_send_it_once(world: World, plan: Cast) -> None:
    other = Store.at(str(world.store.engine.url))
    tallies = await asyncio.gather(
        send_weekly_summary(world, FRIDAY), send_weekly_summary(World(other, world.files), FRIDAY)
    )
    await other.close()
    assert sum(t.get("sent", 0) for t in tallies) == 2
    assert len(await letters(world.store)) == 2


async def test_the_next_week_has_its_own(world: World, plan: Cast) -> None:
    await send_weekly_summary(world, FRIDAY)
    assert await send_weekly_summary(world, at("2026-06-26 16:00")) == {"sent": 2}


@pytest.mark.parametrize(
    "early", ["2026-06-19 15:59", "2026-06-18 16:00", "2026-06-20 09:00", "2026-06-19 23:00"]
)
async def test_at_any_other_time_nothing_is_sent(world: World, plan: Cast, early: str) -> None:
    assert await send_weekly_summary(world, at(early)) == NOTHING


async def test_after_an_outage_over_the_weekend_it_comes_on_monday_and_says_so(
    world: World, plan: Cast
) -> None:
    assert await send_weekly_summary(world, at("2026-06-22 08:10")) == {"sent": 2}
    text = (await letters(world.store))[0].message.text
    assert text.startswith(
        "Tổng hợp tuần 15–19/6 · Kế hoạch 12/KH-UBND\nGửi muộn; số liệu lúc 08:10 thứ Hai 22/6\n"
    )


async def test_after_a_longer_outage_it_is_left_out(world: World, plan: Cast) -> None:
    assert await send_weekly_summary(world, at("2026-06-23 08:10")) == NOTHING


async def test_without_an_active_plan_there_is_none(world: World, cast: Cast) -> None:
    assert await send_weekly_summary(world, FRIDAY) == NOTHING
    async with world.store.write() as unit:
        task = await add_task(unit, cast, Continuous(), code=1)
        await unit.ward(cast.ward.id).plans.set_state(task.plan_id, PlanState.REPLACED)
    assert await send_weekly_summary(world, FRIDAY) == NOTHING


async def test_a_plan_confirmed_after_the_hour_has_no_summary_of_that_week(
    world: World, cast: Cast
) -> None:
    monday = at("2026-06-22 08:00")
    async with world.store.write() as unit:
        await add_task(unit, cast, Continuous(), code=1, now=monday)
    assert await send_weekly_summary(world, monday) == NOTHING


async def test_whoever_has_no_chat_is_recorded_as_not_told(world: World, plan: Cast) -> None:
    async with world.store.write() as unit:
        await unit.links.revoke(plan.people["Sơn"].id, FRIDAY)
    await send_weekly_summary(world, FRIDAY)
    states = {x.person_id: x.state for x in await letters(world.store)}
    assert states[plan.people["Sơn"].id] is Delivery.UNLINKED
    assert (
        "Chưa nhận được tin qua chat: Hoàng Minh Sơn"
        in (await letters(world.store))[0].message.text
    )


async def test_each_ward_has_its_own_day_and_one_that_fails_does_not_stop_the_others(
    world: World, plan: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    async with world.store.write() as unit:
        broken = WardSettings(calendar_overrides="hôm qua nghỉ")
        await unit.wards.add("Phường Lỗi Lịch", broken, FRIDAY)
        await unit.wards.save_settings(
            plan.ward.id,
            WardSettings.model_validate(
                {"summary_weekday": 4, "summary_at": "10:00", "own_weeks": False}
            ),
        )
    with caplog.at_level(logging.ERROR):
        tally = await send_weekly_summary(world, at("2026-06-18 10:00"))
    assert tally == {"sent": 2, "failed": 1}
    assert "failed" in caplog.text


async def test_the_log_says_that_it_was_sent(world: World, plan: Cast) -> None:
    await send_weekly_summary(world, FRIDAY)
    async with world.store.read() as unit:
        entries = await unit.ward(plan.ward.id).log.read()
    (entry,) = entries
    assert entry.kind == "summary.queued"
    assert entry.content is not None
    assert entry.content["week"] == "2026-W25"


@pytest.mark.parametrize(
    ("now", "most"), [("2026-06-17 10:00", 1), ("2026-06-19 16:01", 2), ("2026-06-22 08:00", 2)]
)
async def test_asked_each_minute_it_reads_next_to_nothing(
    world: World, plan: Cast, now: str, most: int
) -> None:
    await send_weekly_summary(world, FRIDAY)
    statements: list[str] = []

    def note(_conn: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(world.store.engine.sync_engine, "before_cursor_execute", note)
    await send_weekly_summary(world, at(now))
    assert len([s for s in statements if s.startswith("SELECT")]) <= most


@pytest.mark.parametrize(
    ("asked", "shown"), [("2026-06-17 10:00", "tuần 15–19/6"), ("2026-06-23 10:00", "tuần 22–26/6")]
)
async def test_it_can_be_had_at_any_time_without_sending_it(
    world: World, plan: Cast, asked: str, shown: str
) -> None:
    text, png = await summary_now(world, plan.ward.id, at(asked))
    assert text.startswith(f"Tổng hợp {shown}")
    assert png.startswith(b"\x89PNG")
    assert await letters(world.store) == ()


async def test_asked_for_without_a_plan_it_says_what_to_do(world: World, cast: Cast) -> None:
    with pytest.raises(RefusedError, match="gửi kế hoạch"):
        await summary_now(world, cast.ward.id, FRIDAY)


async def test_it_is_not_delivered_later_than_the_next_working_day(
    world: World, plan: Cast
) -> None:
    await send_weekly_summary(world, FRIDAY)
    ends: set[datetime | None] = {x.expires_at for x in await letters(world.store)}
    assert ends == {at("2026-06-22 20:00")}
