"""What people read about dossiers for inspectors: refusals, headings, states."""

import errno
import shlex
from datetime import date, datetime

from data.domain.dossier import (
    DossierContent,
    ShownFile,
    ShownReport,
    ShownRequest,
    ShownReview,
    ShownWork,
)
from data.domain.evidence import Kind
from data.domain.localtime import local, local_date
from data.domain.periods import Span
from data.domain.reports import EvidenceState
from data.domain.requests import Decision, RequestKind
from data.domain.reviews import Verdict, days_late
from data.domain.tasks import OccurrenceState, Plan, Task
from data.texts.dates import decimal, full_date, whole_number
from data.texts.due import EXCUSED
from data.texts.people import reported_by
from data.texts.plans import plan_name
from data.texts.reviews import why_returned

_STATES = {
    OccurrenceState.OPEN: "chưa báo cáo xong",
    OccurrenceState.REPORTED: "đã báo cáo xong, chờ duyệt",
    OccurrenceState.ACCEPTED: "đã duyệt",
    OccurrenceState.RETURNED: "đã trả lại, chờ bổ sung",
    OccurrenceState.CANCELLED: "đã hủy",
}

_ASKED = {
    RequestKind.EXTENSION: "Xin lùi hạn",
    RequestKind.LATENESS: "Nêu lý do khách quan khi chậm",
    RequestKind.OBJECTION: "Đề nghị xem lại việc trả lại",
}
PLAN, REPORT, EVIDENCE = "Kế hoạch", "Báo cáo tiến độ", "Tài liệu kiểm chứng"
REVIEW, REQUEST = "Ý kiến duyệt", "Đề nghị về thời hạn"
RIGHTS = "Hạn chế"
_DECIDED = {Decision.GRANTED: "Đồng ý", Decision.REFUSED: "Không đồng ý"}


def kept_for(years: int) -> str:
    """How long the ward keeps what is in it."""
    return f"{years} năm"


# Refusals.


def no_such_plan() -> str:
    """The plan that was named is not there."""
    return (
        "Không có kế hoạch này. Đồng chí ghi số của kế hoạch như trong văn bản, ví dụ 1780/KH-UBND."
    )


def which_plan(names: list[str]) -> str:
    """Several plans can be meant, or none was named and there are several."""
    return f"Đồng chí chọn một kế hoạch bằng --plan: {'; '.join(names)}."


def no_plan_at_all() -> str:
    """Nothing was confirmed yet."""
    return "Chưa có kế hoạch nào được xác nhận nên chưa có hồ sơ để xuất."


def nothing_in_period() -> str:
    """Nothing was due or reported."""
    return (
        "Trong khoảng thời gian này không có việc nào đến hạn hay được báo cáo. "
        "Đồng chí chọn khoảng thời gian khác."
    )


def wrong_span() -> str:
    """The last day is before the first."""
    return "Ngày cuối đang ở trước ngày đầu. Đồng chí đổi lại giúp."


def log_is_broken(seq: int) -> str:
    """Nothing is signed over a log that was tampered with."""
    return (
        f"Nhật ký bị đứt tại mục {seq} nên hệ thống không ký niêm phong. "
        'Người quản trị chạy "nhacviec check" và giữ nguyên cơ sở dữ liệu để xem xét.'
    )


def file_damaged(task: Task, shown: ShownFile) -> str:
    """A file on the disk is not what was received."""
    return (
        f"Tệp “{shown.evidence.name}” của việc #{task.code} trên máy chủ bị mất hoặc không còn đúng "
        f"nội dung đã nhận (số {shown.evidence.id}, SHA-256 {shown.evidence.sha256}). "
        "Hồ sơ chưa được xuất. Đồng chí khôi phục tệp này từ bản sao lưu rồi xuất lại."
    )


def plan_damaged() -> str:
    """The plan's document on the disk is not what was received."""
    return (
        "Tệp văn bản kế hoạch trên máy chủ bị mất hoặc không còn đúng nội dung đã nhận. "
        "Hồ sơ chưa được xuất. Đồng chí khôi phục tệp từ bản sao lưu rồi xuất lại."
    )


def no_room(octets: int) -> str:
    """The disk cannot take the dossier."""
    return (
        f"Đĩa không đủ chỗ cho hồ sơ (cần {megabytes(octets)}). "
        "Đồng chí chọn đĩa khác hoặc khoảng thời gian ngắn hơn."
    )


