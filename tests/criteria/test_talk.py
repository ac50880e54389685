"""The lead office brings criteria in, ties tasks and asks what is missing, as it reads in chat."""

from dataclasses import replace

import pytest

from data.domain.people import Ward
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from jobs.ticks.send_weekly_summary import send_weekly_summary
from jobs.ticks.tell_of_gaps import tell_of_gaps
from tests.cast import MONDAY, Cast, at
from tests.criteria.files import ROWS, workbook
from tests.dialog.conftest import OFFICE
from tests.dialog.conftest import Stage as Dialogue
from tests.plans.stage import Stage
from tests.reminders.stage import letters_to

HALL_DAY = ("", at("2026-05-01 00:00").date(), at("2026-06-22 00:00").date())


@pytest.fixture
def stage(store: Store, files: EvidenceStore) -> Stage:
    return Stage(store, files, MONDAY)


@pytest.fixture
async def dialogue(store: Store, files: EvidenceStore, cast: Cast) -> Dialogue:
    dialogue = Dialogue(store, files, cast)
    await dialogue.works(12, "Đối thoại với Nhân dân", OFFICE, HALL_DAY)
    await dialogue.works(7, "Niêm yết danh sách hộ nghèo", OFFICE, HALL_DAY)
    return dialogue


async def _head(store: Store, ward: Ward, code: int, section: str, component: str) -> None:
    """Give a task the headings of its plan."""
    async with store.write() as unit:
        tasks = unit.ward(ward.id).tasks
        task = await tasks.by_code(code)
        assert task is not None
        await tasks.save(replace(task, section=section, component=component), next_open_on=None)


async def test_a_file_is_shown_before_it_is_taken(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    shown = await stage.says(mai, files={"par.xlsx": workbook()})
    assert shown == (
        "Bộ tiêu chí mới PAR INDEX cấp xã 2026: 4 tiêu chí.\n"
        "Phiên bản: lần 1\n"
        "Nguồn: QĐ 1\n"
        "Chưa thay đổi gì cho đến khi đồng chí xác nhận.\n"
        "[Xác nhận] [Bỏ]"
    )
    assert "Chưa có bộ tiêu chí nào" in await stage.says(mai, "tiêu chí")
    await stage.says(mai, files={"par.xlsx": workbook()})
    assert "Đã lưu bộ tiêu chí PAR INDEX cấp xã 2026: 4 tiêu chí" in await stage.says(mai, "có")
    assert "không có gì để thay đổi" in await stage.says(mai, files={"par.xlsx": workbook()})
    overview = await stage.says(mai, "/tieuchi")
    assert "PAR INDEX cấp xã 2026 (lần 1): 0/3 tiêu chí có minh chứng" in overview


async def test_an_amended_file_says_what_changed_and_can_be_dropped(
    stage: Stage, cast: Cast
) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, files={"par.xlsx": workbook()})
    await stage.taps(mai, "Xác nhận")
    changed = [*ROWS[:2], ("3", "Cải cách thủ tục hành chính", 5, "")]
    shown = await stage.says(mai, files={"par2.xlsx": workbook(changed, version="lần 2")})
    assert "Sửa bộ PAR INDEX cấp xã 2026: thêm 1, đổi 0, bỏ 2, giữ nguyên 2." in shown
    assert "Bỏ (việc đã gắn vẫn giữ): 1.2 Đối thoại với người dân; 2 Cải cách thể chế" in shown
    assert "Đã bỏ tệp, không thay đổi gì." in await stage.taps(mai, "Bỏ")
    assert "(lần 1): 0/3" in await stage.says(mai, "/tieuchi")
    assert "đã được xử lý" in await stage.taps_value(mai, "criteria:take")


async def test_a_wrong_file_says_where_it_is_wrong(stage: Stage, cast: Cast) -> None:
    rows = [("1", "", 2)]
    shown = await stage.says(cast.chat("Mai"), files={"par.xlsx": workbook(rows)})
    assert "- dòng 7, cột B: tiêu chí 1 thiếu tên" in shown


async def test_a_table_with_a_number_is_evidence_and_not_a_catalogue(dialogue: Dialogue) -> None:
    table = await dialogue.upload("par.xlsx", workbook(), "")
    said = await dialogue.says("Mai", "#12 đã họp", table)
    assert "Bộ tiêu chí" not in said.text


async def test_a_task_is_tied_by_one_line_shown_on_it_and_taken_back(dialogue: Dialogue) -> None:
    await _sample(dialogue)
    tied = await dialogue.says("Mai", "#12 tiêu chí 3.1")
    assert tied.text == (
        "Đã gắn #12 Đối thoại với Nhân dân vào tiêu chí 3.1 Mức độ và hiệu quả trong tiếp xúc "
        "với chính quyền."
    )
    seen = await dialogue.says("Hạnh", "", choice=f"tasks:show:{(await dialogue.owed(12)).id}")
    assert "Tiêu chí: PAPI 3.1" in seen.text
    assert "đã gắn như vậy rồi" in (await dialogue.says("Mai", "việc #12 tiêu chí papi 3.1")).text
    await dialogue.says("Mai", "#12 tieu chi 2.1, 2.2")
    assert "Đã hoàn tác 2 chỗ" in (await dialogue.taps("Mai", "Hoàn tác")).text
    gone = await dialogue.says("Mai", "#12 bỏ tiêu chí 3.1")
    assert "Đã bỏ #12 khỏi tiêu chí 3.1" in gone.text
    await dialogue.taps("Mai", "Hoàn tác")
    assert "Không còn gì" in (await dialogue.says("Mai", choice="criteria:undo")).text
    seen = await dialogue.says("Hạnh", "", choice=f"tasks:show:{(await dialogue.owed(12)).id}")
    assert "Tiêu chí: PAPI 3.1" in seen.text


