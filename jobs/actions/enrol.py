"""Coming in: an invitation, a second proof, and a chat that is somebody's from then on.

The second proof is the phone number of the staff list, or the lead office's word. A wrong number
is an answer, not an error: the try must be committed. Source: OWASP ASVS 5.0 (6.5.1, 6.6.2, 6.6.3).
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from data.domain.access import may_touch
from data.domain.messages import Chat, Choice, Lane, OutgoingMessage
from data.domain.people import Invitation, Person, Role, Ward
from data.domain.phones import digits_of
from data.errors import RefusedError
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import people as words
from data.texts import setup as setup_words
from jobs.actions.allow import allow, asking
from jobs.actions.invite import hash_of

MAX_TRIES = 5


@dataclass(frozen=True, slots=True)
class Entered:
    """The chat is bound. On the web the person's chat is `p<person id>`."""

    ward_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class NeedsProof:
    """Ask for the phone number, or offer to ask the lead office."""

    ward_name: str
    given_name: str
    can_type_phone: bool
    """False when the staff list has no number, or the tries are used up."""
    can_ask_office: bool
    sentence: str = ""
    """What was wrong just now, in Vietnamese; empty the first time."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The lead office was asked. Show the number: they will ask for it by telephone."""

    ward_name: str
    number: str


@dataclass(frozen=True, slots=True)
class _Door:
    """An invitation that still opens, whose it is and where it leads."""

    invitation: Invitation
    ward: Ward
    person: Person


async def look(unit: UnitOfWork, code: str, now: datetime) -> NeedsProof | None:
    """Say what entering will ask for, using nothing up: for the page that a link opens.

    None: no further proof. Raises RefusedError when the invitation does not open.
    """
    door = await _door(unit, code, now)
    return _needs(door) if door.invitation.needs_proof else None


async def enter(
    unit: UnitOfWork, code: str, chat: Chat, *, phone: str | None, now: datetime
) -> Entered | NeedsProof | Waiting:
    """Try to come in from a chat. Raises RefusedError when the invitation does not open.

    On the web `chat` is the browser before it is anybody's: Chat("web", "web", a random token of
    its own). It is bound as `p<person id>`; every other browser of the person is signed out.
    """
    door = await _door(unit, code, now)
    invitation = door.invitation
    if not invitation.needs_proof:
        if invitation.waiting_chat not in (None, _spelt(chat)):
            raise RefusedError(words.waiting_for_another())
        return await _bind(
            unit, door, chat, now, how="console" if not invitation.waiting_chat else "office"
        )
    if phone is not None:
        return await _try_phone(unit, door, chat, phone, now)
    if invitation.waiting_chat == _spelt(chat):
        return Waiting(door.ward.name, _number(chat))
    return _needs(door)


async def ask_office(unit: UnitOfWork, code: str, chat: Chat, *, now: datetime) -> Waiting:
    """Ask the lead office to let this chat in. The latest to ask is the one who waits."""
    door = await _door(unit, code, now)
    if not door.invitation.needs_proof:
        raise RefusedError(words.waiting_for_another())
    number = _number(chat)
    await unit.invitations.wait_for(door.invitation.id, _spelt(chat))
    value = f"{door.invitation.id}:{number}"
    message = OutgoingMessage(
        words.please_admit(door.person, await _agencies(unit, door), number),
        (
            Choice(words.admit_label(), f"people:admit:{value}"),
            Choice(words.refuse_label(), f"people:refuse:{value}"),
        ),
    )
    told = await tell(
        unit,
        door.ward,
        await _office(unit, door),
        f"admit:{value}",
        message,
        kind="admit",
        now=now,
        lane=Lane.ANSWER,
    )
    if not told:
        raise RefusedError(words.no_office_to_ask())
    _log(unit, door, "invitation.asked", f"person:{door.person.id}", now)
    return Waiting(door.ward.name, number)


async def admit(
    unit: UnitOfWork, ward: Ward, invitation_id: int, number: str, now: datetime, actor: str
) -> Person:
    """Let in the chat that waits and shows this number. Raises RefusedError."""
    door, chat = await _waiting(unit, ward, invitation_id, number, now, actor)
    if _settled(chat, door.person) == chat:
        await _bind(unit, door, chat, now, how="office")
    else:  # a browser: it comes in by itself, with its own cookie
        await unit.invitations.confirm(invitation_id)
    _log(unit, door, "invitation.admitted", actor, now)
    return door.person


async def turn_away(
    unit: UnitOfWork, ward: Ward, invitation_id: int, number: str, now: datetime, actor: str
) -> Person:
    """Void the invitation behind which a stranger waits. Raises RefusedError."""
    door, _chat = await _waiting(unit, ward, invitation_id, number, now, actor)
    await unit.invitations.void(door.person.id, now)
    _log(unit, door, "invitation.refused", actor, now)
    return door.person


async def _door(unit: UnitOfWork, code: str, now: datetime) -> _Door:
    invitation = await unit.invitations.find(hash_of(code))
    if invitation is None:
        raise RefusedError(words.invitation_wrong())
    return await _checked(unit, invitation, now)


async def _checked(unit: UnitOfWork, invitation: Invitation, now: datetime) -> _Door:
    if invitation.used_at is not None:
        raise RefusedError(words.invitation_used())
    if invitation.tries >= MAX_TRIES:
        raise RefusedError(words.invitation_void())
    person = await unit.ward(invitation.ward_id).people.get(invitation.person_id)
    if invitation.expires_at <= now or person is None or not person.is_active:
        raise RefusedError(words.invitation_wrong())
    return _Door(invitation, await unit.wards.get(invitation.ward_id), person)


