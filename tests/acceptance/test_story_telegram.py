"""The main job, end to end, in Telegram alone: no browser, no public address."""

import io
import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from PIL import Image

from data.domain.messages import Delivery
from tests.acceptance.telegram_town import TelegramTown, telegram_town
from tests.acceptance.test_story import OFFICE, PLAN, STAFF, WORKS
from tests.acceptance.town import all_letters, photo, staff_list
from tests.cast import at
from tests.telegram.emulator import Group, Message, Person

pytestmark = pytest.mark.skipif(not PLAN.exists(), reason="the shared plan documents are not here")
Phones = dict[str, Person]


async def test_from_the_plan_document_to_the_weekly_summary_in_telegram(tmp_path: Path) -> None:
    async with telegram_town(tmp_path, at("2026-06-08 08:00")) as (there, link):
        mai = await the_lead_office_sets_up(there, link)
        phones = await everybody_comes_in(there, mai)
        group = await the_neighbourhood_group_is_tied(there, mai, phones)
        await an_election_is_declared(mai)

        await there.until("2026-06-09 07:30")
        await the_morning_comes(there, phones["Lê Văn Hạnh"])
        await there.until("2026-06-09 09:12")
        await the_officer_reports_undoes_and_reports_again(there, phones["Lê Văn Hạnh"])
        await the_officer_answers_the_reminder_itself(there, phones["Lê Văn Hạnh"])
        await the_group_leader_taps_once(there, phones["Nguyễn Văn Tư"])
        await the_group_reads_of_its_work_and_thanks_come_as_a_sign(there, group, phones)

        await there.until("2026-06-19 14:00")
        await the_silent_officer_is_escalated(there, phones)
        await there.until("2026-06-19 16:00")
        await the_summary_says_exactly_what_is_stored(there, mai, phones["Hoàng Minh Sơn"])
        await everything_was_sent_once_and_kept_byte_for_byte(there)
        there.telegram.check()


async def the_lead_office_sets_up(there: TelegramTown, link: str) -> Person:
    mai = there.telegram.user("Trần Thị Mai", phone="0900000001")
    mai.opens(link)
    await mai.hears("Chào")
    await mai.hears("không gửi tài liệu mật")
    mai.taps("Bắt đầu")
    await mai.hears("Bước 1/5")
    mai.says("Phường Ninh Hòa")
    await mai.hears("Đã ghi: Phường Ninh Hòa")
    mai.says(f"{OFFICE}, Trần Thị Mai, 0900000001")
    await mai.hears("Bước 3/5")
    mai.sends_document(PLAN.read_bytes(), PLAN.name)
    read = await mai.hears("Đọc được Kế hoạch", timeout=30)
    assert "1780/KH-UBND ngày 24/4/2026: 50 việc" in read.text
    assert "Chưa nhắc ai" in read.text
    await there.picture("telegram-dau-moi-ke-hoach", mai, since="Bước 3/5")
    mai.taps("Xác nhận")
    await mai.hears("4 nhóm tên cơ quan có thể trùng nhau")
    mai.taps("Gộp theo gợi ý rồi xác nhận")
    assert "theo dõi 50 việc" in (await mai.hears("Đã xác nhận")).text
    mai.sends_document(staff_list(STAFF)["buffer"], "danh-sach.xlsx")
    await mai.hears("thêm 6 người", timeout=20)
    mai.taps("Xác nhận")
    await mai.hears("Đã lưu danh sách")
    return mai


async def everybody_comes_in(there: TelegramTown, mai: Person) -> Phones:
    phones: Phones = {}
    for missing, (name, number, *_) in zip(range(6, 0, -1), STAFF[1:], strict=True):
        mai.says("/moi")
        await mai.hears(f"{missing} người chưa vào kênh nhắc việc")
        mai.taps(f"Tạo thư mời: {name}")
        link = re.search(r"https://t\.me/\S+", (await mai.hears(f"Thư mời của {name}")).text)
        assert link is not None
        phone = there.telegram.user(name, phone=number)
        phone.opens(link[0])
        await phone.hears("Chia sẻ số điện thoại")
        if name == "Nguyễn Văn Tư":
            await there.picture("telegram-dau-moi-thu-moi", mai, since=f"Thư mời của {name}")
            await there.picture("telegram-to-truong-vao", phone, since="Chào bác Tư")
        phone.presses("Chia sẻ số điện thoại của tôi")
        await phone.hears("sẽ nhắc việc và nhận báo cáo tại đây")
        await mai.hears(re.compile(f"{name}.*đã vào kênh"))
        phones[name] = phone
    return phones


