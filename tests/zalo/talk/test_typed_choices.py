"""Menus without buttons, answered by typing: by number, by words, and what happens in doubt."""

from datetime import date

import pytest

from data.domain.messages import Choice
from data.domain.tasks import OccurrenceState
from tests.dialog.conftest import OFFICE, Stage
from tests.dialog.telephone import Telephone


async def reminded(phone: Telephone) -> None:
    """Show the group leader the morning's menu."""
    number = (await phone.stage.owed(5)).id
    menu = [
        Choice("Xong rồi", f"report:done:{number}"),
        Choice("Chưa làm", f"report:notyet:{number}"),
        Choice("Cần phường giúp", f"report:help:{number}"),
    ]
    await phone.reminds("Tư", "Bác Tư ơi, phường nhắc việc của tổ 5: …", menu, 5)


@pytest.mark.parametrize(
    "typed",
    [
        *("1", "1.", "1)", "Số 1", "so 1 ạ", "dạ 1", "chọn 1", "Một", "1. Xong rồi", "1 xong"),
        *("1 Xong rồi ạ", "Xong rồi", "xong roi", "XONG RỒI", "Dạ xong rồi ạ", "xong rồi nhé."),
        *("xong", "xong rùi", "đã xong", "làm xong rồi"),
    ],
)
async def test_a_group_leader_is_understood_however_it_is_typed(
    phone: Telephone, typed: str
) -> None:
    await reminded(phone)
    said = await phone.asks("Tư", typed)
    assert said.text.startswith("Đã lưu, cảm ơn bác Tư.")
    assert (await phone.stage.owed(5)).state is OccurrenceState.REPORTED


@pytest.mark.parametrize("typed", ["2", "2.", "hai", "chưa làm", "CHUA LAM", "2. Chưa làm", "chưa"])
async def test_not_yet_is_not_taken_as_done(phone: Telephone, typed: str) -> None:
    await reminded(phone)
    await phone.asks("Tư", typed)
    assert (await phone.stage.owed(5)).state is not OccurrenceState.REPORTED


@pytest.mark.parametrize("typed", ["4", "2 buổi", "0912345678", "1 hộ chưa nhận", "50%"])
async def test_what_is_no_choice_does_not_become_one(phone: Telephone, typed: str) -> None:
    await reminded(phone)
    await phone.says("Tư", typed)
    assert (await phone.stage.owed(5)).state is not OccurrenceState.REPORTED
    assert "report.undone" not in await phone.logged()


async def test_a_menu_counts_for_three_days(phone: Telephone) -> None:
    await reminded(phone)
    phone.stage.later(days=2, hours=23)
    assert (await phone.asks("Tư", "1")).text.startswith("Đã lưu")


async def test_after_three_days_the_number_is_asked_about(phone: Telephone) -> None:
    await reminded(phone)
    phone.stage.later(days=3, hours=1)
    said = await phone.asks("Tư", "1")
    assert "Đã lưu" not in said.text
    assert (await phone.stage.owed(5)).state is not OccurrenceState.REPORTED


# A number that is a choice's and a task's.


@pytest.fixture
async def with_two(phone: Telephone) -> Telephone:
    """Hạnh owes a task number 2, too, and a report's card offers four choices."""
    await phone.stage.works(2, "Rà soát hộ khẩu", OFFICE, ("", date(2026, 5, 1), date(2026, 6, 30)))
    card = await phone.asks("Hạnh", "#7 đã kiểm tra, 65%")
    assert card.labels[:2] == ("Hoàn tác", "Thêm ảnh")
    return phone


async def test_in_doubt_it_is_asked_which_is_meant(with_two: Telephone) -> None:
    asked = await with_two.asks("Hạnh", "2")
    assert asked.text == "Số 2 đồng chí muốn nói là:"
    assert asked.labels == ("Thêm ảnh", "#2 Rà soát hộ khẩu")
    assert "ảnh" in (await with_two.asks("Hạnh", "1")).text
    assert await with_two.said_of(2) == []


async def test_the_task_can_be_meant_and_the_question_ends(with_two: Telephone) -> None:
    await with_two.asks("Hạnh", "số 2")
    said = await with_two.asks("Hạnh", "2")
    assert "#2" in said.text
    assert "muốn nói" not in said.text
    assert (await with_two.asks("Hạnh", "xong")).text.startswith("Đã lưu báo cáo #2")


@pytest.mark.parametrize("typed", ["chọn 2", "mục 2", "hai", "2. Thêm ảnh", "thêm ảnh"])
async def test_who_says_that_it_is_the_choice_is_not_asked(with_two: Telephone, typed: str) -> None:
    assert "muốn nói" not in (await with_two.asks("Hạnh", typed)).text


