"""The real plans of four offices, read whole. They live beside the repository, not in it."""

from collections import Counter
from pathlib import Path

import pytest

from data.domain.drafts import PlanDraft, TaskDraft
from data.domain.rules import Every, Unknown
from jobs.intake.plan import read_plan
from jobs.intake.readers.text import read_text
from jobs.intake.tables import Table
from tests.intake.papers import saved, sheet_plan, word_plan

PLANS = Path(__file__).parents[2] / "../shared/plans"
pytestmark = pytest.mark.skipif(not PLANS.exists(), reason="the shared plans are not beside us")

NINH_HOA = (
    "ninh-hoa-2026-papi.txt",
    "ninh-hoa-2026-papi.docx",
    "ninh-hoa-2026-papi-page-broken.docx",
    "ninh-hoa-2026-papi.xlsx",
    "ninh-hoa-2026-papi.pdf",
)


def plan(name: str) -> PlanDraft:
    return read_plan((PLANS / name).read_bytes(), name)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        *((name, 50) for name in NINH_HOA),
        ("ba-ngoi-2025-par-sipas.txt", 59),
        ("gia-nghia-2024-papi.txt", 31),
        ("luong-son-2024-papi.txt", 47),
        ("ninh-hoa-2026-par-sipas-body-only.txt", 0),
    ],
)
def test_number_of_tasks(name: str, count: int) -> None:
    assert len(plan(name).tasks) == count


def _same(task: TaskDraft) -> tuple[object, ...]:
    return (
        task.section,
        task.component,
        task.title,
        task.methods,
        task.lead,
        task.coordinate,
        task.supervise,
        task.time_text,
        task.rule,
    )


@pytest.mark.parametrize("name", NINH_HOA[1:])
def test_every_format_gives_the_same_tasks(name: str) -> None:
    assert [_same(task) for task in plan(name).tasks] == [
        _same(task) for task in plan(NINH_HOA[0]).tasks
    ]


@pytest.mark.parametrize("name", NINH_HOA)
def test_every_format_gives_the_same_letterhead(name: str) -> None:
    header = plan(name).plan
    assert (header.number, str(header.issued_on), header.issuer, header.year) == (
        "1780/KH-UBND",
        "2026-04-24",
        "UBND phường Ninh Hòa",
        2026,
    )


def test_blank_times_are_inherited_and_doubted_but_not_over_a_section() -> None:
    tasks = plan("luong-son-2024-papi.txt").tasks
    inherited = [task for task in tasks if task.time_inherited]
    assert len(inherited) == 30
    assert all(any("tạm lấy theo hàng trên" in doubt for doubt in t.doubts) for t in inherited)
    first = next(task for task in tasks if task.no == "2.1")
    assert first.time_text is None
    assert isinstance(first.rule, Unknown)


def test_a_time_that_slid_into_another_column_is_moved_and_doubted() -> None:
    task = next(task for task in plan("luong-son-2024-papi.txt").tasks if task.no == "5.6")
    assert (task.lead, task.coordinate, task.time_text) == (("Ban TTND",), (), "Theo quy định")
    assert any("lệch" in doubt for doubt in task.doubts)


def test_a_time_broken_over_the_page_is_whole_again() -> None:
    task = next(task for task in plan("luong-son-2024-papi.txt").tasks if task.no == "2.6")
    assert task.time_text == "Theo quy định"
    assert "hạn chế việc đóng góp" in task.title


def test_the_documents_own_count_is_explained() -> None:
    (doubt,) = plan("ba-ngoi-2025-par-sipas.txt").doubts
    assert all(number in doubt for number in ("39", "59", "32", "7"))


def test_columns_that_flip_between_pages_keep_their_meaning() -> None:
    tasks = plan("ba-ngoi-2025-par-sipas.txt").tasks
    times = Counter(task.time_text for task in tasks)
    assert times["Trong năm 2025"] == 50
    assert set(times) == {
        "Trong năm 2025",
        "Thường xuyên",
        "Theo quy định",
        "Theo tiến độ của Sở Nội vụ",
        "Theo tiến độ của Tỉnh",
        "Theo Kế hoạch kiểm tra",
        "Quý III-IV/2025",
    }
    assert all(task.lead for task in tasks)
    assert all(task.product for task in tasks)


def test_section_rows_of_all_shapes_stand_over_their_tasks() -> None:
    parts = {task.component for task in plan("ba-ngoi-2025-par-sipas.txt").tasks[:32]}
    assert {"CẢI CÁCH TÀI CHÍNH CÔNG", "CẢI CÁCH THỂ CHẾ"} < parts
    assert len(parts) == 9


def test_reporting_duties_of_the_body() -> None:
    first, second = plan("gia-nghia-2024-papi.txt").duties
    assert first.who == "Thủ trưởng các cơ quan, đơn vị; Chủ tịch UBND các phường, xã"
    assert isinstance(first.rule, Every)
    assert (first.rule.period, first.rule.day) == ("quarter", 15)
    assert second.who == "Phòng Nội vụ thành phố"
    assert isinstance(second.rule, Every)
    assert (second.rule.period, second.rule.before_day) == ("quarter", 20)


def test_a_body_without_its_appendix_says_so() -> None:
    assert any(
        "thiếu phụ lục" in doubt for doubt in plan("ninh-hoa-2026-par-sipas-body-only.txt").doubts
    )


@pytest.mark.parametrize(
    "name", ["ba-ngoi-2025-par-sipas.txt", "gia-nghia-2024-papi.txt", "luong-son-2024-papi.txt"]
)
def test_a_text_plan_put_into_word_and_excel_gives_the_same_tasks(name: str) -> None:
    blocks = read_text((PLANS / name).read_bytes()).blocks
    head = [block for block in blocks if isinstance(block, str)]
    pages = [
        [[cell.text for cell in row.cells] for row in block.rows]
        for block in blocks
        if isinstance(block, Table)
    ]
    sheet = [[line] for line in head] + [row for page in pages for row in page]
    expected = [_same(task) for task in plan(name).tasks]
    for content, named in (
        (saved(word_plan(*pages, head=head)), "a.docx"),
        (saved(sheet_plan(sheet)), "a.xlsx"),
    ):
        assert [_same(task) for task in read_plan(content, named).tasks] == expected
