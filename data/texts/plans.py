"""What the lead office reads about plan documents: received, under review, confirmed."""

from collections.abc import Sequence
from datetime import date

from data.domain.plan_review import Change, Review, ReviewTask, SameName
from data.domain.rules import DeadlineRule
from data.domain.titles import short_title
from data.texts.deadlines import describe_rule

_SHOWN = 8


def codes(numbers: Sequence[int], most: int = _SHOWN) -> str:
    """Return "#3, #5, #9"."""
    shown = ", ".join(f"#{number}" for number in numbers[:most])
    return shown if len(numbers) <= most else f"{shown} và {len(numbers) - most} việc nữa"


def plan_name(number: str | None, issued_on: date | None, title: str | None) -> str:
    """Return "Kế hoạch 1780/KH-UBND ngày 24/4/2026"."""
    if number:
        day = f" ngày {issued_on.day}/{issued_on.month}/{issued_on.year}" if issued_on else ""
        return f"Kế hoạch {number}{day}"
    return f'Kế hoạch "{short_title(title)}"' if title else "Kế hoạch (chưa rõ số)"


def being_read(name: str) -> str:
    """The document is stored; reading takes a while."""
    return f'Đã nhận tệp "{name}", đang đọc. Đọc xong tôi báo ngay.'


def read(review: Review, *, replaced_draft: bool = False, today: date | None = None) -> str:
    """The document was read: what was found, what to look at, and that it is of a past year."""
    head = plan_name(review.head.number, review.head.issued_on, review.head.title)
    found = f"Đọc được {head}: {len(review.standing)} việc, {len(review.leads)} cơ quan chủ trì"
    duties = [d for d in review.duties if not d.is_dropped]
    found += f", {len(duties)} việc báo cáo định kỳ." if duties else "."
    lines = [found, *_looks(review), *review.doubts[:3]]
    if today and review.head.year and review.head.year < today.year:
        lines.append(f"Kế hoạch của năm {review.head.year}: các hạn đã qua sẽ không được nhắc.")
    if replaced_draft:
        lines.append("Bản nháp trước đó đã được thay bằng bản này.")
    lines.append("Chưa nhắc ai cho đến khi đồng chí xác nhận.")
    return "\n".join(lines)


def _looks(review: Review) -> list[str]:
    times = sum(1 for t in review.standing if t.needs_time and not t.is_checked)
    leads = sum(1 for t in review.standing if not t.lead)
    inherited = sum(1 for t in review.standing if t.draft.time_inherited and not t.is_checked)
    same = sum(len(s.names) for s in review.same_names if s.is_one is None)
    unsure = sum(1 for t in review.standing if _has_other_doubts(t))
    parts = [
        f"{times} thời hạn chưa rõ" if times else "",
        f"{inherited} thời hạn lấy theo hàng trên" if inherited else "",
        f"{leads} việc chưa có cơ quan chủ trì" if leads else "",
        f"{unsure} việc đọc chưa chắc" if unsure else "",
        f"{same} tên cơ quan có thể trùng nhau" if same else "",
    ]
    said = ", ".join(part for part in parts if part)
    lines = [f"Cần đồng chí xem: {said}."] if said else []
    return [*lines, *([amends(review)] if review.amends_id is not None else [])]


def _has_other_doubts(task: ReviewTask) -> bool:
    """Return whether a task has to be looked at for something that the other counts do not say."""
    is_counted = task.needs_time or not task.lead or task.draft.time_inherited
    return task.needs_look and not is_counted


def amends(review: Review) -> str:
    """What an amended plan adds, changes and removes."""
    new = [t.code for t in review.standing if t.change is Change.ADDED]
    changed = [t.code for t in review.standing if t.change is Change.CHANGED]
    removed = [r.code for r in review.removed]
    parts = [
        f"{word} {len(numbers)} việc ({codes(numbers, 4)})"
        for word, numbers in (("thêm", new), ("sửa", changed), ("bỏ", removed))
        if numbers
    ]
    said = ", ".join(parts) or "không việc nào khác"
    return f"So với kế hoạch đang theo dõi: {said}. Báo cáo và minh chứng đã gửi vẫn giữ."


def cannot_read_now() -> str:
    """Reading failed in a way that nobody foresaw."""
    return "Tệp này chưa đọc được. Đồng chí mở bằng Word, lưu lại thành tệp .docx mới rồi gửi giúp."


def not_fetched() -> str:
    """The channel does not give the file."""
    return "chưa tải được tệp về. Đồng chí gửi lại giúp."


def could_not_read(name: str, sentence: str) -> str:
    """Refused by the reader, with what to send instead."""
    return f'Tệp "{name}": {sentence}'


def one_at_a_time() -> str:
    """Several documents came in one message."""
    return "Mỗi lần tôi đọc một tệp; đã nhận tệp đầu tiên."


