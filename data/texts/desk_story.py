"""What people read on the page of one task."""

from collections.abc import Mapping, Sequence
from datetime import date

from data.domain.people import Agency
from data.domain.reports import Evidence, EvidenceState
from data.domain.requests import Decision, Request, RequestKind
from data.domain.reviews import Review, Verdict, Version
from data.domain.tasks import AssignmentKind, Occurrence, Plan, Task, WorkItem
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.deadlines import describe_rule
from data.texts.people import hour_and_day
from data.texts.plans import plan_name
from data.texts.progress import progress_words
from data.texts.reminders import Day, occurrence_label
from data.texts.requests import WHAT
from data.texts.reviews import why_returned
from data.texts.tasks import standing

_PARTS = (
    (AssignmentKind.LEAD, "Chủ trì"),
    (AssignmentKind.COORDINATE, "Phối hợp"),
    (AssignmentKind.SUPERVISE, "Hướng dẫn, theo dõi, giám sát"),
)


def facts(
    task: Task, plan: Plan | None, agencies: Mapping[int, Agency], criteria: str
) -> list[tuple[str, str]]:
    """The plan's line about a task: names of cells and their words, unchanged."""
    rows = [("Nội dung", task.title)]
    if plan is not None:
        number = f", mục {task.no}" if task.no else ""
        rows.append(("Theo", plan_name(plan.number, plan.issued_on, plan.title) + number))
    rows += [("Nhóm nhiệm vụ", task.section or ""), ("Nội dung thành phần", task.component or "")]
    rows.append(("Cách thức triển khai", "\n".join(task.methods)))
    rows.append(("Kết quả, sản phẩm", task.product or ""))
    for kind, name in _PARTS:
        named = [agencies[a].name for a in task.agencies(kind) if a in agencies]
        rows.append((name, ", ".join(named)))
    rows.append(("Thời gian theo kế hoạch", f"“{task.time_text}”" if task.time_text else ""))
    rows.append(("Hiểu là", describe_rule(task.rule)))
    rows.append(("Tiêu chí", criteria))
    return [(name, words) for name, words in rows if words]


def removed() -> str:
    """The task is in the plan no more."""
    return "Việc này đã bị bỏ khỏi kế hoạch. Những gì đã báo cáo vẫn giữ nguyên."


def plan_line() -> str:
    """Above the plan's words."""
    return "Kế hoạch ghi"


def owed_heading(count: int) -> str:
    """Above what is owed."""
    return f"Các kỳ, đơn vị ({count})"


def later(count: int) -> str:
    """Opens what cannot be begun yet."""
    return f"⏳ {count} mục chưa đến kỳ"


def none_owed() -> str:
    """Nothing is owed yet."""
    return (
        "Chưa có kỳ nào phải làm: việc đang chờ sự kiện, chờ ấn định hạn, "
        "hạn còn xa hoặc chưa có cơ quan chủ trì."
    )


def occurrence(one: Occurrence, agencies: Mapping[int, Agency]) -> str:
    """One occurrence in the list: who and which period."""
    name = agencies[one.agency_id].name if one.agency_id in agencies else ""
    return f"{name}{occurrence_label(one)}"


def how_it_stands(one: Occurrence, task: Task, day: Day) -> str:
    """The light of an occurrence in words."""
    if one.is_owed and one.opens_on > day.today:
        starts = spoken_date(one.opens_on, today=day.today)
        return f"⏳ Chưa đến kỳ, bắt đầu {starts} (hạn {spoken_date(one.due_on, today=day.today)})"
    return standing(WorkItem(one, task, ""), day)


def progress(one: Occurrence) -> str:
    """What was said last."""
    said = f"Báo cáo gần nhất: {one.progress}" if one.progress else "Chưa báo cáo."
    return f"{said}\nVướng: {one.obstacle}" if one.obstacle else said


def story_heading() -> str:
    """Above what happened."""
    return "Diễn biến"


def nothing_yet() -> str:
    """Nothing happened yet."""
    return "Chưa có báo cáo, ý kiến duyệt hay đề nghị nào."


