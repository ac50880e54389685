"""The main job, end to end, with an Official Account alone: files come in, answers are typed alone."""

from pathlib import Path
from typing import Any

import pytest

from data.domain.people import Role
from data.texts.trouble import reason_of
from jobs.actions.what_is_wrong import what_is_wrong
from tests.acceptance.test_story import PLAN
from tests.acceptance.town import photo
from tests.acceptance.zalo_oa_town import OaTown, oa_town, the_lead_office_sets_up
from tests.acceptance.zalo_story import (
    Phones,
    an_election_is_declared,
    everybody_comes_in,
    everything_was_sent_once_and_every_photo_is_kept,
    heard,
    the_group_leader_answers_1_and_sends_a_photo,
    the_officer_reports_undoes_and_reports_again,
    the_silent_officer_is_escalated,
    the_summary_says_exactly_what_is_stored,
)
from tests.zalo.oa_emulator import Person

pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="the shared plan documents are not here")
MODES: dict[str, dict[str, Any]] = {
    "as it most likely is": {},
    "otherwise": {"buttons": "refused", "album": "one_event", "mac_timestamp": "header"},
}
PRICE = 55


@pytest.mark.parametrize("switches", MODES.values(), ids=MODES.keys())
async def test_from_the_plan_document_to_the_weekly_summary_in_an_official_account(
    tmp_path: Path, switches: dict[str, Any]
) -> None:
    async with oa_town(tmp_path, paid=True, **switches) as there:
        mai = await the_lead_office_sets_up(there)
        phones = await everybody_comes_in(there, mai)
        await an_election_is_declared(mai)

        await there.until("2026-06-09 07:30")
        await the_officer_reports_undoes_and_reports_again(there, phones["Lê Văn Hạnh"])
        await the_group_leader_answers_1_and_sends_a_photo(there, phones["Nguyễn Văn Tư"])
        await what_cannot_be_read_is_answered_kindly(phones["Nguyễn Văn Tư"])
        await nothing_was_paid_so_far_and_what_will_be_is_told_first(there)

        await there.until("2026-06-15 07:45")
        await everybody_looks_once_a_week(there, mai, phones)
        await there.until("2026-06-19 16:00")
        await the_silent_officer_is_escalated(there, phones)
        await the_summary_says_exactly_what_is_stored(there, mai, phones["Hoàng Minh Sơn"])
        await everything_was_sent_once_and_every_photo_is_kept(there)
        await zalo_charged_what_we_knew_and_nothing_else(there)
        assert there.zalo.violations == []


async def test_nothing_costs_money_unless_that_is_set(tmp_path: Path) -> None:
    async with oa_town(tmp_path) as there:
        mai = await the_lead_office_sets_up(there)
        phones = await everybody_comes_in(there, mai)
        await an_election_is_declared(mai)
        await there.until("2026-06-09 07:30")
        tu = phones["Nguyễn Văn Tư"]
        tu.taps("Xong rồi", on=await heard(there, tu, "Bác Tư ơi, phường nhắc việc của tổ 5"))
        await tu.hears("Đã lưu, cảm ơn bác Tư", timeout=20)
        tu.sends_photos(*(photo(c, "a.jpg")["buffer"] for c in ("khaki", "tan")))
        await tu.hears("Đã thêm 2 ảnh", timeout=20)
        await there.until("2026-06-12 08:00")
        mai.says("việc")
        await there.until("2026-06-12 16:30")
        chart = await there.zalo.until(
            lambda: next((m for m in mai.said if m.kind == "photo"), None), 30
        )
        assert chart.picture.data.startswith(b"\xff\xd8\xff")
        await there.until("2026-06-19 16:30")
        assert "7 người đã quá 7 ngày chưa nhắn cho OA" in await there.office_reads()
        await the_silent_stand_on_the_list_of_those_to_call(there)
        assert there.zalo.till.charges == []
        assert there.zalo.violations == []


async def the_silent_stand_on_the_list_of_those_to_call(there: OaTown) -> None:
    ward = await there.ward()
    async with there.app.store.read() as unit:
        (mai, *_) = await unit.ward(ward.id).people.with_role(Role.LEAD_OFFICE)
        rundown = await what_is_wrong(unit, ward, mai, [], there.clock())
    to_call = {one.person.name: one for one in rundown.out_of_reach}
    lan = to_call["Võ Thị Lan"]
    assert lan.person.phone == "0900000004"
    assert "digest" in {letter.kind for letter in lan.untold}
    said = {reason_of(letter) for letter in lan.untold}
    assert said == {"người nhận quá 7 ngày chưa nhắn cho Zalo OA, Zalo không cho gửi"}


async def what_cannot_be_read_is_answered_kindly(tu: Person) -> None:
    tu.sends_sticker()
    await tu.hears("Bác gửi chữ, ảnh, tệp, video, ghi âm hoặc vị trí giúp", timeout=20)


async def nothing_was_paid_so_far_and_what_will_be_is_told_first(there: OaTown) -> None:
    assert there.zalo.till.charges == []
    assert "mất khoảng 55 đồng" not in await there.office_reads()
    await there.until("2026-06-10 08:30")
    paid_before = len(there.zalo.till.charges)
    assert f"mỗi tin gửi họ mất khoảng {PRICE} đồng" in await there.office_reads()
    assert len(there.zalo.till.charges) == paid_before == 0


async def everybody_looks_once_a_week(there: OaTown, mai: Person, phones: Phones) -> None:
    """Zalo refuses who said nothing for seven days, whoever pays."""
    for phone in (mai, *phones.values()):
        phone.says("việc")
    await there.zalo.rests(0.5, 60)


async def zalo_charged_what_we_knew_and_nothing_else(there: OaTown) -> None:
    charges = there.zalo.till.charges
    assert charges
    assert {c.price for c in charges} == {PRICE}
    (channel,) = there.app.zalo_oa.channels
    assert channel.charged == 0  # none that should have been free
