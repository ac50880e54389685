"""One line sets how often all continuous work of a plan is reported, and one tap puts it back."""

from dataclasses import replace
from datetime import date

import pytest

from data.domain.plan_names import plans_called
from data.domain.rules import Period
from data.domain.tasks import Plan, PlanState, Task
from data.errors import RefusedError
from data.files.evidence_store import EvidenceStore
from data.store.plans import PlanHead
from data.store.unit_of_work import Store
from jobs.actions.change_settings import change_by_words
from jobs.actions.set_reporting_period import PeriodSet
from tests.cast import MONDAY, Cast, add_task
from tests.plans.stage import Stage
from tests.reminders.stage import owed, plan
from tests.settings.stage import MONTHLY, STEADY, log_of, still_owed

NAME = "Kế hoạch 12/KH-UBND ngày 15/1/2026"


@pytest.fixture
def stage(store: Store, files: EvidenceStore) -> Stage:
    return Stage(store, files, MONDAY)


async def at_work(store: Store, cast: Cast) -> tuple[Task, Task, Task]:
    """Two tasks of steady work (#1, #2) and a monthly one (#3) of plan 12."""
    async with store.write() as unit:
        tasks = (
            await add_task(unit, cast, STEADY, code=1, title="Công khai thủ tục"),
            await add_task(unit, cast, STEADY, code=2, title="Tiếp công dân"),
            await add_task(unit, cast, MONTHLY, code=3, title="Họp tổ công tác"),
        )
    await plan(store, cast, tasks, MONDAY)
    return tasks


async def second_plan(
    store: Store,
    cast: Cast,
    number: str | None = "25/KH-UBND",
    issued_on: date = date(2026, 6, 10),
) -> Task:
    """Another active plan, with one task of steady work (#4)."""
    head = PlanHead(number, issued_on, "UBND phường", "Cải cách hành chính", 2026)
    async with store.write() as unit:
        plans = unit.ward(cast.ward.id).plans
        plan_id = await plans.add_draft(head, {}, now=MONDAY)
        await plans.set_state(plan_id, PlanState.ACTIVE, confirmed_at=MONDAY)
        task = await add_task(unit, cast, STEADY, code=4, title="Trả hồ sơ đúng hạn")
    await plan(store, cast, [task], MONDAY)
    return task


async def say(store: Store, cast: Cast, line: str) -> PeriodSet:
    async with store.write() as unit:
        done = await change_by_words(unit, cast.ward, line, MONDAY, "console")
    assert isinstance(done, PeriodSet)
    return done


async def periods(store: Store, cast: Cast) -> dict[int, Period | None]:
    async with store.read() as unit:
        tasks = await unit.ward(cast.ward.id).tasks.all()
    return {t.code: t.reporting_period for t in tasks}


# What moves.


async def test_all_continuous_work_of_the_plan_moves_and_nothing_else(
    store: Store, cast: Cast
) -> None:
    one, two, monthly = await at_work(store, cast)
    other = await second_plan(store, cast)
    still = [await owed(store, cast, t) for t in (monthly, other)]
    done = await say(store, cast, "kế hoạch 12 báo cáo mỗi tháng")
    assert [(t.code, before) for t, before in zip(done.tasks, done.before, strict=True)] == [
        (1, None),
        (2, None),
    ]
    for task in (one, two):
        labels = [o.label for o in still_owed(await owed(store, cast, task))]
        assert labels[:2] == ["tháng 7/2026", "tháng 8/2026"]
    assert [await owed(store, cast, t) for t in (monthly, other)] == still
    assert await periods(store, cast) == {1: Period.MONTH, 2: Period.MONTH, 3: None, 4: None}


async def test_it_is_logged_once_of_the_plan_and_planned_once_and_again_changes_nothing(
    store: Store, cast: Cast
) -> None:
    one, two, _ = await at_work(store, cast)
    await say(store, cast, "#2 báo cáo mỗi năm")
    planned = len(await log_of(store, cast, "work.replanned"))
    await say(store, cast, "kế hoạch 12 báo cáo mỗi tháng")
    again = await say(store, cast, "ke hoach 12/kh-ubnd bao cao hang thang")
    assert not again.changes
    (entry,) = await log_of(store, cast, "plan.reporting_set")
    assert entry.subject == f"plan:{one.plan_id}"
    assert entry.content == {
        "periods": {str(one.id): [None, "month"], str(two.id): ["year", "month"]}
    }
    assert len(await log_of(store, cast, "task.reporting_set")) == 1
    assert len(await log_of(store, cast, "work.replanned")) == planned + 1


