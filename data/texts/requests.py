"""What is said about due dates: more time, an objective reason, a return that is contested."""

from collections.abc import Sequence
from datetime import date

from data.domain.people import Person
from data.domain.requests import Decision, Request, RequestKind
from data.domain.tasks import WorkItem
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.due import EXCUSED
from data.texts.people import called, hour_and_day, named_few
from data.texts.reminders import item_name, short_name, shortened
from data.texts.reviews import UNDO_HINT

_LABEL = 40

_REASON = 300
WHAT = {
    RequestKind.EXTENSION: "gia hạn",
    RequestKind.LATENESS: "xác nhận lý do khách quan",
    RequestKind.OBJECTION: "xem lại việc trả lại",
}


def asked_for(kind: RequestKind, item: WorkItem) -> str:
    """Return "gia hạn #20 (lần 1/2)", "xác nhận lý do khách quan của #20 (lần 1/2)"."""
    of = "của " if kind is RequestKind.LATENESS else ""
    return f"{WHAT[kind]} {of}{short_name(item)}"


def said_shortly(words: str) -> str:
    """Return somebody's words inside a sentence of ours, which has its own end."""
    return shortened(words, _REASON).rstrip(" .")


# To the reviewer.


def asked(item: WorkItem, request: Request, by: str, today: date) -> str:
    """Somebody asks about a due date: who, what, why; the date in effect stands beside."""
    due = spoken_date(request.due_on, today=today)
    reason = said_shortly(request.reason)
    if request.kind is RequestKind.EXTENSION and request.wished_on is not None:
        wished = spoken_date(request.wished_on, today=today)
        return (
            f"Xin gia hạn {item_name(item)}, {item.agency_name}: từ {due} đến {wished}.\n"
            f"Lý do: {reason} ({by}, {hour_and_day(request.at, today)})"
        )
    if request.kind is RequestKind.LATENESS:
        return (
            f"Giải trình chậm hạn {item_name(item)}, {item.agency_name} (hạn {due}).\n"
            f"Lý do: {reason} ({by}, {hour_and_day(request.at, today)})\n"
            "Xác nhận thì lần chậm này được ghi là có lý do khách quan."
        )
    return (
        f"Giải trình việc trả lại báo cáo {item_name(item)}, {item.agency_name}.\n"
        f"Ý kiến: {reason} ({by}, {hour_and_day(request.at, today)})\n"
        "Đồng ý thì báo cáo trở lại hàng chờ duyệt."
    )


def grant_label(kind: RequestKind) -> str:
    """Button: yes."""
    return "Xác nhận lý do" if kind is RequestKind.LATENESS else "Đồng ý"


def refuse_label(kind: RequestKind) -> str:
    """Button: no."""
    return "Không xác nhận" if kind is RequestKind.LATENESS else "Không đồng ý"


def ask_why_not(item: WorkItem, request: Request) -> str:
    """A refusal needs words."""
    return f"Đồng chí ghi lý do không đồng ý {asked_for(request.kind, item)}, một câu:"


def settled(item: WorkItem, request: Request, told: Sequence[str], today: date) -> str:
    """To who settled it: what stands now, and who is told."""
    mistaken = "" if request.puts_back_to_review else f" {UNDO_HINT}"
    return f"{_outcome(item, request, today)}{_hears(told)}{mistaken}"


def _hears(told: Sequence[str]) -> str:
    return f" Sẽ báo {named_few(list(told))}." if told else ""


def answer_undone(item: WorkItem, request: Request, told: Sequence[str], today: date) -> str:
    """To who took their answer back: what stands now, and who is told."""
    stands = f"Đề nghị {asked_for(request.kind, item)} chờ trả lời như trước."
    if request.is_unasked:
        stands = f"Hạn {short_name(item)} vẫn là {spoken_date(request.due_on, today=today)}."
    return f"Đã rút lại. {stands}{_hears(told)}"


