"""What happened to a piece of work besides its reports: verdicts and due dates, in their order."""

from datetime import date, datetime

from data.domain.requests import Decision, Request, RequestKind
from data.domain.reviews import Case, Review, Verdict
from data.texts.dates import spoken_date
from data.texts.people import hour_and_day
from data.texts.reminders import shortened
from data.texts.reviews import why_returned

_WORDS = 160


def story_lines(case: Case, today: date, most: int = 8) -> list[str]:
    """Each verdict and each question with its answer: who, when, why; the last ones if many."""
    told: list[tuple[datetime, str]] = []
    for review in case.reviews:
        told += _review(case, review, today)
    asked = set()
    for request in case.requests:
        # One that waits anew is told as asked once.
        is_again = request.question in asked and not request.is_open
        told += _request(case, request, today)[is_again:]
        asked.add(request.question)
    lines = [line for _, line in sorted(told, key=lambda one: one[0])]
    if len(lines) <= most:
        return lines
    return [f"({len(lines) - most} mục cũ hơn không hiện ở đây)", *lines[-most:]]


def _by(case: Case, person_id: int | None, at: datetime, today: date) -> str:
    name = case.names.get(person_id or 0, "")
    return f"({name}, {hour_and_day(at, today)})"


def _review(case: Case, review: Review, today: date) -> list[tuple[datetime, str]]:
    by = _by(case, review.reviewer_id, review.at, today)
    late = ""
    if review.days_late:
        late = f"; báo cáo gửi sau hạn {review.days_late} ngày"
    if review.verdict is Verdict.ACCEPTED or review.supplement_by is None:
        lines = [(review.at, f"Đã duyệt {by}{late}")]
    else:
        until = spoken_date(review.supplement_by, today=today)
        why = why_returned(review.faults, shortened(review.words, _WORDS))
        lines = [(review.at, f"Trả lại: {why}; bổ sung chậm nhất {until} {by}{late}")]
    if review.undone_at is not None:
        when = hour_and_day(review.undone_at, today)
        lines.append((review.undone_at, f"Quyết định trên đã rút lại ({when})"))
    return lines


def _request(case: Case, request: Request, today: date) -> list[tuple[datetime, str]]:
    asked = _by(case, request.person_id, request.at, today)
    reason = shortened(request.reason, _WORDS)
    what = _what(request, today)
    lines = [(request.at, f"{what}: {reason} {asked}")]
    if request.decided_at is None or request.decision is None:
        if request.undone_at is None:
            return [(request.at, f"{lines[0][1]}, đang chờ trả lời")]
        when = hour_and_day(request.undone_at, today)
        return [*lines, (request.undone_at, f"Đề nghị trên đã rút ({when})")]
    by = _by(case, request.decided_by, request.decided_at, today)
    words = shortened(request.decided_words, _WORDS)
    said = f": {words}" if words else ""
    lines.append((request.decided_at, f"{_answer(request, today)}{said} {by}"))
    if request.undone_at is not None:
        when = hour_and_day(request.undone_at, today)
        lines.append((request.undone_at, f"Câu trả lời trên đã rút lại ({when})"))
    return lines


def _what(request: Request, today: date) -> str:
    if request.kind is RequestKind.EXTENSION and request.wished_on is not None:
        old = spoken_date(request.due_on, today=today)
        if request.is_unasked:
            return f"Gia hạn, hạn cũ {old}"
        return f"Xin gia hạn từ {old} đến {spoken_date(request.wished_on, today=today)}"
    if request.kind is RequestKind.LATENESS:
        return f"Giải trình chậm hạn {spoken_date(request.due_on, today=today)}"
    return "Giải trình việc trả lại"


def _answer(request: Request, today: date) -> str:
    if request.decision is Decision.REFUSED:
        return "Không đồng ý"
    if request.granted_on is not None:
        return f"Hạn mới {spoken_date(request.granted_on, today=today)}"
    if request.kind is RequestKind.LATENESS:
        return "Đã xác nhận lý do khách quan"
    return "Đồng ý xem lại, báo cáo chờ duyệt lại"
