"""What is owed follows the rules, the agencies and the plan's life."""

from dataclasses import replace
from datetime import date

from data.domain.rules import AtLeast, Continuous, Every, Granularity, Period, Unknown, Window
from data.domain.tasks import OccurrenceState, PlanState
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.open_occurrences import open_occurrences
from tests.cast import MONDAY, Cast, add_task, at
from tests.reminders.stage import deliver_all, letters, owed, plan

BY_30_6 = Window(end=date(2026, 6, 30), granularity=Granularity.DAY)
QUOTA = AtLeast(count=2, period=Period.YEAR)


async def test_a_confirmed_plan_opens_what_its_tasks_owe(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, QUOTA, code=20)
    done = await plan(store, cast, [task], MONDAY)
    found = await owed(store, cast, task)
    assert done.made == len(found)
    assert [o.label for o in found][:2] == ["lần 1/2", "lần 2/2"]
    assert all(o.state is OccurrenceState.OPEN for o in found)
    assert found[0].next_remind_at == at("2026-06-15 07:30")


async def test_planning_again_changes_nothing(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        tasks = [
            await add_task(unit, cast, QUOTA, code=1),
            await add_task(unit, cast, Continuous(), code=2, lead="Tổ trưởng tổ dân phố"),
            await add_task(unit, cast, BY_30_6, code=3),
        ]
    first = await plan(store, cast, tasks, MONDAY)
    before = [await owed(store, cast, t) for t in tasks]
    second = await plan(store, cast, tasks, at("2026-06-15 08:00"))
    assert first.made > 0
    assert (second.made, second.moved, second.cancelled) == (0, 0, 0)
    assert [await owed(store, cast, t) for t in tasks] == before


async def test_a_group_stands_for_its_members_each_owing_their_own_part(
    store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, BY_30_6, code=9, lead="Tổ trưởng tổ dân phố")
    await plan(store, cast, [task], MONDAY)
    members = {cast.agencies["Tổ dân phố 5"], cast.agencies["Tổ dân phố 6"]}
    assert {o.agency_id for o in await owed(store, cast, task)} == members


async def test_a_group_without_members_owes_itself_until_it_has_some(
    store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        group = (await work.agencies.add("Các trường học", is_group=True)).id
        cast.agencies["Các trường học"] = group
        task = await add_task(unit, cast, BY_30_6, code=9, lead="Các trường học")
    await plan(store, cast, [task], MONDAY)
    assert [o.agency_id for o in await owed(store, cast, task)] == [group]
    async with store.write() as unit:
        await unit.ward(cast.ward.id).agencies.set_members(group, [cast.agencies["Trạm Y tế"]])
    done = await plan(store, cast, [task], MONDAY)
    states = {o.agency_id: o.state for o in await owed(store, cast, task)}
    assert (done.made, done.cancelled) == (1, 1)
    assert states[group] is OccurrenceState.CANCELLED
    assert states[cast.agencies["Trạm Y tế"]] is OccurrenceState.OPEN


async def test_an_agency_that_joins_late_does_not_owe_what_is_past(
    store: Store, cast: Cast
) -> None:
    monthly = Every(period=Period.MONTH, day=15)
    group = cast.agencies["Tổ trưởng tổ dân phố"]
    async with store.write() as unit:
        task = await add_task(unit, cast, monthly, code=9, lead="Tổ trưởng tổ dân phố")
    await plan(store, cast, [task], MONDAY)
    async with store.write() as unit:
        new = (await unit.ward(cast.ward.id).agencies.add("Tổ dân phố 7")).id
        members = [cast.agencies["Tổ dân phố 5"], cast.agencies["Tổ dân phố 6"], new]
        await unit.ward(cast.ward.id).agencies.set_members(group, members)
    await plan(store, cast, [task], at("2026-10-05 09:00"))
    dues = [o.due_on for o in await owed(store, cast, task) if o.agency_id == new]
    assert min(dues) == date(2026, 10, 15)


async def test_a_plan_confirmed_late_calls_nothing_overdue_that_ended_before(
    store: Store, cast: Cast
) -> None:
    confirmed = at("2026-06-10 09:00")
    past = Window(end=date(2026, 3, 31), granularity=Granularity.QUARTER)
    async with store.write() as unit:
        tasks = [
            await add_task(unit, cast, Continuous(), code=1, now=confirmed),
            await add_task(unit, cast, Every(period=Period.MONTH), code=2, now=confirmed),
            await add_task(unit, cast, past, code=3, now=confirmed),
        ]
    await plan(store, cast, tasks, confirmed)
    dues = [o.due_on for t in tasks for o in await owed(store, cast, t)]
    assert dues
    assert min(dues) >= date(2026, 6, 10)
    assert await owed(store, cast, tasks[2]) == ()


async def test_a_changed_rule_moves_what_is_owed_but_never_what_was_reported(
    store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, BY_30_6, code=3, lead="Tổ trưởng tổ dân phố")
    await plan(store, cast, [task], MONDAY)
    reported, still_owed = await owed(store, cast, task)
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        await work.occurrences.change(
            reported.id, state=OccurrenceState.REPORTED, next_remind_at=None
        )
        later = BY_30_6.model_copy(update={"end": date(2026, 9, 30)})
        await work.tasks.save(replace(task, rule=later), next_open_on=None)
    done = await plan(store, cast, [task], MONDAY)
    found = {o.id: o for o in await owed(store, cast, task)}
    assert done.moved == 1
    assert found[reported.id].due_on == date(2026, 6, 30)
    assert found[still_owed.id].due_on == date(2026, 9, 30)


async def test_a_removed_task_is_owed_no_more_and_its_waiting_message_is_withdrawn(
    world: World, store: Store, cast: Cast
) -> None:
    from jobs.ticks.send_reminders import send_reminders

    async with store.write() as unit:
        task = await add_task(unit, cast, BY_30_6, code=3)
    await plan(store, cast, [task], MONDAY)
    await send_reminders(world, at("2026-06-15 07:30"))
    async with store.write() as unit:
        await unit.ward(cast.ward.id).tasks.save(replace(task, is_removed=True), next_open_on=None)
    done = await plan(store, cast, [task], at("2026-06-15 07:31"))
    assert done.cancelled == 1
    assert [x.state for x in await letters(store)] == ["expired"]
    assert await deliver_all(store, at("2026-06-15 07:32")) == 0


async def test_a_task_brought_back_is_owed_again(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, BY_30_6, code=3)
    await plan(store, cast, [task], MONDAY)
    for is_removed in (True, False):
        async with store.write() as unit:
            changed = replace(task, is_removed=is_removed)
            await unit.ward(cast.ward.id).tasks.save(changed, next_open_on=None)
        await plan(store, cast, [task], MONDAY)
    (again,) = await owed(store, cast, task)
    assert again.state is OccurrenceState.OPEN
    assert again.next_remind_at is not None


async def test_a_task_that_needs_a_date_owes_nothing(store: Store, cast: Cast) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, Unknown(reason="ô trống"), code=3)
    await plan(store, cast, [task], MONDAY)
    assert await owed(store, cast, task) == ()


async def test_nothing_is_opened_for_a_plan_that_is_not_confirmed(
    world: World, store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, BY_30_6, code=3)
        await unit.ward(cast.ward.id).plans.set_state(task.plan_id, PlanState.DRAFT)
    assert (await plan(store, cast, [task], MONDAY)).made == 0
    assert await open_occurrences(world, MONDAY) == {}


async def test_work_owed_under_the_amended_plan_stays_owed_and_keeps_its_dates(
    store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, QUOTA, code=20)
    await plan(store, cast, [task], MONDAY)
    before = await owed(store, cast, task)
    amended = at("2026-08-20 09:00")
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        from data.store.plans import PlanHead

        head = PlanHead("99/KH-UBND", date(2026, 8, 18), None, "Kế hoạch sửa đổi", 2026)
        new = await work.plans.add_draft(head, {}, now=amended, replaces_id=task.plan_id)
        await work.plans.set_state(new, PlanState.ACTIVE, confirmed_at=amended)
        await work.plans.set_state(task.plan_id, PlanState.REPLACED)
        await work.tasks.save(replace(task, plan_id=new), next_open_on=None)
    done = await plan(store, cast, [task], amended)
    after = await owed(store, cast, task)
    assert (done.moved, done.cancelled) == (0, 0)
    assert after[0].due_on < date(2026, 8, 18)
    assert {o.id: o.due_on for o in before}.items() <= {o.id: o.due_on for o in after}.items()


async def test_the_tick_opens_the_next_year_as_the_days_go_by(
    world: World, store: Store, cast: Cast
) -> None:
    async with store.write() as unit:
        task = await add_task(unit, cast, Every(period=Period.QUARTER), code=2)
    first = await open_occurrences(world, MONDAY)
    assert first["made"] == len(await owed(store, cast, task))
    assert await open_occurrences(world, MONDAY) == {}
    later = await open_occurrences(world, at("2026-12-20 00:10"))
    assert later["made"] >= 1
    assert max(o.due_on for o in await owed(store, cast, task)).year == 2027
    assert await open_occurrences(world, at("2026-12-20 00:20")) == {}
