"""What stands on the buttons of reporting."""

from data.domain.tasks import Task


def undo_label(code: int | None = None) -> str:
    """Button: take it back."""
    return "Hoàn tác" if code is None else f"Hoàn tác #{code}"


def more_files_label() -> str:
    """Button: add files."""
    return "Thêm ảnh"


def fix_label() -> str:
    """Button: correct the progress."""
    return "Sửa tiến độ"


def all_done_label() -> str:
    """Button: the whole task is done."""
    return "Xong cả việc"


def help_label() -> str:
    """Button: cannot do it alone."""
    return "Cần phường giúp"


def show_label(task: Task) -> str:
    """Button: show this task."""
    return f"Xem #{task.code}"


def done_label() -> str:
    """Button: done."""
    return "Xong"


def partly_label() -> str:
    """Button: done in part."""
    return "Một phần"


def not_yet_label() -> str:
    """Button: not done."""
    return "Chưa"


def not_done_label() -> str:
    """Button of a group leader: a picture of work that is not finished."""
    return "Chưa xong"


def not_this_label() -> str:
    """Button: the files belong elsewhere."""
    return "Không phải việc này"


def other_task_label() -> str:
    """Button: more tasks to choose from."""
    return "Việc khác…"


def drop_files_label() -> str:
    """Button: forget these files."""
    return "Bỏ ảnh"


def keep_label() -> str:
    """Button: leave the progress as it is."""
    return "Giữ nguyên"


def drop_words_label() -> str:
    """Button: forget these words, or what is no picture."""
    return "Bỏ"


def as_before_label() -> str:
    """Button: the same as last period."""
    return "Như kỳ trước"


def copy_label() -> str:
    """Button: yes, send the same."""
    return "Gửi như kỳ trước"


def rewrite_label() -> str:
    """Button: no, write anew."""
    return "Ghi lại"