_WHY_NOT = {
    errno.ENOENT: ": chưa có thư mục này",
    errno.ENOTDIR: ": đó không phải thư mục",
    errno.EACCES: ": không có quyền ghi",
    errno.EPERM: ": không có quyền ghi",
    errno.EROFS: ": đĩa chỉ cho đọc",
    errno.ENOSPC: ": đĩa đã đầy",
    errno.ENAMETOOLONG: ": tên tệp quá dài",
}


def cannot_write(number: int | None) -> str:
    """The file cannot be written where it was asked for; `number` is the system's reason."""
    why = _WHY_NOT.get(number or 0, "")
    return f"Không ghi được tệp hồ sơ ở đó{why}. Đồng chí chọn chỗ khác rồi xuất lại."


def is_there(name: str) -> str:
    """Nothing is written over."""
    return f"Đã có tệp {name}. Đồng chí chọn tên khác, hệ thống không ghi đè."


# Names.


def title(content: DossierContent) -> str:
    """What the dossier is called."""
    return f"Hồ sơ kiểm tra: {called(content.plan)}"


def called(plan: Plan) -> str:
    """The plan, with its day."""
    return plan_name(plan.number, plan.issued_on, plan.title)


def period(span: Span) -> str:
    """From when to when."""
    return f"từ {full_date(span.start)} đến {full_date(span.end)}"


def moment(instant: datetime) -> str:
    """ "09:12 ngày 15/06/2026", local time."""
    return f"{local(instant):%H:%M ngày %d/%m/%Y}"


def megabytes(octets: int) -> str:
    """ "4,2 MB", "0,4 KB"."""
    if octets >= 100_000:
        return f"{decimal(octets / 1_000_000)} MB"
    return f"{decimal(octets / 1000)} KB"


def component(name: str | None) -> str:
    """The heading of a component."""
    return name or "Nhiệm vụ chung"


def task_heading(task: Task) -> str:
    """ "#12 Niêm yết danh sách hộ nghèo"."""
    return f"#{task.code} {task.short_title}"


def state(work: ShownWork, today: date) -> str:
    """How one thing owed stands on a day, and how late it is or was."""
    owed = work.occurrence
    said, late = _STATES[owed.state], days_late(owed)
    if owed.is_overdue(today):
        said = f"{said}, quá hạn {whole_number((today - owed.due_on).days)} ngày"
    elif owed.is_owed:
        return f"{said}, còn trong hạn"
    elif late:
        said = f"{said}, muộn {whole_number(late)} ngày"
    else:
        return said
    return f"{said}, {EXCUSED}" if owed.is_excused else said


def light_and_state(work: ShownWork, today: date) -> str:
    """The same after its light."""
    return f"{_light(work, today)} {state(work, today)}"


def _light(work: ShownWork, today: date) -> str:
    if work.occurrence.is_overdue(today):
        return "🔴"
    return "🟢" if work.occurrence.is_owed else "✅"


def work_line(work: ShownWork) -> str:
    """Which one it is, whose, and when it was due."""
    label = f"{work.occurrence.label}, " if work.occurrence.label else ""
    return f"{label}{work.agency}, hạn {full_date(work.occurrence.due_on)}"


def reporter(shown: ShownReport) -> str:
    """Who said it and when."""
    agency = f" ({shown.by.agency})" if shown.by.agency else ""
    return f"{reporter_name(shown)}{agency}, {moment(shown.report.created_at)}"


def reporter_name(shown: ShownReport) -> str:
    """Whose report it is, and who wrote it down for them."""
    return reported_by(shown.by.name, shown.recorded_by.name if shown.recorded_by else None)


def verdict(shown: ShownReview) -> str:
    """What was decided on a report, by whom, when, and whether it was taken back."""
    review = shown.review
    said = "Duyệt"
    if review.verdict is Verdict.RETURNED:
        until = (
            f", bổ sung chậm nhất {full_date(review.supplement_by)}" if review.supplement_by else ""
        )
        said = f"Trả lại: {why_returned(review.faults, review.words)}{until}"
    late = f" (chậm {review.days_late} ngày)" if review.days_late else ""
    back = "" if review.undone_at is None else f"; đã rút lại {moment(review.undone_at)}"
    return f"{said}{late}. {shown.by.name}, {moment(review.at)}{back}"


