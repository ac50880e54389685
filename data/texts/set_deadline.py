"""What a person reads who sets a task's deadline, when it cannot be taken."""

from datetime import date

from data.texts.dates import day_month

_EXAMPLES = "ví dụ: #{code} 30/6, #{code} quý III, #{code} ngày 15 hằng quý"


def no_such_task() -> str:
    """The task is not there, or was removed from the plan."""
    return 'Không thấy việc này trong kế hoạch. Gõ "hạn" để xem các việc cần ấn định thời hạn.'


def not_a_deadline(code: int, reason: str) -> str:
    """The words say no deadline; the reader's reason says why."""
    return f"Chưa rõ thời hạn: {reason.rstrip('.')}. Đồng chí ghi, {_examples(code)}."


def still_open(code: int, said: str) -> str:
    """The words refer to another document again."""
    return f'"{said}" vẫn chưa cho biết ngày nào. Đồng chí ghi, {_examples(code)}.'


def changed_since(code: int) -> str:
    """[Hoàn tác] when somebody changed the deadline again."""
    return f"Hạn của #{code} đã được đổi lần nữa, không hoàn tác được. Gõ /han #{code} để xem."


def set_meanwhile(code: int) -> str:
    """The task was shown as one that needs a date, and somebody has set another."""
    return f"#{code} vừa được ấn định hạn khác. Đồng chí mở #{code} để xem hoặc đổi hạn."


def is_over(said: str) -> str:
    """The date is past."""
    return f'Hạn "{said}" đã qua. Đồng chí ghi một ngày chưa đến giúp.'


def too_far(day: date) -> str:
    """A date that can only be a slip."""
    return f"Ngày {day_month(day)} quá xa. Đồng chí xem lại năm giúp."


def _examples(code: int) -> str:
    return _EXAMPLES.format(code=code)
