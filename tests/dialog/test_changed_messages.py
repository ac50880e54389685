"""Whoever changes a message that made a report amends the report; nothing moves by itself."""

from data.domain.tasks import OccurrenceState
from tests.dialog.telephone import Telephone, file

NOT_MOVED = (
    "Báo cáo #7 đã lưu vẫn ở #7: sửa số trong tin cũ không chuyển được. "
    "Nếu nhầm việc, đồng chí chọn Hoàn tác #7 rồi gửi tin mới cho #12."
)


async def test_new_words_take_the_place_of_the_old_ones_and_the_card_says_so(
    phone: Telephone,
) -> None:
    mine = await phone.says("Hạnh", "#7 xong")
    (card,) = await phone.screen()
    (amended,) = await phone.changes("Hạnh", mine, "#7 mới được 65%")
    assert amended.edits == card.id, "the bubble that showed the report shows it amended"
    assert amended.text == (
        "Đã sửa báo cáo #7 theo tin nhắn vừa sửa\nTiến độ: 65%\nViệc còn mở, hạn thứ Ba 16/6."
    )
    assert await phone.said_of(7) == ["mới được 65%"]
    assert (await phone.stage.owed(7)).state is OccurrenceState.OPEN
    assert await phone.logged() == ["report.stored", "report.amended"]