def was_withdrawn(item: WorkItem, request: Request, by: str, today: date) -> str:
    """To those who were asked: there is nothing to answer any more."""
    return (
        f"{by} đã rút đề nghị {asked_for(request.kind, item)} "
        f"gửi lúc {hour_and_day(request.at, today)}, không cần trả lời nữa."
    )


def _outcome(item: WorkItem, request: Request, today: date) -> str:
    name = short_name(item)
    if request.decision is Decision.REFUSED:
        return (
            f"Không đồng ý {asked_for(request.kind, item)}: {said_shortly(request.decided_words)}."
        )
    if request.granted_on is not None:
        old = spoken_date(request.due_on, today=today)
        new = spoken_date(request.granted_on, today=today)
        return f"{name} gia hạn từ {old} đến {new}."
    if request.kind is RequestKind.LATENESS:
        due = spoken_date(request.due_on, today=today)
        return f"{name}, hạn {due}: chậm hạn, {EXCUSED}."
    return f"{name}: báo cáo trở lại hàng chờ duyệt."


def none_open() -> str:
    """Nothing waits for the reader, or nothing more."""
    return "Không còn đề nghị gia hạn hay giải trình nào chờ đồng chí trả lời."


def only_put_off(count: int) -> str:
    """All that is left was put off."""
    return f'Còn {count} đề nghị để sau. Khi cần, gõ "đề nghị" để xem lại.'


def open_ones(count: int) -> str:
    """How many wait beside the one shown."""
    return f"Còn {count} đề nghị khác đang chờ."


def open_label(count: int) -> str:
    """Button: the next one."""
    return f"Xem {count} đề nghị khác"


# To who asked.


def told_of(person: Person, item: WorkItem, request: Request, by: str, today: date) -> str:
    """The answer: what stands now, who decided, when, and that it can be contested."""
    lines = [
        f"{sentence_case(called(person))}: {_outcome(item, request, today)}",
        f"Người quyết định: {by}, {hour_and_day(request.decided_at or request.at, today)}.",
    ]
    if request.decision is Decision.GRANTED and request.decided_words:
        lines.insert(1, f"Ghi chú: {said_shortly(request.decided_words)}")
    if request.decision is Decision.REFUSED:
        lines.append("Đề nghị và câu trả lời đều được lưu. Có thêm căn cứ thì gửi lại được.")
    return "\n".join(lines)


def kept(item: WorkItem, request: Request, told: Sequence[str], today: date) -> str:
    """The question is kept: what was asked, who answers, that the date stands until then."""
    name = short_name(item)
    who = f"{named_few(list(told))} sẽ trả lời" if told else "Cơ quan đầu mối sẽ trả lời"
    if request.kind is RequestKind.EXTENSION and request.wished_on is not None:
        wished = spoken_date(request.wished_on, today=today)
        due = spoken_date(request.due_on, today=today)
        return (
            f"Đã gửi đề nghị gia hạn {name} đến {wished}: {said_shortly(request.reason)}.\n"
            f"{who}. Trong lúc chờ, hạn vẫn là {due}."
        )
    if request.kind is RequestKind.LATENESS:
        return (
            f"Đã gửi giải trình chậm hạn {name}: {said_shortly(request.reason)}.\n{who}. "
            "Được xác nhận thì lần chậm này ghi là có lý do khách quan."
        )
    return (
        f"Đã gửi ý kiến về việc trả lại báo cáo {name}: {said_shortly(request.reason)}.\n"
        f"{who}. Trong lúc chờ vẫn gửi bổ sung được."
    )


def answer_taken_back(item: WorkItem, request: Request, by: str, today: date) -> str:
    """To who was answered: the answer is off."""
    due = f"Hạn vẫn là {spoken_date(request.due_on, today=today)}"
    name = asked_for(request.kind, item)
    if request.is_unasked:
        return f"{by} đã rút lại việc {name}. {due}."
    waits = "đề nghị đang chờ trả lời lại."
    stands = f"{due}; {waits}" if request.granted_on is not None else sentence_case(waits)
    return f"{by} đã rút lại câu trả lời về đề nghị {name}. {stands}"


