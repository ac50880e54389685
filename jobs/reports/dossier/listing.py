"""The list of evidence as a spreadsheet: one row a file, nothing in it is ever a formula."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from data.domain.dossier import DossierContent, ShownFile, ShownReport, ShownTask, ShownWork
from data.texts import dossier as words
from data.texts.dates import full_date
from jobs.reports.xlsx import LIVE, cell_text, row_height

_WIDTHS = (6, 22, 7, 36, 20, 14, 12, 18, 18, 18, 36, 22, 40, 12, 18, 18, 36)
_Value = str | int


def write_listing(content: DossierContent, path: Path) -> None:
    """Write the workbook row by row: it is never in memory as a whole."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(words.sheet_name())
    for number, width in enumerate(_WIDTHS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    # Seventeen columns on one page wide are too small to read: the second has the file's own facts.
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 2, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    sheet.append([_cell(sheet, name, is_head=True) for name in words.columns()])
    for number, row in enumerate(_rows(content), 1):
        # Viewers that print without being asked to fit a row would cut its words off.
        sheet.row_dimensions[number + 1].height = row_height(("", *row), _WIDTHS)
        sheet.append([_cell(sheet, value) for value in (number, *row)])
        del sheet.row_dimensions[number + 1]
    book.save(path)


def _cell(sheet: WriteOnlyWorksheet, value: _Value, *, is_head: bool = False) -> Cell:
    if isinstance(value, str):
        value = cell_text(value)
    cell: Cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        # "=HYPERLINK(…)" in somebody's report stays what they wrote.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(LIVE)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if is_head:
        cell.font = Font(bold=True)
    return cell


def _rows(content: DossierContent) -> Iterator[tuple[_Value, ...]]:
    for part in content.parts:
        for task in part.tasks:
            for work in task.works:
                head = (words.component(part.name), *_of_work(task, work))
                if not work.reports:
                    yield (*head, *_of_report(None), *_of_file(None))
                for report in work.reports:
                    for file in report.files or (None,):
                        yield (*head, *_of_report(report), *_of_file(file))


def _of_work(task: ShownTask, work: ShownWork) -> tuple[_Value, ...]:
    return (
        f"#{task.task.code}",
        task.task.plan_words,
        work.agency,
        work.occurrence.label,
        full_date(work.occurrence.due_on),
        words.state(work),
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
        return ("", "", "", "", "", "")
    e = file.evidence
    where = file.path or words.file_missing(file)
    times = (words.moment(e.sent_at), words.moment(e.received_at))
    return (e.name, where, e.size, *times, e.sha256 or "")
