"""An officer reports: words and files in any order, put right by one tap."""

from datetime import date

import pytest

from data.domain.reports import Doneness
from data.domain.tasks import OccurrenceState
from tests.cast import at
from tests.dialog.conftest import CULTURE, Stage


async def test_a_typed_report_with_files_is_stored_and_said_back(stage: Stage) -> None:
    photos = [await stage.photo(f"{n}.jpg") for n in range(3)]
    pdf = await stage.upload("bien-ban.pdf", b"%PDF-1.7\n" + b"x" * 64, "application/pdf")
    said = await stage.says("Hạnh", "#20 đã họp 1/2 buổi, 85 người dự", *photos, pdf)
    assert said.text == (
        "Đã lưu báo cáo #20, lần 1/2 (09:12 thứ Hai 15/6)\n"
        "Tiến độ: 1/2 buổi, 85 người dự\n"
        "Minh chứng: 3 ảnh, 1 tệp PDF\n"
        "Phòng Văn hóa – Xã hội sẽ xem. Sai thì chọn Hoàn tác trong 10 phút."
    )
    assert said.labels == ("Hoàn tác", "Thêm ảnh", "Sửa tiến độ")
    first = await stage.owed(20, "lần 1/2")
    assert first.state is OccurrenceState.REPORTED
    assert first.next_remind_at is None
    assert first.reported_at == stage.now
    assert (await stage.owed(20, "lần 2/2")).state is OccurrenceState.OPEN
    assert await stage.evidence_of(20, "lần 1/2") == 4


async def test_a_part_leaves_the_work_open_and_asks_no_more_today(stage: Stage) -> None:
    said = await stage.says("Hạnh", "#7 đạt 65%, vướng mặt bằng")
    assert "Tiến độ: 65%" in said.text
    assert "Vướng: mặt bằng" in said.text
    assert "Việc còn mở, hạn thứ Ba 16/6." in said.text
    work = await stage.owed(7)
    assert work.state is OccurrenceState.OPEN
    assert work.obstacle == "mặt bằng"
    assert work.next_remind_at == at("2026-06-16 07:30")


async def test_undo_puts_everything_back_and_keeps_the_files(stage: Stage) -> None:
    before = await stage.owed(7)
    await stage.says("Hạnh", "#7 xong", await stage.photo())
    stage.later(minutes=9)
    said = await stage.taps("Hạnh", "Hoàn tác")
    assert said.text.startswith("Đã hoàn tác báo cáo #7, việc trở lại như trước.\n1 tệp vẫn")
    assert await stage.owed(7) == before
    said = await stage.taps("Hạnh", "#7 Giám sát công trình đường số 3")
    assert "Minh chứng: 1 ảnh" in said.text
    assert await stage.evidence_of(7) == 1


@pytest.mark.parametrize("who", ["Hạnh", "Mai", "Tư"])
async def test_with_nothing_to_undo_it_says_so(stage: Stage, who: str) -> None:
    said = await stage.says(who, "hoàn tác")
    assert said.text == (
        "Hiện không có gì để hoàn tác: chỉ hoàn tác được trong 10 phút sau khi gửi."
    )


async def test_the_same_photos_sent_again_after_undo_are_counted_once(stage: Stage) -> None:
    photos = [await stage.photo() for _ in range(3)]
    await stage.says("Hạnh", "#7 đã kiểm tra, 2 người", *photos)
    await stage.taps("Hạnh", "Hoàn tác")
    said = await stage.says("Hạnh", "#7 đã kiểm tra, 3 người", *photos)
    assert "Minh chứng: 3 ảnh" in said.text
    assert await stage.evidence_of(7) == 3
    again = await stage.says("Hạnh", "", photos[0])
    assert "Tệp này đã có trong báo cáo #7" in again.text
    assert "Minh chứng hiện có: 3 ảnh." in again.text
    assert again.labels == ("Thêm ảnh",)
    assert await stage.evidence_of(7) == 3


async def test_the_same_photos_sent_again_while_they_wait_are_asked_for_once(stage: Stage) -> None:
    photos = [await stage.photo() for _ in range(2)]
    await stage.says("Hạnh", "", *photos)
    assert "2 ảnh này cho việc nào" in (await stage.says("Hạnh", "", *photos)).text


