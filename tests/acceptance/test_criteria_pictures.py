"""Screens that the guide to criteria shows, and the calendar's, made when asked for."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.acceptance.test_guide_pictures import STAFF, comes_in, sample_plan
from tests.acceptance.town import SHOTS, Phone, Town, keep_picture, photo, staff_list, town
from tests.browser import needs_browser
from tests.cast import at

pytestmark = [
    needs_browser,
    pytest.mark.skipif(not SHOTS, reason="pictures are made when NHACVIEC_SCREENSHOTS is set"),
]


async def test_the_guide_to_criteria_has_its_pictures(tmp_path: Path) -> None:
    async with town(tmp_path, at("2026-06-08 08:00")) as (there, way_in):
        mai = await _sets_up(there, way_in)
        hanh = await comes_in(there, mai, "Lê Văn Hạnh", 5)
        await mai.say("tiêu chí")
        await mai.tap("Bộ mẫu PAPI")
        await mai.hears("Bộ tiêu chí mới PAPI 2026")
        await mai.tap("Xác nhận")
        await mai.tap("Đề xuất gắn việc")
        await mai.hears("Theo đề mục của kế hoạch")
        await mai.picture("tieu-chi-de-xuat")
        await mai.tap("Xác nhận")
        await mai.hears("Đã gắn")
        await mai.say("#2 tiêu chí 3.1")
        await mai.hears("Đã gắn #2")
        await there.until("2026-06-09 08:00")
        await hanh.send_files(photo("cadetblue", "doi-thoai.jpg"), text="#2 đã họp, 85 người dự")
        await hanh.hears("Đã lưu báo cáo #2")
        await mai.say("thiếu minh chứng")
        await mai.hears("27/28 tiêu chí chưa có minh chứng")
        await mai.picture("tieu-chi-thieu")
        await hanh.say("lịch")
        await hanh.tap("Đưa vào lịch điện thoại")
        await hanh.hears("Đường dẫn lịch")
        await hanh.picture("can-bo-lich")
        await _at_the_desk(there, mai)


async def _sets_up(there: Town, way_in: str) -> Phone:
    mai = await there.phone(way_in)
    await mai.tap("Vào Nhắc Việc")
    await mai.tap("Bắt đầu")
    await mai.hears("Bước 1/5")
    await mai.say("Phường Hòa Bình Mẫu")
    await mai.hears("Bước 2/5")
    await mai.say("Phòng Văn hóa - Xã hội, Trần Thị Mai, 0900000001")
    await mai.hears("Bước 3/5")
    about = ("Gần dân", "Công khai, minh bạch trong việc ra quyết định")
    await mai.send_files(sample_plan("ke-hoach-01.txt", about))
    await mai.hears("Đọc được Kế hoạch")
    await mai.tap("Xác nhận")
    await mai.hears("Đã xác nhận")
    await mai.send_files(staff_list(STAFF))
    await mai.hears("thêm 5 người")
    await mai.tap("Xác nhận")
    await mai.hears("Đã lưu danh sách")
    return mai


async def _at_the_desk(there: Town, mai: Phone) -> None:
    page = await mai.page.context.new_page()
    await page.set_viewport_size({"width": 1060, "height": 620})
    await page.goto(f"{there.address}/ban/tieu-chi")
    row = page.locator("tr", has_text="3.1. Mức độ")
    await row.get_by_text("Sửa").click()
    await row.locator("textarea").fill("Đã đối thoại buổi 1, buổi 2 vào quý IV.")
    await row.get_by_role("button", name="Lưu").click()
    await expect(page.get_by_text("Đã lưu tiêu chí 3.1.")).to_be_visible()
    await page.locator("tr", has_text="3. Trách nhiệm").evaluate(
        "row => row.scrollIntoView({block: 'center'})"
    )
    keep_picture(await page.screenshot(), "tieu-chi-trang")
    await page.close()
