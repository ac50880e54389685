"""What those who ask about due dates and those who answer share: the case, and being told."""

from collections.abc import Iterable
from datetime import date, datetime

from data.domain.ladder import may_be_told_at
from data.domain.messages import Choice, Lane, OutgoingMessage
from data.domain.people import Person, Ward
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


async def the_case(unit: UnitOfWork, ward: Ward, occurrence_id: int) -> Case:
    """Return everything about one piece of work. Raises RefusedError when it is not there."""
    case = await case_of(unit, ward, occurrence_id)
    if case is None:
        raise RefusedError(refusals.no_such_work())
    return case


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
