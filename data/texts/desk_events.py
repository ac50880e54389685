"""What people read on the pages of events."""

from datetime import date

from data.domain.tasks import Event, Occurrence, Task
from data.texts.common import sentence_case
from data.texts.dates import spoken_date
from data.texts.events import when
from data.texts.reminders import occurrence_label


def entry() -> str:
    """Navigation, and the title of the page."""
    return "Sự kiện"


def what_for(waiting: int) -> str:
    """Below the heading: what events are good for."""
    if not waiting:
        return "Không có việc nào đang chờ sự kiện."
    return (
        f"⚪ {waiting} việc đang chờ sự kiện. "
        "Khai báo ngày, các việc gắn với sự kiện được nhắc trước, trong và sau đó."
    )


def coming() -> str:
    """Above the events to come."""
    return "Sắp tới"


def past() -> str:
    """Above the events that are over."""
    return "Đã qua"


def none_yet() -> str:
    """No event was declared."""
    return "Chưa khai báo sự kiện nào."


def line(event: Event, today: date) -> str:
    """An event in a list."""
    return f"{sentence_case(event.name)}: {when(event, today)}"


def tied(event: Event) -> str:
    """How many tasks go by it."""
    return f"{len(event.task_ids)} việc theo sự kiện này"


def declare_heading() -> str:
    """Above the form."""
    return "Khai báo sự kiện"


def name() -> str:
    """Field: what it is called."""
    return "Tên sự kiện"


def name_example() -> str:
    """In the empty field."""
    return "ví dụ: bầu cử tổ trưởng tổ dân phố"


def from_day() -> str:
    """Field: the first day."""
    return "Từ ngày"


def to_day() -> str:
    """Field: the last day; empty for one of a single day."""
    return "Đến ngày (bỏ trống nếu một ngày)"


def which() -> str:
    """Above the boxes of tasks."""
    return "Việc nhắc theo sự kiện này"


def task_line(task: Task) -> str:
    """A task beside its box, with the plan's words."""
    return f"#{task.code} {task.short_title} (“{task.time_text}”)"


def propose() -> str:
    """The button that chooses tasks by the name."""
    return "Gợi ý việc theo tên"


def look() -> str:
    """The button that shows what would be."""
    return "Xem trước"


def do(what: str) -> str:
    """The button that does it."""
    return _DO[what]


_DO = {
    "declare": "Khai báo",
    "move": "Dời ngày",
    "cancel": "Hủy sự kiện này",
    "tasks": "Lưu các việc",
}


def would() -> str:
    """Above a preview: nothing was done yet."""
    return "Xem trước, chưa lưu:"


def move_heading() -> str:
    """Above the form that moves it."""
    return "Dời sang ngày khác"


def cancel_heading() -> str:
    """Above the form that cancels it."""
    return "Không diễn ra nữa"


def cancelled() -> str:
    """Beside an event that was cancelled."""
    return "đã hủy"


def due(occurrence: Occurrence, task: Task, names: dict[int, str], today: date) -> str:
    """One thing that is owed because of it."""
    day = spoken_date(occurrence.due_on, today=today)
    label = occurrence_label(occurrence)
    agency = names.get(occurrence.agency_id, "")
    return f"#{task.code} {task.short_title}{label}: hạn {day}, {agency}"


def dues() -> str:
    """Above what is owed because of it."""
    return "Các hạn theo sự kiện này"


def no_dues() -> str:
    """Nothing is owed because of it."""
    return "Chưa có hạn nào theo sự kiện này."


def no_day() -> str:
    """The form names no day."""
    return "Đồng chí chọn ngày của sự kiện."


def all_events() -> str:
    """The way back to the list."""
    return "Tất cả sự kiện"
