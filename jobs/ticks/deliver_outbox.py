"""Sends what waits in the outbox: claim, commit, send, record, one message at a time."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from data.domain.messages import Chat, Delivery, Letter
from data.domain.retry import BACKOFF, PATIENCE, Backoff, spread
from data.domain.splitting import split_text
from data.errors import SendError, SendFailure
from data.store.unit_of_work import UnitOfWork
from data.texts.delivery import sent_again
from jobs.ports import Sender, Tally, World

LEASE = timedelta(seconds=60)
LONGEST_SEND = 35.0
"""Seconds after which a send without an answer is uncertain; well within the lease."""
LATEST_START = 20.0
"""Seconds after claiming when no further send is begun, so that none outlives its lease."""
OUT_OF_ORDER = timedelta(minutes=5)
"""How long an account rests whose token or address is wrong."""
SHORTEST_SPLIT = 200
"""Characters: a text that short and still "too long" is a fault of ours."""

_log = logging.getLogger(__name__)


async def deliver_outbox(world: World, now: datetime) -> Tally:
    """Send what is due. Returns how many messages were sent, put back, given up and so on."""
    tally: Counter[str] = Counter()
    safe = [account for account, sender in world.senders.items() if sender.resends_safely]
    while True:
        async with world.store.write() as unit:
            letters = await unit.outbox.claim(
                now, lease=LEASE, accounts=list(world.senders), safe=safe
            )
        if not letters:
            return dict(tally)
        chats: dict[Chat, list[Letter]] = defaultdict(list)
        for letter in letters:
            chats[letter.chat].append(letter)
        async with asyncio.TaskGroup() as group:
            for of_chat in chats.values():
                group.create_task(_deliver_in_order(world, of_chat, now, tally))


async def _deliver_in_order(
    world: World, letters: Sequence[Letter], now: datetime, tally: Counter[str]
) -> None:
    started = asyncio.get_running_loop().time()
    wait_until: datetime | None = None
    for letter in letters:
        if asyncio.get_running_loop().time() - started > LATEST_START:
            wait_until = wait_until or now + BACKOFF.first
        if wait_until is not None:
            # What follows in a chat never overtakes what could not be sent there.
            async with world.store.write() as unit:
                await unit.outbox.put_back(letter.id, wait_until, "after another", counts=False)
            continue
        outcome, wait_until = await _deliver(world, letter, now)
        tally[outcome] += 1


async def _deliver(world: World, letter: Letter, now: datetime) -> tuple[str, datetime | None]:
    """Send one message and record what came of it; also until when the chat has to wait."""
    sender = world.senders[letter.chat.channel, letter.chat.account]
    room = sender.limits.longest_text - len(sent_again(""))
    parts = split_text(letter.message.text, room)
    if len(parts) > 1:
        async with world.store.write() as unit:
            await unit.outbox.split(letter, parts)
        return "split", now
    shown = letter
    if letter.is_resend:
        shown = replace(letter, message=replace(letter.message, text=sent_again(parts[0])))
    try:
        external_id = await asyncio.wait_for(sender.send(shown, now), LONGEST_SEND)
    except SendError as error:
        failed = error
    except TimeoutError:
        failed = SendError(SendFailure.UNCERTAIN, "no answer in time")
    except Exception as error:
        # Anything may have happened before the fault, so the message may have arrived.
        _log.exception("sending letter %s failed", letter.id)
        failed = SendError(SendFailure.UNCERTAIN, repr(error))
    else:
        async with world.store.write() as unit:
            await unit.outbox.mark_sent(letter.id, external_id, now)
        return "sent", None
    async with world.store.write() as unit:
        return await _record(unit, sender, letter, failed, now)


async def _record(
    unit: UnitOfWork, sender: Sender, letter: Letter, failed: SendError, now: datetime
) -> tuple[str, datetime | None]:
    error = str(failed)
    match failed.failure:
        case SendFailure.THROTTLED:
            until = now + timedelta(seconds=max(failed.retry_after or 0, 1))
            await unit.outbox.put_back(letter.id, until, error, counts=False)
            return "put_back", until
        case SendFailure.UNREACHABLE:
            return await _try_later(unit, letter, PATIENCE, error, now)
        case SendFailure.UNCERTAIN:
            return await _maybe_arrived(unit, sender, letter, error, now)
        case SendFailure.MISCONFIGURED:
            until = now + OUT_OF_ORDER
            _log.error("%s/%s is out of order: %s", letter.chat.channel, letter.chat.account, error)
            await unit.outbox.put_back(letter.id, until, error, counts=False)
            await unit.outbox.hold(letter.chat.channel, letter.chat.account, until)
            return "put_back", until
        case SendFailure.TOO_LONG if len(letter.message.text) > SHORTEST_SPLIT:
            parts = split_text(letter.message.text, len(letter.message.text) * 2 // 3)
            await unit.outbox.split(letter, parts)
            return "split", now
        case SendFailure.RECIPIENT_GONE:
            await _note_gone(unit, letter, now)
        case _:
            _log.error("letter %s can never be sent: %s", letter.id, error)
    await unit.outbox.mark(letter.id, Delivery.DEAD, error)
    return "dead", None


async def _try_later(
    unit: UnitOfWork, letter: Letter, backoff: Backoff, error: str, now: datetime
) -> tuple[str, datetime | None]:
    wait = backoff.after(letter.attempts, spread(letter.id))
    if wait is None:
        state = Delivery.UNCERTAIN if letter.is_resend else Delivery.DEAD
        await unit.outbox.mark(letter.id, state, error)
        return state.value, None
    await unit.outbox.put_back(letter.id, now + wait, error)
    return "put_back", now + wait


async def _maybe_arrived(
    unit: UnitOfWork, sender: Sender, letter: Letter, error: str, now: datetime
) -> tuple[str, datetime | None]:
    wait = BACKOFF.after(letter.attempts, spread(letter.id))
    twice = letter.must_arrive and not letter.is_resend and not sender.resends_safely
    if wait is None or not (sender.resends_safely or twice):
        await unit.outbox.mark(letter.id, Delivery.UNCERTAIN, error)
        return "uncertain", None
    await unit.outbox.put_back(letter.id, now + wait, error, is_resend=twice)
    return "put_back", now + wait


async def _note_gone(unit: UnitOfWork, letter: Letter, now: datetime) -> None:
    """The chat takes nothing any more: the lead office has to find another way to the person."""
    await unit.links.mark_reachable(letter.chat, False)
    if letter.ward_id is not None:
        unit.ward(letter.ward_id).log.append(
            "link.unreachable",
            actor="tick:deliver_outbox",
            subject=f"person:{letter.person_id}" if letter.person_id else f"letter:{letter.id}",
            now=now,
            channel=letter.chat.channel,
            letter=letter.id,
        )