def review_label() -> str:
    """Button: look it over."""
    return "Xem và sửa"


def confirm_label() -> str:
    """Button: confirm."""
    return "Xác nhận"


def drop_label() -> str:
    """Button: drop the draft."""
    return "Bỏ bản nháp"


def separate_label() -> str:
    """Button: not an amendment."""
    return "Không thay, theo dõi riêng"


def amends_label(number: str | None) -> str:
    """Button: it takes the place of an active plan."""
    return f"Thay cho {number}" if number else "Thay cho kế hoạch đang theo dõi"


def no_draft() -> str:
    """No draft is open."""
    return "Không có bản nháp kế hoạch nào đang chờ. Đồng chí gửi tệp kế hoạch vào đây."


def not_the_draft() -> str:
    """The button or page belongs to a draft that is closed."""
    return "Bản nháp này không còn mở. Gõ /kehoach để xem kế hoạch hiện tại."


def no_such_task(code: int) -> str:
    """No task in the draft has that number."""
    return f"Bản nháp không có việc #{code}."


def nothing_to_confirm() -> str:
    """A draft without tasks."""
    return (
        "Bản nháp chưa có việc nào nên chưa xác nhận được. Đồng chí gửi bản có bảng nhiệm vụ giúp."
    )


def no_lead_no_office(numbers: Sequence[int]) -> str:
    """Tasks without a lead, and no lead office to give them to."""
    return (
        f"{codes(numbers)} chưa có cơ quan chủ trì. "
        "Đồng chí ghi, ví dụ: #18 chủ trì Phòng Văn hóa – Xã hội"
    )


def time_not_understood(text: str) -> str:
    """The words that a person typed give no deadline."""
    return (
        f'Tôi chưa hiểu thời hạn "{text}". Đồng chí ghi như: 30/6, quý III, ngày 15 hằng quý, '
        "mỗi năm ít nhất 2 lần."
    )


def empty_title() -> str:
    """A title must have words."""
    return "Nội dung việc không được để trống."


def page_link(link: str) -> str:
    """Where the whole draft is looked over."""
    return f"Cả bản nháp trên một trang: {link}"


def dropped() -> str:
    """The draft was dropped."""
    return "Đã bỏ bản nháp. Kế hoạch đang theo dõi (nếu có) không thay đổi."


def question_task(task: ReviewTask, left: int) -> str:
    """One task to look at."""
    draft = task.draft
    time = f'"{draft.time_text}"' if draft.time_text else "để trống"
    meant = "" if task.needs_time else f": {understood(draft.rule)}"
    lines = [
        f"#{task.code} {task.short_title}",
        f"Thời gian ghi {time}{meant}",
        f"Chủ trì: {'; '.join(draft.lead) or 'chưa có'}",
        *(f"❓ {doubt}" for doubt in draft.doubts[:3]),
        f"Sửa bằng một dòng, ví dụ: #{task.code} 30/6 hoặc #{task.code} chủ trì Trạm Y tế",
    ]
    return "\n".join([*lines, *_left(left)])


def understood(rule: DeadlineRule) -> str:
    """The rule in words, small letter first, to stand inside a sentence."""
    words = describe_rule(rule)
    return words[:1].lower() + words[1:]


def question_inherited(numbers: Sequence[int], left: int) -> str:
    """Many tasks took the cell above."""
    line = (
        f"{len(numbers)} việc để trống ô thời gian, tôi lấy theo hàng trên: {codes(numbers, 12)}.\n"
        "Đúng cả thì chọn Đúng rồi; việc nào khác thì ghi, ví dụ: #5 quý III"
    )
    return "\n".join([line, *_left(left)])


def question_same(same: SameName, left: int) -> str:
    """Names that may be one agency."""
    names = "\n".join(f"- {name}" for name in same.names)
    return "\n".join(
        [
            f"Các tên này có phải là một cơ quan? ({same.reason})",
            names,
            f"Là một thì gọi chung: {same.meant}",
            *_left(left),
        ]
    )


def names_not_settled(open_: Sequence[SameName]) -> str:
    """Before confirming: names that may be one agency were not looked at."""
    example = " / ".join(open_[0].names[:2])
    return (
        f"Còn {len(open_)} nhóm tên cơ quan có thể trùng nhau chưa xem, ví dụ: {example}.\n"
        "Xác nhận ngay thì tính là các cơ quan khác nhau."
    )


def names_joined(joined: Sequence[SameName]) -> str:
    """Which spellings were taken for one agency, and which one it is called by."""
    shown = [
        f"- {same.meant} (thay cho: {'; '.join(n for n in same.names if n != same.meant)})"
        for same in joined[:_SHOWN]
    ]
    more = [f"và {len(joined) - _SHOWN} nhóm nữa"] if len(joined) > _SHOWN else []
    heading = "Đã gộp, giữ tên đang dùng hoặc cách viết gặp nhiều nhất trong kế hoạch:"
    return "\n".join([heading, *shown, *more])


