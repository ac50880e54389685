"""One chat, two wards: a number that is open work in both is asked about, and nothing is lost."""

from datetime import date

import pytest

from data.domain.messages import Limits
from data.domain.people import Address, Membership, Person, Role, WardSettings
from data.domain.tasks import PlanState
from data.store.occurrences import NewOccurrence
from data.store.plans import PlanHead
from tests.cast import a_task
from tests.dialog.conftest import Stage
from tests.dialog.telephone import CHATS, LIMITS, Telephone, file, in_hand
from tests.dialog.test_reviewing import TYPED_ONLY

AN_PHU = "Phường An Phú"


async def also_works_elsewhere(stage: Stage, *codes: int) -> int:
    """Give Hạnh's chat a second ward, joined later, with open work under these numbers."""
    async with stage.store.write() as unit:
        ward = await unit.wards.add(AN_PHU, WardSettings(), stage.now)
        work = unit.ward(ward.id)
        office = (await work.agencies.add("Văn phòng")).id
        person = Person(
            0,
            "Lê Văn Hạnh",
            None,
            Address.DONG_CHI,
            frozenset({Role.OFFICER}),
            (Membership(office, False),),
        )
        hanh = await work.people.add(person)
        await unit.links.add(ward.id, hanh.id, CHATS["Hạnh"], stage.now)
        head = PlanHead("5/KH-UBND", date(2026, 1, 15), "UBND phường", "Kế hoạch", 2026)
        plan = await work.plans.add_draft(head, {}, now=stage.now)
        await work.plans.set_state(plan, PlanState.ACTIVE, confirmed_at=stage.now)
        for code in codes:
            new = a_task(code, f"Việc {code} của An Phú", office, plan_id=plan)
            task = await work.tasks.add(new, next_open_on=date(2026, 6, 1))
            opened, due = date(2026, 5, 1), date(2026, 6, 30)
            await work.occurrences.make(
                NewOccurrence(task.id, office, "k", "", opened, due, None, stage.now, stage.now)
            )
    return ward.id


@pytest.mark.parametrize("limits", [LIMITS, TYPED_ONLY], ids=["tapped", "typed"])
async def test_it_is_asked_and_the_message_goes_where_it_is_said(
    stage: Stage, limits: Limits
) -> None:
    phone = await in_hand(stage, limits)
    await also_works_elsewhere(stage, 20)
    asked = await phone.asks("Hạnh", "#20 đã họp 1 buổi, 85 người", file("a"))
    assert asked.text == "#20 này của phường nào, thưa đồng chí?"
    assert asked.labels == ("Phường Hòa Bình", AN_PHU)
    if limits.has_buttons:
        (stored,) = await phone.taps("Hạnh", asked, "Phường Hòa Bình")
    else:
        stored = await phone.asks("Hạnh", "1")
    assert stored.text.startswith("Đã lưu báo cáo #20, lần 1/2")
    assert "1 ảnh" in stored.text
    assert await phone.said_of(20) == ["đã họp 1 buổi, 85 người"]


async def test_the_ward_goes_on_being_meant_and_a_second_tap_does_nothing_twice(
    stage: Stage, phone: Telephone
) -> None:
    await also_works_elsewhere(stage, 20)
    asked = await phone.asks("Hạnh", "#20 xong")
    (stored,) = await phone.taps("Hạnh", asked, "Phường Hòa Bình")
    await phone.taps("Hạnh", asked, "Phường Hòa Bình")
    assert await phone.said_of(20) == ["xong"]
    (undone,) = await phone.taps("Hạnh", stored, "Hoàn tác")
    assert "Đã hoàn tác báo cáo #20" in undone.text


async def test_a_number_of_one_ward_alone_goes_there_unasked(
    stage: Stage, phone: Telephone
) -> None:
    await also_works_elsewhere(stage, 33)
    assert "Đã lưu báo cáo #7" in (await phone.asks("Hạnh", "#7 đã kiểm tra")).text
    stage.later(hours=2)
    assert "Đã lưu báo cáo #33" in (await phone.asks("Hạnh", "#33 đã kiểm tra")).text


async def test_other_words_in_between_leave_the_question_open(
    stage: Stage, phone: Telephone
) -> None:
    await also_works_elsewhere(stage, 20)
    await phone.asks("Hạnh", "#20 xong")
    await phone.asks("Hạnh", "việc")
    stored = await phone.asks("Hạnh", "phường hòa bình")
    assert "Đã lưu báo cáo #20" in stored.text