async def _sample(dialogue: Dialogue) -> None:
    await dialogue.says("Mai", "tiêu chí")
    await dialogue.taps("Mai", "Bộ mẫu PAPI")
    await dialogue.taps("Mai", "Xác nhận")


async def test_a_code_that_is_none_or_of_several_catalogues_is_asked_about(
    dialogue: Dialogue,
) -> None:
    await _sample(dialogue)
    await dialogue.says("Mai", "tiêu chí")
    await dialogue.taps("Mai", "Bộ mẫu PAR INDEX")
    await dialogue.taps("Mai", "Xác nhận")
    assert 'Chưa thấy tiêu chí "9.9"' in (await dialogue.says("Mai", "#12 tiêu chí 9.9")).text
    asked = await dialogue.says("Mai", "#12 tiêu chí 2")
    assert "Mã 2 có trong nhiều bộ: PAPI, PAR INDEX" in asked.text
    assert "Đã gắn #12" in (await dialogue.says("Mai", "#12 tiêu chí par index 2")).text
    assert "Không thấy việc #99" in (await dialogue.says("Mai", "#99 tiêu chí 2.1")).text


async def test_headings_are_proposed_and_nothing_is_tied_before_yes(dialogue: Dialogue) -> None:
    ward = dialogue.cast.ward
    await _head(dialogue.store, ward, 7, "Công khai, minh bạch", "Công khai danh sách hộ nghèo")
    await _sample(dialogue)
    asked = await dialogue.says("Mai", choice="criteria:propose")
    assert "PAPI 2.2 Công khai danh sách hộ nghèo: #7" in asked.text
    assert "Chưa gắn gì cho đến khi đồng chí xác nhận" in asked.text
    async with dialogue.store.read() as unit:
        assert await unit.ward(ward.id).criteria.ties() == ()
    done = await dialogue.taps("Mai", "Xác nhận")
    assert "Đã gắn 1 chỗ" in done.text
    assert "Không còn đề xuất nào" in (await dialogue.says("Mai", choice="criteria:propose")).text


async def test_what_has_nothing_to_show_is_told_to_the_office_alone(dialogue: Dialogue) -> None:
    await _sample(dialogue)
    await dialogue.says("Mai", "#7 tiêu chí 2.2")
    missing = await dialogue.says("Mai", "thiếu minh chứng")
    assert "PAPI 2026: 28/28 tiêu chí chưa có minh chứng" in missing.text
    assert "- Chưa gắn việc nào (27): 1.1 Tri thức công dân; 1.2 Cơ hội tham gia;" in missing.text
    assert "Xem cả bảng: https://nhacviec.test/ban/tieu-chi" in missing.text
    assert "- 2.2 Công khai danh sách hộ nghèo: 1 việc, 0/1 kỳ đã báo cáo" in missing.text
    assert "PAPI là điều tra người dân" in missing.text
    await dialogue.says("Hạnh", "#7 đã niêm yết", await dialogue.photo())
    after = await dialogue.says("Mai", "thiếu minh chứng")
    assert "PAPI 2026: 27/28" in after.text
    for name in ("Hạnh", "Tư", "Sơn"):
        said = await dialogue.says(name, "thiếu minh chứng")
        assert "đầu mối" in said.text
        assert "28" not in said.text
        refused = await dialogue.says(name, "#7 tiêu chí 2.1")
        assert "cơ quan đầu mối" in refused.text
        assert "Đã" not in refused.text


async def test_the_office_is_told_at_the_beginning_of_a_month_and_on_fridays(
    dialogue: Dialogue,
) -> None:
    world = World(dialogue.store, dialogue.files)
    assert await tell_of_gaps(world, at("2026-07-01 08:10")) == {}  # there are no criteria
    await _sample(dialogue)
    assert await tell_of_gaps(world, at("2026-07-01 08:10")) == {"told": 1}
    assert await tell_of_gaps(world, at("2026-07-02 08:10")) == {}
    assert await tell_of_gaps(world, at("2026-07-20 08:10")) == {}
    assert await tell_of_gaps(world, at("2026-08-01 08:10")) == {}  # a Saturday
    assert await tell_of_gaps(world, at("2026-08-03 08:10")) == {"told": 1}
    told = await letters_to(dialogue.store, dialogue.cast, "Mai", "gaps")
    assert len(told) == 2
    assert "PAPI 2026: 28/28 tiêu chí chưa có minh chứng" in told[0].message.text
    assert not await letters_to(dialogue.store, dialogue.cast, "Hạnh", "gaps")
    assert (await send_weekly_summary(world, at("2026-06-19 16:00")))["sent"] == 2
    line = 'Tiêu chí chưa có minh chứng: PAPI 2026 28/28 (gõ "thiếu minh chứng")'
    for name, is_there in (("Mai", True), ("Sơn", False)):
        (summary,) = await letters_to(dialogue.store, dialogue.cast, name, "summary")
        assert (line in summary.message.text) is is_there


async def test_the_template_is_sent_as_a_file(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    await stage.says(mai, "tiêu chí")
    assert "Tệp mẫu đây" in await stage.taps(mai, "Tệp mẫu")
