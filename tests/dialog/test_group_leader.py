"""A group leader needs no commands: a tap, a number or "xong", and a picture."""

from datetime import date

from data.domain.messages import Choice, Lane, OutgoingMessage
from data.domain.tasks import OccurrenceState
from tests.dialog.conftest import GROUP_5, Stage


async def reminded(stage: Stage) -> int:
    """Show the group leader the reminder's menu, as the morning message does."""
    number = (await stage.owed(5)).id
    menu = (
        Choice("Xong rồi", f"report:done:{number}"),
        Choice("Chưa làm", f"report:notyet:{number}"),
        Choice("Cần phường giúp", f"report:help:{number}"),
    )
    async with stage.store.write() as unit:
        person = stage.cast.people["Tư"]
        await unit.outbox.add(
            f"digest:{person.id}:2026-06-15:daily",
            stage.cast.chat("Tư"),
            OutgoingMessage("Bác Tư ơi, phường nhắc việc của tổ 5: …", menu),
            kind="digest",
            lane=Lane.BULK,
            now=stage.now,
            ward_id=stage.cast.ward.id,
            person_id=person.id,
            mentions=[number],
        )
    return number


async def test_one_and_a_picture_in_one_message_is_a_complete_report(stage: Stage) -> None:
    await reminded(stage)
    said = await stage.says("Tư", "1", await stage.photo())
    assert said.text == ("Đã lưu, cảm ơn bác Tư.\nNiêm yết danh sách hộ nghèo: xong, 1 ảnh.")
    assert said.labels == ("Thêm ảnh", "Hoàn tác")
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED
    assert await stage.evidence_of(5) == 1


async def test_one_first_then_a_picture(stage: Stage) -> None:
    await reminded(stage)
    said = await stage.says("Tư", "1.")
    assert said.text.endswith("Bác gửi thêm ảnh vào đây nhé.")
    said = await stage.says("Tư", "", await stage.photo())
    assert said.text.startswith("Đã thêm 1 ảnh vào báo cáo #5")
    assert await stage.evidence_of(5) == 1


async def test_a_picture_first_then_one(stage: Stage) -> None:
    await reminded(stage)
    said = await stage.says("Tư", "", await stage.photo())
    assert said.text == (
        "1 ảnh này là của việc: Niêm yết danh sách hộ nghèo, phải không bác Tư? Việc đó:"
    )
    assert said.labels[0] == "Xong"
    said = await stage.says("Tư", "1")
    assert "xong, 1 ảnh" in said.text
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED


async def test_xong_with_a_picture_and_no_reminder(stage: Stage) -> None:
    said = await stage.says("Tư", "Xong", await stage.photo())
    assert said.text == "Đã lưu, cảm ơn bác Tư.\nNiêm yết danh sách hộ nghèo: xong, 1 ảnh."


async def test_the_words_of_a_choice_can_be_typed_without_diacritics(stage: Stage) -> None:
    await reminded(stage)
    said = await stage.says("Tư", "xong roi")
    assert said.text.startswith("Đã lưu, cảm ơn bác Tư.")
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED


async def test_answering_one_twice_takes_nothing_back(stage: Stage) -> None:
    await reminded(stage)
    await stage.says("Tư", "1")
    await stage.says("Tư", "1")
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED


async def test_not_done_is_noted_without_blame(stage: Stage) -> None:
    await reminded(stage)
    said = await stage.says("Tư", "2")
    assert said.text == (
        "Đã ghi là chưa làm: Niêm yết danh sách hộ nghèo, hạn thứ Sáu 19/6.\n"
        "Phường sẽ nhắc lại sau. Có gì vướng bác cứ nhắn vào đây."
    )
    assert (await stage.owed(5)).state is OccurrenceState.OPEN


async def test_needing_help_asks_one_sentence_and_tells_the_lead_office(stage: Stage) -> None:
    number = await reminded(stage)
    said = await stage.says("Tư", "3")
    assert said.text == "Bác cần phường giúp gì cho việc này? Bác ghi một câu."
    said = await stage.says("Tư", "nhà văn hóa khóa cửa, không dán được")
    assert said.text == (
        "Đã ghi: “nhà văn hóa khóa cửa, không dán được”.\n"
        "Đã báo cơ quan đầu mối, phường sẽ liên hệ bác Tư."
    )
    async with stage.store.read() as unit:
        (report,) = await unit.ward(stage.cast.ward.id).reports.of_occurrence(number)
        office = stage.cast.people["Mai"]
        letter = await unit.outbox.find(f"help:{report.id}:{office.id}")
    assert letter is not None
    assert letter.message.text == (
        "Bác Tư, tổ 5 (0900000005) cần phường giúp\n"
        "#5 Niêm yết danh sách hộ nghèo\n“nhà văn hóa khóa cửa, không dán được”"
    )
    work = await stage.owed(5)
    assert (work.state, work.obstacle) == (
        OccurrenceState.OPEN,
        "nhà văn hóa khóa cửa, không dán được",
    )


async def test_with_two_tasks_a_picture_asks_which(stage: Stage) -> None:
    await stage.works(9, "Dọn vệ sinh", GROUP_5, ("", date(2026, 6, 1), date(2026, 6, 30)))
    said = await stage.says("Tư", "", await stage.photo())
    assert said.text == "1 ảnh này cho việc nào, thưa bác?"
    said = await stage.says("Tư", "2")
    assert said.text.startswith("Đã lưu, cảm ơn bác Tư.\nDọn vệ sinh")
    assert await stage.evidence_of(9) == 1


async def test_one_under_the_list_is_done_as_under_the_reminder(stage: Stage) -> None:
    said = await stage.says("Tư", "việc")
    assert said.labels == ("Xong rồi", "Chưa làm", "Cần phường giúp")
    assert said.text.endswith("Làm xong bác gửi ảnh vào đây, hoặc trả lời:")
    await stage.says("Tư", "1", await stage.photo())
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED
    assert await stage.evidence_of(5) == 1


async def test_thanks_after_a_photo_alone_are_no_report(stage: Stage) -> None:
    await reminded(stage)
    await stage.says("Tư", "", await stage.photo())
    before = await stage.owed(5)
    assert "Cảm ơn bác" in (await stage.says("Tư", "cảm ơn")).text
    assert (await stage.owed(5)).progress == before.progress


async def test_small_talk_shows_what_waits_and_keeps_the_menu(stage: Stage) -> None:
    await reminded(stage)
    said = await stage.says("Tư", "hôm nay trời mưa to quá")
    assert said.text == (
        "Bác Tư ơi, “hôm nay trời mưa to quá” về việc: Niêm yết danh sách hộ nghèo. "
        "Việc đó thế nào rồi?"
    )
    await stage.says("Tư", "1")
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED
