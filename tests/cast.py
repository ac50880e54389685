"""The fixed cast of the tests: one ward, its agencies and its people."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.domain.messages import Chat
from data.domain.people import Address, Membership, Person, Role, Ward, WardSettings
from data.domain.rules import Continuous, DeadlineRule
from data.domain.tasks import Assignment, AssignmentKind, PlanState, Task
from data.store.plans import PlanHead
from data.store.unit_of_work import Store, UnitOfWork

VN = ZoneInfo("Asia/Ho_Chi_Minh")


def at(text: str) -> datetime:
    """Return the local time "2026-06-15 07:30" as an aware UTC instant."""
    return datetime.fromisoformat(text).replace(tzinfo=VN).astimezone(UTC)


MONDAY = at("2026-06-15 07:00")
"""A Monday in June, before the morning message."""


@dataclass(frozen=True)
class Cast:
    """Who acts: agencies by name, people by given name."""

    ward: Ward
    agencies: dict[str, int]
    people: dict[str, Person]

    def chat(self, name: str) -> Chat:
        """Return the web chat of a person."""
        return Chat("web", "web", f"p{self.people[name].id}")


AGENCIES = (
    "Phòng Văn hóa – Xã hội",
    "Văn phòng HĐND và UBND",
    "Phòng Kinh tế, Hạ tầng và Đô thị",
    "Trạm Y tế",
    "Tổ dân phố 5",
    "Tổ dân phố 6",
    "Lãnh đạo UBND",
)
GROUPS = {
    "Tổ trưởng tổ dân phố": ("Tổ dân phố 5", "Tổ dân phố 6"),
    "Các cơ quan, đơn vị thuộc UBND phường": AGENCIES[:4],
}
PEOPLE = (
    # name, phone, address, role, agency, head
    ("Trần Thị Mai", "0900000001", Address.DONG_CHI, Role.LEAD_OFFICE, AGENCIES[0], True),
    ("Lê Văn Hạnh", "0900000002", Address.DONG_CHI, Role.OFFICER, AGENCIES[1], False),
    ("Phạm Quốc Dũng", "0900000003", Address.DONG_CHI, Role.OFFICER, AGENCIES[1], True),
    ("Võ Thị Lan", "0900000004", Address.CHI, Role.OFFICER, AGENCIES[2], True),
    ("Nguyễn Văn Tư", "0900000005", Address.BAC, Role.GROUP_LEADER, "Tổ dân phố 5", True),
    ("Đỗ Thị Bảy", "0900000006", Address.BAC, Role.GROUP_LEADER, "Tổ dân phố 6", True),
    ("Hoàng Minh Sơn", "0900000007", Address.DONG_CHI, Role.LEADERSHIP, "Lãnh đạo UBND", True),
)


async def found(store: Store, *, now: datetime = MONDAY, linked: bool = True) -> Cast:
    """Found the ward of the tests and bring its people in."""
    async with store.write() as unit:
        ward = await unit.wards.add("Phường Hòa Bình", WardSettings(), now)
        work = unit.ward(ward.id)
        agencies = {name: (await work.agencies.add(name)).id for name in AGENCIES}
        for name, members in GROUPS.items():
            agencies[name] = (await work.agencies.add(name, is_group=True)).id
            await work.agencies.set_members(agencies[name], [agencies[m] for m in members])
        people = {}
        for name, phone, address, role, agency, head in PEOPLE:
            place = Membership(agencies[agency], head)
            person = Person(0, name, phone, address, frozenset({role}), (place,))
            added = await work.people.add(person)
            people[added.given_name] = added
            if linked:
                await unit.links.add(ward.id, added.id, Chat("web", "web", f"p{added.id}"), now)
    return Cast(ward, agencies, people)


def a_task(code: int, title: str, *lead: int, **more: Any) -> Task:
    """Return continuous work of plan 1 that these agencies lead, its id the same as its number."""
    task = Task(
        id=code,
        plan_id=1,
        code=code,
        no=None,
        section=None,
        component=None,
        title=title,
        short_title=title[:60],
        methods=(),
        product=None,
        time_text="Thường xuyên",
        time_inherited=False,
        rule=Continuous(),
        is_duty=False,
        reporting_period=None,
        is_removed=False,
        assignments=tuple(Assignment(agency, AssignmentKind.LEAD) for agency in lead),
    )
    return replace(task, **more)


async def add_task(
    unit: UnitOfWork,
    cast: Cast,
    rule: DeadlineRule,
    *,
    code: int,
    title: str = "Công khai danh sách hộ nghèo",
    lead: str = "Văn phòng HĐND và UBND",
    coordinate: str | None = None,
    time_text: str = "Thường xuyên",
    now: datetime = MONDAY,
) -> Task:
    """Add a task to an active plan; it has to be opened from today on."""
    work = unit.ward(cast.ward.id)
    plans = [p for p in await work.plans.all() if p.state is PlanState.ACTIVE]
    if plans:
        plan_id = plans[0].id
    else:
        head = PlanHead("12/KH-UBND", date(2026, 1, 15), "UBND phường", "Kế hoạch PAPI", 2026)
        plan_id = await work.plans.add_draft(head, {}, now=now)
        await work.plans.set_state(plan_id, PlanState.ACTIVE, confirmed_at=now)
    parts = [Assignment(cast.agencies[lead], AssignmentKind.LEAD)]
    if coordinate:
        parts.append(Assignment(cast.agencies[coordinate], AssignmentKind.COORDINATE))
    task = a_task(
        code,
        title,
        plan_id=plan_id,
        no=str(code),
        time_text=time_text,
        rule=rule,
        assignments=tuple(parts),
    )
    return await work.tasks.add(task, next_open_on=now.astimezone(VN).date())
