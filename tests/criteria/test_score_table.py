"""The table of self-scoring, as a workbook and as an appendix: the same words in both."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from openpyxl import load_workbook

from data.domain.criteria import Catalogue, Counts, Criterion, Proof, standings
from jobs.reports.criteria_xlsx import write_scores
from jobs.reports.docx.self_scores import self_scores_docx
from tests.cast import at
from tests.summary.samples import task

FRIDAY = at("2026-06-19 16:00")
CATALOGUE = Catalogue(1, "PAR INDEX cấp xã", "lần 1", 2026, "QĐ 12/QĐ-UBND", True)
TASKS = {7: replace(task(7), short_title="Đối thoại"), 9: replace(task(9), short_title="Tập huấn")}
PROOFS = (
    Proof(7, "lần 1/2", "biên bản.pdf", "ab" * 32, at("2026-05-28 09:00"), True),
    Proof(7, "lần 1/2", "=cmd.jpg", "cd" * 32, at("2026-05-29 09:00"), False),
)


def criterion(code: str, points: str | None = None, **more: object) -> Criterion:
    most = None if points is None else Decimal(points)
    made = Criterion(int(code.replace(".", "")), 1, code, f"Tiêu chí {code}", most, "", 1, False)
    return replace(made, **more)  # type: ignore[arg-type]


STANDING = standings(
    CATALOGUE,
    (
        criterion("1"),
        criterion("1.1", "2", score=Decimal(2)),
        criterion("1.2", "1.5", score=Decimal(1), explanation="thiếu kinh phí"),
        criterion("1.3", "1", score=Decimal(1)),
        criterion("2", explanation="tỉnh chưa hướng dẫn"),
        criterion("2.1", "3"),
    ),
    ((11, 7), (12, 9)),
    {7: Counts(2, 1, 2, 1), 9: Counts(1)},
)
SHOWN = "#7 Đối thoại (2 tệp): biên bản.pdf (28/5/2026, đã duyệt); =cmd.jpg (29/5/2026)"


def in_word() -> list[list[str]]:
    document = docx.Document(
        BytesIO(self_scores_docx(STANDING, TASKS, PROOFS, "Phường Hòa Bình", FRIDAY))
    )
    return [[c.text for c in row.cells] for row in document.tables[0].rows]


def in_excel() -> list[list[str]]:
    sheet = load_workbook(BytesIO(write_scores(STANDING, TASKS, PROOFS))).worksheets[0]
    found = [[str(c.value or "") for c in row] for row in sheet.iter_rows()]
    first = next(i for i, row in enumerate(found) if row[0] == "Mã")
    # The workbook says besides which evidence a criterion asks for.
    return [[*row[:3], *row[4:]] for row in found[first:]]


@pytest.mark.parametrize("rows", [in_word(), in_excel()], ids=["word", "excel"])
def test_each_criterion_has_its_evidence_its_points_and_what_somebody_should_look_at(
    rows: Sequence[Sequence[str]],
) -> None:
    heading, *_ = rows
    assert heading == [
        *("Mã", "Tên tiêu chí", "Điểm tối đa", "Minh chứng đang có"),
        *("Tự chấm", "Giải trình", "Cần xem"),
    ]
    by_code = {
        row[0]: [x.replace(",", ".") if i in (2, 4) else x for i, x in enumerate(row)]
        for row in rows
    }
    assert by_code["1.1"][2:] == ["2", SHOWN, "2", "", ""]
    assert by_code["1.2"][2:] == [
        *("1.5", "#9 Tập huấn: chưa có tệp", "1", "thiếu kinh phí"),
        "có điểm nhưng chưa có minh chứng",
    ]
    assert by_code["1.3"][-1] == "có điểm nhưng chưa có minh chứng; cần giải trình"
    assert by_code["2"][5] == "tỉnh chưa hướng dẫn", "what the office wrote is not left out"
    assert by_code["2.1"][-1] == "chưa có minh chứng"


def test_what_has_nothing_but_parts_is_a_heading_across_the_table() -> None:
    (across,) = (row for row in in_word() if len(set(row)) == 1)
    assert across[0] == "1. Tiêu chí 1"


def test_the_appendix_lies_on_its_side_and_ends_with_the_sum_and_the_source() -> None:
    content = self_scores_docx(STANDING, TASKS, PROOFS, "Phường Hòa Bình", FRIDAY)
    document = docx.Document(BytesIO(content))
    (section,) = document.sections
    assert section.page_width > section.page_height  # type: ignore[operator]
    words = [p.text for p in document.paragraphs if p.text]
    assert words[:2] == ["Phụ lục", "BẢNG TỰ CHẤM ĐIỂM PAR INDEX CẤP XÃ NĂM 2026"]
    assert words[-3:] == [
        "Tự chấm 4/7,5 điểm (53,3%), đã chấm 3/4 tiêu chí; 1/4 tiêu chí có minh chứng.",
        "Phiên bản: lần 1",
        "Nguồn: QĐ 12/QĐ-UBND",
    ]
