"""Tables of any length: written as XML in one go, since a cell at a time takes a hundred times longer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from jobs.reports.docx.paper import FONT
from jobs.reports.letters import printable

_TWIPS = 56.7
"""In a millimetre."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading, its width in millimetres, and whether its cells stand in the middle."""

    heading: str
    width: float
    is_centred: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A row of one cell across the table: the name of what follows."""

    words: str


Row = Sequence[str] | Group


def table(columns: Sequence[Column], rows: Iterable[Row], size: float = 11) -> Any:
    """Return a ruled table whose heading is repeated on every page, for `Paper.append`.

    `size` is in points. No row is torn in two between pages.
    """
    return parse_xml("".join(_table(columns, rows, round(size * 2))))


def _table(columns: Sequence[Column], rows: Iterable[Row], size: int) -> Iterable[str]:
    widths = [round(c.width * _TWIPS) for c in columns]
    yield f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
    yield f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    yield '<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
    yield from (f'<w:gridCol w:w="{w}"/>' for w in widths)
    yield "</w:tblGrid>"
    yield "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
    yield from (
        _cell(c.heading, w, size, is_bold=True, is_centred=True)
        for c, w in zip(columns, widths, strict=True)
    )
    yield "</w:tr>"
    for row in rows:
        yield "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        if isinstance(row, Group):
            yield _cell(row.words, sum(widths), size, is_bold=True, span=len(columns))
        else:
            yield from (
                _cell(words, w, size, is_centred=c.is_centred)
                for words, c, w in zip(row, columns, widths, strict=True)
            )
        yield "</w:tr>"
    yield "</w:tbl>"


_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def _cell(
    words: str,
    width: int,
    size: int,
    *,
    is_bold: bool = False,
    is_centred: bool = False,
    span: int = 1,
) -> str:
    spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    stays = "<w:keepNext/>" if span > 1 else ""
    align = "center" if is_centred else "left"
    bold = "<w:b/>" if is_bold else ""
    said = escape(printable(words)).replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    look = (
        f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}"'
        f' w:cs="{FONT}"/>{bold}<w:sz w:val="{size}"/><w:szCs w:val="{size}"/></w:rPr>'
    )
    run = f'<w:r>{look}<w:t xml:space="preserve">{said}</w:t></w:r>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{spans}<w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr>{stays}<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{align}"/>{look}</w:pPr>{run if said else ""}</w:p></w:tc>'
    )
