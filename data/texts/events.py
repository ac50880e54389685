"""What people read about events: what they start, what moving or cancelling them changes."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from data.domain.tasks import Event, Occurrence, OccurrenceState, Task
from data.texts.common import sentence_case
from data.texts.dates import day_month

_PHASES = (("before", "trước"), ("during", "trong"), ("when", "khi"), ("after", "sau"))
_CODES_SHOWN = 8


def when(event: Event, today: date) -> str:
    """Return "16/8", or "từ 14/8 đến 16/8"."""
    start, end = day_month(event.starts_on, today=today), day_month(event.ends_on, today=today)
    return start if event.starts_on == event.ends_on else f"từ {start} đến {end}"


def declared(event: Event, owed: Sequence[tuple[Occurrence, Task]], today: date) -> str:
    """An event was declared: what will be reminded before, during and after it."""
    heading = f"{sentence_case(event.name)}: {when(event, today)}."
    if not owed:
        return f"{heading} Chưa có việc nào gắn với sự kiện này nên chưa nhắc ai."
    return "\n".join(
        [
            f"{heading} Kế hoạch nhắc theo đó:",
            plan_of(owed, today),
            "Dời ngày thì các lần nhắc chưa gửi dời theo.",
        ]
    )


def moved(event: Event, owed: Sequence[tuple[Occurrence, Task]], today: date) -> str:
    """An event was moved: the new dates."""
    heading = f"{sentence_case(event.name)} dời sang {when(event, today)}."
    if not owed:
        return f"{heading} Không còn việc nào chờ làm theo sự kiện này."
    return "\n".join(
        [
            f"{heading} Hạn mới:",
            plan_of(owed, today),
            "Các lần nhắc chưa gửi dời theo; báo cáo đã gửi giữ nguyên.",
        ]
    )


def cancelled(event: Event, count: int) -> str:
    """An event was cancelled: what is owed no more."""
    what = (
        f"{count} phần việc chưa làm không phải làm nữa" if count else "Không có việc nào phải bỏ"
    )
    return f"Đã hủy sự kiện {event.name}. {what}; báo cáo đã gửi giữ nguyên."


def plan_of(owed: Sequence[tuple[Occurrence, Task]], today: date) -> str:
    """Return "trước: #4, #12 (hạn 14/8) · trong: #4 (hạn 16/8) · sau: #4 (hạn 21/8)"."""
    dues: dict[str, dict[date, list[int]]] = {p: defaultdict(list) for p, _ in _PHASES}
    for occurrence, task in owed:
        phase = occurrence.period_key.rpartition(":")[2]
        if occurrence.state is not OccurrenceState.CANCELLED and phase in dues:
            dues[phase][occurrence.due_on].append(task.code)
    said = [
        f"{word}: " + ", ".join(_due(codes, due, today) for due, codes in sorted(dues[p].items()))
        for p, word in _PHASES
        if dues[p]
    ]
    return " · ".join(said)


def _due(codes: Sequence[int], due: date, today: date) -> str:
    unique = sorted(set(codes))
    shown = ", ".join(f"#{c}" for c in unique[:_CODES_SHOWN])
    more = f" và {len(unique) - _CODES_SHOWN} việc khác" if len(unique) > _CODES_SHOWN else ""
    return f"{shown}{more} (hạn {day_month(due, today=today)})"


# Refusals.


def no_name() -> str:
    """An event without a name."""
    return "Sự kiện chưa có tên. Đồng chí ghi tên và ngày, ví dụ: bầu cử tổ trưởng 16/8."


def name_too_long(most: int) -> str:
    """A name that is rather a description."""
    return f"Tên sự kiện dài quá {most} chữ cái. Đồng chí rút gọn giúp, ví dụ: bầu cử tổ trưởng."


def ends_before_it_starts() -> str:
    """The dates are the wrong way round."""
    return "Ngày kết thúc trước ngày bắt đầu. Đồng chí ghi lại, ví dụ: từ 14/8 đến 16/8."


def too_far(day: date) -> str:
    """A date that can only be a slip."""
    return f"Ngày {day_month(day)} quá xa. Đồng chí xem lại năm giúp, ví dụ: 16/8/2026."


def not_found() -> str:
    """No such event."""
    return 'Không thấy sự kiện này. Gõ "sự kiện" để xem các sự kiện đã khai báo.'


def cancelled_before(event: Event) -> str:
    """It was cancelled and can only be declared anew."""
    return f"Sự kiện {event.name} đã hủy. Có lại thì đồng chí khai báo mới giúp."


def task_not_waiting(codes: Sequence[int]) -> str:
    """Tasks whose rule waits for no event."""
    shown = ", ".join(f"#{c}" for c in codes)
    return f"{shown} không chờ sự kiện nào, nên không gắn được."
