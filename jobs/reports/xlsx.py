"""The weekly workbook: opens right in Excel and LibreOffice, prints on A4 landscape.

What people wrote is text and stays text: openpyxl would turn "=HYPERLINK(…)" into a live formula
(OWASP ASVS 5.0, 1.2.10), so every such cell is told to be a string and marked as quoted, which
keeps it one when somebody edits it. There is no formula in the file at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.worksheet import Worksheet

from data.domain.lights import Light
from data.domain.localtime import local
from data.domain.weekly_table import TableRow, WeeklyTable
from data.texts import weekly_table as texts
from data.texts.summary import row_name
from jobs.reports.letters import printable

_Value = str | int | date | None
_LONGEST = 32_000
"""Characters in a cell: Excel takes 32,767, counted in its own way."""
LIVE = ("=", "+", "-", "@", "\t")
"""What a spreadsheet may read as a formula when somebody edits the cell."""
_WIDTHS = (5, 44, 14, 12, 12, 22, 24, 18, 20, 17, 24, 26)
_CENTRED = frozenset({0, 2, 3, 4, 9})
_STATE = 9
_AGENCY_WIDTHS = (5, 46, 10, *(17 for _ in Light))
_HEADING_ROW = 4
_FILL = {
    Light.DONE: "DDEBF0",
    Light.ON_TIME: "DDF2E6",
    Light.SOON: "FDF0CC",
    Light.LATE: "F6D5D2",
    Light.WAITING: "EEF0F2",
    Light.UNDATED: "E6E1F0",
}
_LINE_HEIGHT = 15
"""Points of a line of 11 point type."""
_LETTER = 1.0
"""Digits that a letter of 11 point type takes at most, on the average of a line."""
_HIGHEST = 409
_LINE = Side(style="thin", color="A6ADB5")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def weekly_xlsx(table: WeeklyTable) -> bytes:
    """Return the table as XLSX: a sheet of the work, and one of the counts by agency."""
    book = Workbook(write_only=True)
    _describe(book, table)
    work = _Sheet(book, texts.SHEET_OF_WORK, table, _WIDTHS, texts.HEADINGS, _CENTRED)
    for number, row in enumerate(table.rows, start=1):
        work.add(_values(number, row), _FILL[row.light])
    if not table.rows:
        work.add((None, texts.NOTHING, *[None] * (len(texts.HEADINGS) - 2)))
    work.finish(has_filter=bool(table.rows))
    everything = frozenset(range(len(texts.AGENCY_HEADINGS))) - {1}
    counts = _Sheet(
        book, texts.SHEET_OF_AGENCIES, table, _AGENCY_WIDTHS, texts.AGENCY_HEADINGS, everything
    )
    for number, agency in enumerate(table.agencies, start=1):
        lights = [agency.counts.of(x) for x in Light]
        counts.add((number, row_name(agency), agency.counts.total, *lights))
    lights = [sum(r.counts.of(x) for r in table.agencies) for x in Light]
    counts.add((None, texts.ALL_AGENCIES, sum(lights), *lights), is_bold=True)
    counts.finish(has_filter=False)
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _values(number: int, row: TableRow) -> tuple[_Value, ...]:
    return (
        number,
        row.task,
        row.plan_number,
        row.issued_on,
        row.due_on,
        row.lead,
        row.coordinate,
        row.supervise,
        row.progress,
        texts.light_words(row.light),
        row.result,
        row.note,
    )


def _describe(book: Workbook, table: WeeklyTable) -> None:
    properties = book.properties
    properties.title = cell_text(texts.title(table))
    properties.subject = texts.subject()
    properties.keywords = texts.keywords()
    properties.creator = properties.lastModifiedBy = cell_text(table.ward_name)
    properties.language = "vi-VN"
    made = local(table.at).replace(tzinfo=None)
    properties.created = properties.modified = made


@dataclass(frozen=True, slots=True)
class _Kind:
    """What cells that look the same have in common."""

    is_centred: bool
    fill: str
    is_bold: bool
    is_live: bool
    is_date: bool


class _Sheet:
    """One sheet: the title over a table whose heading stays in sight and on every printed page."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        table: WeeklyTable,
        widths: Sequence[float],
        headings: Sequence[str],
        centred: frozenset[int],
    ) -> None:
        self._sheet = book.create_sheet(name)
        self._centred = centred
        self._widths = widths
        self._columns = len(headings)
        self._rows = _HEADING_ROW
        self._styled: dict[_Kind, Cell] = {}
        for index, width in enumerate(widths, start=1):
            self._sheet.column_dimensions[get_column_letter(index)].width = width
        self._sheet.freeze_panes = f"C{_HEADING_ROW + 1}"
        self._print(table.ward_name)
        self._sheet.append([None, self._alone(texts.title(table), 14, is_bold=True)])
        self._sheet.append([None, self._alone(texts.subtitle(table), 11)])
        self._sheet.append([])
        self._sheet.row_dimensions[_HEADING_ROW].height = 30
        self._sheet.append([self._cell(h, True, "D9E2EC", True) for h in headings])

    def add(self, values: Iterable[_Value], state: str = "", *, is_bold: bool = False) -> None:
        """Append a row; `state` is the colour behind its light."""
        self._rows += 1
        values = tuple(values)
        # Neither spreadsheet looks how much a wrapped cell needs when it opens a file.
        self._sheet.row_dimensions[self._rows].height = row_height(values, self._widths)
        self._sheet.append(
            [
                self._cell(v, i in self._centred, state if i == _STATE else "", is_bold)
                for i, v in enumerate(values)
            ]
        )

    def finish(self, *, has_filter: bool) -> None:
        """Say what is filtered and printed, now that the number of rows is known."""
        last = f"{get_column_letter(self._columns)}{self._rows}"
        if has_filter:
            self._sheet.auto_filter.ref = f"A{_HEADING_ROW}:{last}"
        self._sheet.print_area = f"A1:{last}"

    def _print(self, ward_name: str) -> None:
        sheet = self._sheet
        sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
        sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_margins = PageMargins(0.4, 0.4, 0.5, 0.75)
        sheet.print_options.horizontalCentered = True
        sheet.print_title_rows = f"{_HEADING_ROW}:{_HEADING_ROW}"
        sheet.oddFooter.center.text = texts.page_of(cell_text(ward_name))

    def _alone(self, words: str, size: int, *, is_bold: bool = False) -> Cell:
        cell = WriteOnlyCell(self._sheet, cell_text(words))
        cell.data_type = "s"
        cell.font = Font(name="Times New Roman", size=size, bold=is_bold)
        return cell

    def _cell(self, value: _Value, is_centred: bool, fill: str, is_bold: bool) -> Cell:
        held = cell_text(value) or None if isinstance(value, str) else value
        is_live = isinstance(held, str) and held.startswith(LIVE)
        cell = WriteOnlyCell(self._sheet, held)  # type: ignore[arg-type]  # it takes dates too
        if isinstance(held, str):
            cell.data_type = "s"
        # Styles are looked up by their values, which is slow: one a kind of cell is shared by all.
        kind = _Kind(is_centred, fill, is_bold, is_live, isinstance(held, date))
        if kind not in self._styled:
            self._styled[kind] = _styled(WriteOnlyCell(self._sheet), kind)
        cell._style = self._styled[kind]._style  # type: ignore[attr-defined]
        return cell


