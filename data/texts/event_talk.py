"""What is said while an event is declared, looked at, moved or cancelled in chat."""

from collections.abc import Sequence
from datetime import date

from data.domain.tasks import Event, Task
from data.texts.common import sentence_case
from data.texts.events import when
from data.texts.plans import codes
from data.texts.questions import event_words

_EXAMPLE = "khai báo sự kiện bầu cử tổ trưởng 16/8"


def how_to_declare(waiting: Sequence[Task]) -> str:
    """Asks for the event's name and day."""
    lines = [
        "Đồng chí ghi tên sự kiện và ngày, ví dụ: bầu cử tổ trưởng 16/8, hoặc: từ 14/8 đến 20/8."
    ]
    if waiting:
        lines.append("Các việc đang chờ sự kiện:")
        lines += [
            f"⚪ #{t.code} {t.short_title} ({' · '.join(event_words(t.rule))})" for t in waiting[:6]
        ]
        if len(waiting) > 6:
            lines.append(f"… và {len(waiting) - 6} việc nữa")
    return "\n".join(lines)


def day_missing(name: str) -> str:
    """The name is there, the day is not."""
    return f"{name} diễn ra ngày nào? Ví dụ: 16/8, hoặc: từ 14/8 đến 20/8."


def listed(events: Sequence[Event], waiting: int, today: date) -> str:
    """The events to come, and how many tasks wait."""
    lines = [f"- {e.name}: {when(e, today)}" for e in events]
    head = ["Sự kiện đã khai báo:", *lines] if lines else ["Chưa có sự kiện nào được khai báo."]
    if waiting:
        head.append(f"⚪ {waiting} việc đang chờ sự kiện.")
    head.append(f"Khai báo bằng một dòng, ví dụ: {_EXAMPLE}")
    return "\n".join(head)


def which_tasks(tied: Sequence[int], waiting: Sequence[Task]) -> str:
    """Tasks may be tied or untied by their numbers."""
    less = f"bớt thì ghi, ví dụ: bỏ #{tied[0]}" if tied else ""
    if not waiting:
        return sentence_case(less)
    shown = codes([t.code for t in waiting], 12)
    more = f"Việc khác đang chờ: {shown}. Gắn thêm thì ghi số, ví dụ: #{waiting[0].code}"
    return f"{more}; {less}" if less else more


def noted() -> str:
    """[Đúng rồi]."""
    return "Đã ghi. Cơ quan chủ trì được nhắc theo các hạn trên."


def ask_new_day(event: Event) -> str:
    """[Sửa ngày]."""
    name = sentence_case(event.name)
    return f"{name} chuyển sang ngày nào? Ví dụ: 23/8, hoặc: từ 21/8 đến 23/8."


def day_not_understood() -> str:
    """No day in the answer."""
    return "Tôi chưa thấy ngày. Đồng chí ghi như: 23/8, hoặc: từ 21/8 đến 23/8."


def right_label() -> str:
    """Button."""
    return "Đúng rồi"


def move_label() -> str:
    """Button."""
    return "Sửa ngày"


def cancel_label() -> str:
    """Button."""
    return "Hủy sự kiện"


def declare_label() -> str:
    """Button."""
    return "Khai báo sự kiện"


def open_label(event: Event) -> str:
    """Button: one event of the list."""
    return event.name[:40]


def passed_on() -> str:
    """To an officer who knows of an event: only the lead office declares."""
    return "Đã chuyển cho cơ quan đầu mối khai báo. Cảm ơn đồng chí."


def somebody_knows(who: str, line: str) -> str:
    """To the lead office: an officer said that an event is coming."""
    return f"{who} báo có sự kiện: {line}\nĐồng chí khai báo bằng một dòng, ví dụ: {_EXAMPLE}"


def tell_the_office() -> str:
    """Asks an officer what is coming."""
    return "Đồng chí cho biết sự kiện gì, ngày nào, ví dụ: bầu cử tổ trưởng 16/8. Tôi chuyển cơ quan đầu mối khai báo."