async def test_the_plan_goes_back_to_the_wards_period(store: Store, cast: Cast) -> None:
    one, *_ = await at_work(store, cast)
    quarters = [o.label for o in await owed(store, cast, one)]
    await say(store, cast, "kế hoạch báo cáo mỗi tháng")
    await say(store, cast, "kế hoạch báo cáo như phường")
    assert [o.label for o in still_owed(await owed(store, cast, one))] == quarters
    assert set((await periods(store, cast)).values()) == {None}


# Which plan.


async def test_a_number_that_two_plans_have_is_asked_and_the_day_tells_them_apart(
    store: Store, cast: Cast
) -> None:
    await at_work(store, cast)
    await second_plan(store, cast, "12/KH-UBND", date(2025, 2, 3))
    with pytest.raises(RefusedError) as asked:
        await say(store, cast, "kế hoạch 12 báo cáo mỗi 6 tháng")
    assert asked.value.sentence == (
        "Kế hoạch nào, thưa đồng chí?\n"
        "- Kế hoạch 12/KH-UBND ngày 3/2/2025\n"
        f"- {NAME}\n"
        "Đồng chí ghi đủ tên, ví dụ: Kế hoạch 12/KH-UBND ngày 3/2/2025 báo cáo mỗi 6 tháng."
    )
    assert set((await periods(store, cast)).values()) == {None}
    done = await say(store, cast, asked.value.sentence.split("ví dụ: ")[1])
    assert [t.code for t in done.tasks] == [4]


async def test_a_plan_without_a_number_is_called_by_its_title(store: Store, cast: Cast) -> None:
    await at_work(store, cast)
    await second_plan(store, cast, None)
    with pytest.raises(RefusedError) as asked:
        await say(store, cast, "kế hoạch báo cáo như phường")
    assert asked.value.sentence.endswith('Kế hoạch "Cải cách hành chính" báo cáo như cả phường.')
    done = await say(store, cast, asked.value.sentence.split("ví dụ: ")[1])
    assert [t.code for t in done.tasks] == [4]


async def test_a_plan_that_is_not_active_or_has_no_continuous_work_is_said_so(
    store: Store, cast: Cast
) -> None:
    with pytest.raises(RefusedError, match="Chưa có kế hoạch nào đang theo dõi"):
        await say(store, cast, "kế hoạch báo cáo mỗi tháng")
    async with store.write() as unit:
        task = await add_task(unit, cast, MONTHLY, code=3)
    with pytest.raises(RefusedError, match=f"Đang theo dõi:\n- {NAME}\n"):
        await say(store, cast, "kế hoạch 25 báo cáo mỗi tháng")
    with pytest.raises(RefusedError, match=f"{NAME} không có việc thường xuyên"):
        await say(store, cast, "kế hoạch 12 báo cáo mỗi tháng")
    async with store.write() as unit:
        await unit.ward(cast.ward.id).plans.set_state(task.plan_id, PlanState.REPLACED)
    with pytest.raises(RefusedError, match="Chưa có kế hoạch nào đang theo dõi"):
        await say(store, cast, "kế hoạch 12 báo cáo mỗi tháng")


@pytest.mark.parametrize("number", ["12", "25"])
async def test_nothing_is_reported_every_week(store: Store, cast: Cast, number: str) -> None:
    await at_work(store, cast)
    with pytest.raises(RefusedError, match="mỗi tháng, mỗi quý"):
        await say(store, cast, f"kế hoạch {number} báo cáo mỗi tuần")


PAPI = Plan(
    id=1,
    number="0178 /KH–UBND",
    issued_on=date(2025, 12, 24),
    issuer=None,
    title="Nâng cao chỉ số PAPI của phường năm 2026",
    year=2026,
    state=PlanState.ACTIVE,
    replaces_id=None,
    created_at=MONDAY,
    confirmed_at=MONDAY,
)


