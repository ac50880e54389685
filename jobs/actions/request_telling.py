"""What those who ask about due dates and those who answer share: the case, and being told."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from data.domain.ladder import may_be_told_at
from data.domain.messages import Choice, Delivery, Lane, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.reminders import doers
from data.domain.requests import Request
from data.domain.reviews import Case
from data.domain.workdays import calendar_of
from data.errors import RefusedError
from data.store.cases import case_of
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import report_refusals as refusals
from data.texts import requests as words
from data.texts import reviews as review_words

ASKED, SETTLED = "request", "settled"
"""Begin the keys of the messages about a question, and about its answer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A question as it is kept now: asked, answered, withdrawn, or its answer taken back."""

    request: Request
    case: Case
    """As it stood before."""
    told: tuple[str, ...]
    """Names of those who are told and can be reached."""
    is_repeat: bool = False
    """The same person did the same before: nothing was done twice."""


async def the_case(unit: UnitOfWork, ward: Ward, occurrence_id: int) -> Case:
    """Return everything about one piece of work. Raises RefusedError when it is not there."""
    case = await case_of(unit, ward, occurrence_id)
    if case is None:
        raise RefusedError(refusals.no_such_work())
    return case


async def the_request(unit: UnitOfWork, ward: Ward, request_id: int) -> tuple[Request, Case]:
    """Return a question, and everything about its work. Raises RefusedError when it is not there."""
    request = await unit.ward(ward.id).requests.get(request_id)
    if request is None:
        raise RefusedError(words.no_such_request())
    return request, await the_case(unit, ward, request.occurrence_id)


async def askers(unit: UnitOfWork, ward: Ward, case: Case, request: Request) -> tuple[Person, ...]:
    """Return who hears the answer: who asked, or who owes the work when they have left."""
    people = await unit.ward(ward.id).people.all()
    own = tuple(p for p in people if p.id == request.person_id)
    if own and not request.is_unasked:
        return own
    return tuple(doers(case.item.occurrence.agency_id, people))


def request_message(case: Case, request: Request, by: str, today: date) -> OutgoingMessage:
    """Return a question as those who answer it read it, with its answers."""
    choices = (
        Choice(words.grant_label(request.kind), f"requests:grant:{request.id}"),
        Choice(words.refuse_label(request.kind), f"requests:refuse:{request.id}"),
        Choice(review_words.see_label(), f"tasks:show:{request.occurrence_id}"),
    )
    return OutgoingMessage(words.asked(case.item, request, by, today), choices)


async def say(
    unit: UnitOfWork,
    ward: Ward,
    people: Iterable[Person],
    key: str,
    message: OutgoingMessage,
    now: datetime,
    chat: str | None = None,
) -> tuple[str, ...]:
    """Queue a message to each of these; return the names of those who can be reached."""
    calendar = calendar_of(ward.settings.calendar_overrides)
    names = []
    for person in people:
        if await tell(
            unit,
            ward,
            [person],
            key,
            message,
            kind="request",
            now=now,
            lane=Lane.BULK,
            due_at=may_be_told_at(now, ward.settings, calendar),
            chats={person.id: chat} if chat else None,
        ):
            names.append(person.name)
    return tuple(names)


async def unsay(
    unit: UnitOfWork, ward: Ward, people: Sequence[Person], key: str, text: str, now: datetime
) -> tuple[str, ...]:
    """Withdraw the messages with this key that were not sent yet, and tell the others otherwise.

    Returns the names of those who can be reached.
    """
    await unit.outbox.unsend(f"{key}:{person.id}" for person in people)
    told = []
    for person in people:
        letter = await unit.outbox.find(f"{key}:{person.id}")
        if letter is not None and letter.state is not Delivery.EXPIRED:
            told.append(person)
    return await say(unit, ward, told, f"{key}:undone", OutgoingMessage(text), now)
