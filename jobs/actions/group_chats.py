"""A group in a messenger becomes an agency's, or is its no more.

What is known of a group before it is anybody's (its title, who was asked whose it is) stands in
the group's own dialog state: the question may be answered days later. Whoever was not asked cannot
answer it, whatever value their messenger sends.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from data.domain.group_chats import candidates, may_speak_for, only_candidate
from data.domain.messages import Chat, Choice, Lane, OutgoingMessage
from data.domain.people import Agency, AgencyChat, Person, Role, Ward
from data.domain.reminders import is_head
from data.errors import RefusedError
from data.store.mail import DialogState
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import groups as words
from data.texts.reminders import shortened
from jobs.actions.allow import refuse

_NAME = "groups"
KIND = "group"
"""What is posted in a group about the group itself."""
_PAGE = 8


@dataclass(frozen=True, slots=True)
class Seen:
    """A group that we were put into, as far as we know it."""

    title: str = ""
    asked: tuple[int, ...] = ()
    """Ids of the people who may answer whose it is."""
    moved_to: str = ""


async def seen(unit: UnitOfWork, group: Chat, now: datetime) -> Seen | None:
    """Return what is known of a group; None when we are not in it, as far as we know."""
    state = await unit.dialogs.get(group, now)
    if state.conversation != _NAME:
        return None
    return Seen(state.data["title"], tuple(state.data["asked"]), state.data["moved_to"])


async def remember(unit: UnitOfWork, group: Chat, known: Seen) -> None:
    """Keep what is known of a group, until we are out of it."""
    await unit.dialogs.save(group, DialogState(_NAME, asdict(known), None))


async def tie_or_ask(
    unit: UnitOfWork, ward: Ward, person: Person, group: Chat, title: str, now: datetime
) -> OutgoingMessage:
    """Tie a group for somebody who speaks for one agency, else ask whose it is.

    Returns what the person reads, privately. Raises RefusedError for a group of another agency.
    """
    known = await seen(unit, group, now) or Seen()
    known = replace(known, title=title or known.title)
    agencies = await unit.ward(ward.id).agencies.all()
    found = candidates(person, agencies, known.title)
    if not found:
        return OutgoingMessage(words.may_not_tie(person))
    await _require_free(unit, ward, person, group)
    if only := only_candidate(person, found):
        await remember(unit, group, known)
        return await _tie(unit, ward, person, group, only, now)
    asked = tuple(dict.fromkeys((*known.asked, person.id)))
    await remember(unit, group, replace(known, asked=asked))
    return _question(person, group, known.title, found)


async def ask_again(
    unit: UnitOfWork, ward: Ward, person: Person, chat: Chat, first: int, now: datetime
) -> OutgoingMessage:
    """Show further agencies. Raises RefusedError to whoever was not asked."""
    group, known = await _asked(unit, person, chat, now)
    found = candidates(person, await unit.ward(ward.id).agencies.all(), known.title)
    return _question(person, group, known.title, found, first)


async def answer(
    unit: UnitOfWork, ward: Ward, person: Person, chat: Chat, agency_id: int, now: datetime
) -> OutgoingMessage:
    """Tie a group to the agency that the person chose. Raises RefusedError."""
    group, _known = await _asked(unit, person, chat, now)
    agencies = await unit.ward(ward.id).agencies.all()
    agency = next((a for a in agencies if a.id == agency_id and not a.is_group), None)
    if agency is None:
        raise RefusedError(words.not_there_any_more())
    if denial := may_speak_for(person, agency.id):
        refuse(denial, f"person:{person.id}", f"tie a group to agency {agency.id}")
    await _require_free(unit, ward, person, group)
    return await _tie(unit, ward, person, group, agency, now)


async def leave_alone(unit: UnitOfWork, person: Person, chat: Chat, now: datetime) -> Seen:
    """Do not tie. Raises RefusedError to whoever was not asked."""
    group, known = await _asked(unit, person, chat, now)
    others = tuple(p for p in known.asked if p != person.id)
    await remember(unit, group, replace(known, asked=others))
    return known


async def untie(
    unit: UnitOfWork, ward: Ward, person: Person, tied: AgencyChat, now: datetime
) -> OutgoingMessage:
    """Stop speaking to an agency in a group. Raises RefusedError to whoever may not say so."""
    if denial := may_speak_for(person, tied.agency_id):
        refuse(denial, f"person:{person.id}", f"untie group {tied.id}")
    await unit.agency_chats.revoke(tied.chat, now)
    name = await agency_name(unit, tied)
    await post(unit, tied, f"bye:{tied.id}", words.goodbye(), now)
    text = words.somebody_untied(person, tied.title, name)
    await tell_of(unit, ward, tied, f"untied:{tied.id}", text, now, but=person)
    log(unit, tied, "group.untied", f"person:{person.id}", now)
    return OutgoingMessage(words.untied(tied.title, name))


async def agency_name(unit: UnitOfWork, tied: AgencyChat) -> str:
    """Return the name of the agency whose group it is."""
    agencies = await unit.ward(tied.ward_id).agencies.all()
    return next(a.name for a in agencies if a.id == tied.agency_id)


async def post(unit: UnitOfWork, tied: AgencyChat, key: str, text: str, now: datetime) -> None:
    """Say something in a group about the group itself."""
    await unit.outbox.add(
        f"{KIND}:{key}",
        tied.chat,
        OutgoingMessage(text),
        kind=KIND,
        lane=Lane.ANSWER,
        now=now,
        ward_id=tied.ward_id,
    )


async def tell_of(
    unit: UnitOfWork,
    ward: Ward,
    tied: AgencyChat,
    key: str,
    text: str,
    now: datetime,
    *,
    but: Person | None,
    heads_of: Iterable[int] = (),
) -> None:
    """Tell the lead office and the heads of these agencies (the group's own if none is given)."""
    agencies = set(heads_of) or {tied.agency_id}
    people = await unit.ward(ward.id).people.all()
    concerned = [
        p
        for p in people
        if p.is_any_of(Role.LEAD_OFFICE) or any(is_head(p, agency_id) for agency_id in agencies)
    ]
    told = [p for p in concerned if but is None or p.id != but.id]
    await tell(unit, ward, told, f"{KIND}:{key}", OutgoingMessage(text), kind="group_news", now=now)


def log(
    unit: UnitOfWork, tied: AgencyChat, kind: str, actor: str, now: datetime, **content: object
) -> None:
    """Note in the ward's log what happened to a group."""
    unit.ward(tied.ward_id).log.append(
        kind,
        actor=actor,
        subject=f"agency:{tied.agency_id}",
        now=now,
        group=tied.id,
        title=tied.title,
        channel=tied.chat.channel,
        **content,
    )


async def _tie(
    unit: UnitOfWork, ward: Ward, person: Person, group: Chat, agency: Agency, now: datetime
) -> OutgoingMessage:
    before = await unit.agency_chats.at(group)
    known = await seen(unit, group, now) or Seen()
    if before is not None and before.agency_id == agency.id:
        return OutgoingMessage(words.tied_already(before.title, agency.name))
    title = known.title or (before.title if before else "")
    tied = await unit.agency_chats.add(ward.id, agency.id, group, title, now)
    await post(unit, tied, f"hello:{tied.id}", words.greeting(agency.name), now)
    was = await agency_name(unit, before) if before else None
    text = words.somebody_tied(person, title, agency.name, was)
    concerned = {agency.id, *([before.agency_id] if before else [])}
    await tell_of(unit, ward, tied, f"tied:{tied.id}", text, now, but=person, heads_of=concerned)
    log(unit, tied, "group.tied", f"person:{person.id}", now)
    return OutgoingMessage(words.tied(title, agency.name))


async def _require_free(unit: UnitOfWork, ward: Ward, person: Person, group: Chat) -> None:
    """Raise RefusedError when the group is an agency's for which the person may not speak."""
    tied = await unit.agency_chats.at(group)
    if tied is None:
        return
    if tied.ward_id != ward.id or may_speak_for(person, tied.agency_id) is not None:
        raise RefusedError(words.belongs_to_another())


async def _asked(unit: UnitOfWork, person: Person, chat: Chat, now: datetime) -> tuple[Chat, Seen]:
    """Return the group, at its present address, and what is known of it."""
    known = await seen(unit, chat, now)
    if known is not None and known.moved_to:
        chat = Chat(chat.channel, chat.account, known.moved_to)
        known = await seen(unit, chat, now)
    if known is None or person.id not in known.asked:
        raise RefusedError(words.not_there_any_more())
    return chat, known


def _question(
    person: Person, group: Chat, title: str, found: tuple[Agency, ...], first: int = 0
) -> OutgoingMessage:
    page = found[first : first + _PAGE]
    # A letter before the address: a choice whose argument is a long number is not taken as ours.
    place = f"c{group.chat}"
    choices = [Choice(shortened(a.name), f"groups:tie:{a.id}:{place}") for a in page]
    if len(found) > first + _PAGE:
        choices.append(Choice(words.more_label(), f"groups:more:{first + _PAGE}:{place}"))
    choices.append(Choice(words.none_label(), f"groups:none:{place}"))
    return OutgoingMessage(words.whose_is_it(person, title), tuple(choices))
