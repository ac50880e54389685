"""What was reported, for those who see it: on one task, on one number, and lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from data.domain.reports import Report
from data.domain.tasks import Task, WorkItem
from data.texts.people import hour_and_day
from data.texts.progress import progress_words
from data.texts.reminders import item_name, occurrence_label, shortened
from data.texts.report_labels import show_label

_LABEL = 40
"""Characters that fit a button."""


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with the name of who gave it and how many files it has."""

    report: Report
    by: str
    files: int


def latest_lines(reports: Sequence[ReportLine], today: date, most: int = 4) -> list[str]:
    """The latest report with its progress, and what was reported before."""
    if not reports:
        return []
    last = reports[0]
    lines = [
        f"Báo cáo gần nhất: {_said(last)} ({last.by}, {hour_and_day(last.report.created_at, today)})",
        f"Tiến độ: {progress_words(last.report.progress, last.report.text)}",
    ]
    for line in reports[1:most]:
        lines.append(
            f"Trước đó: {_said(line, 80)} ({line.by}, {hour_and_day(line.report.created_at, today)})"
        )
    if len(reports) > most:
        lines.append(f"và {len(reports) - most} báo cáo cũ hơn")
    return lines


def _said(line: ReportLine, most: int = 200) -> str:
    return shortened(line.report.text, most) or "đã gửi tệp"


def files_line(count: int, shown: int, pending: int) -> list[str]:
    """How many files there are, and how many of them are not under this message."""
    if not count:
        return []
    rest = count - shown - pending
    parts = [f"Minh chứng: {count} tệp"]
    if pending:
        parts.append(f"{pending} tệp đang tải về")
    if rest:
        parts.append(f"{rest} tệp nữa không gửi kèm ở đây")
    return [", ".join(parts)]


def recent(listed: Sequence[tuple[WorkItem, ReportLine]], today: date) -> str:
    """The reports that came last, the newest first."""
    if not listed:
        return "Chưa có báo cáo nào."
    lines = [f"{len(listed)} báo cáo mới nhất"]
    for item, line in listed:
        files = f", {line.files} tệp" if line.files else ""
        when = hour_and_day(line.report.created_at, today)
        lines.append(
            f"#{item.task.code}{occurrence_label(item.occurrence)} {item.agency_name}: "
            f"{_said(line, 60)}{files} ({line.by}, {when})"
        )
    return "\n".join(lines)


def recent_is_for_others() -> str:
    """Somebody who does not see all work asked for everybody's reports."""
    return (
        'Danh sách báo cáo của cả phường dành cho cơ quan đầu mối. Gõ "việc" để xem việc của mình.'
    )


def owed_by_several(items: Sequence[WorkItem], standing: Sequence[str]) -> str:
    """A number that several agencies owe: how it stands with each."""
    first = items[0].task
    lines = [f"#{first.code} {first.short_title}: {len(items)} đơn vị"]
    lines += [f"{i.agency_name}: {s}" for i, s in zip(items, standing, strict=True)]
    return "\n".join(lines)


def show_of_label(item: WorkItem) -> str:
    """Button: show this task as one agency owes it."""
    return shortened(f"Xem #{item.task.code} {item.agency_name}", _LABEL)


def show_labels(items: Sequence[WorkItem]) -> list[str]:
    """Labels of buttons for these, the agency named where a number stands more than once."""
    codes = [i.task.code for i in items]
    return [show_of_label(i) if codes.count(i.task.code) > 1 else show_label(i.task) for i in items]


def why_of(task: Task) -> str:
    """Button: the plan's words for one of several tasks."""
    return f"Vì sao #{task.code}"


def why_several(items: Sequence[WorkItem], plans: Sequence[str], rest: int) -> str:
    """Why somebody was told of several tasks: each with the plan's own words, cut short."""
    lines = []
    for item, plan in zip(items, plans, strict=True):
        number = f", mục {item.task.no}" if item.task.no else ""
        quoted = shortened(item.task.plan_words, 120)
        lines.append(f"{item_name(item)}: theo {plan}{number}: “{quoted}”")
    if rest:
        lines.append(f"và {rest} việc khác, ví dụ gõ: vì sao #{items[-1].task.code}")
    return "\n".join(lines)


def nothing_told() -> str:
    """No task to explain."""
    return 'Chưa có tin nhắc việc nào gửi tới đây. Gõ "việc" để xem việc đang mở.'
