"""By which of their chats people are reached at a moment."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from data.domain.messages import Chat
from data.domain.people import Link
from data.domain.reach import WEB, Account, avoiding, chat_of
from data.domain.window import WINDOWED, Reach
from data.store.unit_of_work import UnitOfWork

_NO_LIMITS: Mapping[Account, int | None] = {}


async def ways_now(
    unit: UnitOfWork, person_ids: Iterable[int], now: datetime
) -> dict[int, tuple[Link, ...]]:
    """Return people's living links, the one to use now first."""
    links = await unit.links.of(person_ids)
    shut = await shut_now(unit, links, now)
    return {person: avoiding(own, shut) for person, own in links.items()}


async def shut_now(
    unit: UnitOfWork,
    links: Mapping[int, Sequence[Link]],
    now: datetime,
    free: Mapping[Account, int | None] = _NO_LIMITS,
) -> frozenset[Chat]:
    """Return the chats that serve now only where a person has no other.

    Those in which a message would be refused or cost money, as far as our own record tells, and
    the web chat of somebody who is signed in nowhere. Who has one chat has no other: not asked.
    `free` is for accounts that have a number of free messages (`Interactions.reaches`).
    """
    several = {person: own for person, own in links.items() if len(own) > 1}
    if not several:
        return frozenset()
    signed_in = await unit.web.signed_in(several, now)
    ways = [way for own in several.values() for way in own]
    counted = [chat_of(way) for way in ways if way.channel in WINDOWED]
    reaches = await unit.interactions.reaches(counted, now, free) if counted else {}
    unread = (chat_of(w) for w in ways if w.channel == WEB and w.person_id not in signed_in)
    return frozenset((*unread, *(c for c, reach in reaches.items() if reach is not Reach.OK)))
