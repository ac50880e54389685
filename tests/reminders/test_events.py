"""Events: what waits for one is planned around it, and moves and ends with it."""

from datetime import date

import pytest

from data.domain.event_matching import matching_tasks
from data.domain.rules import AroundEvent, Granularity, Phase, Several, Window
from data.domain.tasks import OccurrenceState, Task
from data.errors import RefusedError
from data.store.unit_of_work import Store
from data.texts import events as words
from jobs.actions.events import (
    EventPlanned,
    cancel_event,
    declare_event,
    move_event,
    proposed_tasks,
    tie,
    untie,
)
from jobs.ports import World
from jobs.ticks.send_reminders import send_reminders
from tests.cast import MONDAY, Cast, add_task, at
from tests.reminders.stage import deliver_all, letters, owed, plan

ALL_PHASES = AroundEvent(
    event="kỳ bầu cử tổ trưởng", phases=(Phase.BEFORE, Phase.DURING, Phase.AFTER)
)
BEFORE = AroundEvent(event="bầu cử", phases=(Phase.BEFORE,))
NAME = "bầu cử tổ trưởng tổ dân phố"
DAY = date(2026, 8, 16)


async def two_tasks(store: Store, cast: Cast) -> tuple[Task, Task]:
    """Add #4 (before, during and after) and #12 (before), planned: both wait."""
    async with store.write() as unit:
        first = await add_task(unit, cast, ALL_PHASES, code=4, title="Tổ chức bầu cử")
        second = await add_task(unit, cast, BEFORE, code=12, title="Tuyên truyền bầu cử")
    await plan(store, cast, [first, second], MONDAY)
    return first, second


async def declare(store: Store, cast: Cast, *tasks: Task, day: date = DAY) -> EventPlanned:
    """Declare the election as the lead office."""
    async with store.write() as unit:
        return await declare_event(
            unit,
            cast.ward,
            NAME,
            day,
            day,
            [t.id for t in tasks],
            now=MONDAY,
            actor=f"person:{cast.people['Mai'].id}",
        )


async def test_a_waiting_task_owes_nothing_until_its_event_is_declared(
    store: Store, cast: Cast
) -> None:
    first, second = await two_tasks(store, cast)
    assert await owed(store, cast, first) == await owed(store, cast, second) == ()
    done = await declare(store, cast, first, second)
    assert done.changes.made == 4
    assert words.declared(done.event, done.owed, date(2026, 6, 15)) == (
        "Bầu cử tổ trưởng tổ dân phố: 16/8. Kế hoạch nhắc theo đó:\n"
        "trước: #4, #12 (hạn 14/8) · trong: #4 (hạn 17/8) · sau: #4 (hạn 21/8)\n"
        "Dời ngày thì các lần nhắc chưa gửi dời theo."
    )


async def test_declared_twice_it_is_one_event(store: Store, cast: Cast) -> None:
    tasks = await two_tasks(store, cast)
    first = await declare(store, cast, *tasks)
    second = await declare(store, cast, *tasks)
    assert first.event == second.event
    assert (second.changes.made, second.changes.moved) == (0, 0)


async def test_moving_an_event_moves_what_is_unsent_and_leaves_what_was_reported(
    store: Store, cast: Cast
) -> None:
    first, second = await two_tasks(store, cast)
    declared = await declare(store, cast, first, second)
    (reported,) = await owed(store, cast, second)
    async with store.write() as unit:
        await unit.ward(cast.ward.id).occurrences.change(
            reported.id, state=OccurrenceState.REPORTED, next_remind_at=None
        )
        moved = await move_event(
            unit,
            cast.ward,
            declared.event.id,
            date(2026, 8, 23),
            date(2026, 8, 23),
            now=MONDAY,
            actor="console",
        )
    assert moved.changes.moved == 3
    assert (await owed(store, cast, second))[0].due_on == date(2026, 8, 14)
    dues = [o.due_on for o in await owed(store, cast, first)]
    assert dues == [date(2026, 8, 21), date(2026, 8, 24), date(2026, 8, 28)]
    assert "dời sang 23/8" in words.moved(moved.event, moved.owed, date(2026, 6, 15))


