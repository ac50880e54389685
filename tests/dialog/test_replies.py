"""Whoever answers a message of ours by quoting it speaks of the work in it."""

from data.domain.messages import Choice
from data.domain.tasks import OccurrenceState
from tests.dialog.telephone import Bubble, Telephone, file

MORNING = (
    "Việc của đồng chí Hạnh, thứ Hai 15/6\n"
    "🟡 #7 Giám sát công trình đường số 3: hạn mai\n"
    "🟢 #12 Tuyên truyền bầu cử: còn 5 ngày làm việc"
)


async def reminded(phone: Telephone) -> Bubble:
    """Show Hạnh the morning message about #7 and #12."""
    return await phone.reminds("Hạnh", MORNING, (), 7, 12)


async def test_words_in_reply_to_a_reminder_of_one_task_are_its_report(phone: Telephone) -> None:
    reminder = await phone.reminds("Hạnh", "🟡 #12 Tuyên truyền bầu cử: hạn mai", (), 12)
    stored = await phone.asks("Hạnh", "đã treo băng rôn xong", reply_to=reminder.id)
    assert stored.text.startswith("Đã lưu báo cáo #12 ")
    assert await phone.said_of(12) == ["đã treo băng rôn xong"]


async def test_the_quoted_line_says_which(phone: Telephone) -> None:
    reminder = await reminded(phone)
    quoted = "🟡 #7 Giám sát công trình"
    stored = await phone.asks("Hạnh", "xong rồi", reply_to=reminder.id, quote=quoted)
    assert stored.text.startswith("Đã lưu báo cáo #7 ")


async def test_of_several_it_is_asked_which_and_no_others_are_offered(phone: Telephone) -> None:
    reminder = await reminded(phone)
    asked = await phone.asks("Hạnh", "đã làm xong", reply_to=reminder.id)
    assert asked.text == "“đã làm xong” là cho việc nào, thưa đồng chí?"
    assert asked.labels == (
        "#7 Giám sát công trình đường số 3",
        "#12 Tuyên truyền bầu cử",
        "Bỏ",
    )
    (stored,) = await phone.taps("Hạnh", asked, "#12 Tuyên truyền bầu cử")
    assert stored.text.startswith("Đã lưu báo cáo #12 ")


async def test_of_several_the_one_that_is_still_open_is_meant(phone: Telephone) -> None:
    reminder = await reminded(phone)
    await phone.asks("Hạnh", "#7 xong")
    stored = await phone.asks("Hạnh", "cũng xong rồi", reply_to=reminder.id)
    assert stored.text.startswith("Đã lưu báo cáo #12 ")


async def test_a_number_in_the_words_wins(phone: Telephone) -> None:
    reminder = await phone.reminds("Hạnh", "🟡 #12 Tuyên truyền bầu cử: hạn mai", (), 12)
    stored = await phone.asks("Hạnh", "#7 xong", reply_to=reminder.id)
    assert stored.text.startswith("Đã lưu báo cáo #7 ")


async def test_a_picture_in_reply_is_evidence_of_that_task(phone: Telephone) -> None:
    reminder = await reminded(phone)
    quoted = "#12 Tuyên truyền bầu cử"
    stored = await phone.asks("Hạnh", "", file("p1"), reply_to=reminder.id, quote=quoted)
    assert stored.text.startswith("Đã lưu báo cáo #12 ")
    assert await phone.stage.evidence_of(12) == 1


async def test_pictures_that_wait_join_what_is_quoted(phone: Telephone) -> None:
    reminder = await reminded(phone)
    await phone.asks("Hạnh", "", file("p1"))
    stored = await phone.asks(
        "Hạnh", "xong", reply_to=reminder.id, quote="#7 Giám sát công trình đường số 3"
    )
    assert stored.text.startswith("Đã lưu báo cáo #7 ")
    assert "Minh chứng: 1 ảnh" in stored.text


