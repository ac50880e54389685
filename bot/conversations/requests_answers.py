"""What was asked about due dates is looked at one by one, and answered."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.conversations.base import Reply, Turn
from bot.conversations.office import say
from bot.conversations.requests_back import undo_choice
from bot.conversations.work import item_of
from data.domain.access import Wish, may, may_settle
from data.domain.messages import Choice, OutgoingMessage
from data.domain.requests import Decision
from data.errors import RefusedError
from data.store.cases import OpenRequest, case_of, open_requests
from data.texts import requests as words
from data.texts.people import denied
from data.texts.report_refusals import no_such_work
from data.texts.reviews import later_label
from jobs.actions.request_telling import request_message
from jobs.actions.settle_request import settle_request

ANSWER_WITHIN = timedelta(minutes=30)
"""What is typed later is no date and no reason any more."""


async def walk(turn: Turn, skipped: Collection[int] = ()) -> Reply:
    """Show the next request that was not put off, and how many there are besides."""
    waiting = await _waiting(turn)
    left = [r for r in waiting if r.request.id not in skipped]
    if not left:
        return say(words.only_put_off(len(waiting)) if waiting else words.none_open())
    message = await _message(turn, left[0], len(left) - 1)
    return Reply((message,), keep={"skip": list(skipped)})


async def later(turn: Turn, request_id: int) -> Reply:
    """[Để sau]: the next one; this one goes on waiting."""
    return await walk(turn, [*turn.data.get("skip", ()), request_id])


async def answer(turn: Turn, request_id: int, decision: Decision, said: str) -> Reply:
    """Settle it, and go on with the next one when they are looked at in turn. Raises RefusedError."""
    done = await settle_request(
        turn.unit, turn.ward, turn.person, request_id, decision, turn.now, turn.actor, said=said
    )
    text = words.settled(done.case.item, done.request, done.told, turn.today)
    if "skip" not in turn.data:
        waiting = len(await _waiting(turn))
        more = [Choice(words.open_label(waiting), "requests:list")] if waiting else []
        return say(text, [*undo_choice(done), *more])
    following = await walk(turn, turn.data["skip"])
    settled = OutgoingMessage(text, tuple(undo_choice(done)))
    return replace(following, messages=(settled, *following.messages))


async def ask_why_not(turn: Turn, request_id: int) -> Reply:
    """[Không đồng ý]: why? Raises RefusedError."""
    request = await turn.work.requests.get(request_id)
    if request is None:
        raise RefusedError(words.no_such_request())
    if denial := may(turn.person, Wish.REVIEW):
        raise RefusedError(denied(denial))
    item = await item_of(turn, request.occurrence_id)
    if item is None:
        raise RefusedError(no_such_work())
    going_on = {"skip": turn.data["skip"]} if "skip" in turn.data else {}
    keep: dict[str, Any] = {**going_on, "step": "refuse", "request": request_id}
    message = OutgoingMessage(words.ask_why_not(item, request))
    return Reply((message,), keep=keep, keep_for=ANSWER_WITHIN)


async def _message(turn: Turn, asked: OpenRequest, others: int) -> OutgoingMessage:
    """Return the message about one request; it can be put off where others wait."""
    case = await case_of(turn.unit, turn.ward, asked.request.occurrence_id)
    assert case is not None, "its request stands on it"
    message = request_message(case, asked.request, asked.by, turn.today)
    if not others:
        return message
    *answers, see = message.choices
    put_off = Choice(later_label(), f"requests:later:{asked.request.id}")
    text = f"{message.text}\n{words.open_ones(others)}"
    return replace(message, text=text, choices=(*answers, put_off, see))


async def _waiting(turn: Turn) -> Sequence[OpenRequest]:
    """Return what waits for an answer that the person may give, the oldest first.

    Raises RefusedError for who answers nothing.
    """
    if denial := may(turn.person, Wish.REVIEW):
        raise RefusedError(denied(denial))
    return [
        r
        for r in await open_requests(turn.unit, turn.ward)
        if may_settle(turn.person, r.item.occurrence.agency_id, r.request.person_id) is None
    ]
