"""Word documents. The cells are walked as XML: python-docx's own access is quadratic in them."""

import io
import zipfile
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.exceptions import PackageNotFoundError

from data.errors import IntakeError
from data.texts import intake as words
from jobs.intake.letters import clean
from jobs.intake.readers.docx_numbering import Numbering
from jobs.intake.tables import Cell, Merge, Reading, Row, Table

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_P, _TBL, _TR, _TC, _SDT = (_W + tag for tag in ("p", "tbl", "tr", "tc", "sdt"))
_INSIDE_BLOCK = frozenset(_W + tag for tag in ("sdt", "sdtContent", "ins", "customXml", "smartTag"))
_INSIDE_LINE = frozenset(
    _W + tag
    for tag in ("r", "ins", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml")
)
_WRITTEN = {_W + "tab": " ", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "-"}
_MAX_SPAN = 63  # columns of a Word table


def read_docx(content: bytes) -> Reading:
    """Read a package that the guard has let through. Raises IntakeError when it is broken."""
    try:
        document = docx.Document(io.BytesIO(content))
        numbering = Numbering(
            _part(document, RELATIONSHIP_TYPE.NUMBERING), _part(document, RELATIONSHIP_TYPE.STYLES)
        )
        walk = _Walk(numbering)
        walk.blocks_of(document.element.body)
    except (
        PackageNotFoundError,
        SyntaxError,  # lxml's XMLSyntaxError is one
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        AttributeError,
        IndexError,
        OSError,
    ) as error:
        raise IntakeError(words.broken_file()) from error
    return Reading(tuple(walk.blocks))


def _part(document: Any, kind: str) -> Any:
    for relation in document.part.rels.values():
        if relation.reltype == kind and not relation.is_external:
            part = relation.target_part
            return getattr(part, "element", None)
    return None


class _Walk:
    """One pass over the body, in reading order, so that automatic numbers count right."""

    def __init__(self, numbering: Numbering) -> None:
        self.blocks: list[str | Table] = []
        self._numbering = numbering
        self._tables = 0

    def blocks_of(self, parent: Any) -> None:
        for child in parent:
            if child.tag == _P:
                if text := self._paragraph(child):
                    self.blocks.append(text)
            elif child.tag == _TBL:
                self._table(child)
            elif child.tag in _INSIDE_BLOCK:
                self.blocks_of(child)

    def _paragraph(self, paragraph: Any) -> str:
        parts: list[str] = []
        _line(paragraph, parts)
        text = clean("".join(parts))
        properties = paragraph.find(_W + "pPr")
        if properties is None:
            return text
        # A number stands alone in its cell: an empty numbered paragraph still shows it.
        label = self._numbering.label(paragraph)
        return clean(label + text) if text or label != "- " else ""

    def _table(self, table: Any) -> None:
        self._tables += 1
        number = self._tables
        inner: list[Any] = []
        rows: list[Row] = []
        above: list[Cell] = []
        for at, row in enumerate(_found(table, _TR), 1):
            cells = self._cells(row, above, inner)
            above = cells
            rows.append(Row(at, tuple(cells)))
        self.blocks.append(Table(number, tuple(rows)))
        for nested in inner:
            self._table(nested)

    def _cells(self, row: Any, above: list[Cell], inner: list[Any]) -> list[Cell]:
        properties = row.find(_W + "trPr")
        cells = [Cell()] * _number(properties, "gridBefore", 0)
        for cell in _found(row, _TC):
            style = cell.find(_W + "tcPr")
            merge = None if style is None else style.find(_W + "vMerge")
            if merge is not None and merge.get(_W + "val", "continue") == "continue":
                covering = above[len(cells)] if len(cells) < len(above) else Cell()
                cells.append(Cell(covering.text, Merge.ABOVE))
            else:
                cells.append(Cell(self._cell_text(cell, inner)))
            cells.extend([Cell(merge=Merge.LEFT)] * (_number(style, "gridSpan", 1) - 1))
        cells.extend([Cell()] * _number(properties, "gridAfter", 0))
        return cells

    def _cell_text(self, cell: Any, inner: list[Any]) -> str:
        """Return the cell's paragraphs; a table inside also gives its words here."""
        lines: list[str] = []
        for child in cell.iterchildren():
            if child.tag == _P:
                lines.append(self._paragraph(child))
            elif child.tag == _TBL:
                inner.append(child)
                texts = ("".join(_line(p, [])) for p in child.iter(_P))
                lines.append(" ".join(text for part in texts if (text := clean(part))))
            elif child.tag in _INSIDE_BLOCK:
                lines.append(self._cell_text(child, inner))
        return "\n".join(line for line in lines if line)


def _found(parent: Any, tag: str) -> list[Any]:
    """Return the children of that tag, through content controls, without deleted rows."""
    found: list[Any] = []
    for child in parent:
        if child.tag == tag:
            if child.find(f"{_W}trPr/{_W}del") is None:
                found.append(child)
        elif child.tag in _INSIDE_BLOCK:
            found.extend(_found(child, tag))
    return found


def _number(properties: Any, tag: str, default: int) -> int:
    found = None if properties is None else properties.find(_W + tag)
    value = "" if found is None else found.get(_W + "val", "")
    return min(int(value), _MAX_SPAN) if value.isdigit() else default


def _line(parent: Any, parts: list[str]) -> list[str]:
    for child in parent:
        tag = child.tag
        if tag == _W + "t":
            parts.append(child.text or "")
        elif tag in _WRITTEN:
            parts.append(_WRITTEN[tag])
        elif tag in _INSIDE_LINE:
            _line(child, parts)
    return parts
