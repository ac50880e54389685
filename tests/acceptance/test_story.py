"""The main job, end to end, through the real web chat in a real Chromium."""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.async_api import FilePayload, expect

from data.domain.messages import Delivery
from tests.acceptance.town import Phone, Town, all_letters, photo, staff_list, town
from tests.browser import needs_browser
from tests.cast import at

PLAN = Path(__file__).parents[2] / "../shared/plans/ninh-hoa-2026-papi.docx"
OFFICE = "Phòng Văn hóa – Xã hội"
HALL = "Văn phòng HĐND và UBND"
WORKS = "Phòng Kinh tế, Hạ tầng và Đô thị"
STAFF = [
    ("Trần Thị Mai", "0900000001", OFFICE, "Cơ quan đầu mối", "đồng chí", "x"),
    ("Lê Văn Hạnh", "0900000002", HALL, "Cán bộ", "đồng chí", ""),
    ("Phạm Quốc Dũng", "0900000003", HALL, "Cán bộ", "đồng chí", "x"),
    ("Võ Thị Lan", "0900000004", WORKS, "Cán bộ", "chị", ""),
    ("Bùi Thanh Hà", "0900000008", WORKS, "Cán bộ", "đồng chí", "x"),
    ("Nguyễn Văn Tư", "0900000005", "Tổ dân phố 5", "Tổ trưởng tổ dân phố", "bác", "x"),
    ("Hoàng Minh Sơn", "0900000007", "Lãnh đạo UBND", "Lãnh đạo", "đồng chí", "x"),
]
pytestmark = [
    needs_browser,
    pytest.mark.skipif(not PLAN.exists(), reason="the shared plan documents are not here"),
]


async def test_from_the_plan_document_to_the_weekly_summary(tmp_path: Path) -> None:
    async with town(tmp_path, at("2026-06-08 08:00")) as (there, way_in):
        mai = await the_lead_office_sets_up(there, way_in)
        people = await everybody_comes_in(there, mai)
        await an_election_is_declared(mai)

        await there.until("2026-06-09 07:30")
        await the_officer_reports_undoes_and_reports_again(people["Lê Văn Hạnh"])
        await the_group_leader_answers_with_one_digit_and_a_photo(people["Nguyễn Văn Tư"])

        await there.until("2026-06-19 16:00")
        await the_silent_officer_is_escalated(people)
        await the_summary_says_exactly_what_is_stored(there, mai, people["Hoàng Minh Sơn"])
        await nothing_was_sent_twice(there)


async def the_lead_office_sets_up(there: Town, way_in: str) -> Phone:
    mai = await there.phone(way_in)
    await mai.picture("quan-tri-thu-moi")
    await mai.tap("Vào Nhắc Việc")
    await mai.tap("Bắt đầu")
    await mai.say("Phường Ninh Hòa")
    await mai.hears("Đã ghi: Phường Ninh Hòa")
    await mai.say(f"{OFFICE}, Trần Thị Mai, 0900000001")
    await mai.hears("Bước 3/5")
    await mai.page.reload()  # the names at its top are those it was loaded with
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    await mai.send_files(FilePayload(name=PLAN.name, mimeType=kind, buffer=PLAN.read_bytes()))
    read = await mai.hears("Đọc được Kế hoạch")
    assert "1780/KH-UBND ngày 24/4/2026: 50 việc" in read
    assert "Chưa nhắc ai" in read
    await mai.picture("dau-moi-doc-ke-hoach")
    review = Phone(await mai.page.context.new_page())
    await review.page.goto(f"{there.address}/ke-hoach/du-thao")
    await expect(review.page.get_by_text("Theo quy định").first).to_be_visible()
    await review.picture("dau-moi-ban-nhap")
    await review.page.close()
    await mai.tap("Xác nhận")
    await mai.hears("4 nhóm tên cơ quan có thể trùng nhau")
    await mai.tap("Gộp theo gợi ý rồi xác nhận")
    assert "theo dõi 50 việc" in await mai.hears("Đã xác nhận")
    await mai.send_files(staff_list(STAFF))
    await mai.hears("thêm 6 người")
    await mai.tap("Xác nhận")
    await mai.hears("Đã lưu danh sách")
    return mai


async def everybody_comes_in(there: Town, mai: Phone) -> dict[str, Phone]:
    people = {}
    for missing, (name, phone_number, *_) in zip(range(6, 0, -1), STAFF[1:], strict=True):
        await mai.say("/moi")
        await mai.hears(f"{missing} người chưa vào kênh nhắc việc")
        await mai.tap(f"Tạo thư mời: {name}")
        said = await mai.hears(f"Thư mời của {name}")
        link = re.search(r"/moi/[\w-]+", said)
        assert link is not None
        phone = await there.phone(link[0])
        if name == "Nguyễn Văn Tư":
            await phone.picture("to-truong-thu-moi")
        await phone.page.fill("input[name=phone]", phone_number)
        await phone.tap("Xác nhận")
        await phone.hears("Chào")
        await mai.hears(re.compile(f"{name}.*đã vào kênh"))
        people[name] = phone
    return people


