"""Each element of a document's form, read back from the DOCX.

Source of every measure: NĐ 30/2020/NĐ-CP, Phụ lục I (kiểm tra lại khi quy định thay đổi). Each test
names the part of the annex that it holds the document to.
"""

import shutil
import subprocess
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from data.texts import decree as texts
from jobs.reports.docx.paper import Paper
from jobs.reports.docx.periodic import periodic_docx
from tests.cast import at
from tests.documents.papers import ledger, opened, paper, report
from tests.summary.samples import owed

DOCUMENT = paper()
CENTRE, JUSTIFY = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
(LEFT, RIGHT), (NUMBER, PLACE) = (r.cells for r in DOCUMENT.tables[0].rows)
RECEIVERS, SIGNED = DOCUMENT.tables[1].rows[0].cells


def line(cell: _Cell, words: str) -> Paragraph:
    """The one paragraph of a cell with these words."""
    (found,) = (p for p in cell.paragraphs if p.text == words)
    return found


def look(paragraph: Paragraph) -> tuple[str | None, float, bool, bool]:
    """Font, points, bold, italic of a line of one run."""
    (run,) = paragraph.runs
    size = run.font.size
    assert size is not None
    return run.font.name, size.pt, bool(run.bold), bool(run.italic)


def rule_after(cell: _Cell, words: str) -> Paragraph:
    """The line drawn right under a paragraph."""
    (under,) = (b for a, b in pairwise(cell.paragraphs) if a.text == words)
    assert under._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}") is not None
    return under


def length_of(rule: Paragraph, width: float) -> float:
    """Millimetres of a drawn line within a width."""
    left, right = rule.paragraph_format.left_indent, rule.paragraph_format.right_indent
    assert left is not None
    assert right is not None
    return width - left.mm - right.mm


def mm(length: Length | None) -> float:
    assert length is not None
    return round(length.mm, 1)


def test_the_page_is_a4_upright_with_the_margins() -> None:
    """Mục I.1–I.3: A4; top and bottom 20–25 mm, left 30–35, right 15–20."""
    section = DOCUMENT.sections[0]
    assert (mm(section.page_width), mm(section.page_height)) == (210, 297)
    assert 20 <= mm(section.top_margin) <= 25
    assert 20 <= mm(section.bottom_margin) <= 25
    assert 30 <= mm(section.left_margin) <= 35
    assert 15 <= mm(section.right_margin) <= 20


def test_every_letter_is_times_new_roman_and_black() -> None:
    """Mục I.4: Times New Roman, Unicode, black: also for letters that Word sorts elsewhere."""
    fonts = DOCUMENT.styles["Normal"].element.find(f".//{qn('w:rFonts')}")
    assert {fonts.get(qn(f"w:{k}")) for k in ("ascii", "hAnsi", "eastAsia", "cs")} == {
        "Times New Roman"
    }
    body: Any = DOCUMENT.element
    for found in body.iter(qn("w:rFonts")):
        assert set(found.attrib.values()) == {"Times New Roman"}
    assert {c.get(qn("w:val")) for c in body.iter(qn("w:color"))} <= {"000000"}


@pytest.mark.parametrize("level", [1, 2, 3])
def test_headings_are_in_the_same_font_and_black(level: int) -> None:
    """Mục II.6: headings of the text in its own size, upright or italic, nothing coloured."""
    style = DOCUMENT.styles[f"Heading {level}"]
    assert style.font.size is not None
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", 14)
    assert str(style.font.color.rgb) == "000000"


def test_the_page_number_is_centred_in_the_top_margin_from_the_second_page_on() -> None:
    """Mục I.7: Arabic digits, 13–14 points, middle of the top margin; not on the first page."""
    section = DOCUMENT.sections[0]
    assert section.different_first_page_header_footer
    (paragraph,) = section.header.paragraphs
    assert paragraph.alignment is CENTRE
    asks = [i.text for i in paragraph._p.iter(qn("w:instrText"))]
    assert asks == [" PAGE "]
    assert {13 <= r.font.size.pt <= 14 for r in paragraph.runs if r.font.size} == {True}
    assert not "".join(p.text for p in section.first_page_header.paragraphs)
    assert not "".join(p.text for p in section.footer.paragraphs)
    header = section.header_distance
    assert header is not None
    assert header.mm < mm(section.top_margin)


