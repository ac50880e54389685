"""The main job, end to end, with a bot of Zalo alone and answers that are typed alone.

Zalo's bots take no files, have no buttons and change no message: the plan and the staff list come in
by the console, everything else is said in the chat.
"""

import re
from pathlib import Path

import pytest

from tests.acceptance.test_story import OFFICE, PLAN, STAFF
from tests.acceptance.town import staff_list
from tests.acceptance.zalo_story import (
    an_election_is_declared,
    everybody_comes_in,
    everything_was_sent_once_and_every_photo_is_kept,
    the_group_leader_answers_1_and_sends_a_photo,
    the_officer_reports_undoes_and_reports_again,
    the_silent_officer_is_escalated,
    the_summary_says_exactly_what_is_stored,
)
from tests.acceptance.zalo_town import ZaloTown, zalo_town
from tests.cast import at
from tests.zalo.bot_emulator import Person

pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="the shared plan documents are not here")


@pytest.mark.parametrize("updates", ["consume", "replay"])
async def test_from_the_plan_document_to_the_weekly_summary_in_zalo(
    tmp_path: Path, updates: str
) -> None:
    async with zalo_town(tmp_path, at("2026-06-08 08:00"), updates=updates) as (there, code):
        mai = await the_lead_office_sets_up(there, code)
        phones = await everybody_comes_in(there, mai)
        await an_election_is_declared(mai)

        await there.until("2026-06-09 07:30")
        await the_officer_reports_undoes_and_reports_again(there, phones["Lê Văn Hạnh"])
        await the_group_leader_answers_1_and_sends_a_photo(there, phones["Nguyễn Văn Tư"])
        await what_cannot_be_read_is_answered_kindly(there, phones["Nguyễn Văn Tư"])

        await there.until("2026-06-19 16:00")
        await the_silent_officer_is_escalated(there, phones)
        await the_summary_says_exactly_what_is_stored(there, mai, phones["Hoàng Minh Sơn"])
        await everything_was_sent_once_and_every_photo_is_kept(there)
        assert there.zalo.violations == []
        assert not _speaks_of_buttons(there)


async def the_lead_office_sets_up(there: ZaloTown, code: str) -> Person:
    mai = there.zalo.user("Trần Thị Mai")
    mai.says("chào")
    await mai.hears("gõ mã 8 số trên giấy mời, ví dụ: 1234 5678")
    mai.says(f"{code[:4]} {code[4:]}")
    await mai.hears("không gửi tài liệu mật")
    mai.says("1")
    await mai.hears("Bước 1/5")
    mai.says("Phường Ninh Hòa")
    await mai.hears("Đã ghi: Phường Ninh Hòa")
    mai.says(f"{OFFICE}, Trần Thị Mai, 0900000001")
    assert "Kênh này không nhận được tệp" in (await mai.hears("Bước 3/5")).text
    mai.sends_unsupported("ke-hoach.docx")
    await mai.hears("ở đây tôi chỉ nhận chữ, ảnh và tin thoại")
    await there.console_imports_plan(PLAN.read_bytes(), PLAN.name)
    mai.says("/batdau")
    await mai.hears("Bản nháp kế hoạch đang chờ: 50 việc")
    mai.says("2")
    await mai.hears("4 nhóm tên cơ quan có thể trùng nhau")
    mai.says("gop theo goi y roi xac nhan")
    assert "theo dõi 50 việc" in (await mai.hears("Đã xác nhận")).text
    await there.console_imports_staff(staff_list(STAFF)["buffer"], "danh-sach.xlsx")
    return mai


async def what_cannot_be_read_is_answered_kindly(there: ZaloTown, tu: Person) -> None:
    for sends in (tu.sends_unsupported, tu.sends_sticker):
        sends()
        await tu.hears("Bác gõ chữ hoặc chụp ảnh gửi vào đây")
    await there.picture("zalo-khong-nhan-tep", tu)


def _speaks_of_buttons(there: ZaloTown) -> list[str]:
    said = [m.text for p in there.zalo.people for m in p.said]
    return [text for text in said if re.search(r"\b(bấm|nút)\b", text, re.I)]
