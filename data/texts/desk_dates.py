"""What people read on the page on which dates are set."""

from collections.abc import Sequence
from datetime import date

from data.domain.tasks import Occurrence, Task
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.deadlines import describe_rule
from data.texts.summary import nobody

__all__ = ["nobody"]


def entry() -> str:
    """Navigation."""
    return "Ấn định hạn"


def heading(count: int) -> str:
    """The page's first line."""
    return f"❓ {count} việc cần ấn định hạn" if count else "Ấn định hạn"


def heading_of_one(task: Task) -> str:
    """The first line when one task's date is set or changed."""
    return f"Hạn của #{task.code} {task.short_title}"


def why() -> str:
    """Below the heading."""
    return "Kế hoạch không nói rõ ngày cho các việc này. Chưa có hạn thì chưa nhắc ai."


def written(task: Task) -> str:
    """The plan's own words."""
    return f"Kế hoạch ghi: “{task.time_text}”" if task.time_text else "Kế hoạch không ghi thời hạn"


def now_is(task: Task) -> str:
    """The rule in force."""
    return f"Đang theo: {describe_rule(task.rule)}"


def field(task: Task) -> str:
    """The label of the field."""
    return f"Hạn của #{task.code}"


def example() -> str:
    """In the empty field."""
    return "ví dụ: 30/9, quý III, ngày 15 hằng quý"


def look() -> str:
    """The button that shows what would be."""
    return "Xem trước"


def do() -> str:
    """The button that sets it."""
    return "Ấn định"


def would() -> str:
    """Above a preview: nothing was done yet."""
    return "Nếu ấn định, kết quả là:"


def dues(owed: Sequence[Occurrence], names: dict[int, str], today: date) -> list[str]:
    """The due dates that would be owed."""
    return [
        sentence_case(
            f"{spoken_date(o.due_on, today=today)}: {names.get(o.agency_id, '')}"
            + (f" ({o.label})" if o.label else "")
        )
        for o in owed
    ]


def nothing() -> str:
    """No task needs a date."""
    return "Không còn việc nào cần ấn định hạn. Muốn đổi hạn một việc, mở việc đó trong danh sách."
