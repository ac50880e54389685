"""What is said when reports are looked at: to the reviewer, and to who reported."""

from collections.abc import Sequence
from datetime import date

from data.domain.people import Person
from data.domain.reports import Doneness, Evidence, Progress
from data.domain.reviews import Case, Fault, Review, Verdict, days_late
from data.domain.tasks import Occurrence, WorkItem
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.due import EXCUSED
from data.texts.people import called, hour_and_day, named_few
from data.texts.progress import evidence_words, progress_words
from data.texts.reminders import item_name, short_name, shortened

FAULTS = {
    Fault.NO_PHOTO: "thiếu ảnh",
    Fault.BLURRED: "ảnh mờ",
    Fault.WRONG: "sai nội dung",
    Fault.NO_FIGURES: "thiếu số liệu",
    Fault.OTHER: "lý do khác",
}
UNDO_HINT = "Nhầm thì chọn Hoàn tác trong 10 phút."
_WORDS = 300
_LISTED = 4


def why_returned(faults: Sequence[Fault], words: str) -> str:
    """Return "ảnh mờ, chưa thấy biên bản": the reviewer's own words stand for "lý do khác"."""
    said = shortened(words, _WORDS).rstrip(" .")
    named = [FAULTS[f] for f in faults if f is not Fault.OTHER or not said]
    return ", ".join([*named, *([said] if said else [])])


# To who reported.


def returned(
    person: Person, case: Case, review: Review, pictures: Sequence[Evidence], today: date
) -> str:
    """The report comes back: why, which picture, until when; nothing that was sent is lost."""
    you = sentence_case(person.address.value)
    why = why_returned(review.faults, review.words)
    lines = [f"Báo cáo {item_name(case.item)} được trả lại: {why}."]
    if pictures:
        names = ", ".join(f"“{e.name}”" for e in pictures[:3])
        lines.append(f"Ảnh cần xem lại: {names} (gửi kèm dưới đây).")
    until = spoken_date(review.supplement_by or review.due_on, today=today)
    first = case.item.occurrence.planned_due_on
    planned = f" (hạn ban đầu: {spoken_date(first, today=today)})"
    lines.append(
        f"{you} gửi bổ sung chậm nhất {until}{planned if first != review.supplement_by else ''}; "
        "phần đã gửi vẫn giữ nguyên."
    )
    by = case.names.get(review.reviewer_id, "")
    lines.append(f"Người trả lại: {by}, {hour_and_day(review.at, today)}.")
    return "\n".join(lines)


def accepted(case: Case, review: Review, today: date) -> str:
    """The report was accepted: who did it and when."""
    by = case.names.get(review.reviewer_id, "")
    return (
        f"✅ Báo cáo {item_name(case.item)} đã được duyệt ({by}, {hour_and_day(review.at, today)})."
    )


def taken_back(case: Case, review: Review, today: date) -> str:
    """The verdict was taken back: the report waits again. The hour is that of the verdict."""
    what = "duyệt" if review.verdict is Verdict.ACCEPTED else "trả lại"
    by = case.names.get(review.reviewer_id, "")
    return (
        f"{by} đã rút lại quyết định {what} lúc {hour_and_day(review.at, today)} đối với báo cáo "
        f"{short_name(case.item)}. Báo cáo đang chờ duyệt lại, chưa cần gửi thêm."
    )


def supplement_label() -> str:
    """Button: send what was missing."""
    return "Gửi bổ sung"


def explain_label() -> str:
    """Button: say why."""
    return "Giải trình"


def ask_supplement(person: Person, item: WorkItem, why: str) -> str:
    """[Gửi bổ sung] was tapped: what is missing, and how to send it."""
    missing = f" Lý do trả lại: {why}." if why else ""
    return (
        f"{sentence_case(person.address.value)} gửi ảnh, tệp hoặc ghi phần bổ sung cho "
        f"{short_name(item)} vào đây.{missing}"
    )


# To the reviewer.


def one_waits(case: Case, today: date) -> str:
    """One report to look at: the task, the words, the figures, the files, who and when."""
    lines = [f"Chờ duyệt: {item_name(case.item)}, {case.item.agency_name}"]
    fresh = case.fresh
    if before := returned_before(case):
        lines.append(before)
    for version in fresh[-3:]:
        when = hour_and_day(version.report.created_at, today)
        said = shortened(version.report.text, _WORDS) or "gửi tệp, không ghi lời"
        lines.append(f"“{said}” ({version.by}, {when})")
    files = [e for v in fresh for e in v.evidence]
    shown = f"Minh chứng: {evidence_words(files) if files else 'chưa có tệp nào'}"
    if fresh:
        # A note that follows does not unsay how far it had come.
        telling = [v for v in fresh if v.report.progress != Progress(Doneness.UNSAID)]
        head = (telling or fresh)[-1].report
        shown = f"Tiến độ: {progress_words(head.progress, head.text)} · {shown}"
    return "\n".join([*lines, shown, in_time(case.item.occurrence, today)])


