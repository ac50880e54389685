"""What was asked about a due date is granted or refused; more time is given without being asked.

For the chat and for the desk: `settle_request` and `extend_deadline`.
"""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from data.domain.access import Denial, may_settle
from data.domain.localtime import local_date
from data.domain.messages import OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.requests import Decision, Request, RequestKind
from data.domain.reviews import (
    DATES,
    VERDICT,
    Case,
    as_answered,
    dated_anew,
    latest_standing,
    put_back_judged,
    settlers,
)
from data.domain.tasks import Occurrence, OccurrenceState
from data.domain.told import REMINDING
from data.domain.workdays import calendar_of
from data.errors import RefusedError
from data.store.requests import NewRequest
from data.store.unit_of_work import UnitOfWork
from data.texts import report_refusals as refusals
from data.texts import requests as words
from jobs.actions.allow import refuse
from jobs.actions.request_telling import SETTLED, Kept, askers, say, the_case, the_request
from jobs.actions.requests import LONGEST_REASON, kept_reason


async def settle_request(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    request_id: int,
    decision: Decision,
    now: datetime,
    actor: str,
    *,
    said: str = "",
    until: date | None = None,
) -> Kept:
    """Grant or refuse what was asked, and tell who asked.

    `until` is the new due date of an extension, by default the one asked for. Raises RefusedError
    when the person may not or it is their own matter, a refusal has no words, the date is not
    later, or somebody settled it first.
    """
    request, case = await the_request(unit, ward, request_id)
    await _allow(unit, ward, person, case, request)
    if not request.is_open:
        return _repeated(case, request, person, decision, now)
    if case.item.occurrence.state is OccurrenceState.CANCELLED:
        raise RefusedError(refusals.cancelled(case.item.task.code))
    if decision is Decision.REFUSED and not said.strip():
        raise RefusedError(words.say_why_not())
    granted_on = None
    if decision is Decision.GRANTED and request.kind is RequestKind.EXTENSION:
        granted_on = until or request.wished_on
        if granted_on is None or granted_on <= case.item.occurrence.due_on:
            raise RefusedError(words.date_not_later(case.item, local_date(now)))
    kept = " ".join(said.split())[:LONGEST_REASON]
    columns = _effect(ward, case, request, granted_on, now) if decision is Decision.GRANTED else {}
    is_first = await unit.ward(ward.id).requests.settle(
        request.id,
        decision,
        person.id,
        kept,
        now,
        granted_on=granted_on,
        before=as_answered(case.item.occurrence, columns),
    )
    if not is_first:
        request, case = await the_request(unit, ward, request_id)
        return _repeated(case, request, person, decision, now)
    if decision is Decision.GRANTED:
        await _take_effect(unit, ward, case, request, columns, now)
    settled = replace(
        request,
        decision=decision,
        decided_by=person.id,
        decided_words=kept,
        granted_on=granted_on,
        decided_at=now,
    )
    _note_answer(unit, ward, case, settled, now, actor)
    told = await _tell_asker(unit, ward, case, settled, person, now)
    return Kept(settled, case, told)


async def extend_deadline(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    occurrence_id: int,
    until: date,
    reason: str,
    now: datetime,
    actor: str,
) -> Kept:
    """Give more time without being asked; an extension that was asked for is granted by it.

    Raises RefusedError when the person may not, the work is their own agency's or owed no more,
    the date is not later, or the reason is missing.
    """
    case = await the_case(unit, ward, occurrence_id)
    occurrence = case.item.occurrence
    await _allow(unit, ward, person, case, None)
    if not occurrence.is_owed:
        raise RefusedError(words.not_owed(case.item.task.code))
    if until <= max(occurrence.due_on, local_date(now)):
        raise RefusedError(words.date_not_later(case.item, local_date(now)))
    waiting = [r for r in case.requests if r.is_open and r.kind is RequestKind.EXTENSION]
    if waiting:
        granted = Decision.GRANTED
        return await settle_request(
            unit, ward, person, waiting[0].id, granted, now, actor, said=reason, until=until
        )
    new = NewRequest(
        occurrence_id,
        RequestKind.EXTENSION,
        person.id,
        kept_reason(reason),
        occurrence.due_on,
        until,
    )
    requests = unit.ward(ward.id).requests
    request_id = await requests.add(new, now)
    if request_id is None:
        raise RefusedError(words.date_not_later(case.item, local_date(now)))
    columns = _with_date(ward, occurrence, until, now)
    before = as_answered(occurrence, columns)
    await requests.settle(
        request_id, Decision.GRANTED, person.id, "", now, granted_on=until, before=before
    )
    request = await requests.get(request_id)
    assert request is not None, "it was written in this transaction"
    await _take_effect(unit, ward, case, request, columns, now)
    _note_answer(unit, ward, case, request, now, actor)
    told = await _tell_doers(unit, ward, case, request, person, now)
    return Kept(request, case, told)


