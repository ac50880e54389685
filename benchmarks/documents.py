"""Writing the week's workbook and a period's report of 5,000 things owed, beside the bare libraries.

The bare ones write the same words into the same cells, with nothing of what makes a document: no
styles, no widths, no repeated headings, no letterhead.
"""

from datetime import date, time, timedelta
from io import BytesIO

import docx
from docx.document import Document
from openpyxl import Workbook

from benchmarks.harness import Figure, against, side_by_side
from data.domain.lights import Light
from data.domain.localtime import instant_of
from data.domain.periodic import Fate, Line, Part, PeriodicReport
from data.domain.report_periods import ReportKind, ReportPeriod
from data.domain.summary import AgencyCounts, Counts, Week
from data.domain.weekly_table import TableRow, WeeklyTable
from data.texts.periodic import appendix_row
from data.texts.weekly_table import light_words
from jobs.reports.docx.periodic import periodic_docx
from jobs.reports.xlsx import weekly_xlsx
from tests.cast import a_task

_COUNT = 5000
_DAY = date(2026, 6, 19)
_NOW = instant_of(_DAY, time(16))
_LIGHTS = tuple(Light)
_FATES = (Fate.ON_TIME, Fate.AFTER, Fate.LATE, Fate.RUNNING)
_TITLE = "Công khai kết quả thực hiện tại trụ sở và nhà văn hóa tổ dân phố"


async def benchmark() -> list[Figure]:
    """Return the time of each document beside its library's."""
    table, report = _table(), _report()
    workbook, bare_workbook = side_by_side(
        lambda: weekly_xlsx(table), lambda: _bare_xlsx(table), rounds=3
    )
    document, bare_document = side_by_side(
        lambda: periodic_docx(report), lambda: _bare_docx(report), rounds=1
    )
    return [
        against(f"{_COUNT} rows.xlsx", workbook, "openpyxl's cells", bare_workbook, "≤ 3"),
        against(f"{_COUNT} rows.docx", document, "python-docx's cells", bare_document, "≤ 1"),
    ]


def _table() -> WeeklyTable:
    rows = tuple(
        TableRow(
            task=f"#{number} {_TITLE}",
            plan_number="1780/KH-UBND",
            issued_on=date(2026, 4, 24),
            due_on=_DAY + timedelta(days=number % 90),
            lead="Văn phòng HĐND và UBND",
            coordinate="Tổ trưởng tổ dân phố; Trạm Y tế",
            supervise="Phòng Văn hóa – Xã hội",
            progress="đã họp 1/2 buổi, 85 người dự",
            light=_LIGHTS[number % len(_LIGHTS)],
            result="Đã báo cáo xong 18/06/2026, chờ duyệt",
            note="Vướng: thiếu kinh phí sửa chữa",
        )
        for number in range(1, _COUNT + 1)
    )
    counts = (AgencyCounts("Văn phòng HĐND và UBND", Counts(done=_COUNT)),)
    week = Week("2026-W25", _DAY - timedelta(days=4), _DAY, _NOW - timedelta(days=7), _NOW)
    return WeeklyTable("Phường Hòa Bình", ("1780/KH-UBND",), week, _NOW, rows, counts)


def _report() -> PeriodicReport:
    period = ReportPeriod(ReportKind.QUARTER, 2026, 2)
    lines = tuple(_line(number) for number in range(1, _COUNT + 1))
    return PeriodicReport(
        ward_name="Phường Hòa Bình",
        period=period,
        span=period.span(),
        at=_NOW,
        until=period.span().end,
        plans=(),
        duties=(),
        leads=1,
        parts=(Part("Tham gia của người dân", "Tri thức công dân", _COUNT, lines),),
        troubles=(),
        events=(),
        reports=_COUNT,
        reporters=40,
    )


def _line(number: int) -> Line:
    return Line(
        task=a_task(number, _TITLE),
        label="quý II/2026",
        agency_name="Văn phòng HĐND và UBND",
        due_on=_DAY,
        fate=_FATES[number % len(_FATES)],
        reported_on=_DAY,
        progress="đã họp 1/2 buổi, 85 người dự",
        files=3,
        attended=85,
        tellings=1,
    )


def _bare_xlsx(table: WeeklyTable) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for number, row in enumerate(table.rows, start=1):
        sheet.append(
            (
                number,
                row.task,
                row.plan_number,
                row.issued_on,
                row.due_on,
                row.lead,
                row.coordinate,
                row.supervise,
                row.progress,
                light_words(row.light),
                row.result,
                row.note,
            )
        )
    return _saved(book)


def _bare_docx(report: PeriodicReport) -> int:
    document = docx.Document()
    # The quickest way that the library has: all rows at once, and the cells of each asked for once.
    table = document.add_table(rows=len(report.lines), cols=7)
    for number, (row, line) in enumerate(zip(table.rows, report.lines, strict=True), start=1):
        for cell, words in zip(row.cells, appendix_row(number, line), strict=True):
            cell.text = words
    return _saved(document)


def _saved(document: Document | Workbook) -> int:
    content = BytesIO()
    document.save(content)
    return len(content.getvalue())
