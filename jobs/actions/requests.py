"""Due dates are asked about: more time, why work is late, a return that is contested.

For the chat and for the desk: `ask_extension` and `contest`. The answers are in
`jobs.actions.settle_request`, both are taken back in `jobs.actions.take_back_request`; what is open
is read by `data.store.cases.open_requests`.

A delay costs its officer points (NĐ 335/2025/NĐ-CP), so each question and each answer stands in
the event log with author, time, the old date and the new one.
"""

from datetime import date, datetime

from data.domain.access import may_report
from data.domain.localtime import local_date
from data.domain.people import Person, Ward
from data.domain.requests import Request, RequestKind, explains
from data.domain.reviews import Case, settlers
from data.domain.tasks import OccurrenceState
from data.errors import RefusedError
from data.store.requests import NewRequest
from data.store.unit_of_work import UnitOfWork
from data.texts import report_refusals as refusals
from data.texts import requests as words
from jobs.actions.allow import refuse
from jobs.actions.request_telling import ASKED, Kept, request_message, say, the_case

LONGEST_REASON = 500
"""Characters of a reason."""
_SHORTEST_REASON = 3


async def ask_extension(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    occurrence_id: int,
    wished_on: date,
    reason: str,
    now: datetime,
    actor: str,
    *,
    chat: str | None = None,
) -> Kept:
    """Ask for more time; the due date stands until somebody grants it.

    `chat` is where the answer is told, "channel/account/chat". Raises RefusedError when the work
    is not the person's or owed no more, the date is not later, the reason is missing, or somebody
    asks already.
    """
    case = await _own_case(unit, ward, person, occurrence_id)
    occurrence = case.item.occurrence
    if not occurrence.is_owed:
        raise RefusedError(words.not_owed(case.item.task.code))
    if wished_on <= max(occurrence.due_on, local_date(now)):
        raise RefusedError(words.date_not_later(case.item, local_date(now)))
    new = NewRequest(
        occurrence_id,
        RequestKind.EXTENSION,
        person.id,
        kept_reason(reason),
        occurrence.due_on,
        wished_on,
        chat,
    )
    return await _ask(unit, ward, person, case, new, now, actor)


async def contest(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    occurrence_id: int,
    reason: str,
    now: datetime,
    actor: str,
    *,
    chat: str | None = None,
) -> Kept:
    """Say why work is late, or contest a return; the answer is the reviewing office's.

    Raises RefusedError when the work is not the person's, there is nothing to explain, the reason
    is missing, was confirmed already, or somebody asks already.
    """
    case = await _own_case(unit, ward, person, occurrence_id)
    code, occurrence = case.item.task.code, case.item.occurrence
    today = local_date(now)
    unexcused = case.unexcused(today)
    kind = explains(occurrence, unexcused)
    if kind is None:
        raise RefusedError(
            words.confirmed_already(code) if case.late(today) else words.nothing_to_explain(code)
        )
    due_on = unexcused[-1] if unexcused else occurrence.due_on
    new = NewRequest(occurrence_id, kind, person.id, kept_reason(reason), due_on, None, chat)
    return await _ask(unit, ward, person, case, new, now, actor)


def kept_reason(words_given: str) -> str:
    """Return a reason as it is kept, on one line. Raises RefusedError when there is none."""
    reason = " ".join(words_given.split())[:LONGEST_REASON]
    if len(reason) < _SHORTEST_REASON:
        raise RefusedError(words.say_the_reason())
    return reason


async def _own_case(unit: UnitOfWork, ward: Ward, person: Person, occurrence_id: int) -> Case:
    case = await the_case(unit, ward, occurrence_id)
    code = case.item.task.code
    if denial := may_report(person, case.item.occurrence.agency_id):
        refuse(denial, f"person:{person.id}", f"ask about the due date of task {code}")
    if case.item.occurrence.state is OccurrenceState.CANCELLED:
        raise RefusedError(refusals.cancelled(code))
    return case


async def _ask(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    case: Case,
    new: NewRequest,
    now: datetime,
    actor: str,
) -> Kept:
    work, today = unit.ward(ward.id), local_date(now)
    request_id = await work.requests.add(new, now)
    if request_id is None:
        asked = await work.requests.of_occurrences([new.occurrence_id])
        there = next(r for r in asked if r.is_open and r.kind is new.kind)
        same = (there.person_id, there.reason, there.wished_on)
        if same == (person.id, new.reason, new.wished_on):
            return Kept(there, case, (), is_repeat=True)
        by = case.names.get(there.person_id, "")
        raise RefusedError(words.asked_already(case.item.task.code, there, by, today))
    request = await work.requests.get(request_id)
    assert request is not None, "it was written in this transaction"
    work.log.append(
        f"{new.kind.value}.asked",
        actor=actor,
        subject=f"task:{case.item.task.code}",
        now=now,
        request=request_id,
        occurrence=new.occurrence_id,
        reason=new.reason,
        due_on=new.due_on.isoformat(),
        wished_on=new.wished_on.isoformat() if new.wished_on else None,
    )
    told = await _tell_settlers(unit, ward, person, case, request, now)
    return Kept(request, case, told)


async def _tell_settlers(
    unit: UnitOfWork, ward: Ward, person: Person, case: Case, request: Request, now: datetime
) -> tuple[str, ...]:
    people = await unit.ward(ward.id).people.all()
    able = settlers(people, case.item.occurrence.agency_id, person.id)
    message = request_message(case, request, person.name, local_date(now))
    return await say(unit, ward, able, f"{ASKED}:{request.id}", message, now)
