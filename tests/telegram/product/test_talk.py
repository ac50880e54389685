"""Talk on a phone: changed words, quotes, old buttons, two taps at once, a restart in the middle."""

import asyncio
import re
from dataclasses import replace

from data.domain.people import Role
from tests.telegram.emulator import Person
from tests.telegram.product.office import Office, picture, pictures


async def reported(office: Office, words: str = "#20 đã họp 1 buổi, 85 người dự") -> Person:
    hanh = await office.phone("Hạnh")
    hanh.says(words)
    await hanh.hears("Đã lưu báo cáo #20")
    return hanh


async def morning(office: Office, hanh: Person) -> str:
    await office.until("2026-06-16 07:31")
    said: str = (await hanh.hears("Việc của đồng chí Hạnh")).text
    return said


async def test_a_changed_message_amends_its_report_on_the_same_card(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        said = hanh.says("#20 đã họp 1 buổi, 85 người dự")
        card = await hanh.hears("85 người dự")
        hanh.edits(said, "#20 đã họp 1 buổi, 95 người dự")
        amended = await hanh.hears("95 người dự")
        assert amended.id == card.id
        assert len(hanh.chat().said) == 1


async def test_a_changed_message_amends_its_report_after_a_restart(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        said = hanh.says("#20 đã họp 1 buổi, 85 người dự")
        await hanh.hears("85 người dự")
    hanh.edits(said, "#20 đã họp 1 buổi, 95 người dự")
    async with office.runs():
        await hanh.hears("95 người dự")


async def test_a_changed_caption_amends_its_report(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        said = hanh.sends_photo(picture(1), caption="#20 đã họp 1 buổi, 85 người dự")
        await hanh.hears("85 người dự")
        hanh.edits(said, "#20 đã họp 1 buổi, 95 người dự")
        assert "1 ảnh" in (await hanh.hears("95 người dự")).text
        album = hanh.sends_album(pictures(2, first=5), caption="#7 đã kiểm tra 2 lần")
        await hanh.hears("Đã lưu báo cáo #7")
        hanh.edits(album.messages[0], "#7 đã kiểm tra 3 lần")
        assert "2 ảnh" in (await hanh.hears("3 lần")).text
        assert len(await office.evidence()) == 3


async def test_a_wrong_number_that_is_mended_is_explained(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        said = hanh.says("#20 đã kiểm tra công trình")
        await hanh.hears("Đã lưu báo cáo #20")
        hanh.edits(said, "#7 đã kiểm tra công trình")
        told = await hanh.hears("#7")
        assert "#20" in told.text
        unknown = hanh.says("#99 đã xong")
        await hanh.hears("#99")
        hanh.edits(unknown, "#7 đã xong")
        await hanh.hears("Đã lưu báo cáo #7")


async def test_the_answer_to_a_reminder_is_a_report(office: Office) -> None:
    async with office.runs():
        tu = await office.phone("Tư")
        await office.until("2026-06-16 07:31")
        posted = await tu.hears("phường nhắc việc của tổ 5")
        tu.says("đã dán ở nhà văn hóa", reply_to=posted)
        await tu.hears("“đã dán ở nhà văn hóa” về việc: Niêm yết danh sách hộ nghèo")
        tu.taps("Xong rồi")
        await tu.hears("Đã lưu")
        async with office.app.store.read() as unit:
            report = await unit.ward(office.cast.ward.id).reports.get(1)
        assert report is not None
        assert "đã dán ở nhà văn hóa" in report.text


async def test_one_line_of_several_is_quoted_and_meant(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        await morning(office, hanh)
        reminder = hanh.chat().said[-1]
        line = next(x for x in reminder.text.split("\n") if "#7" in x)
        hanh.says("đang làm, được 40%", reply_to=reminder, quote=line)
        assert "40%" in (await hanh.hears("Đã lưu báo cáo #7")).text


async def test_a_number_that_answers_an_older_message_means_its_choices(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        hanh.says("việc")
        older = await hanh.hears("2 việc đang mở")
        hanh.says("#20 đã họp 1 buổi")
        await hanh.hears("Đã lưu báo cáo #20")
        hanh.says("1", reply_to=older)
        said = await hanh.hears("#7")
        assert older.labels[0] == "Báo cáo #7"
        assert "Hoàn tác" not in said.labels


async def test_a_half_finished_report_goes_on_after_a_restart(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        hanh.sends_album(pictures(3))
        asked = await hanh.hears("3 ảnh này cho việc nào")
    async with office.runs():
        hanh.taps("#20 Đối thoại với Nhân dân", on=asked)
        assert "3 ảnh" in (await hanh.hears("Đã lưu báo cáo #20")).text


async def test_words_that_were_asked_for_before_a_restart_are_taken_after_it(
    office: Office,
) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        hanh.says("việc")
        await hanh.hears("2 việc đang mở")
        hanh.taps("Báo cáo #20")
        await hanh.hears("#20")
    hanh.says("đã họp 1 buổi, 85 người dự")
    async with office.runs():
        await hanh.hears("Đã lưu báo cáo #20")


async def test_old_buttons_still_work_after_a_restart(office: Office) -> None:
    async with office.runs():
        hanh = await reported(office)
    tap = hanh.taps("Hoàn tác")
    async with office.runs():
        await tap.answer()
        await hanh.hears("Đã hoàn tác báo cáo #20")


async def test_two_taps_at_once_do_it_once(office: Office) -> None:
    async with office.runs():
        hanh = await reported(office)
        card = hanh.chat().said[-1]
        taps = [hanh.taps("Hoàn tác", on=card) for _ in range(2)]
        await asyncio.gather(*(tap.answer() for tap in taps))
        undone = await hanh.hears("Đã hoàn tác báo cáo #20")
        await office.telegram.rests()
        assert undone.id == card.id
        others = [m for m in hanh.chat().said if m.id != card.id]
        assert not [m for m in others if "lỗi" in m.text.lower()]
        async with office.app.store.read() as unit:
            kinds = [e.kind for e in await unit.ward(office.cast.ward.id).log.read()]
        assert kinds.count("report.undone") == 1


async def test_undo_is_over_after_ten_minutes_and_says_so(office: Office) -> None:
    async with office.runs():
        hanh = await reported(office)
        office.passes(minutes=11)
        hanh.taps("Hoàn tác")
        said = await hanh.hears(re.compile("10 phút|mười phút"))
        assert "Đã hoàn tác" not in said.text


async def test_a_tap_on_a_card_that_was_changed_meanwhile_acts_on_what_it_said(
    office: Office,
) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        said = hanh.says("#20 đã họp 1 buổi, 85 người dự")
        card = await hanh.hears("85 người dự")
        with office.telegram.holding() as held:
            hanh.edits(said, "#20 đã họp 1 buổi, 95 người dự")
            hanh.taps("Sửa tiến độ", on=card)
            assert len(held) == 2
        await hanh.hears("95 người dự")
        await hanh.hears(re.compile("tiến độ", re.I))


async def test_a_card_that_was_deleted_is_said_anew(office: Office) -> None:
    async with office.runs():
        hanh = await office.phone("Hạnh")
        said = hanh.says("#20 đã họp 1 buổi, 85 người dự")
        card = await hanh.hears("85 người dự")
        hanh.deletes(card)
        hanh.edits(said, "#20 đã họp 1 buổi, 95 người dự")
        again = await hanh.hears("95 người dự")
        assert again.id != card.id
        hanh.taps("Hoàn tác", on=again)
        assert (await hanh.hears("Đã hoàn tác")).id == again.id


async def test_a_place_is_evidence(office: Office) -> None:
    async with office.runs():
        hanh = await reported(office)
        hanh.sends_location(10.776, 106.7)
        await hanh.hears(re.compile("vị trí", re.I))


async def test_menus_follow_roles_and_are_set_once(office: Office) -> None:
    def set_for(person: Person) -> list[str]:
        calls = office.telegram.calls("setMyCommands")
        return [
            str(c.params["commands"])
            for c in calls
            if str(person.id) in str(c.params.get("scope")) and not c.params.get("language_code")
        ]

    async with office.runs():
        mai, hanh = await office.phone("Mai"), await office.phone("Hạnh")
    async with office.runs():
        await office.telegram.until(lambda: set_for(mai) or None)
        assert "suco" in set_for(mai)[0]
        assert set_for(hanh) == []
        await office.telegram.rests(0.5)
    before = len(set_for(mai))
    async with office.runs():
        await office.telegram.until(lambda: office.telegram.bot.mailbox.is_polled or None)
        await office.telegram.rests(0.5)
        assert len(set_for(mai)) == before
        async with office.app.store.write() as unit:
            now_office = replace(office.cast.people["Hạnh"], roles=frozenset({Role.LEAD_OFFICE}))
            await unit.ward(office.cast.ward.id).people.save(now_office)
    async with office.runs():
        await office.telegram.until(lambda: set_for(hanh) or None)
        assert "suco" in set_for(hanh)[0]