async def test_the_quoted_task_beats_the_report_that_was_just_given(phone: Telephone) -> None:
    reminder = await reminded(phone)
    await phone.asks("Hạnh", "#7 xong")
    quoted = "#12 Tuyên truyền bầu cử"
    await phone.asks("Hạnh", "", file("p1"), reply_to=reminder.id, quote=quoted)
    assert (await phone.stage.evidence_of(7), await phone.stage.evidence_of(12)) == (0, 1)


async def test_a_picture_for_work_that_is_reported_joins_its_report(phone: Telephone) -> None:
    reminder = await reminded(phone)
    await phone.asks("Hạnh", "#7 xong")
    phone.stage.later(hours=3)
    quoted = "#7 Giám sát công trình"
    added = await phone.asks("Hạnh", "", file("p1"), reply_to=reminder.id, quote=quoted)
    assert added.text.startswith("Đã thêm 1 ảnh")
    assert await phone.said_of(7) == ["xong"]


async def test_done_in_reply_to_a_group_leaders_reminder(phone: Telephone) -> None:
    number = (await phone.stage.owed(5)).id
    menu = (Choice("Xong rồi", f"report:done:{number}"), Choice("Chưa", f"report:notyet:{number}"))
    reminder = await phone.reminds("Tư", "Bác Tư ơi, phường nhắc việc", menu, 5)
    await phone.asks("Tư", "giúp")
    stored = await phone.asks("Tư", "xong", reply_to=reminder.id)
    assert stored.text.startswith("Đã lưu, cảm ơn bác Tư.")
    assert (await phone.stage.owed(5)).state is OccurrenceState.REPORTED


async def test_a_number_in_reply_is_that_reminders_choice(phone: Telephone) -> None:
    number = (await phone.stage.owed(5)).id
    menu = (Choice("Xong rồi", f"report:done:{number}"), Choice("Chưa", f"report:notyet:{number}"))
    reminder = await phone.reminds("Tư", "Bác Tư ơi, phường nhắc việc", menu, 5)
    await phone.asks("Tư", "giúp")
    noted = await phone.asks("Tư", "2", reply_to=reminder.id)
    assert noted.text.startswith("Đã ghi là chưa làm")


async def test_unclear_words_of_a_group_leader_are_asked_about(phone: Telephone) -> None:
    reminder = await phone.reminds("Tư", "Bác Tư ơi, phường nhắc việc", (), 5)
    asked = await phone.asks("Tư", "hôm nay trời mưa to quá", reply_to=reminder.id)
    assert asked.text.endswith("Việc đó thế nào rồi?")
    assert await phone.said_of(5) == []


async def test_thanks_nods_and_questions_are_no_report(phone: Telephone) -> None:
    reminder = await phone.reminds("Hạnh", "🟡 #12 Tuyên truyền bầu cử: hạn mai", (), 12)
    for words in ("cảm ơn", "dạ vâng", "ok", "vì sao tôi nhận tin này?"):
        await phone.asks("Hạnh", words, reply_to=reminder.id)
    assert await phone.said_of(12) == []


async def test_the_office_that_quotes_others_work_does_not_report_it(phone: Telephone) -> None:
    escalated = await phone.reminds("Mai", "#7 của Văn phòng quá hạn 5 ngày", (), 7)
    await phone.asks("Mai", "tôi sẽ gọi điện", reply_to=escalated.id, quote="#7 của Văn phòng")
    assert await phone.said_of(7) == []


async def test_an_answer_to_the_question_of_a_card_is_still_that_answer(phone: Telephone) -> None:
    reminder = await phone.reminds("Hạnh", "🟡 #12 Tuyên truyền bầu cử: hạn mai", (), 12)
    card = await phone.asks("Hạnh", "#12 xong")
    await phone.taps("Hạnh", card, "Sửa tiến độ")
    amended = await phone.asks("Hạnh", "mới được 65%", reply_to=reminder.id)
    assert amended.text.startswith("Đã sửa báo cáo #12")
    assert await phone.said_of(12) == ["xong (sửa lại: mới được 65%)"]