def join_and_confirm_label() -> str:
    """Button: take the names for one agency each, then confirm."""
    return "Gộp theo gợi ý rồi xác nhận"


def look_at_names_label() -> str:
    """Button: decide name by name."""
    return "Xem từng tên"


def confirm_apart_label() -> str:
    """Button: confirm, each name an agency of its own."""
    return "Vẫn xác nhận, không gộp"


def _left(left: int) -> list[str]:
    return [f"(còn {left} chỗ cần xem)"] if left else []


def right_label() -> str:
    """Button: it is right as it stands."""
    return "Đúng rồi"


def later_label() -> str:
    """Button: leave it open for now."""
    return "Để sau"


def drop_task_label() -> str:
    """Button: leave a task out."""
    return "Bỏ việc này"


def one_agency_label() -> str:
    """Button: the names are one."""
    return "Là một"


def two_agencies_label() -> str:
    """Button: the names are two."""
    return "Khác nhau"


def no_questions_left(tasks: int) -> str:
    """Everything was looked at."""
    return (
        f"Đã xem hết các chỗ chưa rõ. Bản nháp có {tasks} việc. Đồng chí xác nhận để bắt đầu nhắc."
    )


def task_retimed(code: int, rule: DeadlineRule) -> str:
    """A fix was taken."""
    return f"Đã ghi #{code}: {understood(rule)}."


def task_reassigned(code: int, part: str, names: Sequence[str]) -> str:
    """A fix was taken."""
    return f"Đã ghi #{code}, {part}: {'; '.join(names)}."


def assigned(code: int, part: str, names: Sequence[str]) -> str:
    """A task in force was given to others."""
    return (
        f"Đã giao #{code}, {part}: {'; '.join(names)}. "
        "Báo cáo đã gửi vẫn giữ; các lần nhắc từ nay theo cơ quan mới."
    )


def cannot_assign() -> str:
    """No such task, or no agency was named."""
    return "Đồng chí ghi số việc và cơ quan, ví dụ: #18 chủ trì Trạm Y tế"


def task_dropped(code: int) -> str:
    """A task is left out."""
    return f'Đã bỏ #{code} khỏi bản nháp. Lấy lại: ghi "#{code} giữ".'


def task_restored(code: int) -> str:
    """A task is back."""
    return f"Đã lấy lại #{code}."


def task_renamed(code: int, title: str) -> str:
    """A fix was taken."""
    return f"Đã ghi #{code}: {title}"


def confirmed(
    *,
    name: str,
    tasks: int,
    duties: int,
    waiting: int,
    needs_date: int,
    removed: int,
    given_to_office: Sequence[int],
    unstaffed: Sequence[str],
) -> str:
    """The plan is in force."""
    lines = [
        f"Đã xác nhận {name}: theo dõi {tasks} việc"
        + (f", {duties} việc báo cáo định kỳ." if duties else ".")
    ]
    if waiting:
        lines.append(f"⚪ {waiting} việc chờ sự kiện: khai báo bằng /sukien.")
    if needs_date:
        lines.append(
            f"❓ {needs_date} việc cần ấn định thời hạn: gõ /han. Chưa có hạn thì chưa được nhắc."
        )
    if removed:
        lines.append(f"Đã bỏ {removed} việc không còn trong kế hoạch; báo cáo cũ vẫn lưu.")
    if given_to_office:
        lines.append(
            f"Chưa ghi cơ quan chủ trì, tạm giao cơ quan đầu mối: {codes(given_to_office)}."
        )
    if unstaffed:
        shown = "; ".join(unstaffed[:4]) + (
            f" và {len(unstaffed) - 4} cơ quan nữa" if len(unstaffed) > 4 else ""
        )
        lines.append(f"Chưa có người nhận việc: {shown}. Đồng chí gửi danh sách cán bộ.")
    return "\n".join(lines)


def already_confirmed(name: str) -> str:
    """The second tap."""
    return f"{name} đã được xác nhận trước đó."


def standing_plans(lines: Sequence[tuple[str, int]]) -> str:
    """The active plans with how many tasks."""
    if not lines:
        return "Chưa có kế hoạch nào đang theo dõi. Đồng chí gửi tệp kế hoạch vào đây."
    shown = [f"- {name}: {tasks} việc" for name, tasks in lines]
    return "\n".join(
        ["Kế hoạch đang theo dõi:", *shown, "Gửi tệp kế hoạch mới hoặc bản sửa đổi vào đây khi có."]
    )


def lead_word() -> str:
    """Chủ trì."""
    return "chủ trì"


def coordinate_word() -> str:
    """Phối hợp."""
    return "phối hợp"


def supervise_word() -> str:
    """Giám sát."""
    return "giám sát"
