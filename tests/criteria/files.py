"""Files of criteria as an office sends them."""

import io
from collections.abc import Sequence

from openpyxl import Workbook

HEADINGS = ("Mã", "Tên tiêu chí", "Điểm tối đa", "Minh chứng cần có", "Tự chấm", "Giải trình")
ROWS: tuple[tuple[object, ...], ...] = (
    ("1", "Công tác chỉ đạo, điều hành", None, ""),
    ("1.1", "Kế hoạch cải cách hành chính", 1.5, "Kế hoạch, báo cáo"),
    ("1.2", "Đối thoại với người dân", 2, "Biên bản, ảnh"),
    ("2", "Cải cách thể chế", 3, ""),
)


def workbook(
    rows: Sequence[Sequence[object]] = ROWS,
    *,
    name: str | None = "PAR INDEX cấp xã",
    year: object = 2026,
    version: str = "lần 1",
    headings: Sequence[str] = HEADINGS,
) -> bytes:
    """Return an XLSX of criteria."""
    book = Workbook()
    sheet = book.worksheets[0]
    about = (("Tên bộ tiêu chí", name), ("Phiên bản", version), ("Năm", year), ("Nguồn", "QĐ 1"))
    for line in about:
        sheet.append(line)
    sheet.append(())
    sheet.append(headings)
    for row in rows:
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
