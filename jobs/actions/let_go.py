"""Somebody leaves, or was added by mistake: out of the list, with nobody who takes over."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from data.domain.access import Wish, may_touch
from data.domain.messages import Chat, Lane, OutgoingMessage
from data.domain.people import Person, Ward
from data.errors import RefusedError
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_people as desk_words
from data.texts import people as words
from jobs.actions.allow import allow, require
from jobs.actions.calendars import end_feeds
from jobs.actions.edit_person import check_not_last


async def let_go(unit: UnitOfWork, ward: Ward, person_id: int, now: datetime, actor: str) -> Person:
    """Make a person inactive, tell them, and return them as they were; what they reported stays.

    Raises RefusedError when the actor may not or is the person, the person left before, or nobody
    would be left to run the ward.
    """
    asks = await require(unit, ward, actor, Wish.HAND_OVER)
    work = unit.ward(ward.id)
    person = await work.people.get(person_id)
    if person is None:
        raise RefusedError(words.person_unknown())
    if not person.is_active:
        raise RefusedError(words.has_left(person))
    allow(asks, "let a person go", lambda known: may_touch(known, person))
    if asks is not None and asks.id == person.id:
        raise RefusedError(desk_words.not_oneself())
    check_not_last(person, (), await work.people.all())
    if await unit.links.of([person.id]):
        farewell = OutgoingMessage(desk_words.let_go_told(ward.name))
        key = f"let-go:{person.id}:{now.isoformat(timespec='seconds')}"
        await tell(unit, ward, [person], key, farewell, kind="let-go", now=now, lane=Lane.ANSWER)
    await work.people.save(replace(person, memberships=(), is_active=False))
    await end_talks(unit, (person,))
    await cut_off(unit, ward, person, now, actor)
    work.log.append(
        "person.let_go",
        actor=actor,
        subject=f"person:{person.id}",
        now=now,
        agencies=sorted(person.agency_ids),
    )
    return person


async def end_talks(unit: UnitOfWork, people: Collection[Person]) -> None:
    """Let go what these people were in the middle of saying: it was about other work."""
    for links in (await unit.links.of([p.id for p in people])).values():
        for link in links:
            await unit.dialogs.forget(Chat(link.channel, link.account, link.chat))


async def cut_off(unit: UnitOfWork, ward: Ward, person: Person, now: datetime, actor: str) -> None:
    """End every way in of somebody who leaves: chats, browsers, invitations, calendars."""
    await unit.links.revoke(person.id, now)
    await unit.web.close_sessions_of(person.id, now)
    await unit.invitations.void(person.id, now)
    await end_feeds(unit, ward, person.id, now, actor)
