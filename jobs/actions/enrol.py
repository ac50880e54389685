"""Coming in: an invitation, a second proof, and a chat that is somebody's from then on.

The second proof is the phone number of the staff list, or the lead office's word. A wrong number
is an answer, not an error: the try must be committed. Source: OWASP ASVS 5.0 (6.5.1, 6.6.2, 6.6.3).
"""

import hashlib
import hmac
from dataclasses import dataclass, replace
from datetime import datetime

from data.domain.access import may_touch
from data.domain.messages import Chat, Choice, Keyboard, Lane, OutgoingMessage
from data.domain.people import Invitation, Person, Ward
from data.domain.phones import digits_of
from data.domain.tokens import hash_of
from data.errors import RefusedError
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import enrolling as messenger_words
from data.texts import people as words
from jobs.actions.allow import allow, asking
from jobs.actions.linking import Door, agencies_of, bind, office_of, settled

MAX_TRIES = 5


@dataclass(frozen=True, slots=True)
class Key:
    """An invitation shown before: a chat that waits keeps this, never the code."""

    code_hash: str
    wards: frozenset[int] | None = None
    """Ids of the wards that may be entered with it; None: all."""


@dataclass(frozen=True, slots=True)
class Entered:
    """The chat is bound. On the web the person's chat is `p<person id>`."""

    ward_id: int
    person_id: int


