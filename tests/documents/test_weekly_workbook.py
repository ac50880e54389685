"""The weekly workbook: the rows of the summary, safe in a spreadsheet, ready to print."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from data.domain.lights import Light
from data.domain.rules import AroundEvent, Phase, Unknown
from data.domain.tasks import Assignment, AssignmentKind, OccurrenceState
from data.domain.weekly_table import WeeklyTable
from data.texts.lights import SIGNS, WORDS
from jobs.reports.summary import summarise
from jobs.reports.weekly_table import tabulate
from jobs.reports.xlsx import weekly_xlsx
from tests.cast import at
from tests.summary.samples import FRIDAY, WEEK, done, ledger, owed, task

HELPED = replace(
    task(20),
    title="Đối thoại với Nhân dân.",
    assignments=(
        Assignment(1, AssignmentKind.LEAD),
        Assignment(2, AssignmentKind.COORDINATE),
        Assignment(1, AssignmentKind.SUPERVISE),
    ),
)
LEDGER = ledger(
    tasks=(
        HELPED,
        task(7),
        replace(task(18, Unknown(reason="trống")), time_text="Theo  quy định"),
        task(12, AroundEvent(event="bầu cử", phases=(Phase.BEFORE,))),
    ),
    occurrences=(
        done(1, "2026-06-20", "2026-06-18 09:00", task_id=7),
        replace(
            owed(2, "2026-06-12"),
            label="lần 1/2",
            progress="chưa xong",
            obstacle="thiếu kinh phí",
            first_due_on=date(2026, 5, 29),
            excused_due_on=date(2026, 6, 12),
        ),
        replace(
            done(3, "2026-06-25", "2026-06-17 09:00", task_id=7), state=OccurrenceState.ACCEPTED
        ),
        owed(4, "2026-06-22", task_id=7),
        replace(owed(5, "2026-09-14", task_id=7), state=OccurrenceState.RETURNED),
    ),
)
TABLE = tabulate(LEDGER, {1: 3, 2: 1}, WEEK, FRIDAY)


def read(table: WeeklyTable = TABLE) -> Workbook:
    return openpyxl.load_workbook(BytesIO(weekly_xlsx(table)))


def work_sheet(table: WeeklyTable = TABLE) -> Worksheet:
    return read(table)["Nhiệm vụ"]


def rows(sheet: Worksheet) -> list[list[object]]:
    return [[c.value for c in row] for row in sheet.iter_rows(min_row=4)]


def test_the_columns_and_a_row_of_each_light_what_needs_somebody_first() -> None:
    heading, *found = rows(work_sheet())
    assert heading == [
        *("STT", "Nội dung", "Số VB", "Ngày BH", "Hạn", "Chủ trì", "Phối hợp", "Lãnh đạo"),
        *("Tiến độ", "Trạng thái", "Kết quả", "Ghi chú"),
    ]
    assert found[0] == [
        1,
        "#20 Đối thoại với Nhân dân (lần 1/2)",
        "1780/KH-UBND",
        datetime.fromisoformat("2026-04-24"),
        datetime.fromisoformat("2026-06-12"),
        "Văn phòng HĐND và UBND",
        "Trạm Y tế",
        "Văn phòng HĐND và UBND",
        "chưa xong",
        "🔴 quá hạn",
        "1 tệp minh chứng",
        "Quá hạn 7 ngày, lý do khách quan đã xác nhận; Hạn ban đầu 29/05/2026; "
        "Vướng: thiếu kinh phí",
    ]
    assert [(r[0], r[9], r[10], r[11]) for r in found[1:]] == [
        (2, "🟡 sắp đến hạn", None, None),
        (3, "🟢 đúng hạn", "Báo cáo được trả lại, chờ bổ sung", None),
        (4, "❓ cần ấn định hạn", None, "Kế hoạch ghi: “Theo quy định”"),
        (5, "⚪ chờ sự kiện", None, "Kế hoạch ghi: “Thường xuyên”"),
        (6, "✅ xong", "Đã báo cáo xong 18/06/2026, chờ duyệt; 3 tệp minh chứng", None),
        (7, "✅ xong", "Đã báo cáo xong 17/06/2026, đã duyệt", None),
    ]


def test_what_was_done_late_says_so_and_whether_for_a_confirmed_reason() -> None:
    first, second = (done(n, "2026-06-12", "2026-06-15 09:00", task_id=7) for n in (1, 2))
    confirmed = frozenset({(2, date(2026, 6, 12))})
    made = replace(LEDGER, occurrences=(first, second), confirmed=confirmed)
    notes = [r.note for r in tabulate(made, {}, WEEK, FRIDAY).rows if r.light is Light.DONE]
    assert notes == ["Xong muộn", "Xong muộn, lý do khách quan đã xác nhận"]


def test_it_has_as_many_rows_of_each_light_as_the_summary_counts() -> None:
    total = summarise(LEDGER, WEEK, FRIDAY).total
    states = [r[9] for r in rows(work_sheet())[1:]]
    for light in Light:
        assert states.count(f"{SIGNS[light]} {WORDS[light]}") == total.of(light)


def test_the_second_sheet_adds_up_to_the_same() -> None:
    heading, *agencies, last = rows(read()["Theo đơn vị"])
    total = summarise(LEDGER, WEEK, FRIDAY).total
    assert heading[2:5] == ["Tổng số", "✅ xong", "🟢 đúng hạn"]
    assert last[1:] == ["Cộng", total.total, *(total.of(x) for x in Light)]
    assert sum(int(str(a[2])) for a in agencies) == total.total


def test_dates_are_dates_shown_day_first() -> None:
    cell = work_sheet()["E5"]
    assert cell.is_date
    assert cell.number_format == "dd/mm/yyyy"


def test_the_title_says_which_week_and_as_of_when() -> None:
    sheet = work_sheet()
    assert sheet["B1"].value == "TỔNG HỢP TUẦN 15–19/6/2026 · KẾ HOẠCH 1780/KH-UBND"
    assert sheet["B2"].value == "Phường Hòa Bình · số liệu lúc 16:00 thứ Sáu 19/6"


def test_it_is_ready_to_be_read_and_printed() -> None:
    for name, columns in (("Nhiệm vụ", "L"), ("Theo đơn vị", "I")):
        sheet = read()[name]
        setup = sheet.page_setup
        assert sheet.freeze_panes == "C5"
        assert (setup.paperSize, setup.orientation) == (9, "landscape")
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert (setup.fitToWidth, setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$4:$4"
        assert "Trang &P/&N" in sheet.oddFooter.center.text
        assert sheet.print_area.endswith(f"${columns}${sheet.max_row}")
        assert all(c.alignment.wrap_text for c in sheet[5])
    assert work_sheet().auto_filter.ref == "A4:L11"


def test_the_properties_are_in_vietnamese() -> None:
    about = read().properties
    assert about.title == "TỔNG HỢP TUẦN 15–19/6/2026 · KẾ HOẠCH 1780/KH-UBND"
    assert (about.creator, about.language) == ("Phường Hòa Bình", "vi-VN")


def test_a_week_with_nothing_due_says_so() -> None:
    empty = replace(TABLE, rows=(), agencies=())
    assert rows(work_sheet(empty))[1][1] == "Chưa có việc nào đến kỳ."
    assert rows(read(empty)["Theo đơn vị"])[-1][1:3] == ["Cộng", 0]


LIVE = [
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+84",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("words", LIVE)
def test_what_people_wrote_is_never_a_formula(words: str) -> None:
    """OWASP ASVS 5.0, 1.2.10."""
    row = replace(TABLE.rows[0], progress=words, note=words, task=words, lead=words)
    content = weekly_xlsx(replace(TABLE, rows=(row,)))
    sheet = openpyxl.load_workbook(BytesIO(content))["Nhiệm vụ"]
    for column in "BFIL":
        cell = sheet[f"{column}5"]
        assert (cell.data_type, cell.value) == ("s", words)
        assert cell.quotePrefix
    with ZipFile(BytesIO(content)) as book:
        for name in book.namelist():
            assert b"<f>" not in book.read(name)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=300))
def test_any_words_are_held_by_a_book_that_opens(words: str) -> None:
    row = replace(TABLE.rows[0], progress=words, lead=words)
    table = replace(TABLE, rows=(row,), ward_name=words)
    found = rows(work_sheet(table))[1]
    assert found[9] == "🔴 quá hạn"


def test_no_name_turns_the_words_after_it_around() -> None:
    row = replace(TABLE.rows[0], lead="Trạm \u202eY tế\u2066")
    assert work_sheet(replace(TABLE, rows=(row,)))["F5"].value == "Trạm Y tế"


def test_longer_words_than_a_cell_takes_are_cut_with_a_sign() -> None:
    row = replace(TABLE.rows[0], note="dài " * 20_000)
    cell = work_sheet(replace(TABLE, rows=(row,)))["L5"]
    assert len(cell.value) < 32_767
    assert cell.value.endswith("…")


def test_a_row_is_as_high_as_its_longest_cell() -> None:
    short, long = TABLE.rows[0], replace(TABLE.rows[0], task="việc dài " * 40)
    sheet = work_sheet(replace(TABLE, rows=(short, long)))
    low, high = (sheet.row_dimensions[n].height for n in (5, 6))
    assert low is not None
    assert high is not None
    assert low < high <= 409


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it_and_shows_the_same_words(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(weekly_xlsx(TABLE))
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--headless", "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76"),
            *("--outdir", str(tmp_path), str(tmp_path / "a.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    words = (tmp_path / "a.csv").read_text("utf-8")
    assert "24/04/2026,12/06/2026,Văn phòng HĐND và UBND" in words
    assert "🔴 quá hạn" in words


def test_the_week_of_another_year_is_named_with_its_year() -> None:
    new_year = replace(TABLE, at=at("2027-01-04 08:00"))
    assert work_sheet(new_year)["B1"].value.startswith("TỔNG HỢP TUẦN 15–19/6/2026 ·")
