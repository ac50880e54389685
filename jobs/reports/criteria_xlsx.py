"""Criteria as workbooks: the template, a catalogue, and the table of self-scoring.

All have the headings that `jobs.intake.criteria` reads, so that each can be filled in and sent
back. What people wrote is text and stays text (OWASP ASVS 5.0, 1.2.10); there is no formula.
"""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from data.domain.criteria import CatalogueStanding, Criterion, Proof
from data.domain.tasks import Task
from data.texts import criteria_files as words
from data.texts import self_scores as texts
from jobs.reports.xlsx import BOX, LIVE, cell_text, row_height

_WIDTHS = (16, 46, 12, 34, 14, 40)
_TABLE_WIDTHS = (16, 40, 11, 26, 48, 11, 34, 24)
_ROOM = 200  # rows of the template whose codes are text beforehand: "1.10" is no number
_Value = str | int | Decimal | None
_About = Iterable[tuple[str, _Value]]


def write_template(year: int) -> bytes:
    """Return an empty table with examples and a sheet of hints."""
    book = Workbook()
    headings = (*words.HEADINGS, *words.SCORE_HEADINGS)
    sheet = _sheet(book, words.example_name(year), headings, words.EXAMPLES, _WIDTHS)
    for number in range(sheet.max_row, _ROOM):
        sheet.cell(number + 1, 1).number_format = "@"
    hints = book.create_sheet(words.HINTS_SHEET)
    hints.column_dimensions["A"].width = 100
    for hint in words.HINTS:
        hints.append((hint,))
    return _bytes(book)


def write_catalogue(standing: CatalogueStanding) -> bytes:
    """Return a catalogue with the office's own scores, to be amended and sent back."""
    rows = [
        (*_content(r.criterion), r.criterion.score, r.criterion.explanation) for r in standing.rows
    ]
    book = Workbook()
    headings = (*words.HEADINGS, *words.SCORE_HEADINGS)
    _sheet(book, _about(standing), headings, rows, _WIDTHS)
    return _bytes(book)


def write_scores(
    standing: CatalogueStanding, tasks: Mapping[int, Task], proofs: Sequence[Proof]
) -> bytes:
    """Return the table of self-scoring: points, what there is to show, "giải trình", flags."""
    rows = [
        (
            *_content(r.criterion),
            texts.evidence(r, tasks, proofs),
            r.criterion.score,
            r.criterion.explanation,
            texts.flags(r),
        )
        for r in standing.rows
    ]
    book = Workbook()
    # Over the table: what stands under its columns would be read as criteria when it comes back.
    about = (*_about(standing), *texts.over_the_table(standing))
    sheet = _sheet(book, about, words.TABLE_HEADINGS, rows, _TABLE_WIDTHS)
    sheet.page_setup.orientation = Worksheet.ORIENTATION_LANDSCAPE
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    return _bytes(book)


def _about(standing: CatalogueStanding) -> tuple[tuple[str, _Value], ...]:
    c = standing.catalogue
    return (
        (words.NAME, c.name),
        (words.VERSION, c.version),
        (words.YEAR, c.year),
        (words.SOURCE, c.source),
    )


def _content(c: Criterion) -> tuple[_Value, ...]:
    return (c.code, c.title, c.points, c.asks)


def _sheet(
    book: Workbook,
    about: _About,
    headings: Sequence[str],
    rows: Iterable[Sequence[_Value]],
    widths: Sequence[float],
) -> Worksheet:
    book.remove(book.worksheets[0])
    sheet: Worksheet = book.create_sheet(words.SHEET)
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    listed = tuple(about)
    for number, (name, value) in enumerate(listed, 1):
        _put(sheet, number, 1, name, is_bold=True)
        _put(sheet, number, 2, value)
    first = len(listed) + 2
    for column, heading in enumerate(headings, 1):
        _put(sheet, first, column, heading, is_bold=True, fill="D9E2EC")
    for number, row in enumerate(rows, first + 1):
        # Neither spreadsheet looks how much a wrapped cell needs when it opens a file.
        texts_only = [v if isinstance(v, str) else None for v in row]
        sheet.row_dimensions[number].height = row_height(texts_only, widths)
        for column, value in enumerate(row, 1):
            _put(sheet, number, column, value, is_boxed=True)
    sheet.freeze_panes = f"A{first + 1}"
    sheet.print_title_rows = f"{first}:{first}"
    return sheet


def _put(
    sheet: Worksheet,
    row: int,
    column: int,
    value: _Value,
    *,
    is_bold: bool = False,
    is_boxed: bool = False,
    fill: str = "",
) -> None:
    held = cell_text(value) if isinstance(value, str) else value
    cell = sheet.cell(row, column, held)
    if isinstance(held, str):
        cell.data_type = "s"
        cell.quotePrefix = held.startswith(LIVE)
        cell.number_format = "@" if column == 1 else "General"
    cell.font = Font(name="Times New Roman", size=11, bold=is_bold)
    is_in_table = is_boxed or bool(fill)
    # A number over the table stands beside its name, as words do.
    across = None if is_in_table else "left"
    cell.alignment = Alignment(across, vertical="top", wrap_text=is_in_table)
    if is_in_table:
        cell.border = BOX
    if fill:
        cell.fill = PatternFill("solid", fgColor=fill)


def _bytes(book: Workbook) -> bytes:
    content = BytesIO()
    book.save(content)
    return content.getvalue()
