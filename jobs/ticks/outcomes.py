"""What becomes of a message that did not go out: retried, sent again, given up or listed."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from data.domain.line import wait_of
from data.domain.localtime import local_date
from data.domain.messages import Delivery, Letter, Limits, OutgoingMessage
from data.domain.quota import is_month_used_up
from data.domain.retry import BACKOFF, PATIENCE, spread
from data.domain.splitting import length_of, parts_of
from data.errors import SendError, SendFailure
from data.store.lost_contact import lose_contact
from data.store.unit_of_work import UnitOfWork

SHORTEST_SPLIT = 200
"""Code units: a text that short and still "too long" is a fault of ours."""
MONTH_WAIT = timedelta(minutes=10)
"""How long a message rests whose month is used up, unless it goes another way before."""
ACTOR = "tick:deliver_outbox"
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failed:
    """A message that did not go out, and what has to be known to decide about it."""

    letter: Letter
    error: SendError
    behind: Sequence[Letter]
    """Messages taken with it for the same chat: they come after it."""
    limits: Limits
    resends_safely: bool
    retry_at: datetime | None
    """When the account is tried again; None: others get through, so it is this message's matter."""
    now: datetime


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a message."""

    name: str
    """What the tally counts."""
    stops: bool = False
    """What is behind it in its chat is not sent now."""


SENT = Outcome("sent")


async def record(unit: UnitOfWork, failed: Failed) -> Outcome:
    """Record what becomes of a message that did not go out, and of what is behind it."""
    outcome = await _decide(unit, failed)
    if outcome.stops:
        await unit.deliveries.untake(failed.behind)
    # Only now, so that what was behind it shares its fate.
    match failed.error.failure:
        case SendFailure.MOVED if outcome.stops:
            moved_to = failed.error.moved_to
            await unit.deliveries.follow(failed.letter.chat, moved_to)
            await unit.agency_chats.move(failed.letter.chat, moved_to)
        case SendFailure.RECIPIENT_GONE:
            error = str(failed.error)
            await lose_contact(unit, failed.letter.chat, error, failed.now, actor=ACTOR)
    return outcome


async def _decide(unit: UnitOfWork, failed: Failed) -> Outcome:
    match failed.error.failure:
        case SendFailure.THROTTLED:
            return await _wait(unit, failed)
        case SendFailure.UNREACHABLE | SendFailure.MISCONFIGURED:
            return await _try_later(unit, failed)
        case SendFailure.UNCERTAIN:
            return await _maybe_arrived(unit, failed)
        case SendFailure.MOVED:
            return await _follow(unit, failed)
        case SendFailure.RECIPIENT_GONE:
            return await _give_up(unit, failed, stops=True)
        case SendFailure.REFUSED | SendFailure.TOO_LONG if failed.letter.edits is not None:
            return await _say_anew(unit, failed)
        case SendFailure.TOO_LONG:
            return await _split(unit, failed)
        case _:
            return await _give_up(unit, failed)


async def _put_back(
    unit: UnitOfWork,
    failed: Failed,
    until: datetime,
    *,
    counts: bool = True,
    is_resend: bool = False,
    is_edit: bool = True,
) -> Outcome:
    await unit.deliveries.put_back(
        failed.letter.id,
        until,
        str(failed.error),
        counts=counts,
        is_resend=is_resend,
        is_edit=is_edit,
    )
    return Outcome("put_back", stops=True)


async def _wait(unit: UnitOfWork, failed: Failed) -> Outcome:
    """Put a message back for as long as the platform says.

    When the month is used up that is noted: what waits on the account goes another way then.
    """
    wait = timedelta(seconds=wait_of(failed.error))
    if is_month_used_up(failed.error):
        chat = failed.letter.chat
        account = (chat.channel, chat.account)
        await unit.quotas.note_spent(account, local_date(failed.now), failed.now)
        wait = max(wait, MONTH_WAIT)
    return await _put_back(unit, failed, failed.now + wait, counts=False)


async def _try_later(unit: UnitOfWork, failed: Failed) -> Outcome:
    """Provably not sent. Only while others get through does it wear the message out."""
    if failed.retry_at is not None:
        return await _put_back(unit, failed, failed.retry_at, counts=False)
    letter = failed.letter
    wait = PATIENCE.after(letter.attempts, spread(letter.id))
    if wait is not None:
        return await _put_back(unit, failed, failed.now + wait)
    if letter.is_resend:
        return await _list(unit, failed)
    return await _give_up(unit, failed)


async def _maybe_arrived(unit: UnitOfWork, failed: Failed) -> Outcome:
    letter = failed.letter
    wait = BACKOFF.after(letter.attempts, spread(letter.id))
    shows_once = failed.resends_safely or letter.shows_once
    twice = letter.must_arrive and not letter.is_resend and not shows_once
    if wait is None or not (shows_once or twice):
        return await _list(unit, failed)
    return await _put_back(unit, failed, failed.now + wait, is_resend=twice)


async def _follow(unit: UnitOfWork, failed: Failed) -> Outcome:
    if (
        failed.error.moved_to in ("", failed.letter.chat.chat)
        or failed.letter.attempts >= BACKOFF.tries
    ):
        return await _give_up(unit, failed)
    await _put_back(unit, failed, failed.now)
    return Outcome("moved", stops=True)


async def _say_anew(unit: UnitOfWork, failed: Failed) -> Outcome:
    """The message whose place it takes is gone, or cannot hold it."""
    if not failed.letter.must_arrive:
        return await _give_up(unit, failed)
    return await _put_back(unit, failed, failed.now, counts=False, is_edit=False)


async def _split(unit: UnitOfWork, failed: Failed) -> Outcome:
    parts = _smaller(failed.letter.message, failed.limits)
    if len(parts) == 1:
        return await _give_up(unit, failed)
    await unit.deliveries.split(failed.letter, parts)
    return Outcome("split", stops=True)


def _smaller(message: OutgoingMessage, limits: Limits) -> tuple[OutgoingMessage, ...]:
    """Return the parts of a message that is too long against what the channel says."""
    if limits.longest_caption is not None and message.files and message.text:
        return parts_of(message, replace(limits, longest_caption=0))
    length = length_of(message.text)
    if length <= SHORTEST_SPLIT:
        return (message,)
    return parts_of(message, replace(limits, longest_text=length * 2 // 3))


async def _list(unit: UnitOfWork, failed: Failed) -> Outcome:
    await unit.deliveries.mark(failed.letter.id, Delivery.UNCERTAIN, str(failed.error))
    return Outcome("uncertain")


async def _give_up(unit: UnitOfWork, failed: Failed, *, stops: bool = False) -> Outcome:
    _log.warning("letter %s is given up: %s", failed.letter.id, failed.error)
    await unit.deliveries.mark(failed.letter.id, Delivery.DEAD, str(failed.error))
    return Outcome("dead", stops)
