"""Those who see all work, and everybody who asks why: numbers, reports, files, the plan's words."""

from datetime import date

import pytest

from data.domain.messages import Lane, OutgoingMessage
from data.domain.tasks import OccurrenceState
from data.store.occurrences import NewOccurrence
from tests.dialog.conftest import CULTURE, GROUP_5, OFFICE, Stage


async def told_of(stage: Stage, who: str, *codes: int) -> None:
    """Send the morning message of a person."""
    person = stage.cast.people[who]
    ids = [(await stage.owed(c)).id for c in codes]
    async with stage.store.write() as unit:
        await unit.outbox.add(
            f"digest:{person.id}:2026-06-15:daily",
            stage.cast.chat(who),
            OutgoingMessage("Việc hôm nay"),
            kind="digest",
            lane=Lane.BULK,
            now=stage.now,
            ward_id=stage.cast.ward.id,
            person_id=person.id,
            mentions=ids,
        )


@pytest.mark.parametrize(
    "question", ["vì sao tôi nhận tin này", "vi sao", "Vì sao?", "tại sao nhắc tôi"]
)
async def test_why_quotes_the_plan_for_each_task_of_the_last_message(
    stage: Stage, question: str
) -> None:
    await told_of(stage, "Hạnh", 7, 12)
    said = await stage.says("Hạnh", question)
    assert said.text.splitlines() == [
        "#7 Giám sát công trình đường số 3: theo Kế hoạch 12/KH-UBND ngày 15/1/2026, mục 7: "
        "“Giám sát công trình đường số 3”",
        "#12 Tuyên truyền bầu cử: theo Kế hoạch 12/KH-UBND ngày 15/1/2026, mục 12: "
        "“Tuyên truyền bầu cử”",
    ]
    assert said.labels == ("Vì sao #7", "Vì sao #12")
    assert "Thời gian: “Thường xuyên”" in (await stage.taps("Hạnh", "Vì sao #12")).text


async def test_why_of_a_number_is_a_question_and_no_report(stage: Stage) -> None:
    await stage.says("Hạnh", "#7")
    said = await stage.says("Hạnh", "vì sao #7")
    assert "mục 7:\n“Giám sát công trình đường số 3”" in said.text
    assert (await stage.owed(7)).progress == ""


async def test_why_stands_under_the_list_of_a_person_with_many_tasks(stage: Stage) -> None:
    await told_of(stage, "Hạnh", 20, 7, 12)
    await stage.says("Hạnh", choice="tasks:list")
    said = await stage.taps("Hạnh", "Vì sao tôi nhận tin này?")
    assert said.labels == ("Vì sao #20", "Vì sao #7", "Vì sao #12")


async def test_why_of_others_work_is_not_told(stage: Stage) -> None:
    said = await stage.says("Hạnh", "vì sao #5")
    assert "Niêm yết" not in said.text


@pytest.mark.parametrize("who", ["Sơn", "Mai"])
async def test_a_bare_number_shows_how_it_stands_with_reports_and_files(
    stage: Stage, who: str
) -> None:
    await stage.says("Tư", "xong", await stage.photo(), await stage.photo("bia.jpg"))
    said = await stage.says(who, "#5")
    assert "✅ Xong, đã báo cáo (hạn thứ Sáu 19/6)" in said.text
    assert "Báo cáo gần nhất: xong (Nguyễn Văn Tư, 09:12 thứ Hai 15/6)" in said.text
    assert "duyệt" not in said.text
    assert [f.name for f in said.files] == ["anh.jpg", "bia.jpg"]


async def test_ten_files_are_sent_and_the_rest_counted(stage: Stage) -> None:
    await stage.says("Tư", "xong", *[await stage.photo(f"{n}.jpg", 20 * n) for n in range(12)])
    said = await stage.says("Mai", choice=f"tasks:show:{(await stage.owed(5)).id}")
    assert len(said.files) == 10
    assert "Minh chứng: 12 tệp, 2 tệp nữa không gửi kèm ở đây" in said.text


