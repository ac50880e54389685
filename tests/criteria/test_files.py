"""Files of criteria: what is read, what is refused with its place, and what comes back the same."""

import io
import unicodedata
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from data.domain.criteria import Catalogue, Criterion, standings
from data.errors import IntakeError
from jobs.intake.criteria import looks_like_criteria, read_criteria, read_points
from jobs.intake.sample_criteria import Sample, sample_criteria
from jobs.intake.staff import looks_like_staff
from jobs.intake.staff_template import write_template as staff_template
from jobs.reports.criteria_xlsx import write_catalogue, write_template
from tests.criteria.files import workbook


def test_a_workbook_is_read_as_it_was_meant() -> None:
    draft = read_criteria(workbook(), "bo.xlsx")
    assert (draft.name, draft.version, draft.year) == ("PAR INDEX cấp xã", "lần 1", 2026)
    assert [(d.code, d.title, d.points) for d in draft.criteria] == [
        ("1", "Công tác chỉ đạo, điều hành", None),
        ("1.1", "Kế hoạch cải cách hành chính", Decimal("1.5")),
        ("1.2", "Đối thoại với người dân", Decimal(2)),
        ("2", "Cải cách thể chế", Decimal(3)),
    ]
    assert draft.criteria[1].asks == "Kế hoạch, báo cáo"
    assert draft.scored


@pytest.mark.parametrize(
    ("rows", "place", "sentence"),
    [
        ([("1.1", "", 2)], "dòng 7, cột B", "tiêu chí 1.1 thiếu tên"),
        ([("", "Tiêu chí", 2)], "dòng 7, cột A", "thiếu mã tiêu chí"),
        ([("1.1", "Tiêu chí", "hai")], "dòng 7, cột C", 'điểm "hai" chưa đúng'),
        ([("1.1", "Tiêu chí", -1)], "dòng 7, cột C", 'điểm "-1" chưa đúng'),
        ([("1.1", "A", 1), ("1.1", "B", 1)], "dòng 8, cột A", "mã 1.1 trùng với dòng 7"),
        ([("1/1", "Tiêu chí", 1)], "dòng 7, cột A", 'mã "1/1" chưa đúng'),
        ([("1", "Tiêu chí", 1, "", "2,555")], "dòng 7, cột E", 'điểm "2,555" chưa đúng'),
    ],
)
def test_what_is_wrong_is_said_with_its_row_and_column(
    rows: list[tuple[object, ...]], place: str, sentence: str
) -> None:
    with pytest.raises(IntakeError) as refused:
        read_criteria(workbook(rows), "bo.xlsx")
    assert place in refused.value.sentence
    assert sentence in refused.value.sentence
    assert "chưa nhập gì" in refused.value.sentence


def test_every_wrong_place_is_listed_at_once_as_far_as_a_message_holds() -> None:
    rows = [(f"{n}", "", None) for n in range(1, 9)]
    with pytest.raises(IntakeError) as refused:
        read_criteria(workbook(rows), "bo.xlsx")
    assert "có 8 chỗ cần sửa" in refused.value.sentence
    assert "… và 3 chỗ nữa" in refused.value.sentence


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (workbook(name=None), "bo.xlsx", 'thiếu "Tên bộ tiêu chí"'),
        (workbook(year=None), "bo.xlsx", 'thiếu "Năm"'),
        (workbook(year="hai mươi"), "bo.xlsx", 'năm "hai mươi" chưa đúng'),
        (workbook([]), "bo.xlsx", "chưa có tiêu chí nào"),
        (workbook(headings=("A", "B")), "bo.xlsx", "Không thấy dòng tiêu đề"),
        (b"%PDF-1.7", "bo.pdf", "cần là tệp Excel"),
    ],
)
def test_a_file_that_is_no_catalogue_is_refused_with_what_to_do(
    content: bytes, name: str, sentence: str
) -> None:
    with pytest.raises(IntakeError) as refused:
        read_criteria(content, name)
    assert sentence in refused.value.sentence


def test_the_template_is_read_as_it_is_and_hides_no_formula() -> None:
    content = write_template(2026)
    draft = read_criteria(content, "mau.xlsx")
    assert [d.code for d in draft.criteria] == ["1", "1.1"]
    assert draft.year == 2026
    sheets = load_workbook(io.BytesIO(content)).worksheets
    assert not [c for s in sheets for row in s.iter_rows() for c in row if c.data_type == "f"]


def test_criteria_and_staff_are_told_apart() -> None:
    assert looks_like_criteria(workbook(), "bo.xlsx")
    assert not looks_like_criteria(staff_template(), "can-bo.xlsx")
    assert not looks_like_staff(workbook(), "bo.xlsx")
    assert not looks_like_criteria(b"khong phai", "ghi-chu.txt")


def test_the_catalogues_that_come_along_are_marked_to_be_checked() -> None:
    papi = sample_criteria(Sample.PAPI, 2026)
    par = sample_criteria(Sample.PAR_INDEX, 2026)
    tops = [d for d in papi.criteria if "." not in d.code]
    assert (len(tops), len(papi.criteria) - len(tops), len(par.criteria)) == (8, 28, 8)
    assert all("kiểm tra lại" in c.version for c in (papi, par))
    assert "Kiểm tra lại với bộ chỉ số của năm" in papi.source
    assert not any(
        d.points for d in (*papi.criteria, *par.criteria)
    )  # none are known: none made up


def _standing(rows: list[tuple[str, str, Decimal | None, str]]):
    catalogue = Catalogue(1, "Bộ", "v1", 2026, "QĐ", True)
    criteria = [
        Criterion(n, 1, code, title, points, asks, n, False)
        for n, (code, title, points, asks) in enumerate(rows)
    ]
    return standings(catalogue, criteria, (), {})


_TEXT = st.text(st.characters(whitelist_categories=("L", "N")), min_size=1, max_size=20)
_POINTS = st.none() | st.decimals(0, 100, places=2, allow_nan=False)


@settings(deadline=None, max_examples=25)
@given(st.lists(st.tuples(_TEXT, _POINTS, _TEXT), min_size=1, max_size=12))
def test_a_catalogue_that_is_sent_back_unchanged_says_the_same(rows: list) -> None:
    given_rows = [(f"{n}", title, points, asks) for n, (title, points, asks) in enumerate(rows, 1)]
    draft = read_criteria(write_catalogue(_standing(given_rows)), "bo.xlsx")
    read = [(d.code, d.title, d.points, d.asks) for d in draft.criteria]
    normal = [
        (c, unicodedata.normalize("NFC", t), p, unicodedata.normalize("NFC", a))
        for c, t, p, a in given_rows
    ]
    assert read == normal


def test_codes_stay_codes_and_formulas_stay_words() -> None:
    rows = [("1", '=HYPERLINK("http://x")', None, ""), ("1.10", "Mười", None, "@SUM(1)")]
    content = write_catalogue(_standing(rows))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f"]
    assert [d.code for d in read_criteria(content, "bo.xlsx").criteria] == ["1", "1.10"]


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=8))
def test_points_are_a_number_in_hundredths_or_nothing(text: str) -> None:
    points = read_points(text)
    assert points is None or (0 <= points <= 1000 and points == points.quantize(Decimal("0.01")))


@pytest.mark.parametrize(("text", "points"), [("2,5", "2.5"), (" 10 ", "10"), ("0.25", "0.25")])
def test_points_are_read_with_a_comma_or_a_point(text: str, points: str) -> None:
    assert read_points(text) == Decimal(points)
