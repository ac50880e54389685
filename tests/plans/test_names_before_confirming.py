"""Names that may be one agency are settled before a plan is in force, never by oversight."""

import asyncio

import pytest

from data.domain.drafts import PlanHeader, SourcePlace, TaskDraft
from data.domain.plan_review import Review, ReviewTask, usual_name
from data.domain.rules import AtLeast, Period
from data.domain.tasks import AssignmentKind, PlanState
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast
from tests.plans.stage import Stage, plan_docx

WHEN = "Mỗi năm ít nhất 02 lần"
ROWS = (
    ("1", "Tổ chức đối thoại với Nhân dân về đất đai", "Trung tâm Dịch vụ công", "", WHEN),
    ("2", "Khảo sát sự hài lòng của người dân", "Trung tâm Dịch vụ công phường", "", WHEN),
    ("3", "Công khai thủ tục hành chính", "Trung tâm Dịch vụ công phường", "", WHEN),
    ("4", "Rà soát hộ nghèo trên địa bàn", "Phòng Văn hoá - Xã hội", "", WHEN),
)
MADE = "Trung tâm Dịch vụ công phường"
IN_USE = "Phòng Văn hóa – Xã hội"


@pytest.fixture
async def stage(store: Store, files: EvidenceStore, cast: Cast) -> Stage:
    """The lead office has just read what its draft holds."""
    stage = Stage(store, files, MONDAY)
    await stage.says(cast.chat("Mai"), files={"kh.docx": plan_docx(ROWS)})
    await stage.reads_plans(cast.chat("Mai"))
    return stage


async def leads(stage: Stage, cast: Cast) -> dict[int, str]:
    async with stage.store.read() as unit:
        work = unit.ward(cast.ward.id)
        names = {a.id: a.name for a in await work.agencies.all()}
        return {t.code: names[t.agencies(AssignmentKind.LEAD)[0]] for t in await work.tasks.all()}


async def test_confirming_asks_first_about_names_that_nobody_looked_at(
    stage: Stage, cast: Cast
) -> None:
    assert await stage.taps(cast.chat("Mai"), "Xác nhận") == (
        "Còn 2 nhóm tên cơ quan có thể trùng nhau chưa xem, "
        "ví dụ: Phòng Văn hóa – Xã hội / Phòng Văn hoá - Xã hội.\n"
        "Xác nhận ngay thì tính là các cơ quan khác nhau.\n"
        "[Gộp theo gợi ý rồi xác nhận] [Xem từng tên] [Vẫn xác nhận, không gộp]"
    )
    assert await leads(stage, cast) == {}


async def test_joined_they_are_called_as_in_use_else_as_most_tasks_write(
    stage: Stage, cast: Cast
) -> None:
    mai = cast.chat("Mai")
    await stage.taps(mai, "Xác nhận")
    answer = await stage.says(mai, "1")
    assert answer.startswith("Đã gộp, giữ tên đang dùng hoặc cách viết gặp nhiều nhất")
    assert f"- {IN_USE} (thay cho: Phòng Văn hoá - Xã hội)" in answer
    assert f"- {MADE} (thay cho: Trung tâm Dịch vụ công)" in answer
    assert "theo dõi 4 việc" in answer
    assert await leads(stage, cast) == {1: MADE, 2: MADE, 3: MADE, 4: IN_USE}


async def test_kept_apart_each_is_an_agency_of_its_own(stage: Stage, cast: Cast) -> None:
    mai = cast.chat("Mai")
    await stage.taps(mai, "Xác nhận")
    answer = await stage.taps(mai, "Vẫn xác nhận, không gộp")
    assert "Đã gộp" not in answer
    assert (await leads(stage, cast))[4] == "Phòng Văn hoá - Xã hội"


async def test_looked_at_one_by_one_they_are_not_asked_about_again(
    stage: Stage, cast: Cast
) -> None:
    mai = cast.chat("Mai")
    await stage.taps(mai, "Xác nhận")
    asked = await stage.taps(mai, "Xem từng tên")
    assert f"Là một thì gọi chung: {IN_USE}" in asked
    assert f"Là một thì gọi chung: {MADE}" in await stage.taps(mai, "Là một")
    await stage.taps(mai, "Khác nhau")
    assert "Đã xác nhận" in await stage.taps(mai, "Xác nhận")
    assert (await leads(stage, cast))[1] == "Trung tâm Dịch vụ công"
    assert (await leads(stage, cast))[4] == IN_USE


async def test_two_taps_at_once_join_and_confirm_once(stage: Stage, cast: Cast) -> None:
    async with stage.store.read() as unit:
        (plan,) = await unit.ward(cast.ward.id).plans.all()
    mai = cast.chat("Mai")
    tap = {"text": "", "choice": f"plan:join:{plan.id}", "files": [], "sent_at": MONDAY.isoformat()}
    await asyncio.gather(*(stage.dialog.receive(mai, f"tap{n}", tap) for n in range(2)))
    await stage.dialog.drain()
    said = await stage.heard(mai)
    assert said.count("Đã gộp") == 1
    assert "đã được xác nhận trước đó" in said


async def test_an_officer_joins_nothing(stage: Stage, cast: Cast) -> None:
    async with stage.store.read() as unit:
        (plan,) = await unit.ward(cast.ward.id).plans.all()
    for verb in ("join", "apart", "names"):
        answer = await stage.taps_value(cast.chat("Hạnh"), f"plan:{verb}:{plan.id}")
        assert "cơ quan đầu mối" in answer
    async with stage.store.read() as unit:
        (plan,) = await unit.ward(cast.ward.id).plans.all()
    assert plan.state is PlanState.DRAFT


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (("Phòng A", "Phòng a", "Phòng a"), "Phòng a"),
        (("Phòng A", "Phòng a"), "Phòng A"),
        (("phòng A", "Phòng A"), "Phòng A"),
    ],
)
def test_the_usual_spelling_is_that_of_most_tasks_then_the_first_with_a_capital(
    written: tuple[str, ...], kept: str
) -> None:
    tasks = tuple(
        ReviewTask(
            code=number,
            short_title="Việc",
            draft=TaskDraft(
                title="Việc",
                lead=(name,),
                rule=AtLeast(count=1, period=Period.YEAR),
                source=SourcePlace(table=1, row=number),
            ),
        )
        for number, name in enumerate(written, 1)
    )
    review = Review(head=PlanHeader(), tasks=tasks)
    assert usual_name(review, tuple(dict.fromkeys(written))) == kept
