"""A draft under review, confirming it, and what an amended plan keeps."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest

from data.domain.drafts import DutyDraft, PlanDraft, PlanHeader, SourcePlace, TaskDraft
from data.domain.plan_review import Change, questions
from data.domain.reports import Doneness, Progress
from data.domain.rules import AtLeast, DeadlineRule, Every, External, Period, Unknown
from data.domain.tasks import AssignmentKind, OccurrenceState, PlanState, Task
from data.errors import RefusedError
from data.store.unit_of_work import Store, UnitOfWork
from jobs.actions.assign import assign
from jobs.actions.confirm_plan import PlanConfirmed, confirm_plan
from jobs.actions.edit_draft import (
    Editing,
    amend_draft,
    drop_draft,
    mark_checked,
    open_draft,
    set_agencies,
    set_dropped,
    set_short_title,
    set_time,
    set_title,
    settle_same,
)
from jobs.actions.import_plan import import_plan
from jobs.actions.set_deadline import set_deadline
from jobs.actions.submit_report import submit_report
from jobs.intake.received import PlanReceived
from tests.cast import MONDAY, Cast

OFFICE = "Văn phòng HĐND và UBND"
TWICE = AtLeast(count=2, period=Period.YEAR)
MONTHLY = Every(period=Period.MONTH, day=25)


def drafted(
    number: int,
    title: str,
    *,
    lead: tuple[str, ...] = (OFFICE,),
    rule: DeadlineRule = TWICE,
    time_text: str = "Mỗi năm ít nhất 02 lần",
    coordinate: tuple[str, ...] = (),
) -> TaskDraft:
    return TaskDraft(
        no=str(number),
        title=title,
        lead=lead,
        coordinate=coordinate,
        time_text=time_text,
        rule=rule,
        source=SourcePlace(table=1, row=number + 1),
    )


TALKS = drafted(1, "Tổ chức đối thoại với Nhân dân về đất đai")
POSTERS = drafted(2, "Niêm yết thủ tục hành chính tại bộ phận một cửa", coordinate=("Trạm Y tế",))
LOUD = drafted(
    3, "Sửa chữa hệ thống loa truyền thanh", rule=External(basis="rule"), time_text="Theo quy định"
)
DUTY = DutyDraft(
    who=OFFICE, text="báo cáo kết quả về Sở Nội vụ trước ngày 25 hằng tháng", rule=MONTHLY
)


def plan(
    *tasks: TaskDraft, number: str | None = "25/KH-UBND", duties: tuple[DutyDraft, ...] = ()
) -> PlanDraft:
    header = PlanHeader(number=number, title="Nâng cao chỉ số PAPI năm 2026", year=2026)
    return PlanDraft(plan=header, tasks=tasks, duties=duties)


def mai(cast: Cast) -> str:
    return f"person:{cast.people['Mai'].id}"


async def imported(store: Store, cast: Cast, draft: PlanDraft) -> PlanReceived:
    async with store.write() as unit:
        return await import_plan(unit, cast.ward, draft, MONDAY, mai(cast))


async def confirmed(store: Store, cast: Cast, plan_id: int, **later: int) -> PlanConfirmed:
    async with store.write() as unit:
        return await confirm_plan(unit, cast.ward, plan_id, MONDAY + timedelta(**later), mai(cast))


async def in_force(store: Store, cast: Cast, draft: PlanDraft) -> PlanConfirmed:
    return await confirmed(store, cast, (await imported(store, cast, draft)).plan_id)


async def task(store: Store, cast: Cast, code: int) -> Task:
    async with store.read() as unit:
        found = await unit.ward(cast.ward.id).tasks.by_code(code)
    assert found is not None
    return found


async def test_a_draft_gets_the_next_free_numbers_and_takes_none(store: Store, cast: Cast) -> None:
    first = await imported(store, cast, plan(TALKS, POSTERS, duties=(DUTY,)))
    assert [t.code for t in first.review.tasks] == [1, 2]
    assert [d.code for d in first.review.duties] == [3]
    again = await imported(store, cast, plan(TALKS))
    assert [t.code for t in again.review.tasks] == [1]


async def test_one_draft_is_open_a_ward_and_a_new_one_replaces_it(store: Store, cast: Cast) -> None:
    first = await imported(store, cast, plan(TALKS))
    second = await imported(store, cast, plan(POSTERS))
    assert not first.replaced_draft
    assert second.replaced_draft
    with pytest.raises(RefusedError, match="không còn mở"):
        await confirmed(store, cast, first.plan_id)
    assert (await confirmed(store, cast, second.plan_id)).tasks == 1


async def test_confirming_makes_tasks_agencies_and_what_is_owed(store: Store, cast: Cast) -> None:
    done = await in_force(store, cast, plan(TALKS, POSTERS, LOUD, duties=(DUTY,)))
    assert (done.tasks, done.duties, done.waiting, done.needs_date) == (3, 1, 0, 1)
    posters = await task(store, cast, 2)
    assert posters.agencies(AssignmentKind.LEAD) == (cast.agencies[OFFICE],)
    assert posters.agencies(AssignmentKind.COORDINATE) == (cast.agencies["Trạm Y tế"],)
    duty = await task(store, cast, 4)
    assert duty.is_duty
    assert duty.plan_words == duty.time_text != duty.title
    assert duty.title == duty.short_title == "Báo cáo định kỳ: gửi Sở Nội vụ"
    assert duty.time_text == DUTY.text
    assert duty.agencies(AssignmentKind.LEAD) == (cast.agencies[OFFICE],)
    async with store.read() as unit:
        work = unit.ward(cast.ward.id)
        assert [o.label for o in await work.occurrences.of_task(posters.id)]
        assert await unit.wards.next_code(cast.ward.id) == 5


async def test_confirming_twice_is_harmless(store: Store, cast: Cast) -> None:
    received = await imported(store, cast, plan(TALKS))
    first, second = await asyncio.gather(
        confirmed(store, cast, received.plan_id), confirmed(store, cast, received.plan_id)
    )
    assert {first.was_active, second.was_active} == {True, False}
    assert first.tasks == second.tasks == 1
    async with store.read() as unit:
        assert len(await unit.ward(cast.ward.id).tasks.all()) == 1


async def test_a_draft_without_tasks_is_not_confirmed(store: Store, cast: Cast) -> None:
    empty = await imported(store, cast, plan())
    with pytest.raises(RefusedError, match="chưa có việc nào"):
        await confirmed(store, cast, empty.plan_id)


async def test_a_task_without_a_lead_goes_to_the_lead_office_and_is_said(
    store: Store, cast: Cast
) -> None:
    done = await in_force(store, cast, plan(TALKS, drafted(2, "Việc không ai chủ trì", lead=())))
    assert done.given_to_office == (2,)
    given = await task(store, cast, 2)
    assert given.agencies(AssignmentKind.LEAD) == (cast.agencies["Phòng Văn hóa – Xã hội"],)


async def test_lead_agencies_without_people_are_named(store: Store, cast: Cast) -> None:
    done = await in_force(
        store, cast, plan(drafted(1, "Khám sức khỏe người cao tuổi", lead=("Trạm Y tế", OFFICE)))
    )
    assert done.unstaffed == ("Trạm Y tế",)


async def test_a_new_group_stands_for_the_agencies_that_fit(store: Store, cast: Cast) -> None:
    await in_force(store, cast, plan(drafted(1, "Rà soát hộ nghèo", lead=("Các tổ dân phố",))))
    async with store.read() as unit:
        agencies = {a.name: a for a in await unit.ward(cast.ward.id).agencies.all()}
    group = agencies["Các tổ dân phố"]
    assert group.is_group
    assert set(group.members) == {cast.agencies["Tổ dân phố 5"], cast.agencies["Tổ dân phố 6"]}


async def test_spellings_settled_as_one_are_one_agency_from_then_on(
    store: Store, cast: Cast
) -> None:
    other = "Phòng Văn hoá - Xã hội"
    received = await imported(store, cast, plan(drafted(1, "Rà soát hộ tịch", lead=(other,))))
    (same,) = received.review.same_names
    assert same.meant == "Phòng Văn hóa – Xã hội"
    async with store.write() as unit:
        await settle_same(editing(unit, cast, received.plan_id), 0, True)
    await confirmed(store, cast, received.plan_id)
    found = await task(store, cast, 1)
    assert found.agencies(AssignmentKind.LEAD) == (cast.agencies["Phòng Văn hóa – Xã hội"],)
    again = await imported(store, cast, plan(drafted(1, "Việc khác", lead=(other,)), number="9/KH"))
    assert again.review.same_names == ()


async def test_the_office_that_receives_the_reports_does_not_report_to_itself(
    store: Store, cast: Cast
) -> None:
    text = "Định kỳ ngày 25 hằng tháng báo cáo kết quả về Phòng Văn hoá - Xã hội để tổng hợp"
    many = DutyDraft(who="Các cơ quan, đơn vị thuộc UBND phường", text=text, rule=MONTHLY)
    await in_force(store, cast, plan(TALKS, duties=(many,)))
    duty = await task(store, cast, 2)
    names = {i: name for name, i in cast.agencies.items()}
    assert {names[a] for a in duty.agencies(AssignmentKind.LEAD)} == {
        OFFICE,
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Trạm Y tế",
    }
    assert duty.time_text == text


async def test_who_owes_a_reporting_duty_may_be_another_spelling_too(
    store: Store, cast: Cast
) -> None:
    duty = DutyDraft(who="Văn phòng HĐND & UBND", text="Báo cáo quý", rule=MONTHLY)
    received = await imported(store, cast, plan(TALKS, duties=(duty,)))
    (same,) = received.review.same_names
    assert (same.names, same.meant) == ((OFFICE, "Văn phòng HĐND & UBND"), OFFICE)
    async with store.write() as unit:
        await settle_same(editing(unit, cast, received.plan_id), 0, True)
    await confirmed(store, cast, received.plan_id)
    assert (await task(store, cast, 2)).agencies(AssignmentKind.LEAD) == (cast.agencies[OFFICE],)


async def test_spellings_settled_as_two_are_two_agencies(store: Store, cast: Cast) -> None:
    other = "Phòng Văn hoá - Xã hội"
    received = await imported(store, cast, plan(drafted(1, "Rà soát hộ tịch", lead=(other,))))
    async with store.write() as unit:
        await settle_same(editing(unit, cast, received.plan_id), 0, False)
    await confirmed(store, cast, received.plan_id)
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).agencies.find(other) not in cast.agencies.values()


def editing(unit: UnitOfWork, cast: Cast, plan_id: int, actor: str | None = None) -> Editing:
    return Editing(unit, cast.ward, plan_id, MONDAY, actor or mai(cast))


async def test_every_cell_can_be_changed_and_the_plans_words_stay(store: Store, cast: Cast) -> None:
    received = await imported(store, cast, plan(LOUD))
    async with store.write() as unit:
        edit = editing(unit, cast, received.plan_id)
        await set_title(edit, 1, "Sửa <b>loa</b>\u202e truyền thanh tại 12 tổ dân phố")
        await set_short_title(edit, 1, "Sửa loa")
        await set_agencies(edit, 1, AssignmentKind.LEAD, "- Trạm Y tế; - Tổ dân phố 5.")
        _review, rule = await set_time(edit, 1, "ngày 25 hằng tháng")
    assert rule == MONTHLY
    await confirmed(store, cast, received.plan_id)
    changed = await task(store, cast, 1)
    assert changed.title == "Sửa loa truyền thanh tại 12 tổ dân phố"
    assert changed.short_title == "Sửa loa"
    assert changed.agencies(AssignmentKind.LEAD) == (
        cast.agencies["Trạm Y tế"],
        cast.agencies["Tổ dân phố 5"],
    )
    assert changed.time_text == "Theo quy định"
    assert changed.rule == MONTHLY


async def test_words_that_give_no_deadline_change_nothing(store: Store, cast: Cast) -> None:
    received = await imported(store, cast, plan(TALKS))
    with pytest.raises(RefusedError, match="chưa hiểu thời hạn"):
        async with store.write() as unit:
            await set_time(editing(unit, cast, received.plan_id), 1, "hôm nào rảnh")


async def test_a_dropped_task_is_not_confirmed_and_comes_back_when_restored(
    store: Store, cast: Cast
) -> None:
    received = await imported(store, cast, plan(TALKS, POSTERS, LOUD))
    async with store.write() as unit:
        edit = editing(unit, cast, received.plan_id)
        await set_dropped(edit, 1, True)
        await set_dropped(edit, 3, True)
        await set_dropped(edit, 3, False)
    assert (await confirmed(store, cast, received.plan_id)).tasks == 2
    async with store.read() as unit:
        assert await unit.ward(cast.ward.id).tasks.by_code(1) is None


async def test_looked_at_doubts_are_asked_no_more(store: Store, cast: Cast) -> None:
    unclear = drafted(1, "Việc chưa rõ hạn", rule=Unknown(reason="không rõ"))
    received = await imported(store, cast, plan(unclear, TALKS.model_copy(update={"no": "2"})))
    assert [q.task for q in questions(received.review)] == [1]
    async with store.write() as unit:
        review = await mark_checked(editing(unit, cast, received.plan_id), [1])
    assert questions(review) == ()


async def test_cells_taken_from_above_are_asked_in_one_question(store: Store, cast: Cast) -> None:
    taken = [
        drafted(n, f"Việc thứ {n}").model_copy(
            update={"time_inherited": True, "doubts": ("lấy theo hàng trên",)}
        )
        for n in (1, 2, 3)
    ]
    received = await imported(store, cast, plan(*taken))
    (question,) = questions(received.review)
    assert question.inherited == (1, 2, 3)


WISHES: dict[str, Callable[[UnitOfWork, Cast, int, str], Awaitable[object]]] = {
    "import": lambda unit, cast, _id, who: import_plan(unit, cast.ward, plan(POSTERS), MONDAY, who),
    "see": lambda unit, cast, _id, who: open_draft(unit, cast.ward, who),
    "edit": lambda unit, cast, id_, who: set_title(editing(unit, cast, id_, who), 1, "Khác"),
    "drop": lambda unit, cast, id_, who: drop_draft(editing(unit, cast, id_, who)),
    "confirm": lambda unit, cast, id_, who: confirm_plan(unit, cast.ward, id_, MONDAY, who),
}


@pytest.mark.parametrize("who", ["Hạnh", "Tư", "Sơn"])
@pytest.mark.parametrize("wish", WISHES)
async def test_only_the_lead_office_may(store: Store, cast: Cast, who: str, wish: str) -> None:
    received = await imported(store, cast, plan(TALKS))
    actor = f"person:{cast.people[who].id}"
    async with store.read() as unit:
        with pytest.raises(RefusedError, match="cơ quan đầu mối"):
            await WISHES[wish](unit, cast, received.plan_id, actor)


@pytest.mark.parametrize(
    "actor", ["", "person:", "person:0", "person:999", "tick:x", "person:1 or 1"]
)
async def test_an_actor_who_is_nobody_may_nothing(store: Store, cast: Cast, actor: str) -> None:
    async with store.read() as unit:
        with pytest.raises(RefusedError):
            await import_plan(unit, cast.ward, plan(TALKS), MONDAY, actor)


async def test_a_dropped_draft_is_gone(store: Store, cast: Cast) -> None:
    received = await imported(store, cast, plan(TALKS))
    async with store.write() as unit:
        await drop_draft(editing(unit, cast, received.plan_id))
    async with store.read() as unit:
        assert await open_draft(unit, cast.ward, mai(cast)) is None
    with pytest.raises(RefusedError):
        await confirmed(store, cast, received.plan_id)


# An amended plan.


async def reported(store: Store, cast: Cast, code: int) -> int:
    """Let Hạnh report on the first thing owed for a task; return its id."""
    async with store.write() as unit:
        found = await unit.ward(cast.ward.id).tasks.by_code(code)
        assert found is not None
        occurrence = (await unit.ward(cast.ward.id).occurrences.of_task(found.id))[0]
        await submit_report(
            unit,
            cast.ward,
            cast.people["Hạnh"],
            occurrence.id,
            "đã họp 1/2 buổi, 85 người dự",
            Progress(Doneness.DONE, count=1, of=2, people=85),
            (),
            now=MONDAY,
            actor=f"person:{cast.people['Hạnh'].id}",
        )
    return occurrence.id


async def test_an_amended_plan_shows_what_it_adds_changes_and_removes(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS, POSTERS, LOUD))
    reworded = drafted(1, "Tổ chức đối thoại trực tiếp với Nhân dân về đất đai, xây dựng")
    added = drafted(4, "Khảo sát sự hài lòng của người dân")
    received = await imported(store, cast, plan(reworded, POSTERS, added))
    changes = {t.code: t.change for t in received.review.tasks}
    assert changes == {1: Change.CHANGED, 2: Change.SAME, 4: Change.ADDED}
    assert [r.code for r in received.review.removed] == [3]


async def test_what_was_reported_stays_attached_to_a_task_that_goes_on(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS, POSTERS))
    occurrence_id = await reported(store, cast, 1)
    before = await task(store, cast, 1)
    reworded = drafted(1, "Tổ chức đối thoại trực tiếp với Nhân dân về đất đai, xây dựng")
    done = await in_force(store, cast, plan(reworded, POSTERS, number="77/KH-UBND"))
    after = await task(store, cast, 1)
    assert after.id == before.id
    assert after.plan_id == done.plan.id
    assert after.title.startswith("Tổ chức đối thoại trực tiếp")
    async with store.read() as unit:
        work = unit.ward(cast.ward.id)
        occurrence = await work.occurrences.get(occurrence_id)
        assert occurrence is not None
        assert occurrence.state is OccurrenceState.REPORTED
        assert len(await work.reports.of_occurrence(occurrence_id)) == 1
        states = [p.state for p in await work.plans.all()]
    assert states == [PlanState.ACTIVE, PlanState.REPLACED]


async def test_a_removed_task_owes_nothing_more_and_keeps_what_was_reported(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS, POSTERS))
    occurrence_id = await reported(store, cast, 1)
    removed = await task(store, cast, 1)
    done = await in_force(store, cast, plan(POSTERS))
    assert done.removed == 1
    async with store.read() as unit:
        work = unit.ward(cast.ward.id)
        there = await work.occurrences.of_task(removed.id)
        assert {o.state for o in there if o.id != occurrence_id} == {OccurrenceState.CANCELLED}
        assert {o.state for o in there if o.id == occurrence_id} == {OccurrenceState.REPORTED}
        assert [t.code for t in await work.tasks.all()] == [2]


async def test_a_deadline_that_the_office_set_outlives_an_amendment_with_the_same_words(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS, LOUD))
    loud = await task(store, cast, 2)
    async with store.write() as unit:
        await set_deadline(
            unit, cast.ward, loud.id, "ngày 25 hằng tháng", now=MONDAY, actor=mai(cast)
        )
    await in_force(store, cast, plan(TALKS, LOUD))
    assert (await task(store, cast, 2)).rule == MONTHLY


async def given_to_the_station(store: Store, cast: Cast, code: int) -> None:
    number = (await task(store, cast, code)).id
    async with store.write() as unit:
        part = AssignmentKind.LEAD
        await assign(unit, cast.ward, number, part, "Trạm Y tế", MONDAY, mai(cast))


async def test_a_lead_that_the_office_set_outlives_amendments_with_the_same_words(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS, POSTERS))
    await given_to_the_station(store, cast, 1)
    for _ in range(2):
        received = await imported(store, cast, plan(TALKS, POSTERS))
        assert [t.change for t in received.review.tasks] == [Change.SAME, Change.SAME]
        await confirmed(store, cast, received.plan_id)
        lead = (await task(store, cast, 1)).agencies(AssignmentKind.LEAD)
        assert lead == (cast.agencies["Trạm Y tế"],)


async def test_a_lead_changed_before_confirming_outlives_an_amendment_too(
    store: Store, cast: Cast
) -> None:
    received = await imported(store, cast, plan(TALKS))
    async with store.write() as unit:
        edit = editing(unit, cast, received.plan_id)
        await set_agencies(edit, 1, AssignmentKind.LEAD, "Trạm Y tế")
    await confirmed(store, cast, received.plan_id)
    await in_force(store, cast, plan(TALKS, POSTERS))
    lead = (await task(store, cast, 1)).agencies(AssignmentKind.LEAD)
    assert lead == (cast.agencies["Trạm Y tế"],)


async def test_a_lead_that_the_amended_plan_changes_is_asked_about(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS, POSTERS))
    await given_to_the_station(store, cast, 1)
    given = TALKS.model_copy(update={"lead": ("Phòng Kinh tế, Hạ tầng và Đô thị",)})
    review = (await imported(store, cast, plan(given, POSTERS))).review
    assert [q.task for q in questions(review)] == [1]
    assert review.tasks[0].draft.doubts == (
        "Phường đã giao việc này cho Trạm Y tế; kế hoạch mới ghi chủ trì là "
        "Phòng Kinh tế, Hạ tầng và Đô thị. Xác nhận thì theo kế hoạch mới.",
    )
    assert review.tasks[0].lead == given.lead


async def test_a_plan_that_stands_beside_gives_its_tasks_as_it_says(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS))
    await given_to_the_station(store, cast, 1)
    received = await imported(store, cast, plan(TALKS))
    assert received.review.tasks[0].lead == ("Trạm Y tế",)
    async with store.write() as unit:
        review = await amend_draft(editing(unit, cast, received.plan_id), None)
    assert review.tasks[0].lead == (OFFICE,)


async def test_a_plan_taken_for_an_amendment_can_stand_beside_instead(
    store: Store, cast: Cast
) -> None:
    await in_force(store, cast, plan(TALKS))
    received = await imported(store, cast, plan(TALKS))
    assert received.review.amends_id is not None
    async with store.write() as unit:
        review = await amend_draft(editing(unit, cast, received.plan_id), None)
    assert [t.code for t in review.tasks] == [2]
    await confirmed(store, cast, received.plan_id)
    async with store.read() as unit:
        plans = await unit.ward(cast.ward.id).plans.all()
    assert [p.state for p in plans] == [PlanState.ACTIVE, PlanState.ACTIVE]


async def test_a_plan_with_another_number_can_be_said_to_amend(store: Store, cast: Cast) -> None:
    first = await in_force(store, cast, plan(TALKS, POSTERS))
    other = PlanDraft(
        plan=PlanHeader(number="99/KH-UBND", title="Kế hoạch sửa đổi", year=2026), tasks=(POSTERS,)
    )
    received = await imported(store, cast, other)
    assert received.review.amends_id is None
    async with store.write() as unit:
        review = await amend_draft(editing(unit, cast, received.plan_id), first.plan.id)
    assert [t.code for t in review.tasks] == [2]
    assert [r.code for r in review.removed] == [1]


async def test_the_same_number_in_another_year_is_another_plan(store: Store, cast: Cast) -> None:
    await in_force(store, cast, plan(TALKS))
    next_year = PlanDraft(plan=PlanHeader(number="25/KH-UBND", year=2027), tasks=(TALKS,))
    assert (await imported(store, cast, next_year)).review.amends_id is None