async def _allow(
    unit: UnitOfWork, ward: Ward, person: Person, case: Case, request: Request | None
) -> None:
    owed_by = case.item.occurrence.agency_id
    denial = may_settle(person, owed_by, request.person_id if request else None)
    if denial is Denial.OWN_WORK:
        people = await unit.ward(ward.id).people.all()
        able = settlers(people, owed_by, request.person_id if request else person.id)
        raise RefusedError(words.own_work([p.name for p in able]))
    if denial:
        refuse(denial, f"person:{person.id}", f"settle a request on {case.item.task.code}")


def _repeated(
    case: Case, request: Request, person: Person, decision: Decision, now: datetime
) -> Kept:
    """Return the person's own same answer; raise RefusedError when there is another one, or none."""
    if not request.stands:
        raise RefusedError(words.waits_no_more(case.item, request))
    if (request.decided_by, request.decision) == (person.id, decision):
        return Kept(request, case, (), is_repeat=True)
    by = case.names.get(request.decided_by or 0, "")
    raise RefusedError(words.settled_already(case.item, request, by, local_date(now)))


def _effect(
    ward: Ward, case: Case, request: Request, granted_on: date | None, now: datetime
) -> dict[str, Any]:
    """Return the columns of the occurrence that granting a request changes by itself."""
    occurrence = case.item.occurrence
    if granted_on is not None:
        return _with_date(ward, occurrence, granted_on, now)
    # A reason for an earlier date does not take away that of the date in effect.
    is_about_dates = request.kind is RequestKind.LATENESS and not occurrence.is_excused
    return {"excused_due_on": request.due_on} if is_about_dates else {}


async def _take_effect(
    unit: UnitOfWork,
    ward: Ward,
    case: Case,
    request: Request,
    columns: dict[str, Any],
    now: datetime,
) -> None:
    occurrence = case.item.occurrence
    if request.kind is RequestKind.OBJECTION:
        await _return_is_off(unit, ward, case, request, now)
    if "due_on" in columns:
        await unit.outbox.withdraw([occurrence.id], kinds=REMINDING)
    if columns:
        await unit.ward(ward.id).occurrences.change(occurrence.id, **columns)


def _with_date(ward: Ward, occurrence: Occurrence, until: date, now: datetime) -> dict[str, Any]:
    """Return the columns with the new date; what is reported already is reminded of no more."""
    calendar = calendar_of(ward.settings.calendar_overrides)
    columns = dated_anew(occurrence, until, now=now, settings=ward.settings, calendar=calendar)
    if occurrence.is_owed:
        return columns
    return {name: columns[name] for name in ("due_on", "first_due_on")}


async def _return_is_off(
    unit: UnitOfWork, ward: Ward, case: Case, request: Request, now: datetime
) -> None:
    """A contested return is looked at again: the report waits as it did before."""
    work, review = unit.ward(ward.id), latest_standing(case.reviews)
    if review is None or review.supplement_by is None or review.at > request.at:
        raise RefusedError(words.too_late_to_return())
    columns = put_back_judged(await work.reviews.before(review.id))
    if case.item.occurrence.due_on != review.supplement_by:
        # More time was given since the return: that stands.
        columns = {name: value for name, value in columns.items() if name not in DATES}
    number = case.item.occurrence.id
    if not await work.occurrences.change_if_in(number, OccurrenceState.RETURNED, **columns):
        raise RefusedError(words.too_late_to_return())
    await work.reviews.take_back(review.id, now)
    await unit.outbox.withdraw([number], kinds=[VERDICT])


def _note_answer(
    unit: UnitOfWork, ward: Ward, case: Case, request: Request, now: datetime, actor: str
) -> None:
    assert request.decision is not None, "only an answer is noted"
    new = request.granted_on
    unit.ward(ward.id).log.append(
        f"{request.kind.value}.{request.decision.value}",
        actor=actor,
        subject=f"task:{case.item.task.code}",
        now=now,
        request=request.id,
        occurrence=request.occurrence_id,
        said=request.decided_words or request.reason,
        old_due_on=request.due_on.isoformat(),
        due_on=new.isoformat() if new else None,
    )


async def _tell_asker(
    unit: UnitOfWork, ward: Ward, case: Case, request: Request, by: Person, now: datetime
) -> tuple[str, ...]:
    chat = await unit.ward(ward.id).requests.chat_of(request.id)
    told: tuple[str, ...] = ()
    for person in await askers(unit, ward, case, request):
        text = words.told_of(person, case.item, request, by.name, local_date(now))
        message = OutgoingMessage(text)
        told += await say(unit, ward, [person], f"{SETTLED}:{request.id}", message, now, chat)
    return told


async def _tell_doers(
    unit: UnitOfWork, ward: Ward, case: Case, request: Request, by: Person, now: datetime
) -> tuple[str, ...]:
    told = await askers(unit, ward, case, request)
    message = OutgoingMessage(words.extended(case.item, request, by.name, local_date(now)))
    return await say(unit, ward, told, f"{SETTLED}:{request.id}", message, now)
