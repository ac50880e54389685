"""A report is accepted, or returned with a reason; a verdict is taken back within ten minutes.

For the chat and for the desk: `review_report` and `undo_review`. What waits is read by
`data.store.cases`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from data.domain.access import Denial, Wish, may, may_review
from data.domain.ladder import may_be_told_at
from data.domain.localtime import local_date
from data.domain.messages import Choice, Delivery, OutgoingFile, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.reminders import doers
from data.domain.reports import EvidenceState
from data.domain.reviews import (
    CALL,
    VERDICT,
    Case,
    Fault,
    Review,
    Verdict,
    after_accept,
    after_return,
    as_judged,
    days_late,
    put_back_judged,
    reviewers,
    supplement_date,
)
from data.domain.tasks import Occurrence, OccurrenceState
from data.domain.workdays import calendar_of
from data.errors import RefusedError
from data.store.cases import case_of_report
from data.store.reviews import NewReview
from data.store.telling import tell
from data.store.unit_of_work import UnitOfWork
from data.texts import reviews as words
from jobs.actions.allow import refuse

LONGEST_WORDS = 500
"""Characters of a reviewer's own words."""
_STATES = {
    Verdict.ACCEPTED: OccurrenceState.ACCEPTED,
    Verdict.RETURNED: OccurrenceState.RETURNED,
}


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A verdict that is kept, and the work as it stands after it."""

    review: Review
    case: Case
    """As it stood when it was judged."""
    occurrence: Occurrence
    told: tuple[str, ...]
    """Names of those who are told of it."""
    is_repeat: bool = False
    """The same person said the same before: nothing was done twice."""


async def review_report(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    report_id: int,
    verdict: Verdict,
    now: datetime,
    actor: str,
    *,
    faults: Sequence[Fault] = (),
    said: str = "",
    evidence_ids: Sequence[int] = (),
    by: date | None = None,
    seen: str | None = None,
) -> Reviewed:
    """Accept a report or return it, and tell who gave it.

    A return needs `faults`, "other" needs words in `said`; `evidence_ids` are the pictures in
    question; `by` is until when the supplement is expected, by default in three working days.
    `seen` is `Case.mark` as the reviewer saw it: what was added since is not decided on unseen.

    Raises RefusedError when the person may not or contributed to the report, it is not the latest,
    does not wait, has changed since, or somebody else decided first.
    """
    case = await case_of_report(unit, ward, report_id)
    if case is None or not any(v.report.id == report_id for v in case.versions):
        raise RefusedError(words.no_such_report())
    await _allow(unit, ward, person, case)
    if repeat := await _decided(unit, ward, person, case, report_id, verdict, now):
        return repeat
    _check_waits(case, report_id, seen)
    until = _until(case, by, now, ward) if verdict is Verdict.RETURNED else None
    _check_reason(case, verdict, faults, said)
    new = NewReview(
        occurrence_id=case.item.occurrence.id,
        report_id=report_id,
        reviewer_id=person.id,
        verdict=verdict,
        faults=tuple(faults),
        words=" ".join(said.split())[:LONGEST_WORDS],
        evidence_ids=[e.id for v in case.versions for e in v.evidence if e.id in evidence_ids],
        due_on=case.item.occurrence.due_on,
        supplement_by=until,
        days_late=days_late(case.item.occurrence),
        before=as_judged(case.item.occurrence),
    )
    occurrence = await _write(unit, ward, person, case, new, now)
    review = await unit.ward(ward.id).reviews.on_report(report_id)
    assert review is not None, "it was written in this transaction"
    _note(unit, ward, case, review, now, actor)
    told = await _tell(unit, ward, case, review, now)
    return Reviewed(review, case, occurrence, told)


async def _allow(unit: UnitOfWork, ward: Ward, person: Person, case: Case) -> None:
    denial = may_review(person, case.contributors)
    if denial is Denial.OWN_REPORT:
        people = await unit.ward(ward.id).people.all()
        names = [p.name for p in reviewers(people, case.contributors)]
        raise RefusedError(words.own_report(case.item.task.code, names))
    if denial:
        refuse(denial, f"person:{person.id}", f"review task {case.item.task.code}")


async def _decided(
    unit: UnitOfWork,
    ward: Ward,
    person: Person,
    case: Case,
    report_id: int,
    verdict: Verdict,
    now: datetime,
) -> Reviewed | None:
    """Return the person's own same verdict; raise RefusedError when there is another one."""
    there = await unit.ward(ward.id).reviews.on_report(report_id)
    if there is None:
        return None
    if (there.reviewer_id, there.verdict) == (person.id, verdict):
        return Reviewed(there, case, case.item.occurrence, (), is_repeat=True)
    name = case.names.get(there.reviewer_id, "")
    raise RefusedError(words.decided_by(case.item.task.code, there, name, local_date(now)))


