"""Screens of Telegram that the guides in `docs/` show besides those of the story, when asked for."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.async_api import Browser, Page

from jobs.actions.allow import CONSOLE
from jobs.actions.invite import invite
from tests.acceptance.telegram_town import HEIGHT, SHARPNESS, WIDTH, TelegramTown, telegram_town
from tests.acceptance.test_guide_pictures import STAFF, sample_plan
from tests.acceptance.town import SHOTS, keep_picture, photo, staff_list
from tests.browser import chromium, needs_browser
from tests.cast import at
from tests.files.samples import ogg
from tests.telegram.emulator import Person, html200

ADDRESS = "https://nhacviec.phuong.gov.vn"
pytestmark = [
    needs_browser,
    pytest.mark.skipif(not SHOTS, reason="pictures are made when NHACVIEC_SCREENSHOTS is set"),
]


async def test_the_guides_have_their_pictures_of_telegram(tmp_path: Path) -> None:
    async with telegram_town(tmp_path, at("2026-06-08 08:00"), public_url=ADDRESS) as (there, link):
        mai = await the_lead_office_sets_up(there, link)
        hanh, thu = [await comes_in(there, mai, name) for name in ("Lê Văn Hạnh", "Ngô Thị Thu")]
        mai.says("#2 cần ảnh gốc")
        await mai.hears("#2 cần ảnh gốc")
        await there.until("2026-06-09 07:30")
        await hanh.hears("Việc của đồng chí Hạnh")
        await there.until("2026-06-09 09:12")
        await an_officer_sends_the_original(there, hanh)
        await an_officer_speaks_and_shows_the_place(there, hanh)
        await somebody_blocks_the_bot(there, mai, thu)
        async with chromium() as browser:
            page = await signed_in(there, browser)
            await cards_have_two_codes(there, page)
            await telegram_is_cut_off(there, page)


async def the_lead_office_sets_up(there: TelegramTown, link: str) -> Person:
    mai = there.telegram.user("Trần Thị Mai", phone="0900000001")
    mai.opens(link)
    await mai.hears("không gửi tài liệu mật")
    mai.taps("Bắt đầu")
    await mai.hears("Bước 1/5")
    mai.says("Phường Hòa Bình Mẫu")
    await mai.hears("Bước 2/5")
    mai.says("Phòng Văn hóa - Xã hội, Trần Thị Mai, 0900000001")
    await mai.hears("Bước 3/5")
    mai.sends_document(sample_plan("ke-hoach-01.txt")["buffer"], "ke-hoach-01.txt")
    await mai.hears("Đọc được Kế hoạch", timeout=30)
    mai.taps("Xác nhận")
    await mai.hears("Đã xác nhận")
    mai.sends_document(staff_list(STAFF)["buffer"], "danh-sach.xlsx")
    await mai.hears("thêm 5 người", timeout=20)
    mai.taps("Xác nhận")
    await mai.hears("Đã lưu danh sách")
    return mai


async def comes_in(there: TelegramTown, mai: Person, name: str) -> Person:
    number = next(phone for known, phone, *_ in STAFF if known == name)
    mai.says("/moi")
    await mai.hears("người chưa vào kênh nhắc việc")
    mai.taps(f"Tạo thư mời: {name}")
    said = await mai.hears(f"Thư mời của {name}")
    link = re.search(r"https://t\.me/\S+", said.text)
    assert link is not None
    phone = there.telegram.user(name, phone=number)
    phone.opens(link[0])
    await phone.hears("Chia sẻ số điện thoại")
    phone.presses("Chia sẻ số điện thoại của tôi")
    await phone.hears("sẽ nhắc việc và nhận báo cáo tại đây")
    await mai.hears(re.compile(f"{name}.*đã vào kênh"))
    return phone


async def an_officer_sends_the_original(there: TelegramTown, hanh: Person) -> None:
    said = "#2 đã đối thoại 1/2 buổi, 85 người dự"
    hanh.sends_photo(big_photo("cadetblue"), caption=said)
    await hanh.hears("Ảnh đã bị nén")
    hanh.taps("Cách gửi ảnh gốc")
    await hanh.hears("Cách gửi ảnh gốc trên điện thoại")
    hanh.sends_document(big_photo("cadetblue"), "IMG_0612.jpg")
    await hanh.hears("Đã thêm 1 ảnh")
    await there.picture("telegram-can-bo-anh-goc", hanh, since="Ảnh đã bị nén")


async def an_officer_speaks_and_shows_the_place(there: TelegramTown, hanh: Person) -> None:
    said = "#15 đã xong"
    hanh.says(said)
    await hanh.hears("Đã lưu báo cáo #15")
    hanh.sends_voice(ogg(), seconds=24)
    await hanh.hears("1 ghi âm")
    hanh.sends_location(12.4886, 109.1343)
    await hanh.hears("1 vị trí")
    await there.picture("telegram-can-bo-ghi-am", hanh, since=said)


async def somebody_blocks_the_bot(there: TelegramTown, mai: Person, thu: Person) -> None:
    mai.says("việc")
    await mai.hears("việc đang mở")
    thu.blocks()
    await mai.hears("không nhận được tin qua Telegram")
    await there.picture("telegram-dau-moi-mat-lien-lac", mai, since="không nhận được tin qua")
    mai.says("/suco")
    await mai.hears("Cần xem lúc")
    mai.taps("Xem người chưa liên lạc được")
    await mai.hears("đồng chí gọi điện giúp")
    await there.picture("telegram-dau-moi-su-co", mai, since="/suco")


async def cards_have_two_codes(there: TelegramTown, page: Page) -> None:
    await page.goto(f"{there.address}/the-moi/in")
    await page.get_by_role("button", name="Tạo thư mời").click()
    await page.set_viewport_size({"width": 780, "height": HEIGHT})
    keep_picture(await page.locator(".slip").first.screenshot(), "telegram-the-moi")


async def signed_in(there: TelegramTown, browser: Browser) -> Page:
    """Return a page of the lead office's own browser."""
    ward = await there.ward()
    async with there.app.store.write() as unit:
        people = await unit.ward(ward.id).people.all()
        mai = next(p for p in people if p.name == "Trần Thị Mai")
        way_in = await invite(unit, ward, mai.id, there.clock(), CONSOLE, needs_proof=False)
    page = await browser.new_page(
        viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SHARPNESS, locale="vi-VN"
    )
    await page.goto(there.address + way_in.path)
    await page.get_by_role("button", name="Vào Nhắc Việc").click()
    await page.wait_for_selector("#text")
    return page


async def telegram_is_cut_off(there: TelegramTown, page: Page) -> None:
    for method in ("getUpdates", None):
        there.telegram.fault(html200(), method, times=1000)
    await there.until("2026-06-09 09:30")
    await there.telegram.until(
        lambda: not there.app.telegram.statuses()[0].is_working, 90, lambda: "still working"
    )
    await page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    await page.goto(f"{there.address}/tinh-trang")
    keep_picture(await page.screenshot(), "quan-tri-tinh-trang")


def big_photo(color: str) -> bytes:
    """Return a photo as a phone's camera makes it: larger than Telegram leaves it."""
    buffer = io.BytesIO()
    small = Image.open(io.BytesIO(photo(color, "a.jpg")["buffer"]))
    small.resize((2560, 1920)).save(buffer, "JPEG")
    return buffer.getvalue()
