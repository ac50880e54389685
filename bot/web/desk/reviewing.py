"""Reports looked at one by one, photos large; what is asked about due dates is settled beside them."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.web.desk.fields import Fields, Refused, day, one
from bot.web.desk.paging import asked_page, paging
from bot.web.desk.shell import Desk, at_desk, change, desk_form, desk_page, missing, number_in
from data.domain.access import Wish, may_review, may_settle
from data.domain.reporting import UNDO_WITHIN
from data.domain.reports import Evidence
from data.domain.requests import Decision
from data.domain.reviews import Case, Fault, Review, Verdict
from data.store.cases import OpenRequest, case_of, open_requests, waiting_cases
from data.store.repeats import earlier_pictures, find_repeats, notes_on
from data.store.unit_of_work import UnitOfWork
from data.texts import desk_reviews as words
from data.texts import requests as request_words
from data.texts import reviews as review_words
from jobs.actions.review_report import review_report, undo_review
from jobs.actions.settle_request import settle_request
from jobs.actions.take_back_request import undo_answer

PATH = "/ban/duyet"
_SIZE = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A case with what is said of its pictures."""

    case: Case
    repeats: tuple[str, ...]
    """Pictures that were shown before: a question for who reviews."""
    beside: tuple[Evidence, ...]
    """Those earlier pictures."""
    is_own: bool
    """The visitor contributed to it: somebody else decides."""


async def show(request: Request) -> Response:
    """Show what waits for review, what has waited longest first, and what was asked."""
    return await _page(await at_desk(request, Wish.SEE_ALL))


async def _page(desk: Desk, number: int = 0, refused: Refused | None = None) -> Response:
    """Show the list; `refused` is the answer to the request with this number."""
    async with desk.store.read() as unit:
        waiting = await unit.ward(desk.ward.id).occurrences.waiting_for_review(desk.now)
        pages = paging(asked_page(desk.request), _SIZE, waiting.count)
        cases = await waiting_cases(unit, desk.ward, after=(pages.number - 1) * _SIZE, limit=_SIZE)
        asked = await open_requests(unit, desk.ward)
        fresh = await _fresh_verdict(unit, desk)
        answered = await _fresh_answers(unit, desk)
    return await desk_page(
        desk,
        "desk/reviews.html",
        active="reviews",
        w=words,
        cases=cases,
        pages=pages,
        asked=[(one, _settles(desk, one)) for one in asked],
        fresh=fresh,
        answered=answered,
        may_review=desk.may(Wish.REVIEW),
        refused_number=number,
        refused=refused,
    )


async def show_one(request: Request) -> Response:
    """Show one report with its photos, and the two buttons."""
    desk = await at_desk(request, Wish.SEE_ALL)
    return await _page_of(desk, number_in(request.path_params["occurrence"]))


async def _page_of(desk: Desk, number: int, refused: Refused | None = None) -> Response:
    async with desk.store.read() as unit:
        case = await case_of(unit, desk.ward, number)
        if case is None or case.head is None:
            raise missing()
        shown = await _shown(unit, desk, case)
        following = await waiting_cases(unit, desk.ward, limit=2)
    others = [c for c in following if c.item.occurrence.id != number]
    return await desk_page(
        desk,
        "desk/review.html",
        active="reviews",
        w=words,
        s=shown,
        faults=review_words.FAULTS,
        following=others[0] if others else None,
        may_review=desk.may(Wish.REVIEW),
        refused=refused,
    )


async def decide(request: Request) -> Response:
    """[Duyệt] or [Trả lại]."""
    desk, fields = await desk_form(request, Wish.REVIEW)
    number = number_in(request.path_params["occurrence"])
    said = one(fields, "verdict")
    verdict = next((v for v in Verdict if v.value == said), None)
    if verdict is None:
        raise missing()

    async def act(unit: UnitOfWork) -> str:
        case = await case_of(unit, desk.ward, number)
        if case is None or case.head is None:
            raise missing()
        done = await review_report(
            unit,
            desk.ward,
            desk.person,
            number_in(one(fields, "report")),
            verdict,
            desk.now,
            desk.actor,
            faults=[f for f in Fault if f.value in fields.get("fault", [])],
            said=one(fields, "said"),
            evidence_ids=_own_files(case, fields),
            by=day(fields, "by", desk.today),
            seen=one(fields, "seen") or None,
        )
        return review_words.done(done.case, done.review, done.told, is_repeat=done.is_repeat)

    return await change(
        desk, PATH, act, lambda sentence: _page_of(desk, number, Refused(sentence, fields))
    )