def request(shown: ShownRequest) -> str:
    """What was asked about a due date and how it was settled."""
    asked = shown.request
    line = f"{_ASKED[asked.kind]}: {asked.reason}. {shown.by.name}, {moment(asked.at)}"
    back = "" if asked.undone_at is None else f"; đã rút lại {moment(asked.undone_at)}"
    if asked.decision is None or asked.decided_at is None or shown.decided_by is None:
        return f"{line}{back}" if back else f"{line}. Chưa trả lời"
    until = f", hạn mới {full_date(asked.granted_on)}" if asked.granted_on else ""
    words = f": {asked.decided_words}" if asked.decided_words else ""
    answer = f"{_DECIDED[asked.decision]}{until}{words}"
    return f"{line}. {answer}. {shown.decided_by.name}, {moment(asked.decided_at)}{back}"


def words_of(shown: ShownReport) -> str:
    """What was said."""
    return shown.report.text or "(chỉ gửi tệp, không ghi lời)"


def file_facts(shown: ShownFile) -> str:
    """What is known about a file: what it is called, its three times, whether it was compressed."""
    e = shown.evidence
    facts = [e.name, megabytes(e.size), f"gửi {moment(e.sent_at)}", f"nhận {moment(e.received_at)}"]
    if e.taken_at is not None:
        facts.append(f"máy ảnh ghi {moment(e.taken_at)}")
    if e.is_compressed and Kind.JPEG.value == e.mime:
        facts.append("ảnh nén bởi ứng dụng chat, không có siêu dữ liệu gốc")
    if shown.also:
        facts.append(same_file(shown))
    return " · ".join(facts)


def same_file(shown: ShownFile) -> str:
    """The same bytes were shown for other tasks, too; empty when they were not."""
    others = ", ".join(f"#{code}" for code in shown.also)
    return f"cùng một tệp cũng gửi cho việc {others}" if others else ""


def set_aside_name() -> str:
    """Stands where a file's name stood that may give a secret away."""
    return "Tệp đang tạm giữ để xác minh"


def file_missing(shown: ShownFile) -> str:
    """Why a file is not in the dossier."""
    name = shown.evidence.name
    if shown.evidence.state is EvidenceState.DESTROYED:
        return name  # which says by which decision
    if shown.evidence.state is EvidenceState.SET_ASIDE:
        return f"{name}, không kèm theo hồ sơ"
    if shown.evidence.state is EvidenceState.PENDING:
        return f"{name}: chưa tải về máy chủ khi xuất hồ sơ"
    return f"{name}: không tải về được, nên không có trong hồ sơ"


def counts(tasks: int, reports: int, files: int) -> str:
    """How much it holds."""
    return f"{whole_number(tasks)} nhiệm vụ · {whole_number(reports)} báo cáo · {whole_number(files)} tệp minh chứng"


def made(content: DossierContent) -> str:
    """When it was made, from what."""
    return f"{content.ward_name}, xuất lúc {moment(content.made_at)}"


def description(content: DossierContent) -> str:
    """One line for the bag."""
    return f"{title(content)}, {period(content.span)}"


def base_name(ward: str, span: Span) -> str:
    """The folder that everything lies in."""
    return f"ho-so-{ward}-{span.start:%Y%m%d}-{span.end:%Y%m%d}"


def file_name(ward: str, span: Span, at: datetime) -> str:
    """The archive as it is offered for download."""
    return f"{base_name(ward, span)}-xuat-{local_date(at):%Y%m%d}.zip"


# The console.


def progress(done: int, total: int) -> str:
    """How far it is."""
    return f"Đã chép {whole_number(done)}/{whole_number(total)} tệp"


def stamped() -> str:
    """Somebody else vouches for the time."""
    return "Đã có dấu thời gian RFC 3161."


def stamper_unreachable() -> str:
    """Why there is no stamp: the authority could not be reached."""
    return "không kết nối được nơi cấp dấu thời gian"


def stamper_refused() -> str:
    """Why there is no stamp: the authority's answer was none."""
    return "nơi cấp dấu thời gian từ chối hoặc trả lời không đúng"


def not_stamped(why: str) -> str:
    """Nobody vouches for the time, though somebody was asked."""
    return f"Chưa có dấu thời gian RFC 3161 ({why}); hồ sơ vẫn đủ chữ ký niêm phong."


def exported(
    name: str, report_name: str, octets: int, digest: str, key: str, stamp: str = ""
) -> str:
    """It is there: what to do with it."""
    said = f"{stamp}\n" if stamp else ""
    return (
        f"Đã xuất {name} ({megabytes(octets)}).\n"
        f"In và ký biên bản niêm phong: {report_name}\n"
        f"Mã hồ sơ: {digest}\n"
        f"Vân khóa: {key}\n"
        f"{said}Tự kiểm tra lại: nhacviec verify {shlex.quote(name)} --bien-ban {digest}"
    )
