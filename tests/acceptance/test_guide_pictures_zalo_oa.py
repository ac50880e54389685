"""Screens of an Official Account that `docs/zalo-oa.md` shows, when asked for."""

from pathlib import Path

import pytest

from tests.acceptance.test_story import PLAN
from tests.acceptance.town import SHOTS, photo
from tests.acceptance.zalo_town import keep_screen
from tests.browser import needs_browser
from tests.zalo.oa_channel.test_story import (
    the_group_leader_comes_in,
    the_lead_office_sets_up,
    town,
)

pytestmark = [
    needs_browser,
    pytest.mark.skipif(not SHOTS, reason="pictures are made when NHACVIEC_SCREENSHOTS is set"),
    pytest.mark.skipif(not PLAN.exists(), reason="the shared plan documents are not here"),
]


async def test_the_guide_has_its_pictures_of_the_official_account(tmp_path: Path) -> None:
    async with town(tmp_path) as there:
        mai = await the_lead_office_sets_up(there)
        tu = await the_group_leader_comes_in(there, mai)
        mai.says("khai báo sự kiện bầu cử tổ trưởng tổ dân phố 16/8")
        await mai.hears("Kế hoạch nhắc theo đó", timeout=20)
        await keep_screen(there.oa.view(mai), "zalo-oa-dau-moi-su-kien")
        mai.says("đúng rồi")
        await mai.hears("Cơ quan chủ trì được nhắc", timeout=20)
        await there.until("2026-06-09 07:30")
        reminded = await tu.hears("Bác Tư ơi, phường nhắc việc của tổ 5", timeout=20)
        await keep_screen(there.oa.view(tu), "zalo-oa-to-truong-dien-thoai")
        tu.device = "pc"
        await keep_screen(there.oa.view(tu), "zalo-oa-to-truong-may-tinh")
        tu.device = "phone"
        tu.taps("Xong rồi", on=reminded)
        await tu.hears("Đã lưu, cảm ơn bác Tư", timeout=20)
        tu.sends_photo(photo("khaki", "a.jpg")["buffer"])
        await tu.hears("Đã thêm 1 ảnh", timeout=20)
        await keep_screen(there.oa.view(tu), "zalo-oa-to-truong-da-luu")