async def test_files_of_a_report_that_was_taken_back_are_not_shown(stage: Stage) -> None:
    await stage.says("Tư", "xong", await stage.photo())
    await stage.taps("Tư", "Hoàn tác")
    assert not (await stage.says("Mai", "#5")).files


async def test_a_number_that_several_owe_shows_each_and_which_to_open(stage: Stage) -> None:
    await stage.works(15, "Tuần tra", OFFICE, ("", date(2026, 5, 1), date(2026, 6, 12)))
    first = await stage.owed(15)
    async with stage.store.write() as unit:
        work = unit.ward(stage.cast.ward.id)
        await work.occurrences.make(
            NewOccurrence(
                first.task_id,
                stage.cast.agencies[GROUP_5],
                "k0",
                "",
                first.opens_on,
                first.due_on,
                None,
                first.next_remind_at,
                first.next_escalate_at,
            )
        )
    said = await stage.says("Sơn", "#15")
    assert said.text.splitlines()[0] == "#15 Tuần tra: 2 đơn vị"
    assert f"{GROUP_5}: 🔴 Quá hạn 3 ngày (hạn thứ Sáu 12/6)" in said.text
    assert said.labels == (f"Xem #15 {OFFICE}", f"Xem #15 {GROUP_5}")


async def test_ones_own_number_still_asks_for_the_report(stage: Stage) -> None:
    await stage.works(41, "Họp dân", CULTURE, ("", date(2026, 6, 1), date(2026, 6, 30)))
    said = await stage.says("Mai", "#41")
    assert "ghi kết quả" in said.text


async def test_leadership_without_work_hears_how_to_see_what_is_late(stage: Stage) -> None:
    assert 'Gõ "quá hạn"' in (await stage.says("Sơn", "việc")).text
    said = await stage.says("Sơn", "qua han")
    assert f"{OFFICE}:\n#20" in said.text
    assert said.labels == ("Xem #20",)


async def test_the_latest_reports_can_be_listed_and_opened(stage: Stage) -> None:
    assert (await stage.says("Mai", "/baocaomoi")).text == "Chưa có báo cáo nào."
    await stage.says("Tư", "xong", await stage.photo())
    await stage.says("Hạnh", "#7 được 65%")
    said = await stage.says("Mai", "báo cáo mới")
    assert said.text.splitlines() == [
        "2 báo cáo mới nhất",
        f"#7 {OFFICE}: được 65% (Lê Văn Hạnh, 09:12 thứ Hai 15/6)",
        f"#5 {GROUP_5}: xong, 1 tệp (Nguyễn Văn Tư, 09:12 thứ Hai 15/6)",
    ]
    assert said.labels == ("Xem #7", "Xem #5")
    assert len((await stage.taps("Mai", "Xem #5")).files) == 1
    assert "#7" not in (await stage.says("Tư", "báo cáo mới")).text


async def test_words_after_a_photo_are_shown_and_can_be_taken_out(stage: Stage) -> None:
    await stage.says("Hạnh", choice=f"report:open:{(await stage.owed(7)).id}")
    await stage.says("Hạnh", "", await stage.photo())
    said = await stage.says("Hạnh", "xong rồi abc xyz")
    assert said.text.startswith("Đã ghi “xong rồi abc xyz” vào báo cáo #7")
    assert (await stage.owed(7)).state is OccurrenceState.REPORTED
    said = await stage.taps("Hạnh", "Không phải việc này")
    assert said.text.startswith("Đã gỡ lời vừa ghi khỏi báo cáo #7; ảnh vẫn ở đó.")
    owed = await stage.owed(7)
    assert (owed.state, owed.progress) == (OccurrenceState.OPEN, "")
    assert await stage.evidence_of(7) == 1


async def test_words_long_after_a_photo_do_not_join_it(stage: Stage) -> None:
    await stage.says("Hạnh", choice=f"report:open:{(await stage.owed(7)).id}")
    await stage.says("Hạnh", "", await stage.photo())
    stage.later(minutes=20)
    await stage.says("Hạnh", "xong rồi abc xyz")
    assert (await stage.owed(7)).state is OccurrenceState.OPEN