async def _waiting(
    unit: UnitOfWork, ward: Ward, invitation_id: int, number: str, now: datetime, actor: str
) -> tuple[_Door, Chat]:
    asks = await asking(unit, ward, actor)
    invitation = await unit.invitations.get(invitation_id)
    if (
        invitation is None
        or invitation.ward_id != ward.id
        or invitation.waiting_chat is None
        or not invitation.needs_proof
        or invitation.used_at is not None
        or invitation.expires_at <= now
    ):
        raise RefusedError(words.nobody_waits())
    chat = Chat(*invitation.waiting_chat.split("/", 2))
    if _number(chat) != number:
        raise RefusedError(words.nobody_waits())
    door = await _checked(unit, invitation, now)
    allow(asks, "admit", lambda known: may_touch(known, door.person))
    return door, chat


async def _try_phone(
    unit: UnitOfWork, door: _Door, chat: Chat, phone: str, now: datetime
) -> Entered | NeedsProof:
    # Counted before it is compared: tries made at once cannot slip past the limit.
    tries = await unit.invitations.add_try(door.invitation.id)
    if tries > MAX_TRIES:
        raise RefusedError(words.invitation_void())
    known = door.person.phone or ""
    if known and hmac.compare_digest(digits_of(phone).encode(), known.encode()):
        return await _bind(unit, door, chat, now, how="phone")
    left = MAX_TRIES - tries
    _log(unit, door, "invitation.wrong_proof", f"person:{door.person.id}", now, tries=tries)
    if left:
        return _needs(door, words.phone_wrong(left))
    message = OutgoingMessage(words.invitation_locked(door.person))
    office = await _office(unit, door)
    key = f"locked:{door.invitation.id}"
    await tell(unit, door.ward, office, key, message, kind="locked", now=now)
    return NeedsProof(door.ward.name, door.person.given_name, False, False, words.invitation_void())


async def _bind(unit: UnitOfWork, door: _Door, chat: Chat, now: datetime, *, how: str) -> Entered:
    person, ward = door.person, door.ward
    if not await unit.invitations.use(door.invitation.id, now):
        raise RefusedError(words.invitation_used())
    settled = _settled(chat, person)
    before = (await unit.links.of([person.id])).get(person.id, ())
    same_account = [x for x in before if (x.channel, x.account) == (chat.channel, chat.account)]
    await unit.links.add(ward.id, person.id, settled, now)
    await unit.web.close_sessions_of(person.id, now)
    await unit.dialogs.forget(settled)
    for link in same_account:
        old = Chat(link.channel, link.account, link.chat)
        if old != settled:
            await _say(unit, door, old, words.moved_away(ward.name), "moved", now)
            await unit.dialogs.forget(old)
    again = bool(same_account)
    await _welcome(unit, door, settled, now, is_again=again)
    message = OutgoingMessage(words.somebody_came_in(person, await _agencies(unit, door)))
    key = f"linked:{door.invitation.id}"
    await tell(unit, ward, await _office(unit, door), key, message, kind="linked", now=now)
    _log(unit, door, "person.linked", f"person:{person.id}", now, channel=chat.channel, how=how)
    return Entered(ward.id, person.id)


async def _welcome(
    unit: UnitOfWork, door: _Door, chat: Chat, now: datetime, *, is_again: bool
) -> None:
    text = words.welcome(door.person, door.ward.name, is_again=is_again)
    choice = Choice(setup_words.my_work_label(), "tasks:list")
    if door.person.is_any_of(Role.LEAD_OFFICE, Role.ADMIN) and not is_again:
        text = setup_words.welcome(door.person, door.ward.name)
        choice = Choice(setup_words.begin_label(), "setup:next")
    await unit.outbox.add(
        f"welcome:{door.invitation.id}",
        chat,
        OutgoingMessage(text, (choice,)),
        kind="welcome",
        lane=Lane.ANSWER,
        now=now,
        ward_id=door.ward.id,
        person_id=door.person.id,
        must_arrive=True,
    )


async def _say(
    unit: UnitOfWork, door: _Door, chat: Chat, text: str, kind: str, now: datetime
) -> None:
    await unit.outbox.add(
        f"{kind}:{door.invitation.id}",
        chat,
        OutgoingMessage(text),
        kind=kind,
        lane=Lane.ANSWER,
        now=now,
        ward_id=door.ward.id,
        person_id=door.person.id,
        must_arrive=True,
    )


async def _office(unit: UnitOfWork, door: _Door) -> list[Person]:
    people = await unit.ward(door.ward.id).people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
    return [p for p in people if p.id != door.person.id]


async def _agencies(unit: UnitOfWork, door: _Door) -> list[str]:
    wanted = door.person.agency_ids
    return [a.name for a in await unit.ward(door.ward.id).agencies.all() if a.id in wanted]


def _needs(door: _Door, sentence: str = "") -> NeedsProof:
    has_phone = door.person.phone is not None
    return NeedsProof(door.ward.name, door.person.given_name, has_phone, True, sentence)


def _log(
    unit: UnitOfWork, door: _Door, kind: str, actor: str, now: datetime, **content: object
) -> None:
    unit.ward(door.ward.id).log.append(
        kind,
        actor=actor,
        subject=f"person:{door.person.id}",
        now=now,
        invitation=door.invitation.id,
        **content,
    )


def _settled(chat: Chat, person: Person) -> Chat:
    """Return the chat as it is bound: on the web a person has one, whatever the browser."""
    return Chat("web", chat.account, f"p{person.id}") if chat.channel == "web" else chat


def _spelt(chat: Chat) -> str:
    return f"{chat.channel}/{chat.account}/{chat.chat}"


def _number(chat: Chat) -> str:
    """Return four digits that tell one waiting chat from another."""
    return f"{int(hashlib.sha256(_spelt(chat).encode()).hexdigest()[:12], 16) % 10_000:04d}"
