"""What was asked about a due date is withdrawn, an answer taken back: by a choice or typed."""

from collections.abc import Sequence
from datetime import datetime

from bot.conversations.base import Reply, Turn
from bot.conversations.office import say
from data.domain.messages import Choice
from data.domain.reporting import UNDO_WITHIN
from data.domain.requests import Request
from data.errors import RefusedError
from data.store.cases import open_requests
from data.texts import requests as words
from data.texts.reviews import undo_label
from jobs.actions.request_telling import Kept, request_message
from jobs.actions.take_back_request import undo_answer, withdraw_request


def withdraw_choice(asked: Kept) -> list[Choice]:
    """Return [Rút đề nghị] under one's own question."""
    return [Choice(words.withdraw_label(), f"requests:withdraw:{asked.request.id}")]


def undo_choice(done: Kept) -> list[Choice]:
    """Return [Hoàn tác] under an answer, if it can be taken back at all."""
    if done.request.puts_back_to_review:
        return []
    return [Choice(undo_label(), f"requests:undo:{done.request.id}")]


async def withdraw(turn: Turn, request_id: int) -> Reply:
    """[Rút đề nghị]. Raises RefusedError."""
    gone = await withdraw_request(
        turn.unit, turn.ward, turn.person, request_id, turn.now, turn.actor
    )
    return say(words.withdrawn(gone.case.item, gone.request, gone.told))


async def undo(turn: Turn, request_id: int) -> Reply:
    """[Hoàn tác] under an answer: what was asked is shown again, with its answers."""
    back = await undo_answer(turn.unit, turn.ward, turn.person, request_id, turn.now, turn.actor)
    case, request = back.case, back.request
    text = words.answer_undone(case.item, request, back.told, turn.today)
    if not request.is_open:
        return say(text)
    by = case.names.get(request.person_id, "")
    return say(text, request_message(case, request, by, turn.today).choices)


async def withdraw_named(turn: Turn, codes: Sequence[int]) -> Reply:
    """ "rút đề nghị #12": one's own latest question about that task, or about any."""
    own = [
        asked.request
        for asked in await open_requests(turn.unit, turn.ward)
        if asked.request.person_id == turn.person.id
        and (not codes or asked.item.task.code in codes)
    ]
    if not own:
        raise RefusedError(words.nothing_to_withdraw())
    return await withdraw(turn, own[-1].id)


async def take_back_latest(turn: Turn) -> Reply | None:
    """ "hoàn tác": the latest question or answer, unless a report of theirs came after it."""
    fresh = await turn.work.requests.fresh_of(turn.person.id, turn.now - UNDO_WITHIN)
    latest = max(fresh, key=_moment, default=None)
    if latest is None:
        return None
    report = await turn.work.reports.latest_of(turn.person.id)
    if report is not None and report.created_at > _moment(latest):
        return None
    act = withdraw if latest.decision is None else undo
    return await act(turn, latest.id)


def _moment(request: Request) -> datetime:
    return request.decided_at or request.at