def reminders_heading(count: int) -> str:
    """Above the reminders."""
    return f"Tin đã nhắc ({count})"


SHOWN = 5
"""Reminders shown at once, the latest."""


def earlier(count: int) -> str:
    """Opens the reminders before those."""
    return f"{count} tin trước đó"


def no_reminders() -> str:
    """Nobody was reminded yet."""
    return "Chưa nhắc lần nào."


def report(version: Version, today: date) -> str:
    """Somebody reported: who, when, in which words, how far."""
    said = version.report
    who = version.by if said.recorded_by else f"{version.by} báo cáo"
    lines = [f"{who}, {hour_and_day(said.created_at, today)}"]
    if said.text.strip():
        lines.append(f"“{said.text.strip()}”")
    lines.append(f"Tiến độ: {progress_words(said.progress, said.text)}")
    return "\n".join(lines)


def review(one: Review, names: Mapping[int, str], today: date) -> str:
    """Somebody decided."""
    by, when = names.get(one.reviewer_id, ""), hour_and_day(one.at, today)
    if one.verdict is Verdict.ACCEPTED:
        text = f"{by} duyệt, {when}"
    else:
        until = one.supplement_by
        by_when = f", bổ sung chậm nhất {spoken_date(until, today=today)}" if until else ""
        text = f"{by} trả lại, {when}: {why_returned(one.faults, one.words)}{by_when}"
    if one.days_late:
        text += f" (gửi muộn {one.days_late} ngày)"
    return text if one.stands else f"{text}. Đã rút lại lúc {_undone(one, today)}"


def _undone(one: Review | Request, today: date) -> str:
    return hour_and_day(one.undone_at, today) if one.undone_at else ""


def asked(request: Request, names: Mapping[int, str], today: date) -> str:
    """Somebody asked about a due date."""
    by, when = names.get(request.person_id, ""), hour_and_day(request.at, today)
    wish = f" đến {spoken_date(request.wished_on, today=today)}" if request.wished_on else ""
    text = f"{by} đề nghị {WHAT[request.kind]}{wish}, {when}: {request.reason}"
    is_withdrawn = request.decision is None and not request.stands
    return f"{text}. Đã rút lúc {_undone(request, today)}" if is_withdrawn else text


def settled(request: Request, names: Mapping[int, str], today: date) -> str:
    """How it was settled."""
    by = names.get(request.decided_by or 0, "")
    when = hour_and_day(request.decided_at or request.at, today)
    agrees = request.decision is Decision.GRANTED
    what = f"{'đồng ý' if agrees else 'không đồng ý'} {WHAT[request.kind]}"
    if agrees and request.kind is RequestKind.EXTENSION and request.granted_on:
        what += f" đến {spoken_date(request.granted_on, today=today)}"
    said = f": {request.decided_words}" if request.decided_words else ""
    text = f"{by} {what}, {when}{said}"
    return text if request.stands else f"{text}. Đã rút lại lúc {_undone(request, today)}"


def file_note(file: Evidence) -> str:
    """Below a file that cannot be shown yet."""
    if file.state is EvidenceState.PENDING:
        return "đang tải về"
    if file.state is EvidenceState.SET_ASIDE:
        return "đang tạm giữ để xác minh"
    return "không tải được" if file.state is EvidenceState.FAILED else ""


def files(listed: Sequence[Evidence]) -> str:
    """The name of a row of files, for those who hear the page."""
    return f"Minh chứng: {len(listed)} tệp"


def photo(number: int, name: str) -> str:
    """What a picture is called, for those who do not see it."""
    return f"Ảnh {number}: {name}"


def act(name: str) -> str:
    """A button of the page."""
    return _ACTS[name]


_ACTS = {
    "nudge": "Đôn đốc…",
    "review": "Xem và duyệt…",
    "date": "Đổi hạn…",
    "event": "Khai báo sự kiện…",
    "back": "Danh sách việc",
}


def headline(task: Task) -> str:
    """The first line of the page."""
    return sentence_case(task.short_title)