async def the_neighbourhood_group_is_tied(
    there: TelegramTown, mai: Person, phones: Phones
) -> Group:
    tu = phones["Nguyễn Văn Tư"]
    stranger = there.telegram.user("Phan Thị Bảy")
    group = there.telegram.group("Tổ dân phố 5", [tu, stranger])
    group.adds(by=tu)
    await group.hears("Tổ dân phố 5")
    await mai.hears("Tổ dân phố 5")
    return group


async def an_election_is_declared(mai: Person) -> None:
    mai.says("khai báo sự kiện bầu cử tổ trưởng tổ dân phố 16/8")
    said = (await mai.hears("Kế hoạch nhắc theo đó")).text
    assert "trước: #4 (hạn 14/8)" in said
    mai.taps("Đúng rồi")
    await mai.hears("Cơ quan chủ trì được nhắc")


async def the_morning_comes(there: TelegramTown, hanh: Person) -> None:
    said = "Việc của đồng chí Hạnh, thứ Ba 9/6"
    assert "#16" in (await hanh.hears(said)).text
    await there.picture("telegram-can-bo-buoi-sang", hanh, since=said)


async def the_officer_reports_undoes_and_reports_again(there: TelegramTown, hanh: Person) -> None:
    photos = [photo(color, "a.jpg")["buffer"] for color in ("cadetblue", "tan", "thistle")]
    hanh.sends_album(photos, caption="#16 đã tuyên truyền 2 buổi, 85 người dự")
    stored = await hanh.hears("Đã lưu báo cáo #16")
    assert "Minh chứng: 3 ảnh" in stored.text
    assert "đang tải về" not in stored.text
    assert [m.text for m in hanh.messages if "Đã lưu báo cáo #16" in m.text] == [stored.text]
    await there.picture("telegram-can-bo-da-luu", hanh, since="#16 đã tuyên truyền")
    hanh.taps("Hoàn tác")
    undone = await hanh.hears("Đã hoàn tác báo cáo #16")
    assert undone.id == stored.id, "the card itself says so"
    said = hanh.says("#16 đã xong, 2 buổi, 85 người dự")
    again = await hanh.hears("Tiến độ: đã xong")
    assert "3 ảnh" in again.text
    hanh.edits(said, "#16 đã xong, 2 buổi, 95 người dự")
    amended = await hanh.hears("95 người dự")
    assert amended.id == again.id
    await there.picture("telegram-can-bo-sua-tin", hanh, since="#16 đã xong")


async def the_officer_answers_the_reminder_itself(there: TelegramTown, hanh: Person) -> None:
    morning = _said(hanh, "Việc của đồng chí Hạnh, thứ Ba 9/6")
    line = next(x for x in morning.text.split("\n") if "#" in x and "#16" not in x)
    code = re.search(r"#\d+", line)
    assert code is not None
    hanh.says("đang làm, được 40%", reply_to=morning, quote=line)
    stored = await hanh.hears(f"Đã lưu báo cáo {code[0]}")
    assert "40%" in stored.text
    await there.picture("telegram-can-bo-tra-loi-tin", hanh, since="đang làm, được 40%")


async def the_group_leader_taps_once(there: TelegramTown, tu: Person) -> None:
    reminded = _said(tu, "Bác Tư ơi, phường nhắc việc của tổ 5")
    assert "chậm nhất thứ Sáu 12/6" in reminded.text
    await there.picture("telegram-to-truong-nhac-viec", tu, since="Bác Tư ơi")
    tu.taps("Xong rồi")
    await tu.hears("Đã lưu, cảm ơn bác Tư")
    tu.sends_photo(photo("tan", "a.jpg")["buffer"])
    assert "1 ảnh" in (await tu.hears("Đã thêm 1 ảnh")).text
    await there.picture("telegram-to-truong-da-luu", tu, since="Đã lưu, cảm ơn bác Tư")