def withdrawn(item: WorkItem, request: Request, told: Sequence[str]) -> str:
    """The question is withdrawn, and who is told."""
    return f"Đã rút đề nghị {asked_for(request.kind, item)}.{_hears(told)}"


def withdraw_label() -> str:
    """Button: withdraw what was asked."""
    return "Rút đề nghị"


def ask_date_and_reason(person: Person, item: WorkItem, today: date) -> str:
    """[Xin gia hạn]: until when and why, by an example."""
    due = spoken_date(item.occurrence.due_on, today=today)
    return (
        f"{sentence_case(person.address.value)} xin gia hạn {short_name(item)}, hạn {due}, đến ngày "
        "nào, vì sao? Ví dụ: đến 30/6 vì mưa bão"
    )


def ask_reason(person: Person, item: WorkItem) -> str:
    """[Giải trình]: why, by an example."""
    return (
        f"{sentence_case(person.address.value)} ghi lý do của {short_name(item)}, một câu, "
        "ví dụ: mưa bão từ 10 đến 14/6, không tổ chức được"
    )


def ask_new_date(item: WorkItem, today: date) -> str:
    """[Gia hạn] by the leadership: until when and why."""
    due = spoken_date(item.occurrence.due_on, today=today)
    return f"Gia hạn {short_name(item)}, {item.agency_name} (hạn {due}) đến ngày nào? Ví dụ: đến 30/6 vì mưa bão"


def ask_the_reason(item: WorkItem) -> str:
    """The date was said, not why."""
    return f"Gia hạn {short_name(item)} vì sao? Ví dụ: mưa bão"


def which_agency(item: WorkItem) -> str:
    """Several agencies owe it."""
    return f"#{item.task.code} do nhiều cơ quan làm, đồng chí nói về cơ quan nào?"


def which_period(item: WorkItem) -> str:
    """Several periods of it are to be explained."""
    return f"#{item.task.code} chậm hạn hoặc bị trả lại ở nhiều kỳ, đồng chí nói về kỳ nào?"


def period_label(item: WorkItem) -> str:
    """Button: this period of a task, as an agency owes it."""
    return shortened(f"{sentence_case(item.occurrence.label)}, {item.agency_name}", _LABEL)


def extended(item: WorkItem, request: Request, by: str, today: date) -> str:
    """To those who owe it: somebody gave them more time without being asked."""
    outcome = _outcome(item, request, today)
    return f"{outcome} Lý do: {said_shortly(request.reason)}. Người quyết định: {by}."


def extend_label(item: WorkItem) -> str:
    """Button: give more time."""
    return f"Gia hạn #{item.task.code}"


def ask_extension_label() -> str:
    """Button: ask for more time."""
    return "Xin gia hạn"


# Why not: sentences of RefusedError.


def not_owed(code: int) -> str:
    """Nothing to extend."""
    return f"#{code} kỳ này không còn chờ báo cáo nên không cần gia hạn."


def date_not_later(item: WorkItem, today: date) -> str:
    """The date asked for is no extension."""
    due = spoken_date(item.occurrence.due_on, today=today)
    return f"Ngày xin gia hạn phải sau hạn hiện nay ({due}) và sau hôm nay, ví dụ: đến 30/6."


def which_task(person: Person) -> str:
    """Several are open, and no number was said."""
    return f"{sentence_case(person.address.value)} xin gia hạn việc nào?"


def say_the_number() -> str:
    """No number was said, by somebody who owes nothing themselves."""
    return "Gia hạn việc nào? Đồng chí ghi số việc, ví dụ: gia hạn #12 đến 30/6 vì mưa bão."


