"""The way from the chat to the desk: a link for one person, used once, gone after ten minutes.

Source: OWASP ASVS 5.0 (6.5.1-6.5.4): random, short-lived, single use, only its SHA-256 stored.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.domain.people import Person, Ward
from data.domain.tokens import hash_of
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_link as words

LASTS = timedelta(minutes=10)
PATH = "/ban/vao/"


@dataclass(frozen=True, slots=True)
class DeskWay:
    """A fresh way in. The token exists only here and in the hands of who gets it."""

    path: str
    """"/ban/vao/<token>", to stand behind the public address."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class DeskGuest:
    """Whom a link lets in."""

    ward: Ward
    person: Person


async def make_desk_link(unit: UnitOfWork, ward: Ward, person: Person, now: datetime) -> DeskWay:
    """Make a link for the person who asks; the one before it stops working."""
    token = secrets.token_urlsafe(24)
    await unit.desk_links.add(hash_of(token), ward.id, person.id, now, now + LASTS)
    _note(unit, ward, person, "desk.link_made", now)
    return DeskWay(PATH + token, now + LASTS)


async def look(unit: UnitOfWork, token: str, now: datetime) -> DeskGuest:
    """Return whom a link would let in, without using it. Raises RefusedError."""
    link = await unit.desk_links.find(hash_of(token))
    if link is None or not link.is_open(now):
        raise RefusedError(words.link_over())
    person = await unit.ward(link.ward_id).people.get(link.person_id)
    # Whoever lost every chat (their work was handed over) has lost this way, too.
    if person is None or not person.is_active or not await unit.links.of([person.id]):
        raise RefusedError(words.link_over())
    return DeskGuest(await unit.wards.get(link.ward_id), person)


async def use_desk_link(unit: UnitOfWork, token: str, now: datetime) -> DeskGuest:
    """Use a link up and return who came in. Raises RefusedError: it lets in once."""
    guest = await look(unit, token, now)
    if not await unit.desk_links.use(hash_of(token), now):
        raise RefusedError(words.link_over())
    _note(unit, guest.ward, guest.person, "desk.entered", now)
    return guest


def _note(unit: UnitOfWork, ward: Ward, person: Person, kind: str, now: datetime) -> None:
    actor = f"person:{person.id}"
    unit.ward(ward.id).log.append(kind, actor=actor, subject=actor, now=now)
