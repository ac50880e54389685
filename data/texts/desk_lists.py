"""What people read on the lists of work."""

from datetime import date

from data.domain.board import OF_LIGHT, BoardRow, Kind
from data.domain.lights import Light
from data.domain.tasks import OccurrenceState
from data.texts.common import sentence_case
from data.texts.dates import day_month, days_left, spoken_date, whole_number
from data.texts.due import EXCUSED
from data.texts.lights import SIGNS, WORDS
from data.texts.plans import plan_name
from data.texts.reminders import Day, shortened
from data.texts.summary import nobody

__all__ = ["nobody"]

KINDS = tuple(Kind)
_NAMES = {
    Kind.TO_REVIEW: "📥 Chờ duyệt",
    Kind.RETURNED: "↩️ Bị trả lại",
    Kind.HINDERED: "⚠️ Có vướng mắc",
    Kind.LATER: "⏳ Chưa đến kỳ",
    **{kind: f"{SIGNS[light]} {sentence_case(WORDS[light])}" for light, kind in OF_LIGHT.items()},
}
_PROGRESS = 90
"""Characters of a report shown in a list."""
plan_called = plan_name


def title(kind: Kind | None, total: int) -> str:
    """The page's first line."""
    name = kind_name(kind) if kind else "Tất cả các việc"
    return f"{name}: {whole_number(total)}"


def entry() -> str:
    """Navigation: the lists."""
    return "Danh sách việc"


def kind_name(kind: Kind) -> str:
    """A list with its sign: "🔴 Quá hạn"."""
    return _NAMES[kind]


def every() -> str:
    """The list that leaves nothing out."""
    return "Tất cả"


def kinds() -> str:
    """The name of the row of lists, for those who hear the page."""
    return "Theo tình trạng"


def state(row: BoardRow, day: Day) -> str:
    """How a piece of work stands, with its word: "🔴 quá hạn 7 ngày"."""
    sign = SIGNS[row.light]
    match row.state:
        case OccurrenceState.REPORTED:
            return "📥 chờ duyệt"
        case OccurrenceState.ACCEPTED:
            return f"{sign} đã duyệt"
    if row.opens_on > day.today:
        return f"⏳ từ {day_month(row.opens_on, today=day.today)}"
    left = days_left(row.due_on, today=day.today, calendar=day.calendar)
    returned = ", bị trả lại" if row.state is OccurrenceState.RETURNED else ""
    if row.light is Light.LATE:
        excused = f", {EXCUSED}" if row.is_excused else ""
        return f"{sign} {left}{excused}{returned}"
    return f"{sign} {WORDS[row.light]}, {left}{returned}"


def waits_for(kind: Kind | None) -> str:
    """Why nothing is owed for a task yet."""
    return kind_name(kind) if kind else "⏳ Chưa có kỳ nào"


def due(day: date, today: date) -> str:
    """A due date in a column."""
    return spoken_date(day, today=today)


def progress(row: BoardRow) -> str:
    """What was said last, and what is in the way."""
    said = shortened(row.progress, _PROGRESS) if row.progress else ""
    if row.obstacle and row.is_owed:
        hindrance = f"vướng: {shortened(row.obstacle, _PROGRESS)}"
        return f"{said}; {hindrance}" if said and row.obstacle not in row.progress else hindrance
    return said


def none_said() -> str:
    """Nothing was reported yet."""
    return "chưa báo cáo"


def column(name: str) -> str:
    """The heading of a column."""
    return _COLUMNS[name]


_COLUMNS = {
    "task": "Việc",
    "agency": "Cơ quan, đơn vị",
    "due": "Hạn",
    "state": "Tình trạng",
    "progress": "Báo cáo gần nhất",
    "time": "Thời gian theo kế hoạch",
    "choose": "Chọn",
}


def field(name: str) -> str:
    """The label of a field of the search form."""
    return _FIELDS[name]


_FIELDS = {
    "search": "Tìm việc",
    "agency": "Cơ quan",
    "component": "Nội dung, nhóm nhiệm vụ",
    "plan": "Kế hoạch",
}


def search_example() -> str:
    """In the empty search field."""
    return "số việc hoặc vài từ, không dấu cũng được"


def any_agency() -> str:
    """No agency chosen."""
    return "Mọi cơ quan"


def any_component() -> str:
    """No component chosen."""
    return "Mọi nội dung"


def any_plan() -> str:
    """No plan chosen."""
    return "Mọi kế hoạch"


def search() -> str:
    """The button of the search form."""
    return "Lọc"


def clear() -> str:
    """The way back to everything."""
    return "Bỏ lọc"


def any_marks(said: str) -> str:
    """Nothing had these diacritics; what is shown has others."""
    return f"Không có việc nào ghi đúng “{said}”. Đây là các việc khớp khi bỏ dấu."


def nothing() -> str:
    """An empty list."""
    return "Không có việc nào trong danh sách này."


def choose(code: int) -> str:
    """The name of a box, for those who hear the page."""
    return f"Chọn việc #{code}"


def nudge_chosen() -> str:
    """Below the list: to the preview of who is told what."""
    return "Đôn đốc các việc đã chọn…"


def nudge_late() -> str:
    """Above the list of what is late."""
    return "Đôn đốc tất cả việc quá hạn…"


def set_dates() -> str:
    """Above the list of tasks that need a date."""
    return "Ấn định hạn…"


def declare() -> str:
    """Above the list of tasks that wait for an event."""
    return "Khai báo sự kiện…"
