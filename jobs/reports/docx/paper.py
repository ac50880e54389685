"""A page as Nghị định 30/2020/NĐ-CP wants it, and what is written on it.

Source of the measures: NĐ 30/2020/NĐ-CP, Phụ lục I (kiểm tra lại khi quy định thay đổi): A4; margins
top and bottom 20–25 mm, left 30–35, right 15–20; Times New Roman, black; text of 13–14 points,
justified, first line 1–1.27 cm, at least 6 points between paragraphs, spacing single to 1.5; page
number centred in the top margin, not on the first page.
"""

from datetime import datetime
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from data.domain.localtime import local
from jobs.reports.letters import printable

FONT = "Times New Roman"
BODY = 14
"""Points."""
PAGE = (210, 297)
"""Millimetres, A4 upright."""
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 20
"""Millimetres of margin."""
WIDTH = PAGE[0] - LEFT - RIGHT
"""Millimetres between the margins of an upright page."""
LENGTH = PAGE[1] - LEFT - RIGHT
"""Millimetres between the margins of a page that lies on its side."""
FIRST_LINE = Mm(12.7)
BETWEEN = Pt(6)
CENTRE, JUSTIFY, START = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
)
_HEADINGS = (1, 2, 3)


class Paper:
    """A document being written, from its first page to its last."""

    def __init__(self, title: str, subject: str, author: str, made_at: datetime) -> None:
        self.document = Document()
        self._set_styles()
        _set_page(self.document.sections[0])
        _number_pages(self.document.sections[0])
        about = self.document.core_properties
        about.title, about.subject, about.author = (
            printable(title)[:255],
            printable(subject)[:255],
            printable(author)[:255],
        )
        about.last_modified_by, about.comments, about.language = about.author, "", "vi-VN"
        about.created = about.modified = local(made_at).replace(tzinfo=None)

    def heading(self, words: str, level: int = 1) -> Paragraph:
        """Write a heading: it shows in the outline of the document."""
        paragraph = self.document.add_paragraph(style=f"Heading {level}")
        paragraph.add_run(printable(words))
        return paragraph

    def text(self, words: str, *, is_italic: bool = False) -> Paragraph:
        """Write a paragraph of the body."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(printable(words))
        run.italic = is_italic or None
        return paragraph

    def centred(self, words: str, size: float = BODY, *, is_bold: bool = True) -> Paragraph:
        """Write a line in the middle."""
        return write(self.document.add_paragraph(), words, size, is_bold=is_bold)

    def turn(self) -> None:
        """Begin a part on pages that lie on their side, its pages counted from 1 again."""
        section = self.document.add_section(WD_SECTION.NEW_PAGE)
        # What ends the part before is a paragraph: no higher than it has to be, or it takes a page
        # to itself where the last page is full.
        write(self.document.paragraphs[-1], "", 1)
        _lay(section)
        restart = OxmlElement("w:pgNumType")
        restart.set(qn("w:start"), "1")
        # Word wants the parts of a section in their order.
        section._sectPr.find(qn("w:cols")).addprevious(restart)

    def lie(self) -> None:
        """Let a document that is nothing but a wide table lie on its side from its first page."""
        _lay(self.document.sections[0])

    def append(self, element: Any) -> None:
        """Put an element that was made elsewhere at the end."""
        self.document.element.body.insert_element_before(element, "w:sectPr")

    def content(self) -> bytes:
        """Return the document as DOCX."""
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _set_styles(self) -> None:
        normal = self.document.styles["Normal"]
        set_font(normal.element.get_or_add_rPr(), BODY)
        spoken = OxmlElement("w:lang")
        spoken.set(qn("w:val"), "vi-VN")
        normal.element.get_or_add_rPr().append(spoken)
        shape = normal.paragraph_format
        shape.alignment, shape.first_line_indent = JUSTIFY, FIRST_LINE
        shape.space_before, shape.space_after, shape.line_spacing = Pt(0), BETWEEN, 1.15
        shape.widow_control = True
        for level in _HEADINGS:
            style = self.document.styles[f"Heading {level}"]
            set_font(style.element.get_or_add_rPr(), BODY)
            style.font.bold, style.font.italic = level < 3 or None, level == 3 or None
            style.font.color.rgb = RGBColor(0, 0, 0)
            style.paragraph_format.space_before, style.paragraph_format.space_after = (
                BETWEEN,
                BETWEEN,
            )
            style.paragraph_format.keep_with_next = True


def write(
    paragraph: Paragraph,
    words: str,
    size: float = BODY,
    *,
    is_bold: bool = False,
    is_italic: bool = False,
    align: WD_ALIGN_PARAGRAPH = CENTRE,
) -> Paragraph:
    """Write a line that stands by itself: no indent, nothing between it and the next."""
    run = paragraph.add_run(printable(words))
    set_font(run._r.get_or_add_rPr(), size)
    run.bold, run.italic = is_bold or None, is_italic or None
    shape = paragraph.paragraph_format
    shape.alignment, shape.first_line_indent = align, Pt(0)
    shape.space_after, shape.line_spacing = Pt(0), 1.0
    # A line is as high as the mark at its end, which would else be of the body's size.
    mark = OxmlElement("w:rPr")
    set_font(mark, size)
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:sectPr")
    return paragraph


def set_font(properties: Any, size: float) -> None:
    """Say the font of a run or a style for every kind of letter, and its size in points."""
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for kind in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{kind}"), FONT)
    properties.insert(0, fonts)
    for tag in ("w:sz", "w:szCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
        height = OxmlElement(tag)
        height.set(qn("w:val"), str(round(size * 2)))
        properties.append(height)


def _set_page(section: Section) -> None:
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance = section.footer_distance = Mm(10)


def _lay(section: Section) -> None:
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(PAGE[1]), Mm(PAGE[0])


def _number_pages(section: Section) -> None:
    """Put the page number in the middle of the top margin, from the second page on."""
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    write(paragraph, "")
    for part in _page_field():
        run = Run(OxmlElement("w:r"), paragraph)
        set_font(run._r.get_or_add_rPr(), BODY)
        run._r.append(part)
        paragraph._p.append(run._r)


def _page_field() -> tuple[Any, ...]:
    marks = []
    for kind in ("begin", "separate", "end"):
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), kind)
        marks.append(mark)
    asks = OxmlElement("w:instrText")
    asks.set(qn("xml:space"), "preserve")
    asks.text = " PAGE "
    shown = OxmlElement("w:t")
    shown.text = "2"
    return marks[0], asks, marks[1], shown, marks[2]
