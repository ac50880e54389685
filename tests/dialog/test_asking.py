"""Asking the bot: my work, one task, the coming dates, why, later, help, stop."""

from datetime import date

import pytest

from data.domain.messages import Lane, OutgoingMessage
from data.domain.rules import Granularity, Window
from jobs.actions.plan_work import replan
from tests.cast import add_task, at
from tests.dialog.conftest import CULTURE, Stage


async def test_viec_lists_the_work_by_light_in_plain_words_too(stage: Stage) -> None:
    said = await stage.says("Hạnh", "/viec")
    assert said.text == (
        "Việc của đồng chí Hạnh: 3 việc đang mở\n"
        "🔴 Quá hạn\n"
        "#20 Đối thoại với Nhân dân (lần 1/2): quá hạn 3 ngày\n"
        "🟡 Sắp đến hạn\n"
        "#7 Giám sát công trình đường số 3: hạn mai\n"
        "🟢 Đúng hạn\n"
        "#12 Tuyên truyền bầu cử: còn 5 ngày làm việc\n"
        "Trả lời tại đây, ví dụ: #20 đã làm xong (kèm ảnh)"
    )
    assert said.labels == (
        *("Báo cáo #20", "Báo cáo #7", "Báo cáo #12"),
        "Vì sao tôi nhận tin này?",
    )
    for words in ("việc", "Viec", "VIỆC CỦA TÔI", "viec."):
        assert (await stage.says("Hạnh", words)).text == said.text


async def test_the_list_shows_what_one_helps_with_beside_ones_own(stage: Stage) -> None:
    said = await stage.says("Mai", "việc")
    assert said.text.splitlines() == [
        "Đồng chí Mai hiện không có việc nào đang mở.",
        "Phối hợp: 3 việc (cơ quan chủ trì báo cáo)",
        "#20 Đối thoại với Nhân dân: Văn phòng HĐND và UBND chủ trì, hạn thứ Sáu 12/6",
        "#7 Giám sát công trình đường số 3: Văn phòng HĐND và UBND chủ trì, hạn thứ Ba 16/6",
        "#12 Tuyên truyền bầu cử: Văn phòng HĐND và UBND chủ trì, hạn thứ Hai 22/6",
        'Gõ "quá hạn" để xem việc đang trễ của các cơ quan, "báo cáo mới" để xem báo cáo vừa gửi.',
    ]
    await stage.says("Hạnh", "#7 xong")
    assert "#7" not in (await stage.says("Mai", "việc")).text


async def test_a_group_leader_sees_what_the_groups_help_with(stage: Stage) -> None:
    groups = "Tổ trưởng tổ dân phố"
    async with stage.store.write() as unit:
        rule = Window(end=date(2026, 6, 30), granularity=Granularity.DAY)
        title = "Khảo sát sự hài lòng"
        task = await add_task(
            unit, stage.cast, rule, code=31, title=title, lead=CULTURE, coordinate=groups
        )
        await replan(unit, stage.cast.ward, [task.id], stage.now, "console")
    said = await stage.says("Tư", "việc")
    assert "#5 Niêm yết danh sách hộ nghèo" in said.text
    assert f"#31 {title}: {CULTURE} chủ trì, hạn thứ Ba 30/6" in said.text


