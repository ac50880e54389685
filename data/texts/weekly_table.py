"""The words of the weekly workbook."""

from collections.abc import Sequence
from datetime import date

from data.domain.lights import Light
from data.domain.localtime import local_date
from data.domain.tasks import Occurrence, OccurrenceState, Task
from data.domain.weekly_table import WeeklyTable
from data.texts.dates import full_date
from data.texts.due import EXCUSED
from data.texts.lights import SIGNS, WORDS
from data.texts.reminders import occurrence_label
from data.texts.summary import nothing_to_count, numbers_as_of_instant, plan_words, week_words

HEADINGS = (
    "STT",
    "Nội dung",
    "Số VB",
    "Ngày BH",
    "Hạn",
    "Chủ trì",
    "Phối hợp",
    "Lãnh đạo",
    "Tiến độ",
    "Trạng thái",
    "Kết quả",
    "Ghi chú",
)
SHEET_OF_WORK = "Nhiệm vụ"
SHEET_OF_AGENCIES = "Theo đơn vị"
AGENCY_HEADINGS = ("STT", "Cơ quan, đơn vị", "Tổng số", *(f"{SIGNS[x]} {WORDS[x]}" for x in Light))
ALL_AGENCIES = "Cộng"
NOTHING = nothing_to_count()


def light_words(light: Light) -> str:
    """Return "🔴 quá hạn": a light never stands without its word."""
    return f"{SIGNS[light]} {WORDS[light]}"


def title(table: WeeklyTable) -> str:
    """Return "TỔNG HỢP TUẦN 15–19/6/2026 · KẾ HOẠCH 1780/KH-UBND"."""
    week = week_words(table.week, today=local_date(table.at))
    year = "" if str(table.week.last.year) in week else f"/{table.week.last.year}"
    return f"Tổng hợp {week}{year} · {plan_words(table.plans)}".upper()


def subtitle(table: WeeklyTable) -> str:
    """Return "Phường Hòa Bình · số liệu lúc 16:00 thứ Sáu 19/6"."""
    return f"{table.ward_name} · {numbers_as_of_instant(table.at)}"


def page_of(ward_name: str) -> str:
    """Return the footer of a printed page; &P and &N are the spreadsheet's own."""
    return f"{ward_name.replace('&', '&&')} · Trang &P/&N"


def task_cell(task: Task, occurrence: Occurrence | None = None) -> str:
    """Return "#20 Đối thoại với Nhân dân (lần 1/2)" with the plan's whole words."""
    title = task.title.lstrip("-–+• ").rstrip(" .,;:")
    return f"#{task.code} {title}{occurrence_label(occurrence) if occurrence else ''}"


def names(agencies: Sequence[str]) -> str:
    """Return "Trạm Y tế; Công an phường": names have commas of their own."""
    return "; ".join(agencies)


def result(occurrence: Occurrence, files: int) -> str:
    """What came of it: reported, looked at, and how many files show it."""
    said = {
        OccurrenceState.REPORTED: _on("Đã báo cáo xong", occurrence, "chờ duyệt"),
        OccurrenceState.ACCEPTED: _on("Đã báo cáo xong", occurrence, "đã duyệt"),
        OccurrenceState.RETURNED: "Báo cáo được trả lại, chờ bổ sung",
    }.get(occurrence.state, "")
    shown = f"{files} tệp minh chứng" if files else ""
    return "; ".join(filter(None, (said, shown)))


def _on(words: str, occurrence: Occurrence, then: str) -> str:
    when = occurrence.reported_at or occurrence.closed_at
    day = f" {full_date(local_date(when))}" if when else ""
    return f"{words}{day}, {then}"


def note(occurrence: Occurrence, today: date, done_late: bool | None) -> str:
    """By how much it is late and whether for a good reason, the date before it was moved, what hinders it.

    `done_late` is None for what is not done or was never late, else whether that is excused.
    """
    is_excused = occurrence.is_excused if done_late is None else done_late
    excused = f", {EXCUSED}" if is_excused else ""
    late = f"Quá hạn {(today - occurrence.due_on).days} ngày{excused}"
    planned = f"Hạn ban đầu {full_date(occurrence.planned_due_on)}"
    stuck = f"Vướng: {occurrence.obstacle}" if occurrence.obstacle and occurrence.is_owed else ""
    said = (
        late if occurrence.is_overdue(today) else "",
        f"Xong muộn{excused}" if done_late is not None else "",
        planned if occurrence.first_due_on else "",
        stuck,
    )
    return "; ".join(filter(None, said))


def undated_note(task: Task) -> str:
    """The plan's own words for when, of a task without a date."""
    if not task.time_text.strip():
        return "Kế hoạch không ghi thời hạn"
    return f"Kế hoạch ghi: “{' '.join(task.time_text.split())}”"


def file_name(last: date) -> str:
    """Return the workbook's name, in letters that every system takes."""
    return f"tong-hop-tuan-den-{last:%d-%m-%Y}.xlsx"


def subject() -> str:
    """What the file's properties say that it is."""
    return "Tổng hợp tuần: tiến độ các nhiệm vụ theo kế hoạch"


def keywords() -> str:
    """What the file's properties are found by."""
    return "tổng hợp tuần, nhiệm vụ, tiến độ, quá hạn"


def caption(table: WeeklyTable) -> str:
    """What is said with the workbook in a chat."""
    late = sum(r.light is Light.LATE for r in table.rows)
    return (
        f"Bảng Excel {week_words(table.week, today=local_date(table.at))}: "
        f"{len(table.rows)} việc, {late} quá hạn; {numbers_as_of_instant(table.at)}."
    )


def button() -> str:
    """The label of the choice that sends the workbook."""
    return "Bảng Excel"