async def test_moving_an_event_withdraws_what_waits_and_keeps_what_was_sent(
    world: World, store: Store, cast: Cast
) -> None:
    _, second = await two_tasks(store, cast)
    declared = await declare(store, cast, second)
    opening = at("2026-07-17 07:30")  # 30 days before
    await send_reminders(world, opening)
    await deliver_all(store, opening)
    before_due = at("2026-08-07 07:30")
    await send_reminders(world, before_due)
    async with store.write() as unit:
        await move_event(
            unit,
            cast.ward,
            declared.event.id,
            date(2026, 9, 13),
            date(2026, 9, 13),
            now=at("2026-08-07 07:31"),
            actor="console",
        )
    assert [x.state for x in await letters(store)] == ["sent", "expired"]
    (occurrence,) = await owed(store, cast, second)
    assert occurrence.due_on == date(2026, 9, 11)
    assert occurrence.next_remind_at == at("2026-08-14 07:30")  # it opens anew


async def test_cancelling_an_event_cancels_what_is_still_owed(store: Store, cast: Cast) -> None:
    first, second = await two_tasks(store, cast)
    declared = await declare(store, cast, first, second)
    for changed in (4, 0):  # done twice, the second time changes nothing
        async with store.write() as unit:
            done = await cancel_event(
                unit, cast.ward, declared.event.id, now=MONDAY, actor="console"
            )
        assert done.changes.cancelled == changed
    states = {o.state for o in await owed(store, cast, first)}
    assert states == {OccurrenceState.CANCELLED}
    with pytest.raises(RefusedError, match="đã hủy"):
        async with store.write() as unit:
            await move_event(
                unit, cast.ward, declared.event.id, DAY, DAY, now=MONDAY, actor="console"
            )


async def test_a_task_can_be_tied_and_untied_later(store: Store, cast: Cast) -> None:
    first, second = await two_tasks(store, cast)
    declared = await declare(store, cast, first)
    async with store.write() as unit:
        tied = await tie(
            unit, cast.ward, declared.event.id, [second.id], now=MONDAY, actor="console"
        )
    assert tied.changes.made == 1
    async with store.write() as unit:
        untied = await untie(
            unit, cast.ward, declared.event.id, [second.id], now=MONDAY, actor="console"
        )
    assert untied.changes.cancelled == 1
    assert untied.event.task_ids == (first.id,)


async def test_what_was_over_before_it_was_declared_is_not_asked_for(
    store: Store, cast: Cast
) -> None:
    first, _ = await two_tasks(store, cast)
    async with store.write() as unit:
        done = await declare_event(
            unit,
            cast.ward,
            NAME,
            date(2026, 6, 14),
            date(2026, 6, 14),
            [first.id],
            now=at("2026-06-18 09:00"),
            actor="console",
        )
    assert [o.period_key.rpartition(":")[2] for o, _ in done.owed] == ["after"]


async def test_tasks_are_proposed_by_the_words_of_the_plan(store: Store, cast: Cast) -> None:
    await two_tasks(store, cast)
    several = Several(
        parts=(
            Window(end=date(2026, 9, 30), granularity=Granularity.DAY),
            AroundEvent(event="Nhà nước thực hiện thu hồi đất", phases=(Phase.WHEN,)),
        )
    )
    async with store.write() as unit:
        await add_task(unit, cast, several, code=30, title="Công khai bồi thường")
    async with store.read() as unit:
        for name, codes in (
            (NAME, [4, 12]),
            ("Thu hồi đất dự án đường số 3", [30]),
            ("BAU CU to truong", [4, 12]),
            ("kỳ họp HĐND", []),
        ):
            found = await proposed_tasks(unit, cast.ward, name)
            assert [t.code for t in found] == codes, name
    assert matching_tasks("", ()) == ()


@pytest.mark.parametrize(
    ("name", "start", "end", "said"),
    [
        ("  ", DAY, DAY, "chưa có tên"),
        ("x" * 200, DAY, DAY, "dài quá 120"),
        (NAME, DAY, date(2026, 8, 15), "trước ngày bắt đầu"),
        (NAME, date(2036, 8, 16), date(2036, 8, 16), "quá xa"),
    ],
)
async def test_a_name_or_dates_that_cannot_be_meant_are_refused(
    store: Store, cast: Cast, name: str, start: date, end: date, said: str
) -> None:
    with pytest.raises(RefusedError, match=said):
        async with store.write() as unit:
            await declare_event(unit, cast.ward, name, start, end, [], now=MONDAY, actor="console")


async def test_only_the_lead_office_declares(store: Store, cast: Cast) -> None:
    with pytest.raises(RefusedError):
        async with store.write() as unit:
            await declare_event(
                unit,
                cast.ward,
                NAME,
                DAY,
                DAY,
                [],
                now=MONDAY,
                actor=f"person:{cast.people['Hạnh'].id}",
            )