async def test_thanks_are_answered_kindly_and_end_nothing(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    said = await stage.says("Hạnh", "Cảm ơn nhé!")
    assert said.text == 'Cảm ơn đồng chí. Khi cần, đồng chí gõ "việc" để xem việc đang mở.'
    assert "Đã lưu báo cáo #7" in (await stage.says("Hạnh", "#7 xong")).text
    assert await stage.evidence_of(7) == 1


async def test_work_due_far_ahead_shows_its_date_not_a_count_of_days(stage: Stage) -> None:
    await stage.works(
        40, "Tổng kết năm", "Văn phòng HĐND và UBND", ("", date(2026, 6, 1), date(2026, 12, 31))
    )
    said = await stage.says("Hạnh", "việc")
    assert "#40 Tổng kết năm: hạn thứ Năm 31/12\n" in said.text


async def test_the_list_counts_what_was_reported_and_shows_what_was_said(stage: Stage) -> None:
    await stage.says("Hạnh", "#20 xong")
    await stage.says("Hạnh", "#7 mới được 65%")
    said = await stage.says("Hạnh", "việc")
    assert "✅ 1 việc đã báo cáo xong trong 30 ngày qua" in said.text
    assert "#7 Giám sát công trình đường số 3: hạn mai (đã báo: mới được 65%)" in said.text


async def test_lich_shows_the_next_thirty_days(stage: Stage) -> None:
    said = await stage.says("Hạnh", "lịch")
    assert said.text == (
        "Hạn của đồng chí Hạnh đến thứ Tư 15/7\n"
        "Thứ Ba 16/6\n"
        "🟡 #7 Giám sát công trình đường số 3\n"
        "Thứ Hai 22/6\n"
        "🟢 #12 Tuyên truyền bầu cử"
    )


async def test_baocao_offers_the_tasks(stage: Stage) -> None:
    said = await stage.says("Hạnh", "/baocao")
    assert said.text == "Báo cáo việc nào, thưa đồng chí?"
    said = await stage.taps("Hạnh", "#12 Tuyên truyền bầu cử")
    assert said.labels == ("Xong", "Chưa", "Như kỳ trước")
    said = await stage.taps("Hạnh", "Xong")
    assert said.text.startswith("Đã lưu báo cáo #12")


async def test_baocao_with_a_number_and_words_is_a_report(stage: Stage) -> None:
    said = await stage.says("Hạnh", "/baocao 12 đã xong")
    assert said.text.startswith("Đã lưu báo cáo #12")


async def test_one_task_in_detail(stage: Stage) -> None:
    await stage.says("Hạnh", "#7 được 65%", await stage.photo())
    number = (await stage.owed(7)).id
    said = await stage.says("Hạnh", choice=f"tasks:show:{number}")
    assert said.text == (
        "#7 Giám sát công trình đường số 3\n"
        "🟡 Sắp đến hạn: hạn mai (hạn thứ Ba 16/6)\n"
        "Chủ trì: Văn phòng HĐND và UBND\n"
        "Phối hợp: Phòng Văn hóa – Xã hội\n"
        "Thời gian theo kế hoạch: “Thường xuyên”\n"
        "Báo cáo gần nhất: được 65% (Lê Văn Hạnh, 09:12 thứ Hai 15/6)\n"
        "Tiến độ: 65%\n"
        "Minh chứng: 1 tệp"
    )


async def test_why_quotes_the_plans_own_words(stage: Stage) -> None:
    number = (await stage.owed(7)).id
    said = await stage.says("Hạnh", choice=f"remind:why:{number}")
    assert said.text == (
        "#7 Giám sát công trình đường số 3, hạn thứ Ba 16/6\n"
        "Theo Kế hoạch 12/KH-UBND ngày 15/1/2026, mục 7:\n"
        "“Giám sát công trình đường số 3”\n"
        "Chủ trì: Văn phòng HĐND và UBND\n"
        "Thời gian: “Thường xuyên”"
    )


async def test_what_is_not_ones_work_is_not_shown_whatever_the_choice(stage: Stage) -> None:
    number = (await stage.owed(5)).id
    await stage.says("Tư", "xong", await stage.photo())
    for choice in (
        f"tasks:show:{number}",
        f"remind:why:{number}",
        f"report:open:{number}",
        f"report:done:{number}",
        f"report:help:{number}",
        f"report:same:{number}",
        f"report:copy:{number}:1",
        "report:undo:1",
        "report:more:1",
        "report:fix:1",
        "report:set:1:not_yet",
        "report:notthis:1:1:9",
    ):
        said = await stage.says("Hạnh", choice=choice)
        assert "Niêm yết" not in said.text
        assert "Tư" not in said.text
    assert "Niêm yết" not in (await stage.says("Hạnh", "#5")).text
    assert "Niêm yết" not in (await stage.says("Hạnh", "#5 như kỳ trước")).text
    assert await stage.evidence_of(5) == 1


async def test_later_puts_the_messages_work_off_to_this_afternoon(stage: Stage) -> None:
    number = (await stage.owed(7)).id
    person = stage.cast.people["Hạnh"]
    async with stage.store.write() as unit:
        await unit.outbox.add(
            f"digest:{person.id}:2026-06-15:daily",
            stage.cast.chat("Hạnh"),
            OutgoingMessage("Việc của đồng chí Hạnh"),
            kind="digest",
            lane=Lane.BULK,
            now=stage.now,
            ward_id=stage.cast.ward.id,
            person_id=person.id,
            mentions=[number],
        )
    said = await stage.says("Hạnh", choice="remind:later:2026-06-15")
    assert said.text == "Sẽ nhắc lại 1 việc lúc 15:00 hôm nay."
    assert (await stage.owed(7)).next_remind_at == at("2026-06-15 15:00")
    assert (await stage.owed(12)).next_remind_at == at("2026-06-16 07:30")


async def test_later_on_yesterdays_message_says_that_it_is_over(stage: Stage) -> None:
    said = await stage.says("Hạnh", choice="remind:later:2026-06-12")
    assert said.text.startswith("Tin nhắn đó của ngày trước")


async def test_the_leadership_sees_what_is_overdue_everywhere(stage: Stage) -> None:
    await stage.works(3, "Họp dân", CULTURE, ("", date(2026, 1, 1), date(2026, 6, 1)))
    said = await stage.says("Sơn", "quá hạn")
    assert said.text == (
        "🔴 2 việc quá hạn, lâu nhất trước\n"
        "Phòng Văn hóa – Xã hội:\n"
        "#3 Họp dân: quá hạn 14 ngày\n"
        "Văn phòng HĐND và UBND:\n"
        "#20 Đối thoại với Nhân dân (lần 1/2): quá hạn 3 ngày"
    )
    for asked in ("trễ hạn", "ai chưa báo cáo?", "Việc trễ hạn"):
        assert (await stage.says("Sơn", asked)).text == said.text
    own = await stage.says("Hạnh", "quá hạn")
    assert "#3" not in own.text


@pytest.mark.parametrize(
    "asked",
    [
        "đã họp chưa?",
        "xong chưa nhỉ?",
        "bao giờ xong?",
        "ai còn chưa nộp",
        "còn bao nhiêu việc chưa xong",
    ],
)
async def test_a_question_is_no_report(stage: Stage, asked: str) -> None:
    stages = [await stage.owed(code) for code in (7, 12)]
    said = await stage.says("Hạnh", asked)
    assert said.text.startswith("Tôi chưa hiểu ý đồng chí.")
    assert [await stage.owed(code) for code in (7, 12)] == stages


async def test_a_group_leaders_question_is_asked_back(stage: Stage) -> None:
    said = await stage.says("Tư", "xong chưa nhỉ?")
    assert "Đã lưu" not in said.text
    assert "thế nào rồi?" in said.text
    assert said.labels == ("Xong rồi", "Chưa làm", "Cần phường giúp")


async def test_the_office_asks_about_a_task_and_reports_nothing(stage: Stage) -> None:
    said = await stage.says("Mai", "#5 làm chưa?")
    assert said.text.startswith("#5 ")
    assert "Đã lưu" not in said.text
    assert (await stage.says("Mai", "#5 đã họp xong, 50 người, được chưa?")).text.startswith(
        "Đã lưu báo cáo thay Tổ dân phố 5, #5"
    )


async def test_help_speaks_to_each_in_their_own_way(stage: Stage) -> None:
    officer = await stage.says("Hạnh", "giup")
    assert "Báo cáo: #20 đã họp 1/2 buổi" in officer.text
    leader = await stage.says("Tư", "/giup")
    assert "#" not in leader.text
    assert "bác gửi ảnh vào đây" in leader.text
    assert (await stage.says("Hạnh", "Xin chào!")).text == officer.text


async def test_stopping_ends_what_waits_and_says_so(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    said = await stage.says("Hạnh", "hủy")
    assert said.text.startswith("Đã dừng. Những gì đã lưu không thay đổi.")
    said = await stage.says("Hạnh", "#7 xong")
    assert "Minh chứng" not in said.text
    assert (await stage.says("Hạnh", "/huy")).text.startswith("Không có việc nào đang dở")


async def test_asking_for_the_list_in_between_does_not_lose_the_photos(stage: Stage) -> None:
    await stage.says("Hạnh", "", await stage.photo())
    await stage.says("Hạnh", "việc")
    said = await stage.says("Hạnh", "#12 xong")
    assert "Minh chứng: 1 ảnh" in said.text


async def test_an_unknown_wish_gets_an_example_with_a_real_task(stage: Stage) -> None:
    said = await stage.says("Hạnh", "mưa to quá")
    assert said.text == (
        "Tôi chưa hiểu ý đồng chí. Báo cáo thì ghi số việc trước, ví dụ: #20 đã kiểm tra, 2 ảnh. "
        'Gõ "việc" để xem danh sách.'
    )