@pytest.mark.parametrize(
    "typed", ["#2 xong", "2 xong", "xong 2", "/xong 2", "việc 2 xong", "2xong"]
)
async def test_who_says_that_it_is_the_task_is_not_asked(with_two: Telephone, typed: str) -> None:
    assert (await with_two.asks("Hạnh", typed)).text.startswith("Đã lưu báo cáo #2")


async def test_a_number_that_no_task_of_theirs_has_is_the_choice(phone: Telephone) -> None:
    await phone.asks("Hạnh", "#7 đã kiểm tra, 65%")
    assert (await phone.asks("Hạnh", "1")).text.startswith("Đã hoàn tác báo cáo #7")


@pytest.mark.parametrize("typed", ["12", "12.", "số 12", "dạ 12 ạ", "việc 12", "#12"])
async def test_a_bare_task_number_asks_what_to_report(phone: Telephone, typed: str) -> None:
    said = await phone.asks("Hạnh", typed)
    assert "#12" in said.text
    assert said.labels[:2] == ("Xong", "Chưa")


@pytest.mark.parametrize("typed", ["85", "0912345678", "2 buổi tối"])
async def test_a_number_of_nothing_stores_nothing(phone: Telephone, typed: str) -> None:
    await phone.says("Hạnh", typed)
    assert "report.stored" not in await phone.logged()


@pytest.mark.parametrize("typed", ["7 xong, 12 chưa họp được", "7 XONG 12 CHUA HOP DUOC"])
async def test_two_tasks_in_one_message_become_two_reports(phone: Telephone, typed: str) -> None:
    said = await phone.asks("Hạnh", typed)
    assert said.text.startswith("Đã lưu 2 báo cáo")
    assert said.labels == ("Hoàn tác #7", "Hoàn tác #12")
    assert (await phone.stage.owed(7)).state is OccurrenceState.REPORTED
    assert (await phone.stage.owed(12)).state is not OccurrenceState.REPORTED


async def test_a_number_that_is_no_task_stays_in_the_report(phone: Telephone) -> None:
    await phone.asks("Hạnh", "7 xong, 95 chưa có ảnh")
    assert await phone.said_of(7) == ["xong, 95 chưa có ảnh"]


@pytest.mark.parametrize("typed", ["menu", "/menu", "?", "??", "Giup"])
async def test_whoever_is_lost_is_shown_the_way(phone: Telephone, typed: str) -> None:
    assert (await phone.asks("Hạnh", typed)).text.startswith("Chào đồng chí Hạnh.")


# Taking back.


@pytest.mark.parametrize(
    "typed",
    ["hoàn tác", "Hoan tac", "HOÀN TÁC nhé", "1", "hoàn tác #7", "hoan tac 7", "hủy báo cáo 7"],
)
async def test_a_report_is_taken_back_by_typing(phone: Telephone, typed: str) -> None:
    await phone.asks("Hạnh", "#7 xong")
    assert (await phone.asks("Hạnh", typed)).text.startswith("Đã hoàn tác báo cáo #7")
    assert await phone.said_of(7) == []


async def test_it_is_taken_back_although_other_messages_came_between(phone: Telephone) -> None:
    await phone.asks("Hạnh", "#7 xong")
    await phone.asks("Hạnh", "#12 xong")
    await phone.reminds("Hạnh", "Việc của đồng chí Hạnh", [Choice("Chi tiết", "tasks:list")], 12)
    assert (await phone.asks("Hạnh", "hoàn tác #7")).text.startswith("Đã hoàn tác báo cáo #7")
    assert (await phone.asks("Hạnh", "hoàn tác")).text.startswith("Đã hoàn tác báo cáo #12")


async def test_too_late_is_said(phone: Telephone) -> None:
    await phone.asks("Hạnh", "#7 xong")
    phone.stage.later(minutes=11)
    assert "10 phút" in (await phone.asks("Hạnh", "hoàn tác")).text
    assert await phone.said_of(7) == ["xong"]


# What cannot be read here.


async def test_what_holds_nothing_is_answered_with_what_can_be_sent(phone: Telephone) -> None:
    said = (await phone.asks("Tư", "")).text
    assert said.startswith(
        "Tin vừa rồi tôi chưa đọc được: ở đây tôi chỉ nhận chữ, ảnh và tin thoại."
    )
    assert "Bác gõ chữ hoặc chụp ảnh gửi vào đây" in said


async def test_no_sentence_of_a_report_speaks_of_buttons(phone: Telephone, stage: Stage) -> None:
    said = [(await phone.asks("Hạnh", text)).text for text in ("giúp", "việc", "#7 xong", "#99")]
    await reminded(phone)
    said += [(await phone.asks("Tư", text)).text for text in ("giúp", "1")]
    assert not [text for text in said if "bấm" in text.lower() or "nút" in text.lower()]
