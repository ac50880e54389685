"""The parts that Nghị định 30/2020/NĐ-CP asks of a document, each where it has to stand.

Source: NĐ 30/2020/NĐ-CP, Phụ lục I, mục II (kiểm tra lại khi quy định thay đổi). What only the
office can give, number, position, name and signature, is left visibly empty: the document is a draft.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from data.texts import decree as texts
from jobs.reports.docx.paper import BODY, START, WIDTH, Paper, write

_LEFT = 68
"""Millimetres of the left half of the letterhead; what is left belongs to the state's name."""
_STATE, _MOTTO, _ISSUER, _SMALL, _LIST = 12, 13, 12, 13, 11
"""Points: within 12–13, 13–14, 12–13, 13–14, and 11 for the list of receivers."""
_MOTTO_LENGTH = 56
"""Millimetres that the motto takes in 13 points bold: its line is as long."""
_CAPITAL, _LETTER = 0.25, 0.17
"""Millimetres that a bold letter takes on the average, for each point of its size."""
_SHARE = 0.4
"""How long the other lines are: between a third and a half of what they stand under."""
_GAP, _THIN = Pt(2), 6
"""What a drawn line keeps free above it, so that it underlines nothing, and points beneath it."""


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the top of the first page."""

    superior: str
    """Cơ quan, tổ chức chủ quản trực tiếp."""
    issuer: Sequence[str]
    """Cơ quan, tổ chức ban hành văn bản, in its lines."""
    number: str
    """ "Số: …/BC-UBND"."""
    place_and_date: str
    is_draft: bool = True


@dataclass(frozen=True, slots=True)
class Signature:
    """What stands at the end: who gets it, and who will sign."""

    receivers: Sequence[str]
    authority: str
    """ "TM. ỦY BAN NHÂN DÂN"."""


def letterhead(paper: Paper, head: Letterhead) -> None:
    """Write the names of the state and of the office, the number, the place and the date."""
    # Two rows: the number and the date stand beside each other however long the names are.
    (left, right), (number, where) = _halves(paper, 2)
    write(left.paragraphs[0], head.superior.upper(), _ISSUER)
    for line in head.issuer:
        write(left.add_paragraph(), line.upper(), _ISSUER, is_bold=True)
    longest = min(_LEFT, max(map(len, head.issuer)) * _ISSUER * _CAPITAL)
    _rule(left.add_paragraph(), _LEFT, longest * _SHARE)
    write(right.paragraphs[0], texts.STATE, _STATE, is_bold=True)
    write(right.add_paragraph(), texts.MOTTO, _MOTTO, is_bold=True)
    _rule(right.add_paragraph(), WIDTH - _LEFT, _MOTTO_LENGTH)
    write(number.paragraphs[0], head.number, _SMALL)
    if head.is_draft:
        _boxed(write(number.add_paragraph(), texts.DRAFT, _ISSUER, is_bold=True))
    write(where.paragraphs[0], head.place_and_date, _SMALL, is_italic=True)


def kind_and_subject(paper: Paper, kind: str, subject: str) -> None:
    """Write the kind of document and what it is about, with the line under it."""
    write(
        paper.document.add_paragraph(), kind.upper(), BODY, is_bold=True
    ).paragraph_format.space_before = Pt(12)
    lines = subject.split("\n")
    for line in lines:
        write(paper.document.add_paragraph(), line, BODY, is_bold=True)
    length = min(WIDTH, max(map(len, lines)) * BODY * _LETTER)
    rule = _rule(paper.document.add_paragraph(), WIDTH, length * _SHARE)
    rule.paragraph_format.space_after = Pt(12)


def signature(paper: Paper, end: Signature) -> None:
    """Write who gets it, and the place for position, signature and name; it stays on one page."""
    ((left, right),) = _halves(paper, 1)
    write(left.paragraphs[0], texts.RECEIVERS, 12, is_bold=True, is_italic=True, align=START)
    for receiver in end.receivers:
        write(left.add_paragraph(), receiver, _LIST, align=START)
    write(right.paragraphs[0], end.authority.upper(), BODY, is_bold=True)
    write(right.add_paragraph(), texts.POSITION_LEFT_EMPTY, BODY, is_bold=True)
    for _ in range(4):
        write(right.add_paragraph(), "", BODY)
    write(right.add_paragraph(), texts.NAME_LEFT_EMPTY, BODY, is_bold=True)
    for cell in (left, right):
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def appendix(paper: Paper, title: str, of_what: str, width: float) -> None:
    """Write the heading of an appendix: its name, and which document it comes with.

    `width` is that of its page between the margins, in millimetres.
    """
    for words, is_bold in ((texts.APPENDIX, True), (title.upper(), True), (of_what, False)):
        line = paper.document.add_paragraph()
        write(line, words, BODY, is_bold=is_bold, is_italic=not is_bold)
    length = min(width, len(of_what) * BODY * _LETTER)
    rule = _rule(paper.document.add_paragraph(), width, length * _SHARE)
    rule.paragraph_format.space_after = Pt(8)


def _halves(paper: Paper, rows: int) -> list[tuple[_Cell, _Cell]]:
    """Return the two halves of each of some rows without lines, as wide as the page."""
    table: Table = paper.document.add_table(rows, cols=2)
    table.autofit = False
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    table._tbl.tblPr.find(qn("w:tblLook")).addprevious(margins)
    halves = []
    for row in table.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        left, right = row.cells
        left.width, right.width = Mm(_LEFT), Mm(WIDTH - _LEFT)
        halves.append((left, right))
    table.columns[0].width, table.columns[1].width = Mm(_LEFT), Mm(WIDTH - _LEFT)
    return halves


def _rule(paragraph: Paragraph, width: float, length: float) -> Paragraph:
    """Draw a line `length` long in the middle of `width`, both in millimetres."""
    write(paragraph, "", _THIN)
    shape = paragraph.paragraph_format
    shape.space_before = _GAP
    shape.left_indent = shape.right_indent = Mm((width - length) / 2)
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "1"), ("color", "000000")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    _put_in_order(paragraph._p.get_or_add_pPr(), borders)
    return paragraph


def _put_in_order(properties: Any, borders: Any) -> None:
    """Word wants the borders before spacing, indents and alignment."""
    after = [properties.find(qn(t)) for t in ("w:spacing", "w:ind", "w:jc", "w:rPr")]
    first = next((x for x in after if x is not None), None)
    if first is None:
        properties.append(borders)
    else:
        first.addprevious(borders)


def _boxed(paragraph: Paragraph) -> None:
    border = OxmlElement("w:bdr")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "2"), ("color", "000000")):
        border.set(qn(f"w:{name}"), value)
    properties = paragraph.runs[0]._r.get_or_add_rPr()
    properties.append(border)
