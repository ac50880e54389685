"""A chat takes our messages again: what its people were reminded of meanwhile is said once."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import takewhile

from data.domain.localtime import local_date
from data.domain.messages import Chat, Choice, Lane, OutgoingMessage
from data.domain.people import Link, Person
from data.domain.tasks import WorkItem
from data.domain.told import Fate
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork, WardWork
from data.texts.reach import missed
from data.texts.tasks import list_label

KIND = "missed"
_REACHED = (Fate.SENT, Fate.UNCERTAIN)


async def come_back(unit: UnitOfWork, chat: Chat, now: datetime) -> None:
    """Take a chat as one that messages reach, and tell of the open work that was spoken of to nobody.

    Does nothing for a chat that was never lost.
    """
    back = [link for link in await unit.links.at(chat) if not link.is_reachable]
    if back:
        await unit.links.mark_reachable(chat, True)
    for link in back:
        unit.ward(link.ward_id).log.append(
            "chat.unblocked",
            actor=f"person:{link.person_id}",
            subject=f"person:{link.person_id}",
            now=now,
            channel=link.channel,
        )
        await _tell_what_was_missed(unit, link, now)


async def _tell_what_was_missed(unit: UnitOfWork, link: Link, now: datetime) -> None:
    work = unit.ward(link.ward_id)
    person = await work.people.get(link.person_id)
    today = local_date(now)
    items = await _missed(work, person, today) if person and person.is_active else []
    if person is None or not items:
        return
    message = OutgoingMessage(missed(person, items, today), (Choice(list_label(), "tasks:list"),))
    key = f"{KIND}:{link.id}:{now.isoformat()}"
    ward = await unit.wards.get(link.ward_id)
    await tell(unit, ward, [person], key, message, kind=KIND, now=now, lane=Lane.ANSWER)


async def _missed(work: WardWork, person: Person, today: date) -> Sequence[WorkItem]:
    """Return their own open work of the reminders since the last one that reached them."""
    told = await work.reminders.of_person(person.id)
    lost = takewhile(lambda one: one.fate not in _REACHED, told)
    spoken_of = await work.occurrences.some({o for one in lost for o in one.occurrence_ids})
    own = [
        o
        for o in spoken_of
        if o.is_owed and o.opens_on <= today and o.agency_id in person.agency_ids
    ]
    tasks = await work.tasks.some(o.task_id for o in own)
    names = {a.id: a.name for a in await work.agencies.all()}
    found = [WorkItem(o, tasks[o.task_id], names[o.agency_id]) for o in own]
    return sorted(found, key=lambda item: (item.occurrence.due_on, item.task.code))
