"""The due dates in the phone's calendar: the link is one's own, renewed and ended in chat."""

import re
from dataclasses import replace

from icalendar import Calendar

from bot.conversations import ALL
from bot.dialog import Dialog
from data.domain.people import Role
from tests.dialog.conftest import Stage
from tests.dialog.telephone import Telephone

_LINK = re.compile(r"https://nhacviec\.test/lich/([\w-]{43})\.ics")


async def test_the_list_of_dates_offers_the_phones_calendar(stage: Stage) -> None:
    listed = await stage.says("Hạnh", "lịch")
    assert listed.labels == ("Đưa vào lịch điện thoại",)
    given = await stage.taps("Hạnh", "Đưa vào lịch điện thoại")
    link = _LINK.search(given.text)
    assert link is not None
    assert f"webcal://nhacviec.test/lich/{link[1]}.ics" in given.text
    assert 'gõ "hủy lịch"' in given.text


async def test_who_has_one_hears_so_before_a_new_one_ends_it(stage: Stage) -> None:
    first = await stage.says("Hạnh", "lịch điện thoại")
    again = await stage.says("Hạnh", "lịch điện thoại")
    assert _LINK.search(again.text) is None
    assert "Tạo mới thì đường dẫn cũ ngừng ngay" in again.text
    renewed = await stage.taps("Hạnh", "Tạo đường dẫn mới")
    assert _LINK.findall(renewed.text) != _LINK.findall(first.text)
    assert "Đã ngừng 1 đường dẫn" in (await stage.says("Hạnh", "hủy lịch")).text
    assert "Không có đường dẫn lịch nào" in (await stage.says("Hạnh", "huy lich")).text


async def test_the_file_shows_the_same_dates(stage: Stage) -> None:
    await stage.says("Hạnh", "lịch điện thoại")
    await stage.says("Hạnh", "lịch điện thoại")
    sent = await stage.taps("Hạnh", "Tệp lịch")
    (file,) = sent.files
    assert (file.name, file.mime) == ("nhac-viec.ics", "text/calendar")
    content = stage.files.path(file.sha256).read_bytes()
    titles = [str(e["SUMMARY"]) for e in Calendar.from_ical(content).walk("VEVENT")]
    assert titles == [
        "Hạn · #20 Đối thoại với Nhân dân (lần 1/2)",
        "Hạn · #7 Giám sát công trình đường số 3",
        "Hạn · #12 Tuyên truyền bầu cử",
        "Hạn · #20 Đối thoại với Nhân dân (lần 2/2)",
    ]


async def test_without_a_public_address_it_says_so_and_gives_the_file(stage: Stage) -> None:
    stage.dialog = Dialog(
        stage.store,
        stage.dialog._channels,
        ALL,
        lambda: stage.now,
        stage.files,
        "http://127.0.0.1:8000",
    )
    given = await stage.says("Hạnh", "lịch điện thoại")
    assert given.text.startswith("Phường chưa đặt địa chỉ để điện thoại tự cập nhật lịch.")
    assert len(given.files) == 1


async def test_an_agencys_calendar_is_for_its_head_and_who_sees_all(stage: Stage) -> None:
    assert _LINK.search((await stage.says("Dũng", "lịch Văn phòng HĐND và UBND")).text)
    assert _LINK.search((await stage.says("Mai", "lịch của tổ dân phố 5")).text)
    refused = await stage.says("Hạnh", "lịch Văn phòng HĐND và UBND")
    assert "dành cho người đứng đầu" in refused.text
    forged = await stage.says("Hạnh", choice=f"calendar:new:{stage.cast.agencies['Trạm Y tế']}")
    assert _LINK.search(forged.text) is None
    assert "lịch" not in (await stage.says("Mai", "lịch sử đảng bộ phường")).text.casefold()


async def test_who_works_nowhere_is_told_what_to_type(stage: Stage) -> None:
    mai = replace(stage.cast.people["Mai"], memberships=(), roles=frozenset({Role.ADMIN}))
    async with stage.store.write() as unit:
        await unit.ward(stage.cast.ward.id).people.save(mai)
    said = await stage.says("Mai", "lịch điện thoại")
    assert "chưa thuộc cơ quan nào" in said.text
    assert not (await stage.says("Mai", "lịch")).choices


async def test_in_a_group_no_link_is_given(phone: Telephone) -> None:
    said = await phone.asks("Hạnh", "lịch điện thoại", group=True)
    assert "nhắn riêng" in said.text
