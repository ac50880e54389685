"""A chat becomes a person's: what they had before ends, and everybody concerned is told.

Source: OWASP ASVS 5.0 (6.5.1, 6.6.3): an invitation binds once, re-binding revokes the old.
"""

from dataclasses import dataclass
from datetime import datetime

from data.domain.messages import Chat, Choice, Keyboard, Lane, OutgoingMessage
from data.domain.people import Invitation, Person, Role, Ward
from data.domain.ways_in import Arrival
from data.errors import RefusedError
from data.store.giving_notice import give_notice
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import enrolling as messenger_words
from data.texts import people as words
from data.texts import setup as setup_words
from data.texts.notices import in_short

_WEB = "web"


@dataclass(frozen=True, slots=True)
class Door:
    """An invitation that still opens, whose it is and where it leads."""

    invitation: Invitation
    ward: Ward
    person: Person


def settled(chat: Chat, person: Person) -> Chat:
    """Return the chat as it is bound: on the web a person has one, whatever the browser."""
    return Chat(_WEB, chat.account, f"p{person.id}") if chat.channel == _WEB else chat


async def bind(
    unit: UnitOfWork, door: Door, chat: Chat, now: datetime, *, how: str, actor: str = ""
) -> None:
    """Use the invitation up and tie the chat to its person.

    `how` it was proved: "phone" (typed), "contact" (shared by a key), "office" or "console";
    `actor` is who let them in.
    Raises RefusedError, with nothing written, when the invitation was used meanwhile.
    """
    if not await unit.invitations.use(door.invitation.id, now):
        raise RefusedError(words.invitation_used())
    chat = settled(chat, door.person)
    old = await _old_chats(unit, door.person, chat)
    ousted = await _ousted(unit, door, chat)
    await unit.links.add(door.ward.id, door.person.id, chat, now)
    if chat.channel == _WEB:
        await unit.web.close_sessions_of(door.person.id, now)
    await unit.dialogs.forget(chat)
    for left in old:
        if left != chat:
            text = words.moved_away(door.ward.name, chat.channel)
            await _say(unit, door, left, OutgoingMessage(text), "moved", now)
            await unit.dialogs.forget(left)
    arrival = _arrival(chat, old)
    await give_notice(unit, door.ward, door.person.id, now, how="welcome")
    await _greet(unit, door, chat, now, arrival, how)
    await _tell_office(unit, door, chat, now, arrival, actor)
    if ousted is not None:
        await _tell_of_ousted(unit, door, chat, ousted, now)
    _log(unit, door, chat, now, how=how, arrival=arrival.value)


async def office_of(unit: UnitOfWork, door: Door) -> list[Person]:
    """Return who is told of comings and goings: the lead office, except the person themselves."""
    people = await unit.ward(door.ward.id).people.with_role(Role.LEAD_OFFICE, Role.ADMIN)
    return [p for p in people if p.id != door.person.id]


async def agencies_of(unit: UnitOfWork, door: Door) -> list[str]:
    """Return the names of the person's agencies."""
    wanted = door.person.agency_ids
    return [a.name for a in await unit.ward(door.ward.id).agencies.all() if a.id in wanted]


async def _old_chats(unit: UnitOfWork, person: Person, chat: Chat) -> list[Chat]:
    """Return where the person was reached on the same account."""
    links = (await unit.links.of([person.id])).get(person.id, ())
    chats = [Chat(x.channel, x.account, x.chat) for x in links]
    return [x for x in chats if (x.channel, x.account) == (chat.channel, chat.account)]


async def _ousted(unit: UnitOfWork, door: Door, chat: Chat) -> Person | None:
    """Return who else of the ward was reached in this chat until now."""
    links = [x for x in await unit.links.at(chat) if x.ward_id == door.ward.id]
    others = [x.person_id for x in links if x.person_id != door.person.id]
    return await unit.ward(door.ward.id).people.get(others[0]) if others else None


def _arrival(chat: Chat, old: list[Chat]) -> Arrival:
    if not old:
        return Arrival.FIRST
    # On the web the chat stays, but the browsers before this one are signed out.
    return Arrival.MOVED if chat.channel == _WEB or chat not in old else Arrival.SAME


async def _greet(
    unit: UnitOfWork, door: Door, chat: Chat, now: datetime, arrival: Arrival, how: str
) -> None:
    if chat.channel != _WEB and how in {"contact", "office"}:
        # A message of its own: it takes the keys away, which the welcome's choices cannot.
        text = messenger_words.confirmed(door.person, by_office=how == "office")
        message = OutgoingMessage(text, keyboard=Keyboard.REMOVE)
        await _say(unit, door, chat, message, "confirmed", now)
    message = _welcome(door.person, door.ward, chat.channel, arrival)
    await _say(unit, door, chat, message, "welcome", now)


def _welcome(person: Person, ward: Ward, channel: str, arrival: Arrival) -> OutgoingMessage:
    text = words.welcome(person, ward.name, channel, arrival)
    choice = Choice(setup_words.my_work_label(), "tasks:list")
    if person.is_any_of(Role.LEAD_OFFICE, Role.ADMIN) and arrival is Arrival.FIRST:
        text = setup_words.welcome(person, ward.name)
        choice = Choice(setup_words.begin_label(), "setup:next")
    if channel != _WEB and arrival is not Arrival.SAME:
        text = f"{text}\n{in_short(ward.name, person.address.value)}"
    return OutgoingMessage(text, (choice,))


async def _say(
    unit: UnitOfWork, door: Door, chat: Chat, message: OutgoingMessage, kind: str, now: datetime
) -> None:
    await unit.outbox.add(
        f"{kind}:{door.invitation.id}",
        chat,
        message,
        kind=kind,
        lane=Lane.ANSWER,
        now=now,
        ward_id=door.ward.id,
        person_id=door.person.id,
        must_arrive=True,
    )


async def _tell_office(
    unit: UnitOfWork, door: Door, chat: Chat, now: datetime, arrival: Arrival, actor: str
) -> None:
    agencies = await agencies_of(unit, door)
    text = words.somebody_came_in(door.person, agencies, chat.channel, arrival)
    # Who let them in reads it in the answer to that.
    people = [p for p in await office_of(unit, door) if f"person:{p.id}" != actor]
    key = f"linked:{door.invitation.id}"
    await tell(unit, door.ward, people, key, OutgoingMessage(text), kind="linked", now=now)


async def _tell_of_ousted(
    unit: UnitOfWork, door: Door, chat: Chat, ousted: Person, now: datetime
) -> None:
    key = f"ousted:{door.invitation.id}"
    text = words.account_taken_over(ousted, door.person, chat.channel)
    people = [p for p in await office_of(unit, door) if p.id != ousted.id]
    await tell(unit, door.ward, people, key, OutgoingMessage(text), kind="ousted", now=now)
    if await unit.links.of([ousted.id]):
        message = OutgoingMessage(words.account_lost(door.person, door.ward.name, chat.channel))
        await tell(unit, door.ward, [ousted], key, message, kind="ousted", now=now)
    unit.ward(door.ward.id).log.append(
        "person.unlinked",
        actor=f"person:{door.person.id}",
        subject=f"person:{ousted.id}",
        now=now,
        invitation=door.invitation.id,
        channel=chat.channel,
    )


def _log(unit: UnitOfWork, door: Door, chat: Chat, now: datetime, **content: str) -> None:
    unit.ward(door.ward.id).log.append(
        "person.linked",
        actor=f"person:{door.person.id}",
        subject=f"person:{door.person.id}",
        now=now,
        invitation=door.invitation.id,
        channel=chat.channel,
        **content,
    )
