"""What the plan leaves open: dates a person sets in words, and what is asked for, and how often."""

from datetime import date

import pytest

from data.domain.rules import (
    AroundEvent,
    External,
    Granularity,
    Phase,
    Several,
    Unknown,
    Window,
)
from data.errors import RefusedError
from data.store.unit_of_work import Store
from jobs.actions.events import declare_event
from jobs.actions.set_deadline import set_deadline
from jobs.ports import World
from jobs.ticks.ask_what_is_missing import ask_what_is_missing
from tests.cast import MONDAY, Cast, add_task, at
from tests.reminders.stage import letters, letters_to, owed, plan

NO_DATE = External(basis="rule")


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ("30/6", date(2026, 6, 30)),
        ("quý III", date(2026, 9, 30)),
        ("ngày 15 hằng quý", date(2026, 9, 15)),
    ],
)
async def test_a_date_in_words_makes_the_task_owed_and_keeps_the_plans_own(
    store: Store, cast: Cast, said: str, due: date
) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, NO_DATE, code=18, time_text="Theo quy định")
    now = at("2026-06-16 09:00")
    async with store.write() as unit:
        done = await set_deadline(
            unit, cast.ward, task.id, said, now=now, actor=f"person:{cast.people['Mai'].id}"
        )
    assert (await owed(store, cast, task))[0].due_on == due
    assert done.task.time_text == "Theo quy định"


@pytest.mark.parametrize("said", ["", "sớm nhất có thể", "theo quy định", "31/3", "30/02"])
async def test_words_that_set_no_coming_date_are_refused_and_change_nothing(
    store: Store, cast: Cast, said: str
) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, NO_DATE, code=18)
    with pytest.raises(RefusedError) as refused:
        async with store.write() as unit:
            await set_deadline(unit, cast.ward, task.id, said, now=MONDAY, actor="console")
    assert refused.value.sentence
    async with store.read() as unit:
        kept = await unit.ward(cast.ward.id).tasks.get(task.id)
    assert kept is not None
    assert kept.rule == NO_DATE


async def test_only_the_undated_part_of_a_rule_gets_the_date(store: Store, cast: Cast) -> None:
    dated = Window(end=date(2026, 9, 30), granularity=Granularity.DAY)
    async with store.write() as unit:
        task = await add_task(unit, cast, Several(parts=(NO_DATE, dated)), code=18)
    await plan(store, cast, [task], MONDAY)
    async with store.write() as unit:
        await set_deadline(unit, cast.ward, task.id, "30/6", now=MONDAY, actor="console")
    dues = [o.due_on for o in await owed(store, cast, task)]
    assert dues == [date(2026, 6, 30), date(2026, 9, 30)]


async def test_only_the_lead_office_sets_dates(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, NO_DATE, code=18)
    with pytest.raises(RefusedError):
        async with store.write() as unit:
            await set_deadline(
                unit,
                cast.ward,
                task.id,
                "30/6",
                now=MONDAY,
                actor=f"person:{cast.people['Hạnh'].id}",
            )


async def test_the_lead_office_is_asked_for_dates_once_a_week(
    world: World, store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        await add_task(unit, cast, NO_DATE, code=18, time_text="Theo quy định", title="Đo hài lòng")
        await add_task(
            unit, cast, Unknown(reason="ô trống"), code=19, time_text="", title="Báo cáo"
        )
    assert await ask_what_is_missing(world, at("2026-06-15 08:59")) == {}
    assert await ask_what_is_missing(world, at("2026-06-15 09:00")) == {"dates": 1}
    assert await ask_what_is_missing(world, at("2026-06-15 09:00")) == {}
    assert await ask_what_is_missing(world, at("2026-06-19 16:00")) == {}
    (letter,) = await letters_to(store, cast, "Mai")
    assert letter.message.text.splitlines() == [
        "Thưa đồng chí Mai, 2 việc cần ấn định hạn; chưa có hạn thì chưa được nhắc.",
        '❓ #18 ghi "Theo quy định": Đo hài lòng',
        "❓ #19 không ghi thời hạn: Báo cáo",
        "Trả lời, ví dụ: #18 30/6, hoặc #18 ngày 15 hằng quý.",
    ]
    assert [c.value for c in letter.message.choices] == ["dates:list"]
    assert await ask_what_is_missing(world, at("2026-06-20 09:00")) == {}  # a Saturday
    assert await ask_what_is_missing(world, at("2026-06-22 09:00")) == {"dates": 1}


async def test_a_date_that_was_over_when_the_plan_was_confirmed_is_asked_for_too(
    world: World, store: Store, cast: Cast
) -> None:
    past = Window(end=date(2026, 3, 31), granularity=Granularity.QUARTER)
    async with store.write() as unit:
        task = await add_task(unit, cast, past, code=5)
    await plan(store, cast, [task], MONDAY)
    assert await ask_what_is_missing(world, at("2026-06-15 09:00")) == {"dates": 1}


async def test_the_lead_agency_is_asked_once_a_quarter_whether_its_event_is_coming(
    world: World, store: Store, cast: Cast
) -> None:
    rule = AroundEvent(event="bầu cử tổ trưởng", phases=(Phase.BEFORE,))
    async with store.write() as unit:
        task = await add_task(unit, cast, rule, code=12, title="Tuyên truyền bầu cử")
    assert await ask_what_is_missing(world, at("2026-06-15 10:00")) == {"events": 1}
    assert await ask_what_is_missing(world, at("2026-06-16 10:00")) == {}
    (letter,) = await letters(store)
    assert letter.person_id == cast.people["Hạnh"].id
    assert "⚪ chờ sự kiện: #12 Tuyên truyền bầu cử (bầu cử tổ trưởng)" in letter.message.text
    assert [c.value for c in letter.message.choices] == ["events:declare"]
    async with store.write() as unit:
        await declare_event(
            unit,
            cast.ward,
            "bầu cử tổ trưởng",
            date(2026, 8, 16),
            date(2026, 8, 16),
            [task.id],
            now=MONDAY,
            actor="console",
        )
    assert await ask_what_is_missing(world, at("2026-07-01 10:00")) == {}


async def test_what_comes_again_and_again_is_asked_for_again_when_it_is_over(
    world: World, store: Store, cast: Cast
) -> None:
    rule = AroundEvent(event="kỳ họp HĐND", phases=(Phase.AFTER,), each=True)
    async with store.write() as unit:
        task = await add_task(unit, cast, rule, code=12)
        await declare_event(
            unit,
            cast.ward,
            "kỳ họp HĐND",
            date(2026, 7, 10),
            date(2026, 7, 10),
            [task.id],
            now=MONDAY,
            actor="console",
        )
    assert await ask_what_is_missing(world, at("2026-07-01 10:00")) == {}
    assert await ask_what_is_missing(world, at("2026-10-01 10:00")) == {"events": 1}
