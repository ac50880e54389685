"""Documents asked for in a chat: the workbook, a period's report, one's own week."""

from io import BytesIO

import docx
import openpyxl

from data.domain.tasks import PlanState
from data.store.plans import PlanHead
from tests.dialog.conftest import Said, Stage


def content(stage: Stage, said: Said) -> bytes:
    (file,) = said.files
    return stage.files.path(file.sha256).read_bytes()


async def test_the_lead_office_has_the_workbook_by_a_word_or_a_tap(stage: Stage) -> None:
    said = await stage.says("Mai", "bảng excel")
    assert said.text == (
        "Bảng Excel tuần 15–19/6: 4 việc, 1 quá hạn; số liệu lúc 09:12 thứ Hai 15/6."
    )
    assert said.files[0].name == "tong-hop-tuan-den-19-06-2026.xlsx"
    sheet = openpyxl.load_workbook(BytesIO(content(stage, said)))["Nhiệm vụ"]
    assert sheet["B5"].value == "#20 Đối thoại với Nhân dân (lần 1/2)"
    for typed in ("/bangexcel", "Bang Excel", "/bangexcel@nhacviec_bot", "Tổng hợp tuần"):
        assert (await stage.says("Mai", typed)).files
    assert (await stage.says("Sơn", choice="docs:xlsx")).files


async def test_an_officer_does_not_get_the_wards_workbook(stage: Stage) -> None:
    said = await stage.says("Hạnh", "bảng excel")
    assert said.files == ()
    assert (
        said.text
        == "Việc này do cơ quan đầu mối hoặc lãnh đạo làm. Đồng chí nhắn cơ quan đầu mối giúp."
    )


async def test_a_report_is_asked_for_by_its_period(stage: Stage) -> None:
    said = await stage.says("Mai", "báo cáo quý II")
    assert said.text == (
        "Dự thảo báo cáo quý II năm 2026: 4 nhiệm vụ, 1 lượt quá hạn.\n"
        "Số, chức vụ, chữ ký và phần đề xuất để trống; đồng chí sửa bằng Word trước khi trình."
    )
    assert said.files[0].name == "bao-cao-2026-Q2.docx"
    assert docx.Document(BytesIO(content(stage, said))).paragraphs[0].text == "BÁO CÁO"
    running = await stage.says("Mai", "bao cao nam 2026")
    assert "Kỳ chưa kết thúc, số liệu còn thay đổi." in running.text


async def test_without_a_period_the_near_ones_are_offered(stage: Stage) -> None:
    said = await stage.says("Mai", "/baocaoky")
    assert said.labels[:2] == ("6 tháng đầu năm 2026", "Quý II năm 2026")
    made = await stage.taps("Mai", "Quý II năm 2026")
    assert made.files[0].name == "bao-cao-2026-Q2.docx"


async def test_a_period_to_come_is_refused_with_what_to_do(stage: Stage) -> None:
    said = await stage.says("Mai", "báo cáo quý III/2027")
    assert said.text.startswith("Kỳ quý III năm 2027 bắt đầu từ 15/06/2027 nên chưa có số liệu.")


async def test_with_two_plans_it_is_asked_which(stage: Stage) -> None:
    async with stage.store.write() as unit:
        plans = unit.ward(stage.cast.ward.id).plans
        head = PlanHead("99/KH-UBND", None, None, "Kế hoạch PAR", 2026)
        other = await plans.add_draft(head, {}, now=stage.now)
        await plans.set_state(other, PlanState.ACTIVE, confirmed_at=stage.now)
    said = await stage.says("Mai", "báo cáo quý II/2026")
    assert said.text == "Báo cáo quý II năm 2026 về kế hoạch nào, thưa đồng chí?"
    assert said.labels == ("99/KH-UBND", "12/KH-UBND", "Tất cả kế hoạch")
    made = await stage.taps("Mai", "12/KH-UBND")
    assert "4 nhiệm vụ" in made.text


async def test_an_officer_who_writes_so_means_a_report_of_their_own(stage: Stage) -> None:
    said = await stage.says("Hạnh", "báo cáo quý II")
    assert said.files == ()
    assert "Dự thảo" not in said.text


async def test_a_choice_made_up_by_hand_opens_nothing(stage: Stage) -> None:
    for choice in ("docs:period:2026-Q9", "docs:period:2026-Q2:x", "docs:xlsx:1", "docs:period"):
        said = await stage.says("Mai", choice=choice)
        assert said.files == ()
    said = await stage.says("Mai", choice="docs:period:2026-Q2:999")
    assert said.text.startswith("Chưa rõ kế hoạch nào. Đang theo dõi: Kế hoạch số 12/KH-UBND")


async def test_ones_own_week_on_request(stage: Stage) -> None:
    said = await stage.says("Hạnh", "tuần này")
    assert said.text == (
        "Tuần 15–19/6 của đồng chí Hạnh\n"
        "🟢 1 đúng hạn · 🟡 1 sắp đến hạn · 🔴 1 quá hạn\n"
        "🔴 Quá hạn: #20 (lần 1/2) 3 ngày\n"
        "Sắp tới: #7 thứ Ba 16/6, #12 thứ Hai 22/6"
    )
    assert (await stage.says("Tư", "tuần này")).text.startswith(
        "Tuần 15–19/6 của bác Tư và Tổ dân phố 5\n"
    )


async def test_the_weeks_of_single_people_can_be_turned_off_and_on(stage: Stage) -> None:
    said = await stage.says("Mai", "không gửi tuần cho từng người")
    assert "Tổng hợp tuần: 16:00 thứ Sáu; không gửi tuần cho từng người." in said.text
    assert "gửi tuần cho từng người." in (await stage.taps("Mai", "Hoàn tác")).text
