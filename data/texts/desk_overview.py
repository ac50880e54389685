"""What people read on the first page of the desk."""

from datetime import datetime
from typing import Protocol

from data.domain.lights import Light
from data.domain.localtime import local, local_date
from data.texts.common import sentence_case
from data.texts.dates import spoken_date, whole_number
from data.texts.lights import SIGNS, WORDS
from data.texts.summary import nobody

__all__ = ["nobody"]

LIGHTS = (Light.LATE, Light.SOON, Light.ON_TIME, Light.WAITING, Light.UNDATED, Light.DONE)
"""What needs somebody first."""


def heading(now: datetime) -> str:
    """The page's first line: what and when."""
    today = local_date(now)
    return f"Công việc đến {local(now):%H:%M} {spoken_date(today, today=today)}"


def light(which: Light) -> str:
    """A light with its word: "🔴 Quá hạn"."""
    return f"{SIGNS[which]} {sentence_case(WORDS[which])}"


def lights_heading() -> str:
    """Above the numbers."""
    return "Theo tình trạng"


def to_review() -> str:
    """The number of reports that nobody has looked at."""
    return "📥 Chờ duyệt"


def oldest(since: datetime | None, now: datetime) -> str:
    """How long the oldest of them has waited; empty when nothing waits."""
    if since is None:
        return ""
    days = (local_date(now) - local_date(since)).days
    return f"cũ nhất {days} ngày" if days else "trong hôm nay"


class Beside(Protocol):
    """What waits beside the lights."""

    @property
    def asked(self) -> int: ...
    @property
    def returned(self) -> int: ...
    @property
    def hindered(self) -> int: ...


def asides(seen: Beside, *, may_answer: bool) -> list[tuple[str, str]]:
    """What else waits: where it is, and how much of it. What there is none of is not named."""
    rows = (
        ("/ban/duyet#de-nghi", seen.asked if may_answer else 0, "🙋 {} đề nghị chờ trả lời"),
        ("/ban/viec?loai=tra-lai", seen.returned, "↩️ {} báo cáo bị trả lại"),
        ("/ban/viec?loai=vuong", seen.hindered, "⚠️ {} việc có vướng mắc"),
    )
    return [(path, text.format(whole_number(count))) for path, count, text in rows if count]


def by_agency() -> str:
    """Above the table of agencies."""
    return "Theo cơ quan, đơn vị"


def agency() -> str:
    """Column: who."""
    return "Cơ quan, đơn vị"


def total() -> str:
    """Column and row: all of it."""
    return "Cộng"


def share(done: int, of: int) -> str:
    """How much is done, for the bar of an agency."""
    return f"xong {done}/{of}"


def nothing() -> str:
    """No work at all yet."""
    return (
        "Chưa có việc nào đang theo dõi. Khi kế hoạch được xác nhận, "
        "các việc sẽ hiện ở đây theo tình trạng."
    )


def how_counted() -> str:
    """Below the table: what the numbers count."""
    return (
        "Mỗi việc chỉ đếm một lần, theo cùng cách tính với tổng hợp tuần: "
        "việc đã đến kỳ thực hiện của các kế hoạch đang hiệu lực. "
        "Báo cáo chờ duyệt được tính là xong."
    )
