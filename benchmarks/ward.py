"""A ward of a given size: agencies, people with a chat, tasks."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from data.domain.messages import Chat
from data.domain.people import Address, Membership, Person, Role, Ward, WardSettings
from data.domain.tasks import PlanState, Task
from data.store.plans import PlanHead
from data.store.unit_of_work import Store
from tests.cast import a_task

MONDAY = datetime(2026, 6, 15, 0, 30, tzinfo=UTC)
"""07:30 on a working Monday in Vietnam."""


@dataclass(frozen=True)
class Built:
    """What was made."""

    ward: Ward
    agencies: tuple[int, ...]
    people: tuple[Person, ...]
    tasks: tuple[Task, ...]

    def chat(self, number: int) -> Chat:
        """Return the web chat of a person."""
        return chat_of(self.people[number].id)


def chat_of(person_id: int) -> Chat:
    """Return the web chat of a person."""
    return Chat("web", "web", f"p{person_id}")


async def build(
    store: Store,
    *,
    agencies: int,
    people: int,
    tasks: int,
    chat: Callable[[int], Chat] = chat_of,
) -> Built:
    """Found a ward; person n works in agency n modulo their number, so does task n.

    `chat` gives a person's chat by their id.
    """
    async with store.write() as unit:
        ward = await unit.wards.add("Phường Đo", WardSettings(), MONDAY)
        work = unit.ward(ward.id)
        ids = [(await work.agencies.add(f"Cơ quan {n}")).id for n in range(agencies)]
        found = []
        for n in range(people):
            place = (Membership(ids[n % agencies]),)
            role = frozenset({Role.OFFICER})
            name = f"Nguyễn Văn {n}"
            added = await work.people.add(Person(0, name, None, Address.DONG_CHI, role, place))
            await unit.links.add(ward.id, added.id, chat(added.id), MONDAY)
            found.append(added)
        head = PlanHead("1/KH-UBND", date(2026, 1, 15), "UBND phường", "Kế hoạch", 2026)
        plan_id = await work.plans.add_draft(head, {}, now=MONDAY)
        await work.plans.set_state(plan_id, PlanState.ACTIVE, confirmed_at=MONDAY)
        made = []
        for n in range(tasks):
            title = f"Công khai kết quả giải quyết thủ tục số {n + 1}"
            new = a_task(n + 1, title, ids[n % agencies], plan_id=plan_id, product="Báo cáo")
            made.append(await work.tasks.add(new, next_open_on=None))
    return Built(ward, tuple(ids), tuple(found), tuple(made))