async def an_election_is_declared(mai: Phone) -> None:
    await mai.say("khai báo sự kiện bầu cử tổ trưởng tổ dân phố 16/8")
    said = await mai.hears("Kế hoạch nhắc theo đó")
    assert "trước: #4 (hạn 14/8)" in said
    assert "sau: #4 (hạn 21/8)" in said
    await mai.picture("dau-moi-su-kien")
    await mai.tap("Đúng rồi")
    await mai.hears("Cơ quan chủ trì được nhắc")


async def the_officer_reports_undoes_and_reports_again(hanh: Phone) -> None:
    morning = await hanh.hears("Việc của đồng chí Hạnh, thứ Ba 9/6")
    assert "#16" in morning
    assert "còn 3 ngày làm việc" in morning
    await expect(hanh.page.locator(".bubble", has_text="Việc của đồng chí Hạnh")).to_have_count(1)
    await hanh.picture("can-bo-buoi-sang")
    photos = [photo(color, f"{color}.jpg") for color in ("cadetblue", "tan", "thistle")]
    await hanh.send_files(*photos, text="#16 đã tuyên truyền 2 buổi, 85 người dự")
    stored = await hanh.hears("Đã lưu báo cáo #16")
    assert "85 người dự" in stored
    assert "3 ảnh" in stored
    await hanh.picture("can-bo-da-luu")
    await hanh.tap("Hoàn tác")
    await hanh.hears("Đã hoàn tác báo cáo #16")
    await hanh.say("#16 đã xong, 2 buổi, 85 người dự")
    again = await hanh.hears("Tiến độ: đã xong")
    assert "3 ảnh" in again


async def the_group_leader_answers_with_one_digit_and_a_photo(tu: Phone) -> None:
    reminded = await tu.hears("Bác Tư ơi, phường nhắc việc của tổ 5")
    assert "chậm nhất thứ Sáu 12/6" in reminded
    await tu.picture("to-truong-nhac-viec")
    await tu.send_files(photo("tan", "niem-yet.jpg"), text="1")
    assert "1 ảnh" in await tu.hears("Đã lưu, cảm ơn bác Tư")
    await tu.picture("to-truong-da-luu")


async def the_silent_officer_is_escalated(people: dict[str, Phone]) -> None:
    await people["Võ Thị Lan"].hears("quá hạn 6 ngày")
    head = await people["Bùi Thanh Hà"].hears("Báo cáo đồng chí Hà")
    assert "chưa có phản hồi" in head
    leadership = await people["Hoàng Minh Sơn"].hears("Báo cáo đồng chí Sơn")
    assert f"của {WORKS} quá hạn 7 ngày, đã nhắc 5 lần" in leadership
    await people["Hoàng Minh Sơn"].picture("lanh-dao-don-doc", of="Báo cáo đồng chí Sơn")


async def the_summary_says_exactly_what_is_stored(there: Town, mai: Phone, son: Phone) -> None:
    ward = await there.ward()
    async with there.app.store.read() as unit:
        opened = await unit.ward(ward.id).occurrences.opened(
            date(2026, 6, 19), since=date(2026, 1, 1)
        )
    late = sum(o.is_overdue(date(2026, 6, 19)) for o in opened)
    owed = sum(o.is_owed for o in opened)
    assert sum(not o.is_owed for o in opened) == 2
    for phone in (mai, son):
        said = await phone.hears("Tổng hợp tuần 15–19/6")
        assert f"✅ 2 xong · 🟢 {owed - late} đúng hạn · 🔴 {late} quá hạn" in said
        chart = phone.heard("Tổng hợp tuần 15–19/6").locator("xpath=..").locator("img").last
        await phone.page.keyboard.press("End")
        await chart.evaluate("picture => picture.scrollIntoView()")
        await expect(chart).to_be_visible(timeout=15_000)
        assert await chart.evaluate("picture => picture.naturalWidth") >= 400
    await mai.picture("dau-moi-tong-hop-tuan")
    await son.picture("lanh-dao-tong-hop-tuan", of="Tổng hợp tuần 15–19/6")


async def nothing_was_sent_twice(there: Town) -> None:
    letters = await all_letters(there.app)
    assert {x.state for x in letters} == {Delivery.SENT}
    digests = [(x.person_id, x.due_at) for x in letters if x.kind == "digest"]
    assert digests
    assert len(digests) == len(set(digests))
