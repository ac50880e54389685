"""The list of evidence as a spreadsheet: one row a file, nothing in it is ever a formula.

The name that a file has here is a link relative to the list, so that it opens from the unpacked
folder. Links stand in the package's own relations and hold what we called things, never what
somebody wrote.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.domain.dossier import (
    DossierContent,
    ShownFile,
    ShownReport,
    ShownTask,
    ShownWork,
)
from data.domain.localtime import local, local_date
from data.texts import dossier as words
from data.texts import dossier_pages as labels
from data.texts.dates import full_date
from jobs.reports.xlsx import BOX, LIVE, cell_text, row_height

_WIDTHS = (6, 22, 7, 36, 20, 14, 12, 18, 18, 18, 36, 22, 36, 24, 12, 18, 18, 36, 24)
_MOST_LINKS = 5_000
"""After so many a name is no longer a link: each is held in memory until the end, 2.6 KB, and a
dossier is to stay under 200 MB. Excel takes 65,530 in a sheet."""
_NAME_HERE = 13
"""The column, from 0, of the name that a file has in the dossier."""
_Value = str | int


def write_listing(content: DossierContent, path: Path) -> None:
    """Write the workbook row by row: it is never in memory as a whole."""
    book = Workbook(write_only=True)
    _describe(book, content)
    sheet = book.create_sheet(labels.sheet_name())
    for number, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    # So many columns on one page wide are too small to read: the second has the file's own facts.
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 2, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    # An ampersand would be a command there.
    sheet.oddHeader.center.text = cell_text(labels.sheet_title(content)).replace("&", "&&")
    sheet.oddFooter.center.text = labels.page_of()
    cells = _Cells(sheet)
    # Viewers that print without being asked to fit a row would cut its words off.
    sheet.row_dimensions[1].height = row_height(labels.columns(), _WIDTHS)
    sheet.append([cells.head(name) for name in labels.columns()])
    last = 1
    for last, (row, place) in enumerate(_rows(content), 2):
        sheet.row_dimensions[last].height = row_height(("", *row), _WIDTHS)
        held = [cells.of(value) for value in (last - 1, *row)]
        if place:
            cells.link(held[_NAME_HERE], place)
        sheet.append(held)
        del sheet.row_dimensions[last]
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_WIDTHS))}{last}"
    book.save(path)


def _describe(book: Workbook, content: DossierContent) -> None:
    properties = book.properties
    properties.title = cell_text(labels.sheet_title(content))
    properties.creator = properties.lastModifiedBy = cell_text(content.ward_name)
    properties.language = "vi-VN"
    properties.created = properties.modified = local(content.made_at).replace(tzinfo=None)


class _Cells:
    """The cells of a sheet. Styles are looked up by value, which is slow: like cells share one."""

    def __init__(self, sheet: WriteOnlyWorksheet) -> None:
        self._sheet = sheet
        self._looks: dict[tuple[bool, ...], Cell] = {}
        self._links = 0

    def head(self, words: str) -> Cell:
        """Return a heading."""
        return self._make(words, is_head=True)

    def of(self, value: _Value) -> Cell:
        """Return any other cell."""
        return self._make(value)

    def _make(self, value: _Value, *, is_head: bool = False) -> Cell:
        held = cell_text(value) if isinstance(value, str) else value
        cell: Cell = WriteOnlyCell(self._sheet, value=held)
        if isinstance(held, str):
            # "=HYPERLINK(…)" in somebody's report stays what they wrote.
            cell.data_type = "s"
        is_live = isinstance(held, str) and held.startswith(LIVE)
        self._style(cell, is_head, isinstance(held, int), is_live)
        return cell

    def link(self, cell: Cell, place: str) -> None:
        """Let a cell open a file of the dossier, as long as there are not too many that do."""
        if self._links < _MOST_LINKS:
            self._links += 1
            cell.hyperlink = place.removeprefix("data/")
            self._style(cell, False, False, False, True)

    def _style(self, cell: Cell, *look: bool) -> None:
        if look not in self._looks:
            self._looks[look] = _styled(WriteOnlyCell(self._sheet), *look)
        cell._style = self._looks[look]._style  # type: ignore[attr-defined]


def _styled(
    cell: Cell, is_head: bool, is_number: bool, is_live: bool, is_link: bool = False
) -> Cell:
    cell.font = Font(
        name="Times New Roman",
        size=11,
        bold=is_head,
        underline="single" if is_link else None,
        color="0563C1" if is_link else None,
    )
    side = "center" if is_head or is_number else "left"
    cell.alignment = Alignment(horizontal=side, vertical="top", wrap_text=True)
    cell.border = BOX
    if is_head:
        cell.fill = PatternFill("solid", fgColor="D9E2EC")
    cell.quotePrefix = is_live
    return cell


def _rows(content: DossierContent) -> Iterator[tuple[tuple[_Value, ...], str]]:
    """Yield each row after its number, and where its file lies; "" when it has none."""
    today = local_date(content.made_at)
    for part in content.parts:
        for task in part.tasks:
            for work in task.works:
                head = (words.component(part.name), *_of_work(task, work, today))
                if not work.reports:
                    yield (*head, *_of_report(None), *_of_file(None)), ""
                for report in work.reports:
                    for file in report.files or (None,):
                        row = (*head, *_of_report(report), *_of_file(file))
                        yield row, file.path if file else ""


def _of_work(task: ShownTask, work: ShownWork, today: date) -> tuple[_Value, ...]:
    return (
        f"#{task.task.code}",
        task.task.plan_words,
        work.agency,
        work.occurrence.label,
        full_date(work.occurrence.due_on),
        words.state(work, today),
    )


def _of_report(shown: ShownReport | None) -> tuple[_Value, ...]:
    if shown is None:
        return ("", "", "")
    return (
        words.reporter_name(shown),
        words.moment(shown.report.created_at),
        words.words_of(shown),
    )


def _of_file(file: ShownFile | None) -> tuple[_Value, ...]:
    if file is None:
        return ("", "", "", "", "", "", "", "")
    e = file.evidence
    folder, _, name = file.path.rpartition("/")
    times = (words.moment(e.sent_at), words.moment(e.received_at))
    return (
        e.name,
        folder or words.file_missing(file),
        name,
        e.size,
        *times,
        e.sha256 or "",
        words.same_file(file),
    )
