"""Small documents of our own, made in the tests: Word, Excel, PDF with a text layer, text."""

import io
import zipfile
import zlib
from collections.abc import Sequence
from typing import Any

import docx
import openpyxl
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

Rows = Sequence[Sequence[str]]

LETTERHEAD = (
    "ỦY BAN NHÂN DÂN XÃ AN MẪU",
    "Số: 12/KH-UBND",
    "An Mẫu, ngày 02 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Cải cách hành chính xã An Mẫu năm 2026",
    "Nhiệm vụ cụ thể tại Phụ lục kèm theo Kế hoạch.",
)


def text_plan(*tables: Rows, head: Sequence[str] = LETTERHEAD, tail: Sequence[str] = ()) -> bytes:
    """A tab-separated plan; each table is a page."""
    parts = ["\n\n".join(head)]
    parts += ["\n".join("\t".join(row) for row in table) for table in tables]
    return "\n\n".join([*parts, *tail]).encode()


def word_plan(*tables: Rows, head: Sequence[str] = LETTERHEAD) -> Any:
    """A python-docx document with these tables; `^` joins a cell to the one above, `<` to its left."""
    document = docx.Document()
    for line in head:
        document.add_paragraph(line)
    for rows in tables:
        add_table(document, rows)
        document.add_paragraph("")
    return document


def add_table(parent: Any, rows: Rows) -> Any:
    table = parent.add_table(len(rows), max(len(row) for row in rows))
    for at, row in enumerate(rows):
        for column, text in enumerate(row):
            cell = table.cell(at, column)
            if text == "^":
                table.cell(at - 1, column).merge(cell)
            elif text == "<":
                table.cell(at, column - 1).merge(cell)
            elif text:
                cell.text = text
    return table


def number_automatically(document: Any, cells: Sequence[Any]) -> None:
    """Number the cells as Word does: no digit in any text, "%1" in numbering.xml."""
    numbering = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    level = OxmlElement("w:lvl")
    level.set(qn("w:ilvl"), "0")
    for tag, value in (("w:start", "1"), ("w:numFmt", "decimal"), ("w:lvlText", "%1.")):
        part = OxmlElement(tag)
        part.set(qn("w:val"), value)
        level.append(part)
    abstract.append(level)
    numbering.insert(0, abstract)
    number = OxmlElement("w:num")
    number.set(qn("w:numId"), "91")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    number.append(link)
    numbering.append(number)
    for cell in cells:
        properties = cell.paragraphs[0]._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = 0
        properties.get_or_add_numId().val = 91


def saved(document: Any) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet_plan(rows: Sequence[Sequence[object]], merges: Sequence[str] = ()) -> Any:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    return book


def with_entry(package: bytes, name: str, content: bytes, *, external: int = 0) -> bytes:
    """The package with one entry added or replaced."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(package)) as before,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            if entry.filename != name:
                after.writestr(entry, before.read(entry))
        added = zipfile.ZipInfo(name)
        added.compress_type = zipfile.ZIP_DEFLATED
        added.external_attr = external
        after.writestr(added, content)
    return stream.getvalue()


_GLYPH = 500  # thousandths of the font size; every glyph is as wide
_SIZE = 8.0
_LINE = 10.0
_WIDTH, _HEIGHT = 842.0, 595.0  # A4 landscape


def pdf_plan(pages: Sequence[tuple[Sequence[str], Rows, Sequence[float]]]) -> bytes:
    """A PDF with a text layer: each page has lines of text, then a ruled table (column widths)."""
    streams = [_page(lines, rows, widths) for lines, rows, widths in pages]
    return _pdf(streams)


def drawn_pdf(orders: bytes) -> bytes:
    """A PDF of one page with these drawing orders."""
    return _pdf([orders])


def scanned_pdf() -> bytes:
    """A PDF whose only page is one picture."""
    return _pdf([b"q 800 0 0 500 20 20 cm /Im0 Do Q"])


def _page(lines: Sequence[str], rows: Rows, widths: Sequence[float]) -> bytes:
    y = _HEIGHT - 40
    parts: list[str] = []
    for line in lines:
        parts.append(_shown(40, y, line))
        y -= _LINE + 4
    y -= 10
    edges = [40.0]
    for width in widths:
        edges.append(edges[-1] + width)
    for row in rows:
        cells = [_wrapped(text, width) for text, width in zip(row, widths, strict=True)]
        height = max(len(cell) for cell in cells) * _LINE + 6
        for left, right, cell, text in zip(edges, edges[1:], cells, row, strict=False):
            if text != "^":
                parts.append(f"{left} {y} m {right} {y} l S")
                for at, line in enumerate(cell):
                    parts.append(_shown(left + 3, y - 3 - _SIZE - at * _LINE + 2, line))
        for edge in edges:
            parts.append(f"{edge} {y} m {edge} {y - height} l S")
        y -= height
    if rows:
        parts.append(f"{edges[0]} {y} m {edges[-1]} {y} l S")
    return "\n".join(parts).encode()


def _wrapped(text: str, width: float) -> list[str]:
    most = int((width - 6) / (_SIZE * _GLYPH / 1000))
    lines: list[str] = []
    for paragraph in text.replace("^", "").split("\n"):
        line = ""
        for word in paragraph.split(" "):
            if line and len(line) + 1 + len(word) > most:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines.append(line)
    return lines


def _shown(x: float, y: float, text: str) -> str:
    return f"BT /F1 {_SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def _pdf(streams: Sequence[bytes]) -> bytes:
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
        + b"".join(
            b"100 beginbfrange "
            + b" ".join(
                b"<%04X> <%04X> <%04X>" % (at * 256, at * 256 + 255, at * 256) for at in part
            )
            + b" endbfrange "
            for part in (range(100), range(100, 200))
        )
        + b"endcmap end end"
    )
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (7 + 2 * at) for at in range(len(streams))), len(streams)),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /Mau /Encoding /Identity-H "
        b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Mau /DW %d /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % _GLYPH,
        _stream(b"", cmap),
        _stream(
            b"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray "
            b"/BitsPerComponent 8 ",
            b"\x80",
        ),
    ]
    for at, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 842 595] /Contents %d 0 R /Resources "
            b"<< /Font << /F1 3 0 R >> /XObject << /Im0 6 0 R >> >> >>" % (8 + 2 * at)
        )
        objects.append(_stream(b"", stream))
    body = b"%PDF-1.7\n"
    places: list[int] = []
    for at, content in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n" % at + content + b"\nendobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        body
        + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
        + table
        + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF"
        % (len(objects) + 1, len(body))
    )


def _stream(head: bytes, content: bytes) -> bytes:
    packed = zlib.compress(content)
    return (
        b"<< %s/Length %d /Filter /FlateDecode >>\nstream\n" % (head, len(packed))
        + packed
        + (b"\nendstream")
    )