async def the_group_reads_of_its_work_and_thanks_come_as_a_sign(
    there: TelegramTown, group: Group, phones: Phones
) -> None:
    tu = phones["Nguyễn Văn Tư"]
    posted = next(m for m in group.messages if "Phường nhắc việc của tổ 5" in m.text)
    assert not any(p.name in posted.text for p in there.telegram.people)
    stranger = next(p for p in there.telegram.people if p.name == "Phan Thị Bảy")
    stranger.says("xong rồi", to=group, reply_to=posted)
    seen = len(tu.messages)
    answer = tu.sends_photo(
        photo("khaki", "b.jpg")["buffer"],
        caption="đã niêm yết thêm ở ngõ 2",
        to=group,
        reply_to=posted,
    )
    await there.telegram.until(lambda: answer.reactions or None, 10, lambda: "no sign of thanks")
    assert set(answer.reactions.values()) == {"👍"}
    await there.telegram.until(lambda: len(tu.messages) > seen or None, 10, lambda: "no answer")
    assert not [m for m in group.messages if m.from_bot and "Đã lưu" in m.text]
    assert stranger.messages == []
    await there.picture("telegram-nhom", group, since="Phường nhắc việc của tổ 5:\n")


async def the_silent_officer_is_escalated(there: TelegramTown, phones: Phones) -> None:
    _said(phones["Võ Thị Lan"], "quá hạn 6 ngày")
    assert "chưa có phản hồi" in _said(phones["Bùi Thanh Hà"], "Báo cáo đồng chí Hà").text
    leadership = _said(phones["Hoàng Minh Sơn"], "Báo cáo đồng chí Sơn").text
    assert f"của {WORKS} quá hạn 7 ngày, đã nhắc 5 lần" in leadership
    await there.picture(
        "telegram-lanh-dao-don-doc", phones["Hoàng Minh Sơn"], since="Báo cáo đồng chí"
    )


async def the_summary_says_exactly_what_is_stored(
    there: TelegramTown, mai: Person, son: Person
) -> None:
    ward = await there.ward()
    async with there.app.store.read() as unit:
        opened = await unit.ward(ward.id).occurrences.opened(
            date(2026, 6, 19), since=date(2026, 1, 1)
        )
    late = sum(o.is_overdue(date(2026, 6, 19)) for o in opened)
    owed = sum(o.is_owed for o in opened)
    for phone in (mai, son):
        said = await phone.hears("Tổng hợp tuần 15–19/6", timeout=30)
        assert f"✅ 2 xong · 🟢 {owed - late} đúng hạn · 🔴 {late} quá hạn" in said.text
        shown = [m.media for m in phone.messages if m.media and m.media.kind == "photo"]
        assert Image.open(io.BytesIO(shown[-1].files[-1].data)).width >= 400
    await there.picture("telegram-dau-moi-tong-hop", mai, since="Tổng hợp tuần")


async def everything_was_sent_once_and_kept_byte_for_byte(there: TelegramTown) -> None:
    letters = await all_letters(there.app)
    async with there.app.store.read() as unit:
        evidence = await unit.ward((await there.ward()).id).evidence.some(range(1, 1000))
    assert {x.state for x in letters} == {Delivery.SENT}
    digests = [(x.person_id, x.due_at) for x in letters if x.kind == "digest"]
    assert digests
    assert len(digests) == len(set(digests))
    everywhere = [m for p in there.telegram.people for m in p.messages]
    everywhere += [m for g in there.telegram.groups for m in g.messages]
    sent = {
        sha256(m.media.files[-1].data).hexdigest() for m in everywhere if m.media and m.media.files
    }
    assert len(evidence) == 5
    assert {e.sha256 for e in evidence} <= sent


def _said(phone: Person, words: str) -> Message:
    return next(m for m in reversed(phone.messages) if m.from_bot and words in m.text)
