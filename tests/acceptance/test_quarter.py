"""A person who never saw the system plays the lead office for a quarter, from the desk alone.

On the ward that `nhacviec demo` shows. Officers answer in their chats; everything else is done on
the pages, in a real Chromium. With NHACVIEC_SCREENSHOTS the pictures of the guide are made.
"""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Browser, Page, expect
from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.demo import _beginning, _prepare, _read
from bot.app.serving import running
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.messages import Delivery
from tests.acceptance.town import SHOTS, Phone, keep_picture, photo
from tests.browser import chromium, needs_browser
from tests.cast import at
from tests.leaps import leap

pytestmark = needs_browser
DESK = {"width": 1280, "height": 860}


@dataclass
class Demo:
    """The demonstration, its clock, and browsers of those who play in it."""

    app: App
    clock: MovableClock
    browser: Browser
    address: str

    async def comes_in(self, name: str, size: dict[str, int]) -> Phone:
        """Choose a part of the demonstration."""
        context = await self.browser.new_context(viewport=size, locale="vi-VN")  # type: ignore[arg-type]
        context.set_default_timeout(20_000)
        phone = Phone(await context.new_page())
        await phone.page.goto(self.address)
        await phone.page.get_by_role("button", name=name).click()
        await expect(phone.page.locator("#text")).to_be_visible()
        return phone

    async def until(self, moment: str) -> None:
        """Let the time pass, with everything that is due on the way."""
        await leap(self.app, self.clock, at(moment))

    async def nudged(self) -> list[str]:
        """Return the words of every message that chased somebody."""
        async with self.app.store.read() as unit:
            letters = await unit.outbox.in_states(Delivery, limit=10_000)
        return [x.message.text for x in letters if x.kind == "nudge"]


@asynccontextmanager
async def demo(folder: Path) -> AsyncIterator[Demo]:
    draft = _read(None)
    clock = MovableClock(now, start=_beginning(draft))
    settings = Settings(data_dir=folder, database_url=SecretStr(""), port=0, public_url="")
    async with open_app(settings, clock) as app:
        controls = await _prepare(app, clock, draft)
        async with running(app, controls) as server, chromium() as browser:
            yield Demo(app, clock, browser, server.address)


async def test_the_lead_office_plays_a_quarter_from_the_desk_alone(tmp_path: Path) -> None:
    async with demo(tmp_path) as there:
        mai = await there.comes_in("Trần Thị Mai", DESK)
        desk = await the_chat_leads_to_the_desk(mai)
        await what_the_plan_leaves_open_is_settled(desk)
        officers = [await there.comes_in(n, {"width": 390, "height": 844}) for n in OFFICERS]
        await there.until("2026-02-25 08:00")
        await what_is_late_is_found_and_chased(there, desk)
        await reports_come_and_are_looked_at(desk, *officers)
        await the_election_is_moved(desk)
        await a_group_leader_reports_by_telephone(desk)
        await there.until("2026-03-16 08:00")
        await the_quarter_is_reported_upward(desk)
        await every_page_fits_a_phone(desk)
        assert [e for p in (mai, *officers) for e in p.errors] == []