async def test_a_changed_message_without_the_number_amends_as_well(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong")
    await phone.screen()
    await phone.changes("Hạnh", mine, "chưa xong")
    assert await phone.said_of(7) == ["chưa xong"]
    assert (await phone.stage.owed(7)).state is OccurrenceState.OPEN


async def test_marks_and_capitals_are_mended_without_a_word(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 da hop 1/2 buoi")
    await phone.screen()
    assert await phone.changes("Hạnh", mine, "#7: Đã họp 1/2 buổi.") == []
    assert await phone.changes("Hạnh", mine, "#7: Đã họp 1/2 buổi.") == []
    assert await phone.said_of(7) == ["Đã họp 1/2 buổi"]


async def test_another_number_does_not_move_the_report(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong")
    await phone.screen()
    (told,) = await phone.changes("Hạnh", mine, "#12 xong")
    assert (told.text, told.labels) == (NOT_MOVED, ("Hoàn tác #7",))
    assert await phone.said_of(12) == []
    await phone.taps("Hạnh", told, "Hoàn tác #7")
    assert await phone.said_of(7) == []


async def test_another_number_after_ten_minutes_offers_nothing_that_would_fail(
    phone: Telephone,
) -> None:
    mine = await phone.says("Hạnh", "#7 xong")
    await phone.screen()
    phone.stage.later(minutes=11)
    (told,) = await phone.changes("Hạnh", mine, "#12 xong")
    assert told.text.endswith(
        "Đã quá 10 phút nên #7 giữ nguyên; đồng chí gửi tin mới cho việc đúng."
    )
    assert told.labels == ()


async def test_a_number_of_no_task_is_put_right_by_changing_it(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#99 xong")
    (refused,) = await phone.screen()
    assert refused.text.startswith("Kế hoạch không có việc #99.")
    (stored,) = await phone.changes("Hạnh", mine, "#7 xong")
    assert stored.text.startswith("Đã lưu báo cáo #7 ")
    (amended,) = await phone.changes("Hạnh", mine, "#7 chưa xong")
    assert amended.edits == stored.id


async def test_a_picture_that_was_kept_already_is_not_kept_twice(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#99 xong", file("p1"))
    await phone.screen()
    await phone.changes("Hạnh", mine, "#7 xong", file("p1", id="second"))
    assert await phone.stage.evidence_of(7) == 1
    assert (await phone.logged()).count("evidence.kept") == 1


async def test_a_caption_that_is_added_later_is_the_report_of_its_picture(
    phone: Telephone,
) -> None:
    mine = await phone.says("Hạnh", "", file("p1"))
    (asked,) = await phone.screen()
    assert "cho việc nào" in asked.text
    (stored,) = await phone.changes("Hạnh", mine, "#7 đã kiểm tra xong", file("p1"))
    assert "Minh chứng: 1 ảnh" in stored.text
    assert await phone.stage.evidence_of(7) == 1


async def test_a_caption_for_a_picture_whose_report_has_no_words_becomes_them(
    phone: Telephone,
) -> None:
    mine = await phone.says("Hạnh", "#7", file("p1"))
    (card,) = await phone.screen()
    (amended,) = await phone.changes("Hạnh", mine, "#7 xong", file("p1"))
    assert amended.edits == card.id
    assert await phone.said_of(7) == ["xong"]
    assert await phone.stage.evidence_of(7) == 1


async def test_a_picture_put_in_place_of_another_joins_the_report(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong", file("p1"))
    await phone.screen()
    (amended,) = await phone.changes("Hạnh", mine, "#7 xong", file("p2"))
    assert "Minh chứng: 2 ảnh" in amended.text
    assert await phone.stage.evidence_of(7) == 2


async def test_a_caption_on_a_picture_that_joined_by_itself_says_nothing_new(
    phone: Telephone,
) -> None:
    await phone.says("Hạnh", "#7 xong")
    mine = await phone.says("Hạnh", "", file("p1"))
    await phone.screen()
    assert await phone.changes("Hạnh", mine, "mặt trước nhà văn hóa", file("p1")) == []
    assert await phone.said_of(7) == ["xong"]


async def test_a_caption_with_another_number_says_where_the_picture_is(phone: Telephone) -> None:
    await phone.says("Hạnh", "#7 xong")
    mine = await phone.says("Hạnh", "", file("p1"))
    await phone.screen()
    (stored,) = await phone.changes("Hạnh", mine, "#12 xong", file("p1"))
    assert stored.text.startswith("1 ảnh (đã nhận, đang tải về) của tin này vẫn ở báo cáo #7.")
    assert "Đã lưu báo cáo #12" in stored.text
    assert (await phone.stage.evidence_of(7), await phone.stage.evidence_of(12)) == (1, 0)


async def test_several_reports_of_one_message_are_amended_together(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 #12 xong")
    (card,) = await phone.screen()
    (amended,) = await phone.changes("Hạnh", mine, "#7 xong, #12 chưa làm")
    assert amended.edits == card.id
    assert "#7: đã xong\n#12: chưa xong" in amended.text
    assert await phone.said_of(12) == ["chưa làm"]


async def test_a_task_that_is_added_to_a_message_gets_its_own_report(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong")
    await phone.screen()
    (stored,) = await phone.changes("Hạnh", mine, "#7 #12 xong")
    assert stored.text.startswith("Đã lưu báo cáo #12 ")
    assert await phone.said_of(7) == ["xong"]


async def test_one_of_several_that_is_taken_out_is_explained(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 #12 xong")
    await phone.screen()
    (told,) = await phone.changes("Hạnh", mine, "#7 xong")
    assert told.text.startswith("Báo cáo #12 đã lưu vẫn ở #12")
    assert told.labels == ("Hoàn tác #12",)


async def test_reports_with_words_of_their_own_need_their_numbers(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong, #12 chưa làm")
    await phone.screen()
    (told,) = await phone.changes("Hạnh", mine, "xong hết")
    assert told.text.startswith("Tin này đã thành các báo cáo #7, #12.")
    assert await phone.said_of(12) == ["chưa làm"]


async def test_a_report_that_another_followed_says_why_not(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 được 50%")
    await phone.says("Hạnh", "#7 xong")
    await phone.screen()
    (told,) = await phone.changes("Hạnh", mine, "#7 được 60%")
    assert told.text == "#7 đã có báo cáo mới hơn. Sửa ở báo cáo mới nhất giúp."
    assert await phone.said_of(7) == ["được 50%", "xong"]


async def test_what_was_undone_can_be_said_again_by_changing_it(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong")
    (card,) = await phone.screen()
    await phone.taps("Hạnh", card, "Hoàn tác")
    assert await phone.changes("Hạnh", mine, "#7 Xong!") == [], "nothing new is said"
    (stored,) = await phone.changes("Hạnh", mine, "#7 được 50%")
    assert stored.text.startswith("Đã lưu báo cáo #7 ")


async def test_a_report_of_long_ago_is_not_rewritten(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong")
    await phone.screen()
    phone.stage.later(hours=49)
    (told,) = await phone.changes("Hạnh", mine, "#7 chưa xong")
    assert told.text.startswith("Báo cáo #7 đã gửi hơn 2 ngày nên sửa tin cũ không đổi được.")
    assert await phone.said_of(7) == ["xong"]


async def test_words_that_are_taken_away_leave_the_report_as_it_is(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong", file("p1"))
    await phone.screen()
    (told,) = await phone.changes("Hạnh", mine, "", file("p1"))
    assert told.text.startswith("Báo cáo #7 vẫn giữ lời đã ghi.")


async def test_mending_a_word_does_not_take_back_what_was_tapped(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 đã kiểm tra hiện trườn")
    (card,) = await phone.screen()
    await phone.taps("Hạnh", card, "Xong cả việc")
    (amended,) = await phone.changes("Hạnh", mine, "#7 đã kiểm tra hiện trường")
    assert "Tiến độ: đã xong" in amended.text
    assert await phone.said_of(7) == ["đã kiểm tra hiện trường (sửa lại: đã xong)"]
    assert (await phone.stage.owed(7)).state is OccurrenceState.REPORTED


async def test_a_number_that_was_chosen_asks_how_far_it_is(phone: Telephone) -> None:
    await phone.says("Tư", "việc")
    mine = await phone.says("Tư", "1")
    await phone.screen()
    (asked,) = await phone.changes("Tư", mine, "2")
    assert asked.text.startswith("Tiến độ #5 đúng ra là gì?")
    (amended,) = await phone.taps("Tư", asked, "Chưa")
    assert amended.edits == asked.id
    assert (await phone.stage.owed(5)).state is OccurrenceState.OPEN


async def test_a_number_that_chose_something_else_does_not_choose_again(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "4")
    await phone.says("Hạnh", "#7 xong")
    await phone.screen()
    (told,) = await phone.changes("Hạnh", mine, "1")
    assert told.text.startswith("Số đã chọn thì sửa tin không đổi được.")
    assert await phone.said_of(7) == ["xong"]


async def test_words_that_waited_for_their_task_can_be_changed_afterwards(
    phone: Telephone,
) -> None:
    mine = await phone.says("Hạnh", "đã họp xong, 40 người dự")
    (asked,) = await phone.screen()
    await phone.taps("Hạnh", asked, "#12 Tuyên truyền bầu cử")
    await phone.changes("Hạnh", mine, "đã họp xong, 45 người dự")
    assert await phone.said_of(12) == ["đã họp xong, 45 người dự"]


async def test_what_waits_goes_on_waiting_while_another_message_is_changed(
    phone: Telephone,
) -> None:
    mine = await phone.says("Hạnh", "#12 xong")
    phone.stage.later(minutes=20)
    await phone.says("Hạnh", "", file("p1"))
    await phone.screen()
    await phone.changes("Hạnh", mine, "#12 được 50%")
    stored = await phone.asks("Hạnh", "#7 xong")
    assert "Minh chứng: 1 ảnh" in stored.text


async def test_a_message_in_a_group_is_amended_and_thanked_there(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", "#7 xong", group=True)
    await phone.screen()
    amended, thanks = await phone.changes("Hạnh", mine, "#7 được 50%", group=True)
    assert amended.text.startswith("Đã sửa báo cáo #7 theo tin nhắn vừa sửa")
    assert thanks.text == "👍"


async def test_a_place_that_moves_on_is_not_kept_again(phone: Telephone) -> None:
    mine = await phone.says("Hạnh", place=(12.5, 109.1))
    await phone.screen()
    assert await phone.changes("Hạnh", mine, place=(12.6, 109.2)) == []
    assert await phone.logged() == ["evidence.kept"]
