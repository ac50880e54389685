"""What is said while the lead office sets the dates that the plan leaves open."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from data.domain.rules import DeadlineRule
from data.domain.tasks import Occurrence, Task
from data.domain.titles import short_title
from data.texts.dates import spoken_date
from data.texts.plans import codes, understood


class Moves(Protocol):
    """How many of a task's dates were moved, made and cancelled."""

    @property
    def moved(self) -> int: ...
    @property
    def made(self) -> int: ...
    @property
    def cancelled(self) -> int: ...


def ask(task: Task, left: int) -> str:
    """One task without a date: the plan's own words, and how to answer."""
    time = f'ghi "{task.time_text}"' if task.time_text else "không ghi thời hạn"
    lines = [
        f"❓ #{task.code} {time}: {task.short_title}",
        "Đồng chí ấn định hạn giúp, ví dụ: 30/6, quý III, ngày 15 hằng quý.",
        "Chưa có hạn thì việc này không được nhắc.",
    ]
    if left:
        lines.append(f"(còn {left} việc nữa)")
    return "\n".join(lines)


def none_left(postponed: Sequence[int]) -> str:
    """Nothing more to ask now."""
    if postponed:
        return f"Còn để sau: {codes(postponed)}. Gõ /han khi đồng chí muốn ấn định."
    return "Không còn việc nào cần ấn định thời hạn."


def taken(
    task: Task,
    rule: DeadlineRule,
    owed: Sequence[Occurrence],
    today: date,
    *,
    is_preview: bool = False,
) -> str:
    """The date was set, or would be, and when it is due first."""
    text = f"{'Ghi' if is_preview else 'Đã ghi'} #{task.code}: {understood(rule)}."
    if owed:
        text += f" Hạn đầu tiên {spoken_date(owed[0].due_on, today=today)}."
    return text


def offer(task: Task, rule: DeadlineRule) -> str:
    """Words after a task's number are a deadline, and the task has one already."""
    return (
        f"Đổi hạn #{task.code} {task.short_title}\n"
        f"từ: {understood(task.rule)}\nthành: {understood(rule)}?"
    )


def change_label() -> str:
    """Button: yes, it is a new deadline."""
    return "Đổi hạn"


def report_label(agency: str) -> str:
    """Button: no, the words are a report."""
    return short_title(f"Ghi là báo cáo thay {agency}", 40)


def changed(
    task: Task,
    before: DeadlineRule,
    changes: Moves,
    first: date | None,
    day: date,
    *,
    is_preview: bool = False,
) -> str:
    """The deadline was changed, or would be: from what to what, and what of the work owed moved."""
    did, was = ("Đổi hạn", "hiện nay") if is_preview else ("Đã đổi hạn", "trước đó")
    lines = [f"{did} #{task.code}: {understood(task.rule)} ({was}: {understood(before)})."]
    if first:
        lines.append(f"Hạn gần nhất {spoken_date(first, today=day)}.")
    counted = (
        (changes.moved, "kỳ dời ngày"),
        (changes.made, "kỳ thêm mới"),
        (changes.cancelled, "kỳ không còn"),
    )
    parts = [f"{number} {what}" for number, what in counted if number]
    what = ", ".join(parts) or "không kỳ nào phải dời"
    lines.append(f"Việc đang theo dõi: {what}. Báo cáo đã gửi giữ nguyên.")
    return "\n".join(lines)


def taken_back(task: Task, first: date | None, day: date) -> str:
    """[Hoàn tác]: the former deadline holds again."""
    text = f"Đã trả lại hạn cũ của #{task.code}: {understood(task.rule)}."
    return text + (f" Hạn gần nhất {spoken_date(first, today=day)}." if first else "")


def undo_label() -> str:
    """Button: the former deadline again."""
    return "Hoàn tác"


def how_it_stands(task: Task, first: date | None, day: date) -> str:
    """`/han #13`: the rule, the plan's words, and how to change it."""
    source = f' (kế hoạch ghi "{task.time_text}")' if task.time_text else ""
    lines = [
        f"#{task.code} {task.short_title}",
        f"Hạn đang theo: {understood(task.rule)}{source}.",
    ]
    if first:
        lines.append(f"Hạn gần nhất {spoken_date(first, today=day)}.")
    lines.append("Muốn đổi thì đồng chí ghi hạn mới, ví dụ: 30/9, quý IV, ngày 15 hằng quý.")
    return "\n".join(lines)


def send_again() -> str:
    """A button of long ago: what was typed is not kept any more."""
    return "Tôi không còn giữ hạn đã ghi. Đồng chí ghi lại giúp, ví dụ: #13 30/9."


def later_label() -> str:
    """Button: the next one."""
    return "Để sau"


def stop_label() -> str:
    """Button: enough for now."""
    return "Dừng"


def stopped() -> str:
    """[Dừng]."""
    return "Đã dừng. Gõ /han khi đồng chí muốn ấn định tiếp."
