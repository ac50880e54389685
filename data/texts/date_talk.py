"""What is said while the lead office sets the dates that the plan leaves open."""

from collections.abc import Sequence
from datetime import date

from data.domain.rules import DeadlineRule
from data.domain.tasks import Occurrence, Task
from data.texts.dates import spoken_date
from data.texts.plans import codes, understood


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


def taken(task: Task, rule: DeadlineRule, owed: Sequence[Occurrence], today: date) -> str:
    """The date was set, and when it is due first."""
    text = f"Đã ghi #{task.code}: {understood(rule)}."
    if owed:
        text += f" Hạn đầu tiên {spoken_date(owed[0].due_on, today=today)}."
    return text


def later_label() -> str:
    """Button: the next one."""
    return "Để sau"


def stop_label() -> str:
    """Button: enough for now."""
    return "Dừng"


def stopped() -> str:
    """[Dừng]."""
    return "Đã dừng. Gõ /han khi đồng chí muốn ấn định tiếp."
