"""Screens that the guides in `docs/` show besides those of the story, made when asked for."""

import re
from importlib import resources
from pathlib import Path

import pytest
from playwright.async_api import FilePayload

from tests.acceptance.town import SHOTS, Phone, Town, photo, staff_list, town
from tests.browser import needs_browser
from tests.cast import at

HALL = "Văn phòng HĐND và UBND"
STAFF = [
    ("Trần Thị Mai", "0900000001", "Phòng Văn hóa - Xã hội", "Cơ quan đầu mối", "đồng chí", "x"),
    ("Lê Văn Hạnh", "0900000002", HALL, "Cán bộ", "đồng chí", ""),
    ("Phạm Quốc Dũng", "0900000003", HALL, "Cán bộ", "đồng chí", "x"),
    ("Ngô Thị Thu", "0900000004", "Công an phường", "Cán bộ", "chị", ""),
    ("Nguyễn Văn Tư", "0900000005", "Tổ dân phố 5", "Tổ trưởng", "bác", "x"),
    ("Hoàng Minh Sơn", "0900000007", "Lãnh đạo UBND", "Lãnh đạo", "đồng chí", "x"),
]
pytestmark = [
    needs_browser,
    pytest.mark.skipif(not SHOTS, reason="pictures are made when NHACVIEC_SCREENSHOTS is set"),
]


async def test_the_guides_have_their_pictures(tmp_path: Path) -> None:
    async with town(tmp_path, at("2026-06-08 08:00")) as (there, way_in):
        mai = await the_first_steps(there, way_in)
        hanh, thu, son = [
            await comes_in(there, mai, name, missing)
            for name, missing in (("Lê Văn Hạnh", 5), ("Ngô Thị Thu", 4), ("Hoàng Minh Sơn", 3))
        ]
        await what_the_lead_office_does(there, mai)
        await there.until("2026-06-09 07:30")
        await what_an_officer_does(hanh)
        await why_it_was_sent(there, thu)
        await there.until("2026-07-03 08:00")
        await son.say("quá hạn")
        await son.hears("lâu nhất trước")
        await son.picture("lanh-dao-qua-han")


async def the_first_steps(there: Town, way_in: str) -> Phone:
    mai = await there.phone(way_in)
    await mai.tap("Vào Nhắc Việc")
    await mai.tap("Bắt đầu")
    await mai.hears("Bước 1/5")
    await mai.picture("quan-tri-buoc-1")
    await mai.say("Phường Hòa Bình Mẫu")
    await mai.hears("Bước 2/5")
    await mai.say("Phòng Văn hóa - Xã hội, Trần Thị Mai, 0900000001")
    await mai.hears("Bước 3/5")
    await mai.page.reload()
    await mai.send_files(sample_plan("ke-hoach-01.txt"))
    await mai.hears("Đọc được Kế hoạch")
    await mai.tap("Xác nhận")
    await mai.hears("Đã xác nhận")
    await mai.send_files(staff_list(STAFF))
    await mai.hears("thêm 5 người")
    await mai.picture("dau-moi-danh-sach")
    await mai.tap("Xác nhận")
    await mai.hears("Đã lưu danh sách")
    return mai


async def comes_in(there: Town, mai: Phone, name: str, missing: int) -> Phone:
    number = next(phone for known, phone, *_ in STAFF if known == name)
    await mai.say("/moi")
    await mai.hears(f"{missing} người chưa vào kênh nhắc việc")
    await mai.tap(f"Tạo thư mời: {name}")
    said = await mai.hears(f"Thư mời của {name}")
    phone = await there.phone("/moi/" + said.partition("/moi/")[2].split()[0])
    await phone.page.fill("input[name=phone]", number)
    await phone.tap("Xác nhận")
    await phone.hears("Chào")
    await mai.hears(re.compile(f"{name}.*đã vào kênh"))
    return phone


async def what_the_lead_office_does(there: Town, mai: Phone) -> None:
    cards = Phone(await mai.page.context.new_page())
    await cards.page.goto(f"{there.address}/the-moi/in")
    await cards.tap("Tạo thư mời")
    await cards.picture("dau-moi-the-moi")
    await cards.page.close()
    await mai.say("/han")
    await mai.hears("#8 ghi")
    await mai.say("quý III")
    await mai.hears("Hạn đầu tiên")
    changed = sample_plan("ke-hoach-01-sua-doi.txt", ("Hằng tháng", "Hằng quý"))
    await mai.send_files(changed)
    await mai.hears("So với kế hoạch đang theo dõi")
    await mai.tap("Xác nhận")
    await mai.say("/thietlap")
    await mai.hears("đang đặt như sau")
    await mai.say("giờ nhắc 7:15")
    await mai.hears("Đã đổi")
    await mai.picture("dau-moi-thiet-lap")
    await mai.tap("Hoàn tác")
    await mai.hears("Đã hoàn tác")


async def what_an_officer_does(hanh: Phone) -> None:
    await hanh.hears("Việc của đồng chí Hạnh")
    await hanh.send_files(*(photo(c, f"{c}.jpg") for c in ("cadetblue", "tan", "thistle")))
    await hanh.hears("3 ảnh này cho việc nào")
    await hanh.picture("can-bo-anh-chua-co-chu")
    await hanh.tap("Bỏ ảnh")
    await hanh.say("#2 đã mời dân, chưa họp")
    await hanh.hears("Đã lưu báo cáo #2")
    await hanh.tap("Sửa tiến độ")
    await hanh.tap("Một phần")
    await hanh.hears("Đã sửa báo cáo #2")
    await hanh.picture("can-bo-sua-tien-do")
    await hanh.say("việc")
    await hanh.hears("việc đang mở")
    await hanh.picture("can-bo-viec")


async def why_it_was_sent(there: Town, thu: Phone) -> None:
    await thu.hears("Việc của chị Thu")
    await thu.tap("Vì sao tôi nhận tin này?")
    await thu.hears("Theo Kế hoạch")
    await thu.picture("can-bo-vi-sao")


def sample_plan(name: str, *changes: tuple[str, str]) -> FilePayload:
    """Return the shipped sample plan, with words of it replaced."""
    text = (resources.files("jobs.intake") / "sample" / "ke-hoach-mau.txt").read_text("utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    return FilePayload(name=name, mimeType="text/plain", buffer=text.encode())