def returned_before(case: Case) -> str:
    """It was returned before: which version this is, and why; "" for a first one, and once decided."""
    judged = [r for r in case.reviews if r.stands and r.verdict is Verdict.RETURNED]
    if not judged or not case.waits:
        return ""
    why = why_returned(judged[-1].faults, judged[-1].words)
    return f"Bản bổ sung, lần gửi {len(judged) + 1}. Lần trước trả lại: {why}"


def in_time(occurrence: Occurrence, today: date) -> str:
    """Whether a report came in time, and by how much it did not."""
    due, late = spoken_date(occurrence.due_on, today=today), days_late(occurrence)
    if not late:
        return f"Gửi trong hạn {due}"
    excused = f", {EXCUSED}" if occurrence.is_excused else ""
    return f"Gửi muộn {late} ngày so với hạn {due}{excused}"


def several_wait(person: Person, cases: Sequence[Case], count: int, today: date) -> str:
    """Several reports to look at: one message for all."""
    lines = [f"Chờ duyệt: {count} báo cáo, thưa {called(person)}"]
    for case in cases[:_LISTED]:
        head = case.head
        by = head.by if head else ""
        files = len({e.id for v in case.fresh for e in v.evidence})
        shown = f", {files} tệp" if files else ""
        said = case.item.occurrence.reported_at
        when = hour_and_day(said, today) if said else ""
        lines.append(f"{item_name(case.item)}, {case.item.agency_name} ({by}, {when}{shown})")
    if count > _LISTED:
        lines.append(f"và {count - min(_LISTED, len(cases))} báo cáo khác")
    return "\n".join(lines)


def how_to_type(code: int, *, has_pictures: bool) -> str:
    """How the same is typed, shown by an example that may be true of this report."""
    return f"Gõ cũng được: duyệt {code} · trả {code} {'ảnh mờ' if has_pictures else 'thiếu ảnh'}"


def none_wait() -> str:
    """Nothing to look at."""
    return "Không còn báo cáo nào chờ duyệt."


def only_own_wait(names: Sequence[str]) -> str:
    """What waits is the reviewer's own: somebody else looks at it."""
    who = f"{named_few(names)} sẽ duyệt" if names else "cần người khác duyệt"
    return f"Báo cáo đang chờ duyệt đều có phần của chính đồng chí, {who}."


def done(case: Case, review: Review, told: Sequence[str], *, is_repeat: bool = False) -> str:
    """The verdict is kept: who is told, and how to take it back."""
    name = short_name(case.item)
    what = (
        f"Đã duyệt {name}."
        if review.verdict is Verdict.ACCEPTED
        else f"Đã trả lại {name}: {why_returned(review.faults, review.words)}."
    )
    if is_repeat:
        return f"{what} Đồng chí đã quyết định việc này trước đó."
    hears = (
        f" Sẽ báo {named_few(list(told))}." if told else " Người báo cáo chưa có kênh để nhận tin."
    )
    return f"{what}{hears} {UNDO_HINT}"


def supplement_until(review: Review, today: date) -> str:
    """Until when the supplement is expected."""
    assert review.supplement_by is not None, "an accepted report needs no supplement"
    return f"Hạn bổ sung: {spoken_date(review.supplement_by, today=today)}."


def undone(case: Case) -> str:
    """The reviewer took their verdict back."""
    return f"Đã rút lại. Báo cáo {short_name(case.item)} chờ duyệt như trước."


def others_wait(count: int) -> str:
    """How many wait beside the one shown."""
    return f"Còn {count} báo cáo khác chờ duyệt."


def ask_why(item: WorkItem) -> str:
    """[Trả lại] was tapped: the reason."""
    return f"Trả lại {short_name(item)} vì sao? Chọn một lý do, hoặc gõ lý do bằng lời."


def ask_words(item: WorkItem) -> str:
    """ "Lý do khác" was chosen: in words."""
    return f"Đồng chí ghi lý do trả lại {short_name(item)}, một câu:"


def ask_picture(item: WorkItem, fault: Fault) -> str:
    """Which picture is it about?"""
    return f"{sentence_case(FAULTS[fault])}: ảnh nào của {short_name(item)}?"


def accept_label() -> str:
    """Button: accept."""
    return "Duyệt"


def return_label() -> str:
    """Button: return."""
    return "Trả lại"


