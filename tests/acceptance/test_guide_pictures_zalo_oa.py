"""Screens of an Official Account that `docs/zalo-oa.md` shows, when asked for."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page

from data.domain.messages import Chat
from data.domain.people import Address, Person, Role
from tests.acceptance.test_story import PLAN
from tests.acceptance.town import SHOTS, keep_picture, photo
from tests.acceptance.zalo_oa_town import oa_town, the_lead_office_sets_up
from tests.acceptance.zalo_story import everybody_comes_in
from tests.acceptance.zalo_town import keep_screen
from tests.browser import chromium, needs_browser
from tests.zalo.oa_channel.test_in_the_app import admin_of, opened
from tests.zalo.oa_emulator import zalo_oa

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


async def test_the_guide_has_its_pictures_of_connecting(tmp_path: Path) -> None:
    async with zalo_oa() as oa, opened(tmp_path, oa) as app, await admin_of(app) as browser:
        oa.redirect_uri = f"{app.settings.public_url}/zalo-oa/ve"
        await oa.until(lambda: "/zalo-oa/noi" in app.zalo_oa.statuses()[0].sentence)
        async with chromium() as started:
            shown = await started.new_context(
                viewport={"width": 640, "height": 560}, device_scale_factor=2
            )
            cookie = {"name": "nhacviec", "value": browser.cookies["nhacviec"]}
            await shown.add_cookies([{**cookie, "url": app.settings.public_url}])
            page = await shown.new_page()
            await keep_page(page, f"{app.settings.public_url}/zalo-oa/noi", "zalo-oa-da-noi")
            async with app.store.write() as unit:
                for number, days in enumerate((3, 3, 9)):
                    person = await unit.ward(1).people.add(
                        Person(0, "Tư", None, Address.BAC, frozenset({Role.GROUP_LEADER}))
                    )
                    there = Chat("zalo_oa", oa.oa_id, str(number + 10**9))
                    await unit.links.add(1, person.id, there, app.clock())
                    await unit.interactions.note(there, app.clock() - timedelta(days=days))
            await app.zalo_oa._keeper.look()
            await keep_page(page, f"{app.settings.public_url}/tinh-trang", "zalo-oa-tien")


async def keep_page(page: Page, address: str, name: str) -> None:
    """Keep a picture of the top of a page."""
    await page.goto(address)
    keep_picture(await page.screenshot(), name)
