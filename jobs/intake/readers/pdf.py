"""PDF with a text layer: ruled tables page by page, the words outside them as paragraphs."""

import io
import logging
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from data.errors import IntakeError
from data.texts import intake as words
from jobs.intake.pdf_guard import check_streams
from jobs.intake.readers.pdf_lines import cell_text, paragraphs
from jobs.intake.tables import Cell, Merge, Reading, Row, Table

MAX_PAGES = 300
_LEAST_LETTERS = 10  # on a page, to call it text and not a stamp on a picture
_EDGE = 1.0  # point; rulings of one column are drawn within it


def read_pdf(content: bytes) -> Reading:
    """Read the pages. Raises IntakeError for a scan, a password, or a broken file."""
    check_streams(content)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every odd font
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                raise IntakeError(words.too_many_pages(MAX_PAGES))
            return _read(pdf)
    except PdfminerException as error:
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in (*error.args, error)):
            raise IntakeError(words.locked_file()) from error
        raise IntakeError(words.broken_file()) from error
    except IntakeError:
        raise
    except Exception as error:
        # pdfminer meets broken files with whatever its parser stumbles on (AssertionError,
        # struct.error, RecursionError …), so the only honest catch is a wide one.
        raise IntakeError(words.broken_file()) from error


def first_page(content: bytes) -> str:
    """Return the words of the first page, line by line. Raises IntakeError as `read_pdf` does."""
    check_streams(content)
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(content)) as pdf:
            return pdf.pages[0].extract_text() if pdf.pages else ""
    except Exception as error:  # for the reason that `read_pdf` gives
        raise IntakeError(words.broken_file()) from error


def _read(pdf: Any) -> Reading:
    blocks: list[str | Table] = []
    silent: list[int] = []
    tables = 0
    for page in pdf.pages:
        if sum(char["text"].isalnum() for char in page.chars) < _LEAST_LETTERS:
            if page.images:
                silent.append(page.page_number)
            page.close()
            continue
        found = sorted(page.find_tables(), key=lambda table: float(table.bbox[1]))
        blocks.extend(_with_words(page, found, tables))
        tables += len(found)
        page.close()
    if not blocks:
        raise IntakeError(words.scanned_pdf() if silent else words.empty_file())
    doubts = (words.pages_without_text(", ".join(map(str, silent))),) if silent else ()
    return Reading(tuple(blocks), doubts)


def _with_words(page: Any, tables: list[Any], before: int) -> list[str | Table]:
    """Put the page's tables and the paragraphs between them in order, top to bottom."""
    boxes = [table.bbox for table in tables]
    lines = page.filter(lambda thing: not _within(thing, boxes)).extract_text_lines(
        return_chars=False
    )
    blocks: list[str | Table] = []
    taken = 0
    for number, table in enumerate(tables, before + 1):
        above = [line for line in lines[taken:] if line["top"] < table.bbox[1]]
        taken += len(above)
        blocks.extend(paragraphs([line["text"] for line in above]))
        blocks.append(Table(number, _rows(table)))
    blocks.extend(paragraphs([line["text"] for line in lines[taken:]]))
    return blocks


def _within(thing: dict[str, Any], boxes: list[tuple[float, float, float, float]]) -> bool:
    if thing.get("object_type") != "char":
        return False
    middle = (thing["top"] + thing["bottom"]) / 2
    centre = (thing["x0"] + thing["x1"]) / 2
    return any(x0 <= centre <= x1 and top <= middle <= low for x0, top, x1, low in boxes)


def _rows(table: Any) -> tuple[Row, ...]:
    rows: list[Row] = []
    above: list[Cell] = []
    for number, (row, texts) in enumerate(zip(table.rows, table.extract(), strict=True), 1):
        right = 0.0
        cells: list[Cell] = []
        edges = [column.bbox[0] for column in table.columns]
        for index, (box, text) in enumerate(zip(row.cells, texts, strict=True)):
            if box is not None:
                right = box[2]
                cells.append(Cell(cell_text(text or "")))
            elif edges[index] < right - _EDGE:
                cells.append(Cell(merge=Merge.LEFT))
            else:
                covering = above[index].text if index < len(above) else ""
                cells.append(Cell(covering, Merge.ABOVE))
        above = cells
        rows.append(Row(number, tuple(cells)))
    return tuple(rows)
