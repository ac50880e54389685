"""More time and objective reasons: asked, answered by somebody else, and kept with both dates."""

import asyncio
from datetime import date

import pytest

from data.domain.people import Role
from data.domain.requests import Decision, RequestKind
from data.domain.reviews import Fault
from data.domain.tasks import OccurrenceState
from data.errors import RefusedError
from data.store.cases import open_requests
from data.store.planner import plan_again
from tests.cast import at
from tests.reviews.stage import DUE, Desk

UNTIL = date(2026, 6, 30)


async def test_an_extension_is_asked_granted_and_both_dates_stay(desk: Desk) -> None:
    work = await desk.owes()
    asked = await desk.asks(work, UNTIL)
    assert asked.told == ("Trần Thị Mai",)
    (letter,) = await desk.letters("Mai")
    assert "từ thứ Sáu 12/6 đến thứ Ba 30/6" in letter.message.text
    assert [c.label for c in letter.message.choices] == ["Đồng ý", "Không đồng ý", "Chi tiết"]
    assert (await desk.stands(work)).due_on == DUE, "until it is granted the date stands"
    await desk.settles(asked.request.id, Decision.GRANTED)
    stands = await desk.stands(work)
    assert (stands.due_on, stands.first_due_on) == (UNTIL, DUE)
    assert not stands.is_overdue(date(2026, 6, 15))
    assert stands.next_remind_at == at("2026-06-23 07:30"), "five working days before"
    assert stands.next_escalate_at == at("2026-07-02 14:00")
    told = (await desk.letters("Hạnh"))[-1].message.text
    assert "#20 gia hạn từ thứ Sáu 12/6 đến thứ Ba 30/6." in told
    assert {"extension.asked", "extension.granted"} <= set(await desk.logged())


async def test_an_extension_survives_planning_again(desk: Desk) -> None:
    work = await desk.owes()
    await desk.extends(work, UNTIL)
    task = (await desk.case(work)).item.task
    async with desk.store.write() as unit:
        # The rule of this task is continuous work; its own period key is none of the planned ones,
        # so only what would be moved is looked at.
        await plan_again(unit, desk.cast.ward, [task.id], desk.now)
        there = await unit.ward(desk.cast.ward.id).occurrences.get(work)
    assert there is not None
    assert (there.due_on, there.first_due_on) == (UNTIL, DUE)


async def test_a_refusal_needs_words_and_the_officer_reads_them(desk: Desk) -> None:
    work = await desk.owes()
    request = (await desk.asks(work, UNTIL)).request
    with pytest.raises(RefusedError, match="cần ghi lý do"):
        await desk.settles(request.id, Decision.REFUSED)
    await desk.settles(request.id, Decision.REFUSED, said="đã quá kỳ báo cáo tỉnh")
    assert (await desk.stands(work)).due_on == DUE
    told = (await desk.letters("Hạnh"))[-1].message.text
    assert "Không đồng ý gia hạn #20: đã quá kỳ báo cáo tỉnh." in told
    (kept,) = (await desk.case(work)).requests
    assert (kept.decision, kept.decided_by) == (Decision.REFUSED, desk.people["Mai"].id)


async def test_one_question_of_a_kind_waits_at_a_time(desk: Desk) -> None:
    work = await desk.owes()
    first = await desk.asks(work, UNTIL)
    assert (await desk.asks(work, UNTIL)).is_repeat
    with pytest.raises(RefusedError, match="đang chờ trả lời"):
        await desk.asks(work, date(2026, 7, 3), who="Dũng")
    async with desk.store.read() as unit:
        (waiting,) = await open_requests(unit, desk.cast.ward)
    assert (waiting.request, waiting.by) == (first.request, "Lê Văn Hạnh")


async def test_nobody_settles_their_own_matter(desk: Desk) -> None:
    culture = "Phòng Văn hóa – Xã hội"
    work = await desk.owes(agency=culture)
    with pytest.raises(RefusedError, match="cần người khác quyết định"):
        await desk.extends(work, UNTIL, who="Mai")
    asked = await desk.asks(work, UNTIL, who="Mai")
    assert asked.told == ("Hoàng Minh Sơn",), "the leadership answers the lead office"
    with pytest.raises(RefusedError, match="Hoàng Minh Sơn sẽ quyết định"):
        await desk.settles(asked.request.id, Decision.GRANTED)
    with pytest.raises(RefusedError, match="cần người khác quyết định"):
        await desk.extends(work, UNTIL, who="Mai")
    await desk.settles(asked.request.id, Decision.GRANTED, who="Sơn")
    with pytest.raises(RefusedError, match="cơ quan đầu mối hoặc lãnh đạo"):
        await desk.extends(work, date(2026, 7, 31), who="Lan")


