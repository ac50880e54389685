"""Reading plan documents, beside the bare libraries that only hand out their cells.

A document of our own with 50 tasks, and the real ones when the folder `shared/plans` lies beside the
repository.
"""

import asyncio
from io import BytesIO
from pathlib import Path

import docx
import pdfplumber

from benchmarks.harness import Figure, against, side_by_side
from jobs.intake.plan import read_plan

_PLANS = Path(__file__).parents[2] / "shared" / "plans"
_REAL = ("ninh-hoa-2026-papi.docx", "ninh-hoa-2026-papi.pdf")
_HEADINGS = (
    "STT",
    "Nội dung nhiệm vụ",
    "Cách thức triển khai",
    "Cơ quan chủ trì",
    "Cơ quan phối hợp",
    "Thời gian thực hiện",
    "Sản phẩm",
)


async def benchmark() -> list[Figure]:
    """Return the time of each document beside its library's."""
    documents = {"our 50 tasks.docx": (_our_docx(), 50)}
    for name in _REAL:
        path = _PLANS / name
        if path.exists():
            documents[name] = (await asyncio.to_thread(path.read_bytes), 50)
    return [_figure(name, content, tasks) for name, (content, tasks) in documents.items()]


def _figure(name: str, content: bytes, tasks: int) -> Figure:
    found = len(read_plan(content, name).tasks)
    if found != tasks:
        raise RuntimeError(f"not what was to be measured: {found} tasks in {name}")
    bare, library = (
        (_cells_of_pdf, "pdfplumber's tables")
        if name.endswith(".pdf")
        else (_cells_of_docx, "python-docx's cells")
    )
    ours, theirs = side_by_side(lambda: read_plan(content, name), lambda: bare(content))
    return against(name, ours, library, theirs, "≤ 3")


def _cells_of_docx(content: bytes) -> int:
    document = docx.Document(BytesIO(content))
    words = [p.text for p in document.paragraphs]
    for table in document.tables:
        for row in table.rows:
            words += [cell.text for cell in row.cells]
    return len(words)


def _cells_of_pdf(content: bytes) -> int:
    with pdfplumber.open(BytesIO(content)) as pdf:
        return sum(len(page.extract_tables()) for page in pdf.pages)


def _our_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("ỦY BAN NHÂN DÂN PHƯỜNG HÒA BÌNH")
    document.add_paragraph("Số: 12/KH-UBND")
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Nâng cao Chỉ số Hiệu quả quản trị và hành chính công năm 2026")
    table = document.add_table(rows=1, cols=len(_HEADINGS))
    for cell, words in zip(table.rows[0].cells, _HEADINGS, strict=True):
        cell.text = words
    for number in range(1, 51):
        row = (
            str(number),
            f"Công khai kết quả thực hiện nội dung số {number} tại trụ sở và nhà văn hóa tổ dân phố",
            "- Niêm yết tại trụ sở; - Đăng trên trang thông tin điện tử",
            "Văn phòng HĐND và UBND",
            "Tổ trưởng tổ dân phố",
            "Trước ngày 15 hằng quý",
            "Báo cáo kết quả",
        )
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    file = BytesIO()
    document.save(file)
    return file.getvalue()