async def undo(request: Request) -> Response:
    """[Hoàn tác] of one's own verdict, within ten minutes."""
    desk, _ = await desk_form(request, Wish.REVIEW)
    number = number_in(request.path_params["review"])

    async def act(unit: UnitOfWork) -> str:
        done = await undo_review(unit, desk.ward, desk.person, number, desk.now, desk.actor)
        return review_words.undone(done.case)

    return await change(desk, PATH, act)


async def settle(request: Request) -> Response:
    """[Đồng ý] or [Không đồng ý] to what was asked about a due date."""
    desk, fields = await desk_form(request, Wish.REVIEW)
    number = number_in(request.path_params["request"])
    said = one(fields, "decision")
    decision = next((d for d in Decision if d.value == said), None)
    if decision is None:
        raise missing()

    async def act(unit: UnitOfWork) -> str:
        done = await settle_request(
            unit,
            desk.ward,
            desk.person,
            number,
            decision,
            desk.now,
            desk.actor,
            said=one(fields, "said"),
            until=day(fields, "until", desk.today),
        )
        return request_words.settled(done.case.item, done.request, done.told, desk.today)

    return await change(
        desk, PATH, act, lambda sentence: _page(desk, number, Refused(sentence, fields))
    )


async def undo_settled(request: Request) -> Response:
    """[Hoàn tác] of one's own answer, within ten minutes."""
    desk, _ = await desk_form(request, Wish.REVIEW)
    number = number_in(request.path_params["request"])

    async def act(unit: UnitOfWork) -> str:
        back = await undo_answer(unit, desk.ward, desk.person, number, desk.now, desk.actor)
        return request_words.answer_undone(back.case.item, back.request, back.told, desk.today)

    return await change(desk, PATH, act)


async def _shown(unit: UnitOfWork, desk: Desk, case: Case) -> Shown:
    assert case.head is not None
    repeats = await find_repeats(unit, desk.ward, case)
    own = desk.may(Wish.REVIEW) and may_review(desk.person, case.contributors) is not None
    beside = tuple(e for _, e in earlier_pictures(repeats, most=6))
    return Shown(case, tuple(notes_on(repeats, case, desk.today, most=6)), beside, own)


async def _fresh_verdict(unit: UnitOfWork, desk: Desk) -> tuple[Review, Case] | None:
    """Return the visitor's last verdict while it can be taken back."""
    review = await unit.ward(desk.ward.id).reviews.latest_by(desk.person.id)
    if review is None or not review.may_be_undone(desk.now):
        return None
    case = await case_of(unit, desk.ward, review.occurrence_id)
    return (review, case) if case else None


async def _fresh_answers(unit: UnitOfWork, desk: Desk) -> list[tuple[int, str]]:
    """Return the visitor's answers while they can be taken back, the latest first, in words."""
    requests = unit.ward(desk.ward.id).requests
    answers = await requests.fresh_of(desk.person.id, desk.now - UNDO_WITHIN)
    found = []
    for answer in reversed([a for a in answers if a.may_be_undone(desk.now)]):
        case = await case_of(unit, desk.ward, answer.occurrence_id)
        if case is not None:
            found.append((answer.id, words.fresh_answer(answer, case)))
    return found


def _settles(desk: Desk, one: OpenRequest) -> bool:
    owed_by = one.item.occurrence.agency_id
    return may_settle(desk.person, owed_by, one.request.person_id) is None


def _own_files(case: Case, fields: Fields) -> list[int]:
    shown = {str(e.id): e.id for v in case.versions for e in v.evidence}
    return [shown[number] for number in fields.get("anh", []) if number in shown]