@dataclass(frozen=True, slots=True)
class NeedsProof:
    """Ask for the phone number, or offer to ask the lead office."""

    ward: Ward
    person: Person
    """Whose invitation it is: nothing but how they are called may be shown yet."""
    can_show_phone: bool
    """False when the staff list has no number, or the tries are used up."""
    can_ask_office: bool
    sentence: str = ""
    """What was wrong just now, in Vietnamese; empty the first time."""
    tries_left: int = MAX_TRIES
    """None left: the invitation is void."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """The lead office was asked. Show the number: they will ask for it by telephone."""

    ward_name: str
    number: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An invitation that opens."""

    ward_id: int
    needs: NeedsProof | None
    """None: no further proof."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """Whom the lead office let in, and on which channel."""

    person: Person
    channel: str


async def look(unit: UnitOfWork, code: str | Key, now: datetime) -> Seen:
    """Say what entering will ask for, using nothing up: for the page that a link opens.

    Raises RefusedError when the invitation does not open.
    """
    door = await _door(unit, code, now)
    return Seen(door.ward.id, _needs(door) if door.invitation.needs_proof else None)


async def owner_here(unit: UnitOfWork, code: str | Key, chat: Chat) -> tuple[Ward, Person] | None:
    """Return who came in to this chat with this invitation, when it is theirs still."""
    invitation = await unit.invitations.find(_key(code).code_hash)
    known = await unit.links.behind(chat)
    if invitation is None or invitation.used_at is None or known is None:
        return None
    ward, person, _was_unreachable = known
    return (ward, person) if person.id == invitation.person_id else None


async def enter(
    unit: UnitOfWork,
    code: str | Key,
    chat: Chat,
    *,
    phone: str | None,
    now: datetime,
    is_own: bool = False,
) -> Entered | NeedsProof | Waiting:
    """Try to come in from a chat. Raises RefusedError when the invitation does not open.

    `phone` was typed, or `is_own`: a messenger vouches that it is the account's own. On the web
    `chat` is the browser before it is anybody's: Chat("web", "web", a random token of its own).
    It is bound as `p<person id>`; every other browser of the person is signed out.
    """
    door = await _door(unit, code, now)
    invitation = door.invitation
    if not invitation.needs_proof:
        if invitation.waiting_chat not in (None, _spelt(chat)):
            raise RefusedError(words.waiting_for_another())
        return await _bind(
            unit, door, chat, now, how="office" if invitation.waiting_chat else "console"
        )
    if phone is not None:
        return await _try_phone(unit, door, chat, phone, now, is_own=is_own)
    if invitation.waiting_chat == _spelt(chat):
        return Waiting(door.ward.name, _number(chat))
    return _needs(door)


async def ask_office(
    unit: UnitOfWork, code: str | Key, chat: Chat, *, now: datetime
) -> Waiting | NeedsProof:
    """Ask the lead office to let this chat in. The latest to ask is the one who waits.

    NeedsProof when nobody of the office can be reached. Raises RefusedError.
    """
    door = await _door(unit, code, now)
    if not door.invitation.needs_proof:
        raise RefusedError(words.waiting_for_another())
    office = await office_of(unit, door)
    if not await unit.links.of([p.id for p in office]):
        needs = _needs(door)
        sentence = words.no_office_to_ask(can_show_phone=needs.can_show_phone)
        return replace(needs, can_ask_office=False, sentence=sentence)
    number = _number(chat)
    await unit.invitations.wait_for(door.invitation.id, _spelt(chat))
    value = f"{door.invitation.id}:{number}"
    message = OutgoingMessage(
        words.please_admit(door.person, await agencies_of(unit, door), number),
        (
            Choice(words.admit_label(), f"people:admit:{value}"),
            Choice(words.refuse_label(), f"people:refuse:{value}"),
        ),
    )
    # Two taps ask once; who asks again an hour later asks again.
    key = f"admit:{value}:{now:%Y%m%d%H}"
    await tell(unit, door.ward, office, key, message, kind="admit", now=now, lane=Lane.ANSWER)
    _log(unit, door, "invitation.asked", f"person:{door.person.id}", now, channel=chat.channel)
    return Waiting(door.ward.name, number)


async def admit(
    unit: UnitOfWork, ward: Ward, invitation_id: int, number: str, now: datetime, actor: str
) -> Admitted:
    """Let in the chat that waits and shows this number. Raises RefusedError."""
    door, chat = await _waiting(unit, ward, invitation_id, number, now, actor)
    if settled(chat, door.person) == chat:
        await bind(unit, door, chat, now, how="office", actor=actor)
    else:  # a browser: it comes in by itself, with its own cookie
        await unit.invitations.confirm(invitation_id)
    _log(unit, door, "invitation.admitted", actor, now)
    return Admitted(door.person, chat.channel)


async def turn_away(
    unit: UnitOfWork, ward: Ward, invitation_id: int, number: str, now: datetime, actor: str
) -> Person:
    """Void the invitation behind which a stranger waits. Raises RefusedError."""
    door, chat = await _waiting(unit, ward, invitation_id, number, now, actor)
    await unit.invitations.void(door.person.id, now)
    if settled(chat, door.person) == chat:  # a browser asks by itself
        await _tell_turned_away(unit, door, chat, now)
    _log(unit, door, "invitation.refused", actor, now)
    return door.person


def _key(code: str | Key) -> Key:
    return code if isinstance(code, Key) else Key(hash_of(code))


async def _door(unit: UnitOfWork, code: str | Key, now: datetime) -> Door:
    key = _key(code)
    invitation = await unit.invitations.find(key.code_hash)
    if invitation is None:
        raise RefusedError(words.invitation_wrong())
    if key.wards is not None and invitation.ward_id not in key.wards:
        raise RefusedError(words.invitation_elsewhere())
    return await _checked(unit, invitation, now)


async def _checked(unit: UnitOfWork, invitation: Invitation, now: datetime) -> Door:
    if invitation.used_at is not None:
        raise RefusedError(words.invitation_used())
    if invitation.tries >= MAX_TRIES:
        raise RefusedError(words.invitation_void())
    person = await unit.ward(invitation.ward_id).people.get(invitation.person_id)
    if invitation.expires_at <= now or person is None or not person.is_active:
        raise RefusedError(words.invitation_wrong())
    return Door(invitation, await unit.wards.get(invitation.ward_id), person)


async def _waiting(
    unit: UnitOfWork, ward: Ward, invitation_id: int, number: str, now: datetime, actor: str
) -> tuple[Door, Chat]:
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
    unit: UnitOfWork, door: Door, chat: Chat, phone: str, now: datetime, *, is_own: bool
) -> Entered | NeedsProof:
    # Counted before it is compared: tries made at once cannot slip past the limit.
    tries = await unit.invitations.add_try(door.invitation.id)
    if tries > MAX_TRIES:
        raise RefusedError(words.invitation_void())
    known = door.person.phone or ""
    if known and hmac.compare_digest(digits_of(phone).encode(), known.encode()):
        return await _bind(unit, door, chat, now, how="contact" if is_own else "phone")
    left = MAX_TRIES - tries
    _log(unit, door, "invitation.wrong_proof", f"person:{door.person.id}", now, tries=tries)
    if left:
        return replace(_needs(door), sentence=words.phone_wrong(left), tries_left=left)
    message = OutgoingMessage(words.invitation_locked(door.person))
    office = await office_of(unit, door)
    key = f"locked:{door.invitation.id}"
    await tell(unit, door.ward, office, key, message, kind="locked", now=now)
    return NeedsProof(door.ward, door.person, False, False, words.invitation_void(), 0)


async def _bind(unit: UnitOfWork, door: Door, chat: Chat, now: datetime, *, how: str) -> Entered:
    await bind(unit, door, chat, now, how=how)
    return Entered(door.ward.id, door.person.id)


async def _tell_turned_away(unit: UnitOfWork, door: Door, chat: Chat, now: datetime) -> None:
    await unit.outbox.add(
        f"turned-away:{door.invitation.id}",
        chat,
        OutgoingMessage(messenger_words.turned_away(), keyboard=Keyboard.REMOVE),
        kind="turned-away",
        lane=Lane.ANSWER,
        now=now,
        ward_id=door.ward.id,
    )


def _needs(door: Door) -> NeedsProof:
    left = MAX_TRIES - door.invitation.tries
    return NeedsProof(door.ward, door.person, door.person.phone is not None, True, tries_left=left)


def _log(
    unit: UnitOfWork, door: Door, kind: str, actor: str, now: datetime, **content: object
) -> None:
    unit.ward(door.ward.id).log.append(
        kind,
        actor=actor,
        subject=f"person:{door.person.id}",
        now=now,
        invitation=door.invitation.id,
        **content,
    )


def _spelt(chat: Chat) -> str:
    return f"{chat.channel}/{chat.account}/{chat.chat}"


def _number(chat: Chat) -> str:
    """Return four digits that tell one waiting chat from another."""
    return f"{int(hashlib.sha256(_spelt(chat).encode()).hexdigest()[:12], 16) % 10_000:04d}"