@pytest.mark.parametrize(
    ("called", "is_meant"),
    [
        ("", True),
        ("178", True),
        ("so 0178", True),
        ("178/kh-ubnd", True),
        ("178 ngay 24/12/2025", True),
        ("178/kh-ubnd ngay 24 thang 12 nam 2025", True),
        ("178 nam 2026", True),
        ('"nang cao papi nam 2026"', True),
        ("“nang cao chi so papi…”", True),
        ("17", False),
        ("1780", False),
        ("24", False),
        ("178/qd-ubnd", False),
        ("178 ngay 24/11/2025", False),
        ('"papi nang cao"', False),
        ('"…"', False),
    ],
)
def test_a_plan_is_called_by_number_day_year_or_title(called: str, is_meant: bool) -> None:
    assert plans_called(called, [PAPI]) == ((PAPI,) if is_meant else ())
    assert bool(plans_called(called, [replace(PAPI, number=None, title=None)])) is (not called)


# How it reads.


async def test_it_is_said_back_with_how_many_and_one_tap_puts_every_task_back(
    stage: Stage, cast: Cast
) -> None:
    one, two, _ = await at_work(stage.store, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "#2 báo cáo mỗi năm")
    before = [still_owed(await owed(stage.store, cast, t)) for t in (one, two)]
    assert await stage.says(mai, "KH 12/KH-UBND báo cáo mỗi tháng") == (
        f"Đã đổi {NAME}: 2 việc thường xuyên báo cáo mỗi tháng "
        "(trước đây như cả phường 1 việc, mỗi năm 1 việc).\n"
        "14 kỳ báo cáo mới, 5 kỳ không còn phải làm. Việc đã báo cáo giữ nguyên.\n"
        "[Hoàn tác]"
    )
    assert await stage.taps(mai, "Hoàn tác") == (
        f"Đã hoàn tác. {NAME}: 2 việc thường xuyên báo cáo như cả phường 1 việc, mỗi năm 1 việc "
        "(trước đây mỗi tháng).\n"
        "5 hạn dời theo, 14 kỳ không còn phải làm. Việc đã báo cáo giữ nguyên."
    )
    assert await periods(stage.store, cast) == {1: None, 2: Period.YEAR, 3: None}
    after = [still_owed(await owed(stage.store, cast, t)) for t in (one, two)]
    assert [[(o.id, o.due_on) for o in x] for x in after] == [
        [(o.id, o.due_on) for o in x] for x in before
    ]


async def test_the_same_line_again_says_so_and_the_button_of_the_first_still_counts(
    stage: Stage, cast: Cast
) -> None:
    await at_work(stage.store, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "kế hoạch báo cáo mỗi tháng")
    first = stage._choices[mai.chat][0].value
    assert await stage.says(mai, "ke hoach bao cao moi thang") == (
        f"{NAME}: 2 việc thường xuyên đang báo cáo mỗi tháng rồi, không có gì thay đổi."
    )
    assert "Đã hoàn tác" in await stage.taps_value(mai, first)
    assert set((await periods(stage.store, cast)).values()) == {None}


async def test_nothing_is_put_back_once_a_task_was_changed_by_itself(
    stage: Stage, cast: Cast
) -> None:
    await at_work(stage.store, cast)
    mai = cast.chat("Mai")
    await stage.says(mai, "kế hoạch báo cáo mỗi tháng")
    await say(stage.store, cast, "#2 báo cáo mỗi năm")
    assert "không hoàn tác được nữa" in await stage.taps(mai, "Hoàn tác")
    assert await periods(stage.store, cast) == {1: Period.MONTH, 2: Period.YEAR, 3: None}


async def test_others_than_the_lead_office_set_nothing(stage: Stage, cast: Cast) -> None:
    await at_work(stage.store, cast)
    for name in ("Hạnh", "Tư", "Sơn"):
        said = await stage.says(cast.chat(name), "kế hoạch 12 báo cáo mỗi tháng")
        assert "Đã đổi" not in said
    assert set((await periods(stage.store, cast)).values()) == {None}