def later_label() -> str:
    """Button: the next one first."""
    return "Để sau"


def walk_label() -> str:
    """Button: one after another."""
    return "Duyệt lần lượt"


def walk_on_label(count: int) -> str:
    """Button: look at what waits: "Duyệt 5 báo cáo"."""
    return f"Duyệt {count} báo cáo"


def undo_label() -> str:
    """Button: take the verdict back."""
    return "Hoàn tác"


def see_label() -> str:
    """Button: everything about it."""
    return "Chi tiết"


def all_label() -> str:
    """Button: not one picture, the whole report."""
    return "Cả báo cáo"


def picture_label(number: int, name: str) -> str:
    """Button: this picture."""
    return shortened(f"{picture_number(number)}: {name}", 40)


def picture_number(number: int | None) -> str:
    """Stands under a picture where several are shown; nothing under other files."""
    return f"Ảnh {number}" if number else ""


def see_again_label() -> str:
    """Button: look at it again."""
    return "Xem lại báo cáo"


def only_put_off(count: int) -> str:
    """All that is left was put off."""
    return f'Còn {count} báo cáo để sau. Khi cần, gõ "duyệt" để xem lại.'


def which_one(code: int) -> str:
    """Several reports wait under one number."""
    return f"#{code} có nhiều báo cáo chờ duyệt, đồng chí xem báo cáo nào?"


# Why not: sentences of RefusedError.


def own_report(code: int, names: Sequence[str]) -> str:
    """The two-person rule, said kindly: who looks at it instead."""
    who = f"{named_few(list(names))} sẽ duyệt." if names else "Phường cần thêm một người duyệt."
    return (
        f"Báo cáo #{code} có phần của chính đồng chí (gửi, ghi thay hoặc gửi ảnh) "
        f"nên cần người khác duyệt. {who}"
    )


def decided_by(code: int, review: Review, name: str, today: date) -> str:
    """Somebody was first."""
    what = "duyệt" if review.verdict is Verdict.ACCEPTED else "trả lại"
    return f"Báo cáo #{code} đã được {name} {what} lúc {hour_and_day(review.at, today)}."


def no_such_report() -> str:
    """The report is not there, was taken back, or is another ward's."""
    return (
        'Báo cáo này không còn, có thể người gửi đã hoàn tác. Gõ "duyệt" để xem báo cáo đang chờ.'
    )


def not_waiting(code: int) -> str:
    """Nothing to decide."""
    return f"#{code} hiện không có báo cáo nào chờ duyệt."


def not_waiting_since(code: int, review: Review, name: str, today: date) -> str:
    """Nothing to decide any more: who decided last, what and when."""
    return f"{not_waiting(code)} {decided_by(code, review, name, today)}"


def newer_version(code: int) -> str:
    """Something was added or amended since the reviewer looked."""
    return (
        f"Báo cáo #{code} vừa có thêm nội dung sau khi đồng chí xem. "
        f'Gõ "duyệt {code}", hoặc gõ "duyệt" để xem lại.'
    )


def say_why(code: int) -> str:
    """A return without a reason."""
    return (
        f"Trả lại #{code} cần có lý do: thiếu ảnh, ảnh mờ, sai nội dung, thiếu số liệu, "
        "hoặc lý do khác ghi bằng lời."
    )


def date_is_over() -> str:
    """A supplement cannot be due in the past."""
    return "Hạn bổ sung phải từ ngày mai trở đi."


def too_late_to_undo(code: int) -> str:
    """More than ten minutes ago."""
    return (
        f"Quyết định về báo cáo #{code} đã quá 10 phút nên không rút lại được. "
        "Người báo cáo có thể gửi bổ sung hoặc giải trình."
    )


def undone_already(code: int) -> str:
    """Taken back before."""
    return f"Quyết định về báo cáo #{code} đã được rút lại trước đó."


def not_your_verdict(code: int) -> str:
    """Somebody else's verdict."""
    return f"Quyết định về báo cáo #{code} của người khác, chỉ người đó rút lại được."


def moved_on(code: int) -> str:
    """Something happened after the verdict."""
    return f"#{code} đã có báo cáo hoặc thay đổi mới sau quyết định đó nên không rút lại được nữa."


def several_of(code: int) -> str:
    """Several reports wait under one number, so it cannot be accepted together with others."""
    return f"#{code} có nhiều báo cáo chờ duyệt, xin duyệt riêng việc này."


def no_such_picture(code: int, count: int) -> str:
    """A picture was named that was not shown."""
    shown = f"có {count} ảnh" if count else "không có ảnh"
    return f"Báo cáo #{code} {shown}. Đồng chí ghi lại số ảnh, hoặc chỉ ghi lý do."
