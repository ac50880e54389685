"""A throw-away ward: its plan in force, somebody in every agency, everybody signed in already."""

from dataclasses import dataclass
from datetime import datetime
from itertools import cycle

from bot.channels.web_chat.channel import chat_of
from data.domain.drafts import PlanDraft
from data.domain.people import Address, Membership, Person, Role, Ward, WardSettings
from data.store.unit_of_work import UnitOfWork
from jobs.actions.allow import CONSOLE
from jobs.actions.confirm_plan import confirm_plan
from jobs.actions.edit_draft import Editing, join_names
from jobs.actions.import_plan import import_plan
from jobs.intake.agencies_vi import is_group
from jobs.intake.same_agency import propose_same

_NAMES = (
    "Lê Văn Hạnh",
    "Phạm Quốc Dũng",
    "Võ Thị Lan",
    "Bùi Thanh Hà",
    "Đặng Hữu Phước",
    "Ngô Thị Thu",
    "Huỳnh Công Danh",
    "Trương Mỹ Linh",
    "Dương Văn Khải",
    "Phan Thị Ngọc",
)
_LEADERS = (("Nguyễn Văn Tư", "Tổ dân phố 1"), ("Đỗ Thị Bảy", "Tổ dân phố 2"))
_MOST_AGENCIES = 10


@dataclass(frozen=True, slots=True)
class Part:
    """Somebody of the demonstration, and where they work."""

    person: Person
    place: str


async def found_demo(
    unit: UnitOfWork, draft: PlanDraft, now: datetime
) -> tuple[Ward, tuple[Part, ...]]:
    """Found a ward with this plan in force. Raises RefusedError when the plan has no tasks."""
    name = (draft.plan.issuer or "Phường dùng thử").removeprefix("UBND ").strip()
    ward = await unit.wards.add(name[:1].upper() + name[1:], WardSettings(), now)
    leads = [a for t in draft.tasks for a in t.lead if not is_group(a)]
    first = {name: same.names[0] for same in propose_same(leads) for name in same.names}
    offices = tuple(dict.fromkeys(first.get(name, name) for name in leads))[:_MOST_AGENCIES]
    lead_office = next((o for o in offices if "văn hóa" in o.lower()), "Phòng Văn hóa – Xã hội")
    roles = [
        ("Trần Thị Mai", lead_office, Role.LEAD_OFFICE, Address.DONG_CHI),
        ("Hoàng Minh Sơn", "Lãnh đạo UBND", Role.LEADERSHIP, Address.DONG_CHI),
    ]
    names = cycle(_NAMES)
    roles += [(next(names), office, Role.OFFICER, Address.DONG_CHI) for office in offices]
    roles += [(leader, group, Role.GROUP_LEADER, Address.BAC) for leader, group in _LEADERS]
    cast = tuple([await _bring_in(unit, ward, *role, now) for role in roles])
    received = await import_plan(unit, ward, draft, now, CONSOLE)
    await join_names(Editing(unit, ward, received.plan_id, now, CONSOLE))
    await confirm_plan(unit, ward, received.plan_id, now, CONSOLE)
    return ward, cast


async def _bring_in(
    unit: UnitOfWork, ward: Ward, name: str, place: str, role: Role, address: Address, now: datetime
) -> Part:
    work = unit.ward(ward.id)
    agency_id = await work.agencies.find(place)
    if agency_id is None:
        agency_id = (await work.agencies.add(place)).id
    is_head = role in (Role.LEAD_OFFICE, Role.LEADERSHIP, Role.GROUP_LEADER)
    person = await work.people.add(
        Person(0, name, None, address, frozenset({role}), (Membership(agency_id, is_head),))
    )
    await unit.links.add(ward.id, person.id, chat_of(person.id), now)
    return Part(person, place)
