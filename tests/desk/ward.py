"""A ward with work in every light, and how the pages of its desk are read."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from data.domain.rules import AroundEvent, Continuous, Phase, Unknown
from data.domain.tasks import OccurrenceState, Task
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import Store
from tests.cast import MONDAY, Cast, add_task

TODAY = date(2026, 6, 15)
HALL = "Văn phòng HĐND và UBND"
ROADS = "Phòng Kinh tế, Hạ tầng và Đô thị"
HEALTH = "Trạm Y tế"
GROUP_5 = "Tổ dân phố 5"


@dataclass(frozen=True)
class Work:
    """The tasks by number, and the occurrences by what they are."""

    tasks: dict[int, Task]
    occurrences: dict[str, int]


async def with_work(store: Store, cast: Cast) -> Work:
    """Give the ward one piece of work of each kind; today is Monday 15/6."""
    async with store.write() as unit:
        tasks = [
            await add_task(unit, cast, rule, code=code, title=title, lead=lead, time_text=text)
            for code, title, lead, rule, text in (
                (1, "Đối thoại với Nhân dân", HALL, Continuous(), "Thường xuyên"),
                (2, "Giám sát công trình đường số 3", ROADS, Continuous(), "Hằng quý"),
                (3, "Khám sức khỏe người cao tuổi", HEALTH, Continuous(), "Quý III"),
                (4, "Niêm yết danh sách hộ nghèo", GROUP_5, Continuous(), "Tháng 6"),
                (
                    5,
                    "Tuyên truyền bầu cử tổ trưởng",
                    HALL,
                    AroundEvent(event="kỳ bầu cử", phases=(Phase.BEFORE,)),
                    "Trước kỳ bầu cử",
                ),
                (6, "Công khai quy hoạch", ROADS, Unknown(reason="external"), "Theo quy định"),
            )
        ]
        by_code = {t.code: t for t in tasks}
        made = {
            name: await _owes(unit, cast, by_code[code], lead, days)
            for name, code, lead, days in (
                ("late", 1, HALL, -7),
                ("soon", 2, ROADS, 1),
                ("green", 3, HEALTH, 60),
                ("reported", 4, GROUP_5, -3),
            )
        }
        occurrences = unit.ward(cast.ward.id).occurrences
        await occurrences.change(
            made["reported"],
            state=OccurrenceState.REPORTED,
            reported_at=MONDAY - timedelta(days=2),
            progress="đã niêm yết",
        )
    return Work(by_code, made)


async def _owes(unit: Any, cast: Cast, task: Task, agency: str, days: int) -> int:
    occurrences = unit.ward(cast.ward.id).occurrences
    due = TODAY + timedelta(days=days)
    await occurrences.make(
        NewOccurrence(
            task_id=task.id,
            agency_id=cast.agencies[agency],
            period_key=due.isoformat(),
            label="",
            opens_on=TODAY - timedelta(days=20),
            due_on=due,
            event_id=None,
            next_remind_at=None,
            next_escalate_at=None,
        )
    )
    return next(o.id for o in await occurrences.of_task(task.id))


def told(html: str) -> str:
    """Return the words of a page on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.partition("<body")[2]).split())


def form_token(html: str) -> str:
    """Return the token that the page's forms carry."""
    found = re.search(r'name="form" value="([^"]+)"', html)
    assert found, "no form on the page"
    return found[1]