def say_the_reason() -> str:
    """A question without its reason."""
    return "Đề nghị cần có lý do, ví dụ: gia hạn #12 đến 30/6 vì mưa bão."


def say_why_not() -> str:
    """A refusal without words."""
    return "Không đồng ý thì cần ghi lý do để người đề nghị biết."


def asked_already(code: int, request: Request, by: str, today: date) -> str:
    """One question of a kind at a time."""
    return (
        f"#{code} đã có đề nghị {WHAT[request.kind]} đang chờ trả lời "
        f"({by}, {hour_and_day(request.at, today)})."
    )


def nothing_to_explain(code: int) -> str:
    """Neither late nor returned."""
    return f"#{code} không chậm hạn và không bị trả lại nên chưa có gì cần giải trình."


def confirmed_already(code: int) -> str:
    """The reason was confirmed before."""
    return f"#{code}: lý do khách quan cho lần chậm này đã được xác nhận."


def no_such_request() -> str:
    """Not there, or another ward's."""
    return "Không tìm thấy đề nghị này."


def settled_already(item: WorkItem, request: Request, by: str, today: date) -> str:
    """Somebody was first."""
    what = "đồng ý" if request.decision is Decision.GRANTED else "trả lời không đồng ý"
    when = hour_and_day(request.decided_at or request.at, today)
    return f"Đề nghị {asked_for(request.kind, item)} đã được {by} {what} lúc {when}."


def waits_no_more(item: WorkItem, request: Request) -> str:
    """It was withdrawn, or it waits anew since its answer was taken back."""
    what = asked_for(request.kind, item)
    if request.decision is None:
        return f"Đề nghị {what} đã được rút, không cần trả lời nữa."
    return f"Câu trả lời trước về đề nghị {what} đã được rút lại, đề nghị đang chờ trả lời lại."


def not_your_request(item: WorkItem) -> str:
    """Somebody else asked."""
    return f"Đề nghị về {short_name(item)} của người khác, chỉ người đó rút được."


def nothing_to_withdraw() -> str:
    """Nothing of theirs waits."""
    return "Đồng chí không có đề nghị nào đang chờ trả lời."


def not_your_answer(item: WorkItem) -> str:
    """Somebody else answered."""
    return f"Câu trả lời về {short_name(item)} của người khác, chỉ người đó rút lại được."


def undone_already(item: WorkItem) -> str:
    """Taken back before."""
    return f"Câu trả lời về {short_name(item)} đã được rút lại trước đó."


def too_late_to_undo(item: WorkItem) -> str:
    """More than ten minutes ago."""
    return (
        f"Câu trả lời về {short_name(item)} đã quá 10 phút nên không rút lại được. "
        "Người đề nghị gửi lại được nếu cần."
    )


def moved_on(item: WorkItem) -> str:
    """Something happened after the answer."""
    return (
        f"{short_name(item)} đã có báo cáo hoặc thay đổi mới sau câu trả lời đó "
        "nên không rút lại được nữa."
    )


def return_it_once_more(item: WorkItem) -> str:
    """A contested return was put back to review: who erred returns it again."""
    code = item.task.code
    return (
        f"Báo cáo {short_name(item)} đã trở lại hàng chờ duyệt. "
        f"Nếu nhầm, đồng chí trả lại lần nữa, ví dụ: trả {code} ảnh mờ"
    )


def own_work(names: Sequence[str]) -> str:
    """Nobody decides on what they asked for themselves, nor for their own agency."""
    who = (
        f"{named_few(list(names))} sẽ quyết định." if names else "Phường cần thêm một người duyệt."
    )
    return f"Việc này của chính đồng chí hoặc cơ quan đồng chí nên cần người khác quyết định. {who}"


def too_late_to_return() -> str:
    """An objection to a return that is over."""
    return "Báo cáo đã được gửi bổ sung hoặc đã duyệt nên không cần xem lại việc trả lại nữa."
