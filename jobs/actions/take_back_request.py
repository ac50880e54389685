"""A question about a due date is withdrawn by who asked; an answer is taken back by who gave it.

For the chat and for the desk: `withdraw_request` and `undo_answer`. Nothing is deleted: the row of
the question stays, with its answer and the time at which it was taken back.
"""

from dataclasses import replace
from datetime import datetime

from data.domain.access import Wish, may
from data.domain.localtime import local_date
from data.domain.people import Person, Ward
from data.domain.requests import Request
from data.domain.reviews import Case, put_back_answered, settlers
from data.domain.told import REMINDING
from data.errors import RefusedError
from data.store.requests import NewRequest
from data.store.unit_of_work import UnitOfWork
from data.texts import requests as words
from jobs.actions.allow import refuse
from jobs.actions.request_telling import ASKED, SETTLED, Kept, askers, the_request, unsay


async def withdraw_request(
    unit: UnitOfWork, ward: Ward, person: Person, request_id: int, now: datetime, actor: str
) -> Kept:
    """Withdraw what one asked, as long as nobody has answered; those who were asked are told.

    Raises RefusedError for somebody else's question, or when it is answered already.
    """
    request, case = await the_request(unit, ward, request_id)
    if request.person_id != person.id:
        raise RefusedError(words.not_your_request(case.item))
    if not await unit.ward(ward.id).requests.take_back(request.id, None, now):
        # Read once more: somebody may have answered a moment ago.
        return _not_open(*await the_request(unit, ward, request_id), now)
    _note(unit, ward, case, request, "withdrawn", now, actor)
    people = await unit.ward(ward.id).people.all()
    asked = settlers(people, case.item.occurrence.agency_id, person.id)
    text = words.was_withdrawn(case.item, request, person.name, local_date(now))
    told = await unsay(unit, ward, asked, f"{ASKED}:{request.id}", text, now)
    return Kept(replace(request, undone_at=now), case, told)


def _not_open(request: Request, case: Case, now: datetime) -> Kept:
    """Return what was withdrawn before; raise RefusedError when it is answered."""
    if not request.stands and request.decision is None:
        return Kept(request, case, (), is_repeat=True)
    if not request.stands:
        raise RefusedError(words.waits_no_more(case.item, request))
    by = case.names.get(request.decided_by or 0, "")
    raise RefusedError(words.settled_already(case.item, request, by, local_date(now)))


async def undo_answer(
    unit: UnitOfWork, ward: Ward, person: Person, request_id: int, now: datetime, actor: str
) -> Kept:
    """Take an answer back: the due date stands as before, and what was asked waits again.

    Returns the question as it waits now; one that nobody had asked does not wait. Raises
    RefusedError after ten minutes, for somebody else's answer, when it was taken back already, when
    something happened since, or when the report waits for review because of it.
    """
    request, case = await the_request(unit, ward, request_id)
    _check(person, case, request, now)
    work, occurrence = unit.ward(ward.id), case.item.occurrence
    columns = put_back_answered(await work.requests.before(request.id))
    if not await work.requests.take_back(request.id, request.decision, now):
        raise RefusedError(words.undone_already(case.item))
    if columns and not await work.occurrences.change_if_in(
        occurrence.id, occurrence.state, **columns
    ):
        raise RefusedError(words.moved_on(case.item))
    if "due_on" in columns:
        await unit.outbox.withdraw([occurrence.id], kinds=REMINDING)
    _note(unit, ward, case, request, "undone", now, actor)
    text = words.answer_taken_back(case.item, request, person.name, local_date(now))
    heard = await askers(unit, ward, case, request)
    told = await unsay(unit, ward, heard, f"{SETTLED}:{request.id}", text, now)
    gone = replace(request, undone_at=now)
    return Kept(
        gone if request.is_unasked else await _ask_again(unit, ward, case, gone), case, told
    )


def _check(person: Person, case: Case, request: Request, now: datetime) -> None:
    item = case.item
    if denial := may(person, Wish.REVIEW):
        refuse(denial, f"person:{person.id}", f"take an answer back on {item.task.code}")
    if request.decision is None or request.decided_by != person.id:
        raise RefusedError(words.not_your_answer(item))
    if not request.stands:
        raise RefusedError(words.undone_already(item))
    if request.puts_back_to_review:
        raise RefusedError(words.return_it_once_more(item))
    if not request.may_be_undone(now):
        raise RefusedError(words.too_late_to_undo(item))
    if _has_moved_on(case, request):
        raise RefusedError(words.moved_on(item))


def _has_moved_on(case: Case, request: Request) -> bool:
    """Return whether anything was said, decided or asked about the work since the answer."""
    since = request.decided_at
    assert since is not None, "it is answered"
    happened = [v.report.created_at for v in case.versions]
    happened += [moment for r in case.reviews for moment in (r.at, r.undone_at) if moment]
    others = [r for r in case.requests if r.id != request.id and r.stands]
    happened += [r.decided_at or r.at for r in others]
    is_dated = request.granted_on in (None, case.item.occurrence.due_on)
    return not is_dated or max(happened, default=since) > since


async def _ask_again(unit: UnitOfWork, ward: Ward, case: Case, gone: Request) -> Request:
    """Let the question wait once more, as it was asked; the row with the answer stays beside it."""
    requests = unit.ward(ward.id).requests
    new = NewRequest(
        gone.occurrence_id,
        gone.kind,
        gone.person_id,
        gone.reason,
        gone.due_on,
        gone.wished_on,
        await requests.chat_of(gone.id),
    )
    number = await requests.add(new, gone.at)
    if number is None:
        raise RefusedError(words.moved_on(case.item))
    request = await requests.get(number)
    assert request is not None, "it was written in this transaction"
    return request


def _note(
    unit: UnitOfWork, ward: Ward, case: Case, request: Request, what: str, now: datetime, actor: str
) -> None:
    decision, granted = request.decision, request.granted_on
    unit.ward(ward.id).log.append(
        f"{request.kind.value}.{what}",
        actor=actor,
        subject=f"task:{case.item.task.code}",
        now=now,
        request=request.id,
        occurrence=request.occurrence_id,
        decision=decision.value if decision else None,
        granted_on=granted.isoformat() if granted else None,
        due_on=request.due_on.isoformat(),
    )
