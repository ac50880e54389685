"""A question is withdrawn, an answer taken back within ten minutes; both stay on record."""

import asyncio
from dataclasses import replace
from datetime import date

import pytest

from data.domain.people import Role
from data.domain.requests import Decision, RequestKind
from data.domain.reviews import Fault
from data.domain.tasks import OccurrenceState
from data.errors import RefusedError
from data.store.cases import open_requests
from tests.reviews.stage import DUE, Desk

UNTIL = date(2026, 6, 30)
CULTURE = "Phòng Văn hóa – Xã hội"


async def waiting(desk: Desk) -> list[int]:
    async with desk.store.read() as unit:
        return [r.request.id for r in await open_requests(unit, desk.cast.ward)]


async def sent(desk: Desk) -> None:
    """Let everything that waits be sent."""
    async with desk.store.write() as unit:
        for letter in [x for who in ("Hạnh", "Mai") for x in await desk.letters(who)]:
            for due in await unit.deliveries.claim(("web", "web"), letter.lane, desk.now, limit=9):
                await unit.deliveries.mark_sent(due.id, f"x{due.id}", desk.now)


async def test_who_asked_withdraws_it_and_it_can_be_asked_again(desk: Desk) -> None:
    work = await desk.owes()
    first = (await desk.asks(work, UNTIL)).request
    desk.later(days=1)
    await desk.withdraws(first.id)
    assert await waiting(desk) == []
    assert await desk.letters("Mai") == [], "what was not sent yet is not sent"
    with pytest.raises(RefusedError, match="đã được rút, không cần trả lời"):
        await desk.settles(first.id, Decision.GRANTED)
    assert (await desk.stands(work)).due_on == DUE
    second = (await desk.asks(work, UNTIL)).request
    assert await waiting(desk) == [second.id]
    kept = (await desk.case(work)).requests
    assert [(r.id, r.stands) for r in kept] == [(first.id, False), (second.id, True)]
    assert "extension.withdrawn" in await desk.logged()


async def test_who_was_asked_hears_that_there_is_nothing_to_answer(desk: Desk) -> None:
    request = (await desk.asks(await desk.owes(), UNTIL)).request
    await sent(desk)
    assert (await desk.withdraws(request.id)).told == ("Trần Thị Mai",)
    assert "Lê Văn Hạnh đã rút đề nghị gia hạn #20" in (await desk.letters("Mai"))[-1].message.text
    assert (await desk.withdraws(request.id)).is_repeat
    assert len(await desk.letters("Mai")) == 2


async def test_nobody_withdraws_what_others_asked_or_what_is_answered(desk: Desk) -> None:
    request = (await desk.asks(await desk.owes(), UNTIL)).request
    with pytest.raises(RefusedError, match="chỉ người đó rút được"):
        await desk.withdraws(request.id, "Dũng")
    await desk.settles(request.id, Decision.REFUSED, said="không")
    with pytest.raises(RefusedError, match="đã được Trần Thị Mai trả lời không đồng ý"):
        await desk.withdraws(request.id)


async def test_withdrawn_and_answered_at_once_one_of_the_two_holds(desk: Desk) -> None:
    for code in range(20, 24):
        work = await desk.owes(code)
        request = (await desk.asks(work, UNTIL)).request
        outcomes = await asyncio.gather(
            desk.withdraws(request.id),
            desk.settles(request.id, Decision.GRANTED),
            return_exceptions=True,
        )
        assert sum(isinstance(o, RefusedError) for o in outcomes) == 1, outcomes
        (kept,) = (await desk.case(work)).requests
        is_granted = kept.decision is Decision.GRANTED
        assert (await desk.stands(work)).due_on == (UNTIL if is_granted else DUE)
        assert kept.stands is is_granted


@pytest.mark.parametrize("decision", Decision)
async def test_an_answer_is_taken_back_and_what_was_asked_waits_again(
    desk: Desk, decision: Decision
) -> None:
    work = await desk.owes()
    before = await desk.stands(work)
    asked = (await desk.asks(work, UNTIL)).request
    desk.later(minutes=3)
    await desk.settles(asked.id, decision, said="đã quá kỳ")
    desk.later(minutes=10)
    back = (await desk.takes_back(asked.id)).request
    assert await desk.stands(work) == before
    assert await desk.letters("Hạnh") == [], "what was not sent yet is not sent"
    assert await waiting(desk) == [back.id]
    same = (asked.person_id, asked.reason, asked.wished_on, asked.at)
    assert (back.person_id, back.reason, back.wished_on, back.at) == same
    (answered, _) = (await desk.case(work)).requests
    assert (answered.decision, answered.undone_at) == (decision, desk.now)
    with pytest.raises(RefusedError, match="đang chờ trả lời lại"):
        await desk.settles(asked.id, decision, said="đã quá kỳ")
    await desk.settles(back.id, Decision.GRANTED)
    assert (await desk.stands(work)).due_on == UNTIL
    assert "extension.undone" in await desk.logged()


async def test_who_was_answered_hears_that_the_answer_is_off(desk: Desk) -> None:
    request = (await desk.asks(await desk.owes(), UNTIL)).request
    await desk.settles(request.id, Decision.GRANTED)
    await sent(desk)
    assert (await desk.takes_back(request.id)).told == ("Lê Văn Hạnh",)
    told = (await desk.letters("Hạnh"))[-1].message.text
    assert "Trần Thị Mai đã rút lại câu trả lời về đề nghị gia hạn #20" in told
    assert "Hạn vẫn là thứ Sáu 12/6; đề nghị đang chờ trả lời lại." in told