def test_the_name_of_the_state() -> None:
    """Mục II.1: capitals, 12–13, upright bold, over the right half."""
    name, size, is_bold, is_italic = look(line(RIGHT, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    assert (name, is_bold, is_italic) == ("Times New Roman", True, False)
    assert 12 <= size <= 13


def test_the_motto_and_the_line_as_long_as_it() -> None:
    """Mục II.1: 13–14 bold, words parted by hyphens; a solid line beneath as long as the words."""
    motto = line(RIGHT, "Độc lập - Tự do - Hạnh phúc")
    _, size, is_bold, is_italic = look(motto)
    assert (is_bold, is_italic, motto.alignment) == (True, False, CENTRE)
    assert 13 <= size <= 14
    # 12,231 thousandths of the type's size in Times New Roman bold.
    words = 12.231 * size * 25.4 / 72
    assert length_of(rule_after(RIGHT, motto.text), 92) == pytest.approx(words, abs=2)


def test_the_office_above_is_left_to_be_filled_in() -> None:
    """Mục II.2: cơ quan chủ quản, capitals, 12–13, not bold."""
    first = LEFT.paragraphs[0]
    assert "……" in first.text
    assert first.text == first.text.upper()
    assert look(first) == ("Times New Roman", 12, False, False)


def test_the_office_that_issues_and_its_line() -> None:
    """Mục II.2: capitals, 12–13, upright bold; a line of a third to a half of it beneath."""
    for words in ("ỦY BAN NHÂN DÂN", "PHƯỜNG HÒA BÌNH"):
        assert look(line(LEFT, words)) == ("Times New Roman", 12, True, False)
    drawn = length_of(rule_after(LEFT, "PHƯỜNG HÒA BÌNH"), 68)
    assert 15 <= drawn <= 25


def test_the_line_under_a_long_name_is_no_longer_than_half_of_it() -> None:
    """Mục II.2: a third to a half, also of a name that fills its half of the page and more."""
    name = "phường " + "Thành phố mang tên rất dài " * 4
    left = opened(periodic_docx(replace(report(), ward_name=name))).tables[0].cell(0, 0)
    drawn = next(p for p in left.paragraphs if p._p.find(f".//{qn('w:pBdr')}") is not None)
    assert 68 / 3 <= length_of(drawn, 68) <= 68 / 2


def test_no_line_is_as_high_as_the_body_for_the_mark_at_its_end() -> None:
    """Word gives a line the height of its paragraph mark: letterhead and table would gape."""
    cells = [*DOCUMENT.tables[0]._cells, *DOCUMENT.tables[2].rows[2].cells]
    for paragraph in (p for cell in cells for p in cell.paragraphs):
        size = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:sz')}")
        assert size is not None
        assert {size.get(qn("w:val"))} >= {str(round(r.font.size.pt * 2)) for r in paragraph.runs}  # type: ignore[union-attr]


def test_the_number_is_left_empty() -> None:
    """Mục II.3: "Số" 13 points upright, the symbol BC-UBND; the clerk gives the number."""
    number = line(NUMBER, "Số: ……/BC-UBND")
    assert look(number) == ("Times New Roman", 13, False, False)
    assert not any(c.isdigit() for c in number.text)


def test_the_place_and_the_date() -> None:
    """Mục II.4: 13–14 italic, under the state's name, beside the number."""
    where = line(PLACE, "Hòa Bình, ngày 19 tháng 6 năm 2026")
    _, size, is_bold, is_italic = look(where)
    assert (is_bold, is_italic, where.alignment) == (False, True, CENTRE)
    assert 13 <= size <= 14


@pytest.mark.parametrize(
    ("ward", "day", "words"),
    [
        ("Phường Hòa Bình", date(2027, 1, 5), "Hòa Bình, ngày 05 tháng 01 năm 2027"),
        ("Xã Tân Lập", date(2027, 2, 28), "Tân Lập, ngày 28 tháng 02 năm 2027"),
        ("UBND phường Ninh Hòa", date(2026, 3, 9), "Ninh Hòa, ngày 09 tháng 3 năm 2026"),
        ("Phường 12", date(2026, 12, 10), "Phường 12, ngày 10 tháng 12 năm 2026"),
    ],
)
def test_small_days_and_the_first_two_months_have_a_zero(ward: str, day: date, words: str) -> None:
    """Mục II.4: zero before days below 10 and months 1 and 2; a numbered ward's whole name."""
    assert texts.place_and_date(ward, day) == words


def test_the_kind_of_document_and_its_subject() -> None:
    """Mục II.5: tên loại capitals 13–14 bold; trích yếu 13–14 bold; both centred."""
    kind, first, second, rule = DOCUMENT.paragraphs[:4]
    assert kind.text == "BÁO CÁO"
    assert (first.text, second.text) == (
        "Kết quả thực hiện Kế hoạch số 1780/KH-UBND",
        "quý II năm 2026",
    )
    for paragraph in (kind, first, second):
        assert look(paragraph) == ("Times New Roman", 14, True, False)
        assert paragraph.alignment is CENTRE
    assert rule._p.find(f".//{qn('w:pBdr')}") is not None
    words = len(first.text) * 14 * 0.17
    assert words / 3 <= length_of(rule, 160) <= words / 2


def test_the_text_is_justified_indented_and_spaced() -> None:
    """Mục II.6: 13–14, justified, first line 1–1.27 cm, 6 points or more between, single to 1.5."""
    normal = DOCUMENT.styles["Normal"]
    shape = normal.paragraph_format
    assert normal.font.size is not None
    assert 13 <= normal.font.size.pt <= 14
    assert shape.alignment is JUSTIFY
    assert 10 <= mm(shape.first_line_indent) <= 12.7
    assert shape.space_after is not None
    assert shape.space_after.pt >= 6
    assert isinstance(shape.line_spacing, float)
    assert 1.0 <= shape.line_spacing <= 1.5
    (first,) = (p for p in DOCUMENT.paragraphs if p.text.startswith("Thực hiện Kế hoạch"))
    assert (first.style.name if first.style else "") == "Normal"
    assert first.alignment is None


def test_the_text_ends_with_its_mark() -> None:
    """Mẫu 1.4: the last words of a report are followed by "./."."""
    last = [p.text for p in DOCUMENT.paragraphs if p.text.startswith("Trên đây là")]
    assert len(last) == 1
    assert last[0].endswith("./.")


def test_position_signature_and_name_are_left_visibly_empty() -> None:
    """Mục II.7: quyền hạn, chức vụ capitals 13–14 bold; name 13–14 bold; nobody has signed."""
    authority, position, *room, name = SIGNED.paragraphs
    assert look(authority) == ("Times New Roman", 14, True, False)
    assert authority.text == "TM. ỦY BAN NHÂN DÂN"
    for empty in (position, name):
        assert set(empty.text) == {"…"}
        assert look(empty)[1:3] == (14, True)
    assert len(room) >= 3
    assert not any(p.text for p in room)
    assert not SIGNED._element.findall(f".//{qn('w:drawing')}")


def test_it_says_that_it_is_a_draft() -> None:
    """The product numbers and signs nothing: that stays with văn thư and the one who signs."""
    assert look(line(NUMBER, "DỰ THẢO"))[2] is True


def test_who_receives_it() -> None:
    """Mục II.9: "Nơi nhận" 12 bold italic; the list 11 upright; the last is that it is filed."""
    title, *listed = RECEIVERS.paragraphs
    assert title.text == "Nơi nhận:"
    assert look(title) == ("Times New Roman", 12, True, True)
    for receiver in listed:
        assert look(receiver) == ("Times New Roman", 11, False, False)
        assert receiver.text.startswith("- ")
    assert listed[-1].text.startswith("- Lưu: VT")
    assert listed[-1].text.endswith(".")


def test_the_appendix_lies_on_its_side_and_counts_its_own_pages() -> None:
    """Mục III.1: "Phụ lục" and its title centred, bold; which document it comes with, in italics."""
    _, section = DOCUMENT.sections
    assert section.orientation is WD_ORIENT.LANDSCAPE
    assert (mm(section.page_width), mm(section.page_height)) == (297, 210)
    numbering = section._sectPr.find(qn("w:pgNumType"))
    assert numbering is not None
    assert numbering.get(qn("w:start")) == "1"
    at_ = next(i for i, p in enumerate(DOCUMENT.paragraphs) if p.text == "Phụ lục")
    name, title, comes_with, rule = DOCUMENT.paragraphs[at_ : at_ + 4]
    assert look(name) == look(title) == ("Times New Roman", 14, True, False)
    assert title.text == title.text.upper()
    assert look(comes_with) == ("Times New Roman", 14, False, True)
    assert comes_with.text.startswith("(Kèm theo Báo cáo số ……/BC-UBND ngày …… tháng ……")
    assert rule._p.find(f".//{qn('w:pBdr')}") is not None


def test_the_appendix_table_repeats_its_heading_and_tears_no_row() -> None:
    """A table over several pages is read with its heading on each."""
    rows = DOCUMENT.tables[2].rows
    assert rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert all(r._tr.find(f".//{qn('w:cantSplit')}") is not None for r in rows)


def test_the_properties_are_in_vietnamese() -> None:
    """Thể thức of the file itself: title, subject, author and language."""
    about = DOCUMENT.core_properties
    assert about.title == "Báo cáo: Kết quả thực hiện Kế hoạch số 1780/KH-UBND quý II năm 2026"
    assert (about.author, about.language) == ("Phường Hòa Bình", "vi-VN")
    spoken = DOCUMENT.styles["Normal"].element.find(f".//{qn('w:lang')}")
    assert spoken.get(qn("w:val")) == "vi-VN"


@pytest.mark.parametrize(
    ("parent", "order"),
    [
        ("sectPr", ("headerReference", "pgSz", "pgMar", "pgNumType", "cols", "titlePg", "docGrid")),
        ("tblPr", ("tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook")),
        ("pPr", ("pStyle", "keepNext", "pBdr", "spacing", "ind", "jc", "rPr", "sectPr")),
        ("rPr", ("rFonts", "b", "i", "color", "sz", "szCs", "bdr", "lang")),
    ],
)
def test_the_parts_stand_in_the_order_that_word_wants(parent: str, order: tuple[str, ...]) -> None:
    """ECMA-376: a document whose parts are out of order may be "repaired" when it is opened."""
    whole: Any = (DOCUMENT.element, DOCUMENT.styles.element, DOCUMENT.sections[0].header._element)
    for found in (f for part in whole for f in part.iter(qn(f"w:{parent}"))):
        names = [child.tag.partition("}")[2] for child in found]
        places = [order.index(name) for name in names if name in order]
        assert places == sorted(places), names


def test_what_ends_the_report_takes_no_page_to_itself() -> None:
    """Where the signature fills its page to the end an empty page would follow."""
    (last,) = (p for p in DOCUMENT.paragraphs if p._p.find(f".//{qn('w:sectPr')}") is not None)
    assert last.paragraph_format.space_after == 0
    assert last._p.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:sz')}").get(qn("w:val")) == "2"


def test_no_name_turns_the_words_after_it_around() -> None:
    first, *rest = ledger().tasks
    turned = replace(first, title="Đối \u202ethoại\u2067 cũ\u200f")
    assert "Đối thoại cũ (lần 1/2)" in paper(tasks=(turned, *rest)).tables[2].cell(2, 1).text


def test_words_that_no_document_can_hold_do_not_spoil_it() -> None:
    made = Paper("Tên\x00\ud800", "\x0b", "a", at("2026-06-19 16:00"))
    made.text("một\x01hai \ud83d <b>&")
    made.heading("\x07")
    assert made.content().startswith(b"PK")


@pytest.mark.skipif(
    not (shutil.which("soffice") and shutil.which("pdftotext")),
    reason="LibreOffice or poppler is not installed",
)
def test_as_pages_the_first_has_no_number_and_the_second_has(tmp_path: Path) -> None:
    """Mục I.7 as a reader sees it; the appendix counts its own pages, without a number on its first."""
    many = tuple(owed(n, "2026-06-05", task_id=33, agency=2) for n in range(1, 60))
    content = periodic_docx(report(occurrences=many, reports=(), files={}))
    (tmp_path / "a.docx").write_bytes(content)
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ("--headless", "--convert-to", "pdf", "--outdir", str(tmp_path))
    for command in (
        ["soffice", profile, *convert, str(tmp_path / "a.docx")],
        ["pdftotext", "-layout", str(tmp_path / "a.pdf")],
    ):
        subprocess.run(command, check=True, capture_output=True, timeout=180)
    pages = [p.split() for p in (tmp_path / "a.txt").read_text("utf-8").split("\f")]
    appendix = next(i for i, words in enumerate(pages) if words[:2] == ["Phụ", "lục"])
    assert pages[0][0] == "UBND"
    assert [p[0] for p in pages[1:appendix]] == [str(n) for n in range(2, appendix + 1)]
    assert pages[appendix + 1][0] == "2"
    assert "STT" in pages[appendix + 1][:12]
