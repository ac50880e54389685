"""Telling people something that they did not ask for just now."""

from collections.abc import Iterable
from datetime import datetime

from data.domain.messages import Chat, Lane, OutgoingMessage
from data.domain.people import Person, Ward
from data.store.unit_of_work import UnitOfWork


async def tell(
    unit: UnitOfWork,
    ward: Ward,
    people: Iterable[Person],
    key: str,
    message: OutgoingMessage,
    *,
    kind: str,
    now: datetime,
    lane: Lane = Lane.BULK,
) -> int:
    """Queue a message to each of these people, once per key; return how many can be reached.

    Somebody without a chat is recorded as not told.
    """
    listed = list(people)
    links = await unit.links.of([p.id for p in listed])
    for person in listed:
        link = next(iter(links.get(person.id, ())), None)
        await unit.outbox.add(
            f"{key}:{person.id}",
            Chat(link.channel, link.account, link.chat) if link else None,
            message,
            kind=kind,
            lane=lane,
            now=now,
            ward_id=ward.id,
            person_id=person.id,
            must_arrive=True,
        )
    return sum(1 for person in listed if person.id in links)