def _styled(cell: Cell, kind: _Kind) -> Cell:
    cell.font = Font(name="Times New Roman", size=11, bold=kind.is_bold)
    horizontal = "center" if kind.is_centred else "left"
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=True)
    cell.border = BOX
    if kind.fill:
        cell.fill = PatternFill("solid", fgColor=kind.fill)
    if kind.is_date:
        cell.number_format = "dd/mm/yyyy"
    cell.quotePrefix = kind.is_live
    return cell


def row_height(values: Iterable[_Value], widths: Iterable[float]) -> float:
    """Return the points that a row's longest cell takes, as far as Excel lets a row grow."""
    cells = (v for v in zip(values, widths, strict=False) if isinstance(v[0], str))
    lines = max((_lines(str(words), width) for words, width in cells), default=1)
    return min(_HIGHEST, _LINE_HEIGHT * lines + 4)


def _lines(words: str, width: float) -> int:
    """Return how many lines words take, broken between words, in a column of that many digits."""
    count = 0
    for line in words.split("\n"):
        room, count = width, count + 1
        for word in line.split(" "):
            need = len(word) * _LETTER
            if need > room and room < width:
                room, count = width, count + 1
            count += int(need // width)
            room -= need % width + _LETTER
    return count


def cell_text(words: str) -> str:
    """Return words that a workbook can hold, as long as a cell takes them."""
    held = printable(words)
    return held if len(held) <= _LONGEST else held[: _LONGEST - 1] + "…"
