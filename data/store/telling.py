"""Telling people something that they did not ask for just now."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from data.domain.messages import Chat, Lane, OutgoingMessage
from data.domain.people import Link, Person, Ward
from data.store.unit_of_work import UnitOfWork
from data.store.ways import ways_now


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
    due_at: datetime | None = None,
    chats: Mapping[int, str] | None = None,
    mentions: Iterable[int] = (),
) -> int:
    """Queue a message to each of these people, once per key; return how many can be reached.

    Somebody without a chat is recorded as not told. It goes at `due_at`, to each person's own chat
    among `chats` ("channel/account/chat", by person) as long as it takes messages. `mentions` are
    the occurrences that it speaks of.
    """
    listed, spoken_of = list(people), list(mentions)
    links = await ways_now(unit, [p.id for p in listed], now)
    for person in listed:
        await unit.outbox.add(
            f"{key}:{person.id}",
            _chat(links.get(person.id, ()), (chats or {}).get(person.id)),
            message,
            kind=kind,
            lane=lane,
            now=now,
            ward_id=ward.id,
            person_id=person.id,
            must_arrive=True,
            due_at=due_at,
            mentions=spoken_of,
        )
    return sum(1 for person in listed if person.id in links)


def _chat(links: Sequence[Link], wanted: str | None) -> Chat | None:
    chats = [Chat(x.channel, x.account, x.chat) for x in links]
    open_ = [Chat(x.channel, x.account, x.chat) for x in links if x.is_reachable]
    return next((c for c in open_ if c.address == wanted), next(iter(chats), None))