async def test_two_reports_may_show_the_same_photo(stage: Stage) -> None:
    photo = await stage.photo()
    await stage.says("Hạnh", "#7 xong", photo)
    await stage.says("Hạnh", "#12 xong", photo)
    assert await stage.evidence_of(7) == await stage.evidence_of(12) == 1


async def test_undo_is_refused_kindly_after_ten_minutes(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    stage.later(minutes=11)
    said = await stage.taps("Hạnh", "Hoàn tác")
    assert said.text.startswith("Báo cáo #7 đã quá 10 phút nên không hoàn tác được.")
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED


async def test_two_taps_on_undo_undo_once(stage: Stage) -> None:
    said = await stage.says("Hạnh", "#7 xong")
    undo = said.value("Hoàn tác")
    assert "Đã hoàn tác" in (await stage.says("Hạnh", choice=undo)).text
    assert "đã được hoàn tác trước đó" in (await stage.says("Hạnh", choice=undo)).text


async def test_undoing_the_first_of_two_reports_leaves_the_second_in_effect(stage: Stage) -> None:
    first = await stage.says("Hạnh", "#7 mới làm một phần")
    await stage.says("Dũng", "#7 xong")
    await stage.says("Hạnh", choice=first.value("Hoàn tác"))
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED
    await stage.taps("Dũng", "Hoàn tác")
    work = await stage.owed(7)
    assert (work.state, work.progress) == (OccurrenceState.OPEN, "")


async def test_the_progress_is_corrected_by_one_tap(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    await stage.taps("Hạnh", "Sửa tiến độ")
    said = await stage.taps("Hạnh", "Một phần")
    assert said.text.startswith("Đã sửa báo cáo #7\nTiến độ: đã làm một phần")
    work = await stage.owed(7)
    assert work.state is OccurrenceState.OPEN
    assert work.progress == "xong (sửa lại: đã làm một phần)"
    assert work.next_remind_at is not None


async def test_the_progress_is_corrected_by_words(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    await stage.taps("Hạnh", "Sửa tiến độ")
    said = await stage.says("Hạnh", "mới được 65%")
    assert "Tiến độ: 65%" in said.text
    assert (await stage.owed(7)).state is OccurrenceState.OPEN


async def test_words_that_do_not_say_done_are_finished_by_one_tap(stage: Stage) -> None:
    said = await stage.says("Hạnh", "#7 đã kiểm tra hiện trường")
    assert "Tiến độ: chưa ghi rõ" in said.text
    assert (await stage.owed(7)).state is OccurrenceState.OPEN
    await stage.taps("Hạnh", "Xong cả việc")
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED


async def test_a_tapped_reminder_then_words_then_photos(stage: Stage) -> None:
    number = (await stage.owed(7)).id
    said = await stage.says("Hạnh", choice=f"report:open:{number}")
    assert said.text.startswith("#7 Giám sát công trình đường số 3, hạn thứ Ba 16/6")
    said = await stage.says("Hạnh", "đã kiểm tra xong")
    assert said.text.startswith("Đã lưu báo cáo #7 ")
    stage.later(minutes=3)
    said = await stage.says("Hạnh", "", await stage.photo(), await stage.photo())
    assert said.text.startswith("Đã thêm 2 ảnh vào báo cáo #7 (Giám sát công trình đường số 3).")
    assert await stage.evidence_of(7) == 2


async def test_a_tapped_reminder_then_photos_then_words_is_one_report(stage: Stage) -> None:
    number = (await stage.owed(7)).id
    await stage.says("Hạnh", choice=f"report:open:{number}")
    said = await stage.says("Hạnh", "", await stage.photo())
    assert "Minh chứng: 1 ảnh" in said.text
    said = await stage.says("Hạnh", "đã xong, 12 người dự")
    assert "Tiến độ: đã xong, 12 người dự" in said.text
    async with stage.store.read() as unit:
        (report,) = await unit.ward(stage.cast.ward.id).reports.of_occurrence(number)
    assert report.text == "đã xong, 12 người dự"
    assert report.progress.doneness is Doneness.DONE
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED


async def test_photos_that_joined_by_themselves_can_be_moved(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    await stage.says("Hạnh", "", await stage.photo())
    said = await stage.taps("Hạnh", "Không phải việc này")
    assert said.text == (
        "Đã gỡ 1 tệp khỏi báo cáo #7; tệp vẫn được giữ.\n1 ảnh này cho việc nào, thưa đồng chí?"
    )
    said = await stage.taps("Hạnh", "#12 Tuyên truyền bầu cử")
    assert said.text.startswith("Đã lưu báo cáo #12")
    assert (await stage.evidence_of(7), await stage.evidence_of(12)) == (0, 1)


async def test_photos_without_words_ask_which_task_the_likeliest_first(stage: Stage) -> None:
    photos = [await stage.photo() for _ in range(3)]
    said = await stage.says("Hạnh", "", *photos)
    assert said.text == "3 ảnh này cho việc nào, thưa đồng chí?"
    assert said.labels == (
        "#20 Đối thoại với Nhân dân",
        "#7 Giám sát công trình đường số 3",
        "#12 Tuyên truyền bầu cử",
        "Bỏ ảnh",
    )
    said = await stage.taps("Hạnh", "#20 Đối thoại với Nhân dân")
    assert "Minh chứng: 3 ảnh" in said.text
    assert await stage.evidence_of(20, "lần 1/2") == 3


async def test_photos_then_words_with_the_number_are_one_report(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    await stage.says("Hạnh", "", await stage.photo())
    said = await stage.says("Hạnh", "#12 đã treo băng rôn xong")
    assert "Minh chứng: 2 ảnh" in said.text
    assert await stage.evidence_of(12) == 2


async def test_a_bare_number_answers_which_task(stage: Stage) -> None:
    await stage.says("Hạnh", "đã xong", await stage.photo())
    said = await stage.says("Hạnh", "12")
    assert said.text.startswith("Đã lưu báo cáo #12")
    assert "Minh chứng: 1 ảnh" in said.text
    assert (await stage.owed(12)).state is OccurrenceState.REPORTED


async def test_photos_can_be_dropped_by_tap_or_by_typing_the_words(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    assert (await stage.says("Hạnh", "bo anh")).text == "Đã bỏ 1 tệp, không gắn vào việc nào."
    said = await stage.says("Hạnh", "#7 xong")
    assert "Minh chứng" not in said.text


async def test_words_without_a_number_ask_when_several_tasks_are_open(stage: Stage) -> None:
    said = await stage.says("Hạnh", "đã họp xong, 40 người dự")
    assert said.text == "“đã họp xong, 40 người dự” là cho việc nào, thưa đồng chí?"
    said = await stage.taps("Hạnh", "#12 Tuyên truyền bầu cử")
    assert "Tiến độ: đã xong, 40 người dự" in said.text


async def test_words_without_a_number_go_to_the_only_open_task_and_say_so(stage: Stage) -> None:
    await stage.says("Hạnh", "#20 #7 xong")
    said = await stage.says("Hạnh", "đã làm xong")
    assert said.text.startswith("Đã lưu báo cáo #12 ")
    assert "Việc: Tuyên truyền bầu cử" in said.text


async def test_several_tasks_in_one_go(stage: Stage) -> None:
    said = await stage.says("Hạnh", "#20 #7 #12 xong")
    assert said.text.startswith("Đã lưu 3 báo cáo (09:12 thứ Hai 15/6)\n#20, lần 1/2: đã xong")
    assert said.labels == ("Hoàn tác #20", "Hoàn tác #7", "Hoàn tác #12")
    for code, label in ((20, "lần 1/2"), (7, None), (12, None)):
        assert (await stage.owed(code, label)).state is OccurrenceState.REPORTED


async def test_several_tasks_each_with_its_own_words(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong, #12 chưa làm")
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED
    assert (await stage.owed(12)).progress == "chưa làm"


async def test_as_last_period_shows_the_words_and_marks_the_copy(stage: Stage) -> None:
    await stage.says("Hạnh", "#20 đã đối thoại xong, 120 người dự")
    stage.now = at("2026-07-06 09:00")
    said = await stage.says("Hạnh", "#20 như kỳ trước")
    assert said.text == (
        "Lần 1/2 đã ghi: “đã đối thoại xong, 120 người dự”\n"
        "Gửi lại như vậy cho #20 Đối thoại với Nhân dân (lần 2/2)?"
    )
    said = await stage.taps("Hạnh", "Gửi như kỳ trước")
    assert "Tiến độ: đã xong, 120 người dự" in said.text
    second = await stage.owed(20, "lần 2/2")
    assert second.state is OccurrenceState.REPORTED
    assert second.progress == "(như kỳ trước: lần 1/2) đã đối thoại xong, 120 người dự"


async def test_the_same_words_twice_are_one_report(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 xong")
    said = await stage.says("Hạnh", "#7 xong")
    assert said.text == "Báo cáo #7 này đã lưu lúc 09:12, không lưu thêm lần nữa."


async def test_a_late_tap_says_who_reported_and_when(stage: Stage) -> None:
    number = (await stage.owed(7)).id
    await stage.says("Dũng", "#7 xong")
    stage.later(hours=2)
    said = await stage.says("Hạnh", choice=f"report:open:{number}")
    assert said.text == (
        "#7 Giám sát công trình đường số 3: đồng chí Dũng đã báo xong lúc 09:12, không cần báo lại."
    )


async def test_a_coordinator_adds_evidence_but_does_not_finish_the_work(stage: Stage) -> None:
    said = await stage.says("Mai", "#7 đã xong phần tuyên truyền", await stage.photo())
    assert said.text.startswith("Đã lưu phần phối hợp #7 (09:12 thứ Hai 15/6)")
    work = await stage.owed(7)
    assert (work.state, work.progress) == (OccurrenceState.OPEN, "")
    assert await stage.evidence_of(7) == 1


async def test_who_looks_at_a_coordinators_part_is_named_once(stage: Stage) -> None:
    said = await stage.says("Mai", "#7 đã phát 30 tờ rơi")
    assert "Văn phòng HĐND và UBND (chủ trì) và đồng chí Sơn sẽ xem." in said.text
    # The lead office leads this one itself.
    await stage.works(8, "Đăng tin", CULTURE, ("", date(2026, 6, 1), date(2026, 6, 30)))
    for line in ("#8 đã gửi 3 tin", "#7 #8 xong"):
        said = await stage.says("Hạnh", line)
        assert "\nPhòng Văn hóa – Xã hội sẽ xem. Sai " in said.text


async def test_the_lead_office_reports_on_behalf(stage: Stage) -> None:
    said = await stage.says("Mai", "#5 xong")
    assert said.text.startswith("Đã lưu báo cáo thay Tổ dân phố 5, #5 ")
    assert (await stage.owed(5)).state is OccurrenceState.REPORTED


async def test_somebody_elses_work_is_refused_and_files_are_not_lost(stage: Stage) -> None:
    said = await stage.says("Hạnh", "#5 xong")
    assert said.text == "Việc này không thuộc cơ quan của đồng chí."
    said = await stage.says("Hạnh", "#99 xong", await stage.photo())
    assert said.text.startswith("Kế hoạch không có việc #99.")
    assert "cho việc nào" in said.text
    said = await stage.taps("Hạnh", "#12 Tuyên truyền bầu cử")
    assert "Minh chứng: 1 ảnh" in said.text


async def test_a_file_that_is_not_taken_is_named_with_its_reason(stage: Stage) -> None:
    archive = await stage.upload("bao-cao.zip", b"PK\x03\x04" + b"x" * 40, "application/zip")
    said = await stage.says("Hạnh", "#7 xong", await stage.photo(), archive)
    assert said.text.startswith('Tệp "bao-cao.zip" chưa nhận được: chỉ nhận ảnh, PDF,')
    assert "Minh chứng: 1 ảnh" in said.text


async def test_more_files_join_a_report_days_later(stage: Stage) -> None:
    said = await stage.says("Hạnh", "#7 xong")
    more = said.value("Thêm ảnh")
    stage.later(days=2)
    await stage.says("Hạnh", choice=more)
    said = await stage.says("Hạnh", "", await stage.photo())
    assert said.text.startswith("Đã thêm 1 ảnh vào báo cáo #7")
    assert await stage.evidence_of(7) == 1
