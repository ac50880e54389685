"""Screens of an Official Account that `docs/zalo-oa.md` shows, when asked for."""

from pathlib import Path

import pytest

from tests.acceptance.test_story import PLAN
from tests.acceptance.town import SHOTS, photo
from tests.acceptance.zalo_oa_town import oa_town, the_lead_office_sets_up
from tests.acceptance.zalo_story import everybody_comes_in
from tests.acceptance.zalo_town import keep_screen
from tests.browser import needs_browser

pytestmark = [
    needs_browser,
    pytest.mark.skipif(not SHOTS, reason="pictures are made when NHACVIEC_SCREENSHOTS is set"),
    pytest.mark.skipif(not PLAN.exists(), reason="the shared plan documents are not here"),
]


async def test_the_guide_has_its_pictures_of_the_official_account(tmp_path: Path) -> None:
    async with oa_town(tmp_path) as there:
        mai = await the_lead_office_sets_up(there)
        tu = (await everybody_comes_in(there, mai))["Nguyễn Văn Tư"]
        mai.says("khai báo sự kiện bầu cử tổ trưởng tổ dân phố 16/8")
        await mai.hears("Kế hoạch nhắc theo đó", timeout=20)
        await keep_screen(there.zalo.view(mai), "zalo-oa-dau-moi-su-kien")
        mai.says("đúng rồi")
        await mai.hears("Cơ quan chủ trì được nhắc", timeout=20)
        await there.until("2026-06-09 07:30")
        reminded = await tu.hears("Bác Tư ơi, phường nhắc việc của tổ 5", timeout=20)
        await keep_screen(there.zalo.view(tu), "zalo-oa-to-truong-dien-thoai")
        tu.device = "pc"
        await keep_screen(there.zalo.view(tu), "zalo-oa-to-truong-may-tinh")
        tu.device = "phone"
        tu.taps("Xong rồi", on=reminded)
        await tu.hears("Đã lưu, cảm ơn bác Tư", timeout=20)
        tu.sends_photo(photo("khaki", "a.jpg")["buffer"])
        await tu.hears("Đã thêm 1 ảnh", timeout=20)
        await keep_screen(there.zalo.view(tu), "zalo-oa-to-truong-da-luu")