async def test_what_is_owed_no_more_waits_for_no_answer(desk: Desk) -> None:
    work = await desk.owes()
    request = (await desk.asks(work, UNTIL)).request
    async with desk.store.write() as unit:
        await unit.ward(desk.cast.ward.id).occurrences.cancel([work], desk.now)
        assert await open_requests(unit, desk.cast.ward) == ()
    with pytest.raises(RefusedError, match="đã hủy"):
        await desk.settles(request.id, Decision.GRANTED)
    assert (await desk.stands(work)).due_on == DUE


async def test_of_two_answers_at_once_one_counts(desk: Desk) -> None:
    await desk.add_person("Ngô Thị Cúc", Role.LEAD_OFFICE, "Phòng Văn hóa – Xã hội")
    request = (await desk.asks(await desk.owes(), UNTIL)).request
    outcomes = await asyncio.gather(
        desk.settles(request.id, Decision.GRANTED),
        desk.settles(request.id, Decision.REFUSED, who="Cúc", said="không"),
        return_exceptions=True,
    )
    (refused,) = [o for o in outcomes if isinstance(o, RefusedError)]
    assert "đã được Trần Thị Mai đồng ý" in refused.sentence or "Cúc trả lời" in refused.sentence
    assert len(await desk.letters("Hạnh")) == 1


@pytest.mark.parametrize("until", [DUE, date(2026, 6, 15), date(2026, 1, 1)])
async def test_a_date_that_is_no_later_is_no_extension(desk: Desk, until: date) -> None:
    with pytest.raises(RefusedError, match="phải sau hạn hiện nay"):
        await desk.asks(await desk.owes(), until)


async def test_an_extension_granted_after_the_report_takes_the_lateness_away(desk: Desk) -> None:
    work = await desk.owes()
    request = (await desk.asks(work, UNTIL)).request
    report = await desk.reports(work)
    await desk.settles(request.id, Decision.GRANTED)
    stands = await desk.stands(work)
    assert (stands.state, stands.due_on) == (OccurrenceState.REPORTED, UNTIL)
    assert stands.next_remind_at is None, "what is reported is not reminded of"
    assert (await desk.accepts(report)).review.days_late == 0


async def test_being_late_is_contested_and_confirmed(desk: Desk) -> None:
    work = await desk.owes()
    asked = await desk.explains(work)
    assert asked.request.kind is RequestKind.LATENESS
    assert not (await desk.stands(work)).is_excused
    await desk.settles(asked.request.id, Decision.GRANTED)
    stands = await desk.stands(work)
    assert stands.is_excused
    assert stands.is_overdue(desk.now.date()), "it is still owed, and still late"
    told = (await desk.letters("Hạnh"))[-1].message.text
    assert "chậm hạn, lý do khách quan đã xác nhận" in told
    with pytest.raises(RefusedError, match="đã được xác nhận"):
        await desk.explains(work)


async def test_a_late_report_that_was_returned_stays_contestable(desk: Desk) -> None:
    work = await desk.owes()
    review = (await desk.returns(await desk.reports(work), Fault.NO_PHOTO)).review
    assert review.days_late == 3
    asked = await desk.explains(work)
    assert (asked.request.kind, asked.request.due_on) == (RequestKind.LATENESS, DUE)
    await desk.settles(asked.request.id, Decision.GRANTED)
    async with desk.store.read() as unit:
        confirmed = await unit.ward(desk.cast.ward.id).requests.confirmed_lateness()
    assert confirmed == {(work, DUE)}
    assert not (await desk.stands(work)).is_excused, "the supplement's own date is another matter"


async def test_what_is_in_time_has_nothing_to_explain(desk: Desk) -> None:
    work = await desk.owes(due=date(2026, 6, 30))
    with pytest.raises(RefusedError, match="chưa có gì cần giải trình"):
        await desk.explains(work)
    with pytest.raises(RefusedError):
        await desk.explains(work, who="Lan")


async def test_a_contested_return_that_is_granted_waits_again(desk: Desk) -> None:
    work = await desk.owes(due=date(2026, 6, 30))
    report = await desk.reports(work)
    before = await desk.stands(work)
    await desk.returns(report, Fault.NO_PHOTO)
    desk.later(hours=1)
    asked = await desk.explains(work, "ảnh đã ở trang trước")
    assert asked.request.kind is RequestKind.OBJECTION
    await desk.settles(asked.request.id, Decision.GRANTED, who="Sơn")
    assert await desk.stands(work) == before
    assert [x.kind for x in await desk.letters("Hạnh")] == ["request"]
    await desk.accepts(report)


async def test_the_leadership_gives_more_time_unasked_and_grants_what_was_asked(
    desk: Desk,
) -> None:
    first = await desk.owes(20)
    await desk.extends(first, UNTIL)
    assert "Người quyết định: Hoàng Minh Sơn" in (await desk.letters("Hạnh"))[0].message.text
    second = await desk.owes(21)
    asked = await desk.asks(second, date(2026, 6, 22))
    done = await desk.extends(second, UNTIL)
    assert (done.request.id, done.request.granted_on) == (asked.request.id, UNTIL)
    assert (await desk.stands(second)).due_on == UNTIL