def _check_waits(case: Case, report_id: int, seen: str | None) -> None:
    code = case.item.task.code
    if not case.waits or case.head is None:
        raise RefusedError(words.not_waiting(code))
    if case.head.report.id != report_id or seen not in (None, case.mark):
        raise RefusedError(words.newer_version(code))


def _check_reason(case: Case, verdict: Verdict, faults: Sequence[Fault], said: str) -> None:
    if verdict is Verdict.ACCEPTED:
        return
    if not faults or (tuple(faults) == (Fault.OTHER,) and not said.strip()):
        raise RefusedError(words.say_why(case.item.task.code))


def _until(case: Case, wished: date | None, now: datetime, ward: Ward) -> date:
    today = local_date(now)
    if wished is not None and wished <= today:
        raise RefusedError(words.date_is_over())
    calendar = calendar_of(ward.settings.calendar_overrides)
    return supplement_date(case.item.occurrence.due_on, today, calendar, wished)


async def _write(
    unit: UnitOfWork, ward: Ward, person: Person, case: Case, new: NewReview, now: datetime
) -> Occurrence:
    """Keep the verdict and move the work on; of two at once, the second is told who was first."""
    work, occurrence = unit.ward(ward.id), case.item.occurrence
    columns: dict[str, Any] = after_accept(now)
    if new.supplement_by is not None:
        columns = after_return(
            occurrence,
            new.supplement_by,
            now=now,
            settings=ward.settings,
            calendar=calendar_of(ward.settings.calendar_overrides),
        )
    is_first = await work.occurrences.change_if_in(
        occurrence.id, OccurrenceState.REPORTED, **columns
    )
    if not is_first or await work.reviews.add(new, now) is None:
        await _decided(unit, ward, person, case, new.report_id, new.verdict, now)
        raise RefusedError(words.not_waiting(case.item.task.code))
    await unit.outbox.withdraw([occurrence.id], kinds=[CALL])
    return replace(occurrence, **columns)


def _note(
    unit: UnitOfWork, ward: Ward, case: Case, review: Review, now: datetime, actor: str
) -> None:
    until = review.supplement_by
    unit.ward(ward.id).log.append(
        f"report.{review.verdict.value}",
        actor=actor,
        subject=f"task:{case.item.task.code}",
        now=now,
        review=review.id,
        report=review.report_id,
        occurrence=review.occurrence_id,
        faults=[f.value for f in review.faults],
        said=review.words,
        evidence=list(review.evidence_ids),
        due_on=review.due_on.isoformat(),
        supplement_by=until.isoformat() if until else None,
        days_late=review.days_late,
    )


async def _tell(
    unit: UnitOfWork, ward: Ward, case: Case, review: Review, now: datetime
) -> tuple[str, ...]:
    """Tell those who reported, each where they did; return the names of those who can be reached."""
    chosen = [e for v in case.versions for e in v.evidence if e.id in review.evidence_ids]
    files = tuple(
        OutgoingFile(e.sha256, e.name, e.mime)
        for e in chosen
        if e.sha256 and e.state is EvidenceState.STORED
    )
    number, today = case.item.occurrence.id, local_date(now)
    names = []
    for reporter in await _reporters(unit, ward, case):
        message = OutgoingMessage(words.accepted(case, review, today))
        if review.verdict is Verdict.RETURNED:
            text = words.returned(reporter, case, review, chosen, today)
            choices = (
                Choice(words.supplement_label(), f"report:supplement:{number}"),
                Choice(words.explain_label(), f"requests:explain:{number}"),
            )
            message = OutgoingMessage(text, choices, files)
        if await _queue(unit, ward, case, reporter, f"verdict:{review.id}", message, now):
            names.append(reporter.name)
    return tuple(names)


