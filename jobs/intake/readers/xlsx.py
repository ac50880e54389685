"""Excel workbooks: cached values only; a formula is never run, and one without a value is said."""

import io
import re
import warnings
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet

from data.errors import IntakeError
from data.texts import intake as words
from jobs.intake.letters import clean
from jobs.intake.tables import Cell, Merge, Reading, Row, Table

MAX_MERGED = 200_000  # cells; openpyxl makes an object for each
MAX_COLUMNS = 60
MAX_ROWS = 20_000
_MERGE = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_DECIMALS = re.compile(r"^0\.(0+)$")


def read_xlsx(content: bytes) -> Reading:
    """Read a package that the guard has let through. Raises IntakeError when it is broken."""
    try:
        formulas = _look_before(content)
        with warnings.catch_warnings():  # openpyxl warns of styles and extensions it leaves out
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
            unfinished = _unfinished(content, book) if formulas else set()
    except (
        InvalidFileException,
        zipfile.BadZipFile,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        SyntaxError,  # ElementTree's ParseError is one
        OSError,
    ) as error:
        raise IntakeError(words.broken_file()) from error
    if not book.worksheets:
        raise IntakeError(words.broken_file())
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    tables = tuple(
        Table(number, _rows(sheet, unfinished))
        for number, sheet in enumerate(sheets, 1)
        if sheet.max_row
    )
    doubts = (words.hidden_sheets(", ".join(map(clean, hidden))),) if hidden else ()
    return Reading(tables, doubts)


def _look_before(content: bytes) -> bool:
    """Refuse merges that would fill memory; return whether any sheet holds a formula."""
    formulas = False
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if not name.startswith("xl/worksheets/") or not name.endswith(".xml"):
                continue
            part = package.read(name)
            formulas = formulas or _FORMULA.search(part) is not None
            merged = 0
            for left, top, right, bottom in _MERGE.findall(part):
                merged += (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)
            if merged > MAX_MERGED:
                raise IntakeError(words.too_wide_sheet())
    return formulas


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _unfinished(content: bytes, values: Any) -> set[tuple[str, int, int]]:
    """Return the places of formulas that have no cached value."""
    book = openpyxl.load_workbook(io.BytesIO(content), data_only=False)
    return {
        (sheet.title, cell.row, cell.column)
        for sheet in book.worksheets
        for cell in _cells(sheet)
        if cell.data_type == "f" and values[sheet.title].cell(cell.row, cell.column).value is None
    }


def _cells(sheet: Worksheet) -> Iterable[Any]:
    # The sparse store: a single far cell would make `iter_rows` walk millions of empty ones.
    return sheet._cells.values()


def _rows(sheet: Worksheet, unfinished: set[tuple[str, int, int]]) -> tuple[Row, ...]:
    lines: dict[int, dict[int, Cell]] = defaultdict(dict)
    last_float: dict[int, str] = {}
    for cell in sorted(_cells(sheet), key=lambda one: (one.row, one.column)):
        doubt = None
        if (sheet.title, cell.row, cell.column) in unfinished:
            doubt = words.formula_without_value()
        text = _text(cell, last_float)
        if text or doubt:
            lines[cell.row][cell.column] = Cell(text, doubt=doubt)
    if len(lines) > MAX_ROWS:
        raise IntakeError(words.too_wide_sheet())
    for row, column, covered in _covered(sheet, lines):
        lines[row].setdefault(column, covered)
    return tuple(_row(number, lines[number]) for number in sorted(lines))


def _row(number: int, cells: dict[int, Cell]) -> Row:
    width = min(max(cells, default=0), MAX_COLUMNS)
    return Row(number, tuple(cells.get(column, Cell()) for column in range(1, width + 1)))


def _covered(
    sheet: Worksheet, lines: dict[int, dict[int, Cell]]
) -> Iterator[tuple[int, int, Cell]]:
    for area in sheet.merged_cells.ranges:
        anchor = lines.get(area.min_row, {}).get(area.min_col, Cell())
        if not anchor.text:
            continue
        for row in range(area.min_row, area.max_row + 1):
            for column in range(area.min_col, area.max_col + 1):
                if column > area.min_col:
                    yield row, column, Cell(merge=Merge.LEFT)
                elif row > area.min_row:
                    yield row, column, Cell(anchor.text, Merge.ABOVE)


def _text(cell: Any, last_float: dict[int, str]) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, datetime):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        text = _float(value, str(cell.number_format), last_float.get(cell.column))
        last_float[cell.column] = text
        return text
    return clean(str(value))


def _float(value: float, shape: str, before: str | None) -> str:
    """Write a number as its author saw it: 1.0 is "1", and the 1.1 that follows 1.9 is "1.10"."""
    decimals = _DECIMALS.match(shape)
    if decimals:
        return f"{value:.{len(decimals[1])}f}"
    text = f"{value:.10g}"
    whole, _, part = text.partition(".")
    if part and before and before.startswith(whole + "."):
        last = before.partition(".")[2]
        if last.isdigit() and last.endswith("9") and int(part + "0") == int(last) + 1:
            return text + "0"
    return text
