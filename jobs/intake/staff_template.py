"""The template of a staff list, as an Excel file."""

import io
from functools import lru_cache

from data.texts import staff as words

_PHONE_COLUMN = 2
_ROOM = 500  # rows whose phone cells are text beforehand: Excel takes a leading 0 from numbers
_WIDTHS = (28, 16, 36, 20, 20, 12, 14)


@lru_cache(maxsize=1)
def write_template() -> bytes:
    """Return an XLSX with the headings, an example row and a sheet of hints."""
    from openpyxl import Workbook  # heavy, and seldom needed
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(words.SHEET_NAME)
    for row in (words.HEADINGS, *words.EXAMPLES):
        sheet.append(row)
    for index, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
        sheet.cell(1, index).font = Font(bold=True)
    for row_number in range(2, _ROOM):
        sheet.cell(row_number, _PHONE_COLUMN).number_format = "@"
    sheet.freeze_panes = "A2"
    hints = book.create_sheet(words.HINTS_NAME)
    hints.column_dimensions["A"].width = 90
    for hint in words.HINTS:
        hints.append((hint,))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