async def _reporters(unit: UnitOfWork, ward: Ward, case: Case) -> list[Person]:
    """Return who is told: who reported, and for whom it was recorded on their behalf."""
    people = {p.id: p for p in await unit.ward(ward.id).people.all()}
    told = {v.report.person_id: None for v in case.fresh or case.versions[-1:]}
    owed_by = case.item.occurrence.agency_id
    if not any(owed_by in people[p].agency_ids for p in told if p in people):
        told |= {p.id: None for p in doers(owed_by, people.values())}
    return [people[p] for p in told if p in people and people[p].is_active]


async def _queue(
    unit: UnitOfWork,
    ward: Ward,
    case: Case,
    person: Person,
    key: str,
    message: OutgoingMessage,
    now: datetime,
) -> int:
    own = [v.report.id for v in case.versions if v.report.person_id == person.id]
    chat = await unit.ward(ward.id).reports.chat_of(own[-1]) if own else None
    calendar = calendar_of(ward.settings.calendar_overrides)
    return await tell(
        unit,
        ward,
        [person],
        key,
        message,
        kind=VERDICT,
        now=now,
        due_at=may_be_told_at(now, ward.settings, calendar),
        chats={person.id: chat} if chat else None,
        mentions=[case.item.occurrence.id],
    )


async def undo_review(
    unit: UnitOfWork, ward: Ward, person: Person, review_id: int, now: datetime, actor: str
) -> Reviewed:
    """Take a verdict back: the report waits again, everything stands as before it.

    Raises RefusedError after ten minutes, for somebody else's verdict, when it was taken back
    already, or when something happened since.
    """
    work = unit.ward(ward.id)
    review = await work.reviews.get(review_id)
    case = await case_of_report(unit, ward, review.report_id) if review else None
    if review is None or case is None:
        raise RefusedError(words.no_such_report())
    code = case.item.task.code
    if denial := may(person, Wish.REVIEW):
        refuse(denial, f"person:{person.id}", f"take a verdict back on {code}")
    if review.reviewer_id != person.id:
        raise RefusedError(words.not_your_verdict(code))
    if not review.stands:
        raise RefusedError(words.undone_already(code))
    if not review.may_be_undone(now):
        raise RefusedError(words.too_late_to_undo(code))
    if _has_moved_on(case, review):
        raise RefusedError(words.moved_on(code))
    columns = put_back_judged(await work.reviews.before(review.id))
    state = _STATES[review.verdict]
    if not await work.occurrences.change_if_in(review.occurrence_id, state, **columns):
        raise RefusedError(words.moved_on(code))
    if not await work.reviews.take_back(review.id, now):
        raise RefusedError(words.undone_already(code))
    work.log.append(
        "review.undone",
        actor=actor,
        subject=f"task:{code}",
        now=now,
        review=review.id,
        report=review.report_id,
        verdict=review.verdict.value,
    )
    told = await _untell(unit, ward, case, review, now)
    gone = replace(review, undone_at=now)
    return Reviewed(gone, case, replace(case.item.occurrence, **columns), told)


def _has_moved_on(case: Case, review: Review) -> bool:
    occurrence = case.item.occurrence
    is_dated = review.supplement_by in (None, occurrence.due_on)
    is_last = case.head is not None and case.head.report.id == review.report_id
    is_asked = any((r.decided_at or r.at) > review.at for r in case.requests if r.stands)
    return not (is_dated and is_last) or is_asked


async def _untell(
    unit: UnitOfWork, ward: Ward, case: Case, review: Review, now: datetime
) -> tuple[str, ...]:
    """Withdraw what was not sent yet, and tell the others that the verdict is off."""
    await unit.outbox.withdraw([review.occurrence_id], kinds=[VERDICT])
    text = words.taken_back(case, review, local_date(now))
    names = []
    for reporter in await _reporters(unit, ward, case):
        letter = await unit.outbox.find(f"verdict:{review.id}:{reporter.id}")
        if letter is None or letter.state is Delivery.EXPIRED:
            continue
        key = f"verdict-undone:{review.id}"
        if await _queue(unit, ward, case, reporter, key, OutgoingMessage(text), now):
            names.append(reporter.name)
    return tuple(names)
