"""Invitations: a code for one person, used once, gone after three days.

Source: OWASP ASVS 5.0 (6.4.1, 6.5.1-6.5.4): 128 random bits, only their SHA-256 stored. The eight
digits that go with it are few: who types them is counted, and needs a second proof as anybody.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from data.domain.access import may_touch
from data.domain.people import Address, Person, Role, Ward, WardSettings
from data.domain.short_codes import short_code, spaced
from data.domain.tokens import hash_of
from data.domain.ways_in import WaysIn, ZaloDoor
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import people as words
from data.texts import setup as setup_words
from jobs.actions.allow import CONSOLE, allow, asking

LASTS = timedelta(hours=72)


@dataclass(frozen=True, slots=True)
class Invited:
    """A fresh invitation. The code exists only here and in the hands of who gets it."""

    person_id: int
    code: str
    path: str
    """"/moi/<code>", to stand behind the public address."""
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CardDoor:
    """A code to scan and the address behind it."""

    link: str
    qr_svg: str


@dataclass(frozen=True, slots=True)
class ZaloCard:
    """What is typed in Zalo, and where."""

    code: str
    """In big digits: "1234 5678"."""
    name: str
    link: str
    qr_svg: str
    """Empty without a link."""


@dataclass(frozen=True, slots=True)
class Card:
    """One card of the printable sheet: at least one of the doors is there."""

    name: str
    agency: str
    telegram: CardDoor | None
    zalo: ZaloCard | None
    web: CardDoor | None
    expires_at: datetime


async def invite(
    unit: UnitOfWork,
    ward: Ward,
    person_id: int,
    now: datetime,
    actor: str,
    needs_proof: bool = True,
) -> Invited:
    """Make an invitation for an active person; earlier unused ones stop working.

    Raises RefusedError when the actor may not, or the person is not of this ward.
    """
    asks = await asking(unit, ward, actor)
    person = await unit.ward(ward.id).people.get(person_id)
    if person is None or not person.is_active:
        raise RefusedError(words.person_unknown())
    allow(asks, "invite", lambda known: may_touch(known, person))
    code = await _fresh_code(unit)
    expires_at = now + LASTS
    await unit.invitations.add(
        ward.id,
        person_id,
        hash_of(code),
        hash_of(short_code(code)),
        now=now,
        expires_at=expires_at,
        needs_proof=needs_proof or asks is not None,
    )
    unit.ward(ward.id).log.append(
        "invitation.made",
        actor=actor,
        subject=f"person:{person_id}",
        now=now,
        expires_at=expires_at.isoformat(),
    )
    return Invited(person_id, code, f"/moi/{code}", expires_at)


async def _fresh_code(unit: UnitOfWork) -> str:
    """Return a code whose eight digits nobody else has or had."""
    while True:
        code = secrets.token_urlsafe(16)
        if await unit.invitations.behind_short(hash_of(short_code(code))) is None:
            return code


async def bootstrap_admin(unit: UnitOfWork, ward_name: str, now: datetime) -> Invited | None:
    """Found the first ward with its administrator, and return the administrator's one-time way in.

    An empty `ward_name` is asked for in chat. Run again before that way in was used, a new one is
    made and the old one stops working; once the administrator has come in, None is returned.
    """
    wards = await unit.wards.all()
    if wards:
        ward = wards[0]
        admins = await unit.ward(ward.id).people.with_role(Role.ADMIN)
        if not admins or await unit.links.of([a.id for a in admins]):
            return None
        return await invite(unit, ward, admins[0].id, now, CONSOLE, needs_proof=False)
    ward = await unit.wards.add(ward_name or setup_words.UNNAMED_WARD, WardSettings(), now)
    admin = await unit.ward(ward.id).people.add(
        Person(
            0,
            setup_words.FIRST_ADMIN,
            None,
            Address.DONG_CHI,
            frozenset({Role.ADMIN, Role.LEAD_OFFICE}),
        )
    )
    unit.ward(ward.id).log.append("ward.founded", actor=CONSOLE, subject=f"ward:{ward.id}", now=now)
    return await invite(unit, ward, admin.id, now, CONSOLE, needs_proof=False)


def qr_svg(url: str) -> str:
    """Return the address as an inline SVG QR code that scales with its box."""
    import segno  # 20 ms to load; only who prints cards waits for it

    return str(segno.make(url, error="m", micro=False).svg_inline(border=2, omitsize=True))


async def invitation_cards(
    unit: UnitOfWork,
    ward: Ward,
    people: Iterable[Person],
    ways: WaysIn,
    now: datetime,
    actor: str,
) -> tuple[Card, ...]:
    """Make a fresh invitation for each of these people and return the cards to print.

    Codes are not stored, so printing again makes new ones: ask with POST, never with GET.
    """
    names = {a.id: a.name for a in await unit.ward(ward.id).agencies.all()}
    cards = []
    for person in people:
        invited = await invite(unit, ward, person.id, now, actor)
        telegram = _door(ways.telegram_link(invited.code))
        web = _door(ways.web_link(invited.code) if ways.shows_web else None)
        agency = ", ".join(names[m.agency_id] for m in person.memberships)
        zalo = _zalo(ways.zalo, invited.code)
        cards.append(Card(person.name, agency, telegram, zalo, web, invited.expires_at))
    return tuple(cards)


def _door(link: str | None) -> CardDoor | None:
    return CardDoor(link, qr_svg(link)) if link else None


def _zalo(door: ZaloDoor | None, code: str) -> ZaloCard | None:
    if door is None:
        return None
    shown = qr_svg(door.link) if door.link else ""
    return ZaloCard(spaced(short_code(code)), door.name, door.link, shown)
