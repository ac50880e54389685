"""A quarter with something of everything, and its report read back from the DOCX."""

import re
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO

import docx
from docx.document import Document

from data.domain.people import Address, Membership, Person, Role
from data.domain.periodic import PeriodicReport
from data.domain.periods import Span
from data.domain.progress import read_progress
from data.domain.report_periods import ReportKind, ReportPeriod
from data.domain.reports import Report, ReportState
from data.domain.rules import AroundEvent, Phase, Unknown
from data.domain.tasks import Task
from jobs.reports.docx.periodic import periodic_docx
from jobs.reports.periodic import PeriodLedger, compose
from tests.cast import at
from tests.summary.samples import HEALTH, OFFICE, PLAN, done, owed, task

QUARTER = ReportPeriod(ReportKind.QUARTER, 2026, 2)
SPAN = Span(date(2026, 3, 15), date(2026, 6, 14))
NOW = at("2026-06-19 16:00")
HANH = Person(1, "Lê Văn Hạnh", None, Address.DONG_CHI, frozenset({Role.OFFICER}), (Membership(1),))
LAN = Person(2, "Võ Thị Lan", None, Address.CHI, frozenset({Role.OFFICER}), (Membership(2),))
HEARING, CLINIC, LISTS, ELECTION, UNDATED = (
    ("Đối thoại trực tiếp với Nhân dân.", "Trách nhiệm giải trình", "Tương tác với chính quyền"),
    ("Sửa chữa Trạm Y tế", "Cung ứng dịch vụ công", "Y tế"),
    ("Công khai danh sách hộ nghèo", "Trách nhiệm giải trình", "Tương tác với chính quyền"),
    ("Tuyên truyền bầu cử tổ trưởng", "Trách nhiệm giải trình", None),
    ("Rà soát theo quy định", "Cung ứng dịch vụ công", "Y tế"),
)
WAITS = AroundEvent(event="kỳ bầu cử", phases=(Phase.BEFORE,))


def job(code: int, names: tuple[str, str | None, str | None], lead: int = 1) -> Task:
    """A task in its component."""
    title, section, component = names
    made = task(code, lead=(lead,))
    return replace(made, title=title, short_title=title, section=section, component=component)


def said(number: int, occurrence: int, words: str, when: str, by: int = 1) -> Report:
    """A report as people write it."""
    return Report(number, occurrence, by, words, read_progress(words), ReportState.STORED, at(when))


def ledger(**values: object) -> PeriodLedger:
    """One thing on time, one after its day, one overdue with trouble, one waiting, one undated."""
    base = PeriodLedger(
        ward_name="Phường Hòa Bình",
        plans=(replace(PLAN, title="Nâng cao Chỉ số PAPI năm 2026"),),
        tasks=(
            job(20, HEARING),
            job(21, LISTS),
            replace(job(22, ELECTION), rule=WAITS, time_text="Trước kỳ bầu cử"),
            job(33, CLINIC, lead=2),
            replace(
                job(34, UNDATED, lead=2), rule=Unknown(reason="trống"), time_text="Theo quy định"
            ),
        ),
        occurrences=(
            replace(done(1, "2026-05-29", "2026-05-28 09:00", task_id=20), label="lần 1/2"),
            done(2, "2026-05-15", "2026-05-20 09:00", task_id=21),
            owed(3, "2026-06-05", task_id=33, agency=2),
        ),
        events=(),
        reports=(
            said(1, 1, "đã họp 1 buổi, 85 người dự, xong", "2026-05-28 09:00"),
            said(2, 2, "đã niêm yết, xong", "2026-05-20 09:00"),
            said(3, 3, "chưa làm, vướng kinh phí sửa chữa", "2026-06-02 09:00", by=2),
        ),
        files={1: 4},
        agencies=(OFFICE, HEALTH),
        people=(HANH, LAN),
    )
    return replace(base, **values)  # type: ignore[arg-type]


def report(now: datetime = NOW, **values: object) -> PeriodicReport:
    """The report of the second quarter."""
    return compose(ledger(**values), QUARTER, SPAN, now)


def opened(content: bytes) -> Document:
    """A document read back."""
    return docx.Document(BytesIO(content))


def paper(**values: object) -> Document:
    """The report's document, read back."""
    return opened(periodic_docx(report(**values)))  # type: ignore[arg-type]


def body_words(document: Document) -> list[str]:
    """The paragraphs that are not in tables, their dotted places cut short."""
    said = (p.text.replace("\N{ZERO WIDTH SPACE}", "") for p in document.paragraphs)
    return [re.sub("…{9,}", "…", words) for words in said if words]