async def test_more_time_given_unasked_is_taken_back_and_nothing_waits(desk: Desk) -> None:
    work = await desk.owes()
    before = await desk.stands(work)
    given = (await desk.extends(work, UNTIL)).request
    back = await desk.takes_back(given.id, "Sơn")
    assert not back.request.is_open
    assert await waiting(desk) == []
    assert await desk.stands(work) == before


async def test_a_confirmed_reason_is_taken_back(desk: Desk) -> None:
    work = await desk.owes()
    request = (await desk.explains(work)).request
    await desk.settles(request.id, Decision.GRANTED)
    await desk.takes_back(request.id)
    assert not (await desk.stands(work)).is_excused
    async with desk.store.read() as unit:
        assert await unit.ward(desk.cast.ward.id).requests.confirmed_lateness() == frozenset()
    assert not (await desk.case(work)).excused


async def test_an_answer_stays_after_ten_minutes_for_others_and_once_things_moved_on(
    desk: Desk,
) -> None:
    await desk.add_person("Ngô Thị Cúc", Role.LEAD_OFFICE, CULTURE)
    work = await desk.owes()
    request = (await desk.asks(work, UNTIL)).request
    await desk.settles(request.id, Decision.GRANTED)
    with pytest.raises(RefusedError, match="của người khác"):
        await desk.takes_back(request.id, "Cúc")
    desk.later(minutes=1)
    await desk.reports(work, "mới được một nửa")
    with pytest.raises(RefusedError, match="thay đổi mới"):
        await desk.takes_back(request.id)
    late = (await desk.asks(await desk.owes(21), UNTIL)).request
    await desk.settles(late.id, Decision.GRANTED)
    desk.later(minutes=10, seconds=1)
    with pytest.raises(RefusedError, match="quá 10 phút"):
        await desk.takes_back(late.id)
    other = (await desk.asks(await desk.owes(22), UNTIL)).request
    await desk.settles(other.id, Decision.GRANTED)
    await desk.takes_back(other.id)
    with pytest.raises(RefusedError, match="đã được rút lại trước đó"):
        await desk.takes_back(other.id)


async def test_who_reviews_no_more_takes_nothing_back(desk: Desk) -> None:
    work = await desk.owes()
    request = (await desk.asks(work, UNTIL)).request
    await desk.settles(request.id, Decision.GRANTED)
    verdict = (await desk.accepts(await desk.reports(await desk.owes(21)))).review
    mai = desk.people["Mai"]
    desk.people["Mai"] = replace(mai, roles=frozenset({Role.OFFICER}))
    for attempt in (desk.takes_back(request.id), desk.undoes(verdict.id)):
        with pytest.raises(RefusedError, match="cơ quan đầu mối hoặc lãnh đạo"):
            await attempt
    assert (await desk.stands(work)).due_on == UNTIL


async def test_a_return_that_is_off_is_returned_once_more_instead(desk: Desk) -> None:
    work = await desk.owes(due=UNTIL)
    report = await desk.reports(work)
    await desk.returns(report, Fault.NO_PHOTO)
    desk.later(minutes=1)
    request = (await desk.explains(work)).request
    await desk.settles(request.id, Decision.GRANTED)
    with pytest.raises(RefusedError, match="trả lại lần nữa"):
        await desk.takes_back(request.id)
    await desk.returns(report, Fault.NO_PHOTO)


async def test_an_objection_puts_back_the_return_it_was_about_and_no_later_one(desk: Desk) -> None:
    work = await desk.owes(due=UNTIL)
    await desk.returns(await desk.reports(work), Fault.NO_PHOTO)
    desk.later(minutes=1)
    request = (await desk.explains(work, "ảnh đã có")).request
    assert request.kind is RequestKind.OBJECTION
    desk.later(minutes=1)
    await desk.returns(await desk.reports(work, "bổ sung biên bản"), Fault.WRONG)
    with pytest.raises(RefusedError, match="không cần xem lại"):
        await desk.settles(request.id, Decision.GRANTED)
    assert (await desk.stands(work)).state is OccurrenceState.RETURNED


async def test_time_given_since_a_return_stays_when_the_return_is_off(desk: Desk) -> None:
    work = await desk.owes()
    await desk.returns(await desk.reports(work), Fault.NO_PHOTO)
    desk.later(minutes=1)
    lateness = (await desk.explains(work)).request
    await desk.settles(lateness.id, Decision.GRANTED)
    objection = (await desk.explains(work, "ảnh đã có")).request
    assert objection.kind is RequestKind.OBJECTION
    await desk.extends(work, UNTIL)
    await desk.settles(objection.id, Decision.GRANTED, who="Sơn")
    stands = await desk.stands(work)
    assert (stands.state, stands.due_on) == (OccurrenceState.REPORTED, UNTIL)


async def test_a_reason_for_an_earlier_date_leaves_that_of_the_date_in_effect(desk: Desk) -> None:
    work = await desk.owes()
    await desk.returns(await desk.reports(work), Fault.NO_PHOTO)
    desk.later(days=10)
    for _ in range(2):  # the later date is explained first
        request = (await desk.explains(work)).request
        await desk.settles(request.id, Decision.GRANTED)
    assert (await desk.stands(work)).is_excused
    assert (await desk.case(work)).excused == {DUE, date(2026, 6, 18)}


async def test_who_owes_the_work_hears_the_answer_when_the_asker_has_left(desk: Desk) -> None:
    request = (await desk.asks(await desk.owes(), UNTIL)).request
    async with desk.store.write() as unit:
        hanh = desk.people["Hạnh"]
        await unit.ward(desk.cast.ward.id).people.save(replace(hanh, is_active=False))
    assert (await desk.settles(request.id, Decision.GRANTED)).told != ()
    assert "gia hạn từ thứ Sáu 12/6" in (await desk.letters("Dũng"))[-1].message.text
