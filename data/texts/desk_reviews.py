"""What people read on the pages on which reports are looked at."""

from datetime import date

from data.domain.localtime import local_date
from data.domain.requests import Decision, Request
from data.domain.reviews import SUPPLEMENT_DAYS, Case, Fault, Review, Version
from data.domain.tasks import WorkItem
from data.texts.common import sentence_case
from data.texts.dates import whole_number
from data.texts.desk_story import file_note, files, photo, report
from data.texts.people import hour_and_day
from data.texts.progress import evidence_words
from data.texts.reminders import item_name, short_name, shortened
from data.texts.requests import asked, asked_for, grant_label, refuse_label
from data.texts.reviews import FAULTS, in_time, none_wait, returned_before

__all__ = [
    "asked",
    "file_note",
    "files",
    "grant_label",
    "in_time",
    "none_wait",
    "photo",
    "refuse_label",
    "returned_before",
]
_SAID = 160


def entry() -> str:
    """Navigation."""
    return "Duyệt báo cáo"


def heading(count: int) -> str:
    """The page's first line."""
    return f"📥 {whole_number(count)} báo cáo chờ duyệt" if count else "Duyệt báo cáo"


def name(item: WorkItem) -> str:
    """The work, with its period."""
    return item_name(item)


def line(case: Case, today: date) -> str:
    """What was said, by whom, when, with how many files."""
    head = case.head
    if head is None:
        return ""
    said = shortened(head.report.text, _SAID) or "gửi tệp, không ghi lời"
    shown = [e for v in case.fresh for e in v.evidence]
    proof = evidence_words(shown) if shown else "chưa có tệp nào"
    return f"“{said}” · {head.by}, {hour_and_day(head.report.created_at, today)} · {proof}"


def waited(case: Case, today: date) -> str:
    """How long it has waited."""
    said = case.item.occurrence.reported_at
    days = (today - local_date(said)).days if said else 0
    return f"chờ {days} ngày" if days > 0 else "gửi hôm nay"


def look() -> str:
    """The way to one report."""
    return "Xem và duyệt"


def look_only() -> str:
    """The same for who may not decide."""
    return "Xem"


def version(one: Version, today: date) -> str:
    """One version in full."""
    return report(one, today)


def asks_for(item: WorkItem) -> str:
    """The plan's words about what has to come out."""
    if item.task.product:
        return f"Kế hoạch yêu cầu: “{shortened(item.task.product, 300)}”"
    return f"Kế hoạch ghi: “{shortened(item.task.plan_words, 300)}”"


def no_files() -> str:
    """A report without any file."""
    return "Chưa có tệp nào"


def repeats_heading() -> str:
    """Above pictures that were shown before."""
    return "Đồng chí xem kỹ giúp"


def accept() -> str:
    """Button."""
    return "Duyệt"


def give_back() -> str:
    """Opens the form, and its button."""
    return "Trả lại"


def why() -> str:
    """Above the faults."""
    return "Vì sao trả lại"


def fault(which: Fault) -> str:
    """A fault beside its box."""
    return sentence_case(FAULTS[which])


def in_words() -> str:
    """The label of the words."""
    return "Nói rõ thêm"


def which_pictures() -> str:
    """Above the boxes of pictures."""
    return "Ảnh cần xem lại"


def until() -> str:
    """The label of the date."""
    return f"Bổ sung chậm nhất (bỏ trống: {SUPPLEMENT_DAYS} ngày làm việc, không sớm hơn hạn)"


def own() -> str:
    """The visitor contributed: somebody else decides."""
    return (
        "Báo cáo này có phần của chính đồng chí, nên người khác của cơ quan đầu mối "
        "hoặc lãnh đạo UBND duyệt."
    )


def decided(case: Case) -> str:
    """It does not wait any more."""
    return f"{short_name(case.item)} hiện không chờ duyệt."


def following(case: Case) -> str:
    """The way to the next one."""
    return f"Báo cáo tiếp theo: {short_name(case.item)}, {case.item.agency_name} →"


def back() -> str:
    """The way to the list."""
    return "Các báo cáo chờ duyệt"


def whole_story() -> str:
    """The way to the task's page."""
    return "Toàn bộ diễn biến"


def fresh(review: Review, case: Case) -> str:
    """The last verdict, which can be taken back."""
    what = "trả lại" if review.supplement_by else "duyệt"
    return f"Vừa {what} {short_name(case.item)}."


def fresh_answer(request: Request, case: Case) -> str:
    """An answer that can be taken back."""
    what = "đồng ý" if request.decision is Decision.GRANTED else "không đồng ý"
    return f"Vừa {what} {asked_for(request.kind, case.item)}."


def undo() -> str:
    """Button."""
    return "Hoàn tác"


def requests_heading(count: int) -> str:
    """Above what was asked about due dates."""
    return f"Đề nghị đang chờ trả lời ({count})"


def words_field() -> str:
    """The label of the answer's words."""
    return "Ý kiến (bắt buộc khi không đồng ý)"


def until_field() -> str:
    """The label of the granted date."""
    return "Gia hạn đến"


def others_settle() -> str:
    """The visitor may not answer this one."""
    return "Người khác trả lời đề nghị này."