OFFICERS = ("Phạm Quốc Dũng", "Bùi Thanh Hà")


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the page for the guide, when they are asked for."""
    if SHOTS:
        await page.mouse.move(0, 0)
        await page.wait_for_timeout(300)
        keep_picture(await page.screenshot(), f"ban-lam-viec-{name}")


async def open_entry(page: Page, name: str) -> None:
    """Go to an entry of the navigation."""
    await page.locator("nav.nav").get_by_role("link", name=name, exact=True).click()
    await expect(page.locator("nav.nav [aria-current]")).to_have_text(name)


async def is_told(page: Page, words: str | re.Pattern[str]) -> None:
    """Expect that the page says once what was done."""
    await expect(page.locator(".told")).to_contain_text(words)


async def the_chat_leads_to_the_desk(mai: Phone) -> Page:
    await mai.say("bàn làm việc")
    await mai.hears("dùng một lần, đến 07:10")
    await mai.page.get_by_role("link", name="Mở bàn làm việc").last.click()
    await expect(mai.page.get_by_role("heading", level=1)).to_contain_text("Công việc đến 07:00")
    return mai.page


async def what_the_plan_leaves_open_is_settled(page: Page) -> None:
    await open_entry(page, "Ấn định hạn")
    card = page.locator("#viec-8")
    await card.locator("[name=han]").fill("30/9")
    await card.get_by_role("button", name="Xem trước").click()
    await expect(page.locator("#viec-8 .tried")).to_contain_text("Hạn đầu tiên thứ Tư 30/9")
    await picture(page, "an-dinh-han")
    await page.locator("#viec-8").get_by_role("button", name="Ấn định").dblclick()
    await is_told(page, "Đã ghi #8")
    await open_entry(page, "Sự kiện")
    await page.fill("[name=ten]", "bầu cử tổ trưởng tổ dân phố")
    await page.fill("[name=tu]", "19/4")
    await page.get_by_role("button", name="Gợi ý việc theo tên").click()
    await expect(page.locator(".tried")).to_contain_text("trước: #4 (hạn 17/4)")
    await expect(page.get_by_role("checkbox", name=re.compile("^#4 "))).to_be_checked()
    await picture(page, "su-kien")
    await page.get_by_role("button", name="Khai báo", exact=True).click()
    await is_told(page, "Bầu cử tổ trưởng tổ dân phố: 19/4")


async def what_is_late_is_found_and_chased(there: Demo, page: Page) -> None:
    await open_entry(page, "Tổng quan")
    late = page.locator(".tile.late b")
    await expect(late).to_have_text("7")
    await picture(page, "tong-quan")
    await page.locator(".tile.late a").click()
    await expect(page.locator("tbody tr")).to_have_count(7)
    await picture(page, "qua-han")
    await page.fill("[name=tim]", "bao cao dinh ky cong")
    await page.get_by_role("button", name="Lọc").click()
    await expect(page.locator("tbody tr")).to_have_count(2)
    await page.locator("tbody [name=ky]").first.check()
    await page.get_by_role("button", name="Đôn đốc các việc đã chọn").click()
    await expect(page.locator("h1")).to_have_text("Đôn đốc: 1 người sẽ nhận tin")
    await open_entry(page, "Đôn đốc")
    await expect(page.locator("h1")).to_have_text("Đôn đốc: 4 người sẽ nhận tin")
    await page.locator("details summary").filter(has_text="Nội dung gửi").first.click()
    await picture(page, "don-doc")
    await page.get_by_role("button", name="Gửi 4 tin đôn đốc").dblclick()
    await is_told(page, "Đã đưa vào hàng gửi: 4 tin đôn đốc")
    assert len(await there.nudged()) == 4


async def reports_come_and_are_looked_at(page: Page, dung: Phone, ha: Phone) -> None:
    await dung.hears("đôn đốc đồng chí Dũng 2 việc")
    await dung.page.get_by_role("button", name="Báo cáo #15").first.click()
    await dung.hears("#15")
    await dung.send_files(
        photo("tan", "ra quân.jpg"), photo("thistle", "họp tổ.jpg"), text="đã xong"
    )
    await dung.hears("Đã lưu báo cáo #15")
    await ha.hears("đôn đốc đồng chí Hà")
    await ha.page.get_by_role("button", name="Báo cáo #15").first.click()
    await ha.say("đã xong, gửi văn thư")
    await ha.hears("Đã lưu báo cáo #15")
    await open_entry(page, "Duyệt báo cáo")
    await expect(page.locator("h1")).to_have_text("📥 2 báo cáo chờ duyệt")
    with_photos = page.locator(".cases > li").filter(has_text="Văn phòng HĐND và UBND")
    await with_photos.get_by_role("link", name="Xem và duyệt").click()
    await expect(page.locator(".photo img")).to_have_count(2)
    await page.locator(".photo").first.click()
    await expect(page.locator("dialog.large img")).to_be_visible()
    await page.keyboard.press("ArrowRight")
    await expect(page.locator("dialog.large p")).to_contain_text("2/2")
    await page.keyboard.press("Escape")
    await picture(page, "duyet")
    await page.get_by_role("button", name="✅ Duyệt").dblclick()
    await is_told(page, "Đã duyệt #15")
    await page.get_by_role("link", name="Xem và duyệt").click()
    await page.locator("summary").filter(has_text="Trả lại").click()
    await page.get_by_role("checkbox", name="Thiếu ảnh").check()
    await page.fill("[name=said]", "chưa thấy báo cáo đã ký")
    await page.get_by_role("button", name="Trả lại", exact=True).click()
    await is_told(page, "Đã trả lại #15")
    await expect(page.locator(".empty")).to_contain_text("Không còn báo cáo nào chờ duyệt")
    await ha.hears("được trả lại: thiếu ảnh, chưa thấy báo cáo đã ký")
    await ha.tap("Gửi bổ sung")
    await ha.hears("phần bổ sung cho #15")
    await ha.send_files(photo("plum", "đã ký.jpg"), text="bổ sung bản đã ký")
    await expect(ha.page.locator(".bubble", has_text="Đã lưu báo cáo #15")).to_have_count(2)
    await page.reload()
    await page.get_by_role("link", name="Xem và duyệt").click()
    await expect(page.locator(".note").first).to_contain_text("Bản bổ sung, lần gửi 2")
    await page.get_by_role("button", name="✅ Duyệt").click()
    await is_told(page, "Đã duyệt #15")
    await open_entry(page, "Danh sách việc")
    await page.locator("nav.kinds").get_by_role("link", name="Xong").click()
    row = page.locator("tbody tr").filter(has_text="Trung tâm Phục vụ hành chính công")
    await row.get_by_role("link").click()
    await expect(page.locator(".story > li")).to_have_count(4)
    await picture(page, "dien-bien")


async def the_election_is_moved(page: Page) -> None:
    await open_entry(page, "Sự kiện")
    await page.get_by_role("link", name="Bầu cử tổ trưởng").click()
    await page.fill("[name=tu]", "17/5/2026")
    await (
        page.locator("form", has=page.locator("[name=tu]"))
        .get_by_role("button", name="Xem trước")
        .click()
    )
    await expect(page.locator(".tried")).to_contain_text("dời sang 17/5. Hạn mới:")
    await page.get_by_role("button", name="Dời ngày").click()
    await is_told(page, "dời sang 17/5")


async def a_group_leader_reports_by_telephone(page: Page) -> None:
    await open_entry(page, "Danh sách việc")
    await page.fill("[name=tim]", "to dan pho 1")
    await page.get_by_role("button", name="Lọc").click()
    row = page.locator("tbody tr").filter(has_text="Tổ dân phố 1").first
    await row.get_by_role("link").click()
    await page.locator("summary").filter(has_text="Ghi báo cáo thay").click()
    await page.select_option("[name=nguoi]", label="Nguyễn Văn Tư")
    await page.fill("[name=noi]", "đã làm một phần, còn 3 hộ")
    await page.locator("[data-receipts]").set_input_files(photo("teal", "bảng tin.jpg"))
    await expect(page.locator(".attachment")).to_have_attribute("data-state", "done")
    await page.get_by_role("button", name="Ghi báo cáo", exact=True).click()
    await is_told(page, "của Nguyễn Văn Tư, kèm 1 ảnh, tên đồng chí được ghi là người ghi giúp")
    await expect(page.locator(".story .photo")).to_have_count(1)
    await expect(page.locator(".story")).to_contain_text("Trần Thị Mai báo thay Nguyễn Văn Tư")
    await open_entry(page, "Cán bộ")
    await expect(page.locator("tbody tr")).to_have_count(9)
    await picture(page, "can-bo")


async def the_quarter_is_reported_upward(page: Page) -> None:
    await open_entry(page, "Báo cáo")
    async with page.expect_download() as workbook:
        await (
            page.get_by_role("link", name="Tải bảng Excel")
            .or_(page.get_by_role("button", name="Tải bảng Excel"))
            .click()
        )
    assert (await workbook.value).suggested_filename.endswith(".xlsx")
    async with page.expect_download() as report:
        await page.get_by_role("button", name="Tải dự thảo Word").click()
    assert (await report.value).suggested_filename.endswith(".docx")
    await open_entry(page, "Tổng quan")
    await expect(page.locator(".tile.done b")).not_to_have_text("0")


async def every_page_fits_a_phone(page: Page) -> None:
    paths = await page.locator("nav.nav a").evaluate_all("all => all.map(a => a.pathname)")
    own = [p for p in paths if p.startswith("/ban")]
    assert len(own) >= 9
    await page.set_viewport_size({"width": 375, "height": 780})
    for path in (*own, "/ban/viec?loai=qua-han", "/ban/viec/15", "/ban/han?viec=1"):
        await page.goto(page.url.partition("/ban")[0] + path)
        assert await page.evaluate("document.documentElement.scrollWidth") == 375, path
    await page.goto(page.url.partition("/ban")[0] + "/ban/viec?loai=qua-han")
    await picture(page, "dien-thoai")
