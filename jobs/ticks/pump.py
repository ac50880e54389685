"""One lane of one account of the outbox, drained: taken in small batches, sent side by side.

Whatever hangs occupies one place only. A message is `sending` before any network call, and what
was taken but not begun in time goes back as it came.
"""

import asyncio
import logging
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from data.domain.line import AT_ONCE
from data.domain.messages import Chat, Lane, Letter, Limits
from data.domain.pace import Slot
from data.domain.splitting import cut_to, length_of, parts_of
from data.errors import SendError, SendFailure
from data.store.unit_of_work import UnitOfWork
from data.texts.delivery import sent_again
from jobs.ports import Tally, World
from jobs.ticks.group_commit import GroupCommit
from jobs.ticks.outcomes import SENT, Failed, Outcome, record
from jobs.ticks.watch import Watch

LEASE = timedelta(seconds=60)
LONGEST_SEND = 35.0
"""Seconds after which a send without an answer is uncertain; well within the lease."""
LONGEST_WITH_FILES = 150.0
"""Seconds for what carries files: a platform may fetch them while we wait (openclaw: 150)."""
LEASE_WITH_FILES = LEASE + timedelta(seconds=LONGEST_WITH_FILES - LONGEST_SEND)
LATEST_START = timedelta(seconds=20)
"""After being taken; what is not begun by then could outlive its lease."""
LOOK_EVERY = 5.0
"""Seconds between looks at the outbox: retries become due by themselves."""
GRACE = 3.0
"""Seconds that what is on its way gets to end when the process is told to stop."""
_MARK = length_of(sent_again("x")) - 1

_log = logging.getLogger(__name__)


class Pump:
    """Sends what is due in one lane of one account."""

    def __init__(
        self,
        world: World,
        account: tuple[str, str],
        lane: Lane,
        now: datetime,
        stirred: asyncio.Event,
        watch: Watch,
    ) -> None:
        self._store, self._account, self._lane = world.store, account, lane
        self._sender = world.senders[account]
        self._roomy = _roomy(self._sender.limits)
        self._safe = [a for a, sender in world.senders.items() if sender.resends_safely]
        self._line = self._sender.line
        self._stirred, self._watch = stirred, watch
        self._start, self._started = now, watch.seconds()
        self._commits = GroupCommit(world.store)
        self._tally: Counter[str] = Counter()
        self._tasks: set[asyncio.Task[None]] = set()
        self._on_their_way = 0
        self._fault: Exception | None = None

    async def run(self) -> Tally:
        """Send until nothing is due that could go now. Raises StoreDownError, after what flies."""
        self._line.freed.append(self._stirred.set)
        patience = None
        try:
            going = True
            while going:
                self._stirred.clear()
                going = await self._round() or await self._rest()
        except asyncio.CancelledError:
            patience = GRACE
            raise
        finally:
            await self._land(patience)
            self._line.freed.remove(self._stirred.set)
        if self._fault is not None:
            raise self._fault
        return dict(self._tally)

    @property
    def _seconds(self) -> float:
        return self._watch.seconds()

    @property
    def _now(self) -> datetime:
        return self._start + timedelta(seconds=self._seconds - self._started)

    async def _round(self) -> bool:
        """Take a batch and begin each message as its moment comes; False when there was none."""
        room = min(self._line.room(self._now, self._seconds), AT_ONCE - self._on_their_way)
        if room <= 0 or self._fault is not None:
            return False
        taken_at = self._now
        taken = await self._take(room)
        if taken is None:
            return False
        waiting = deque(taken)
        try:
            while waiting:
                slot = self._line.reserve(self._lane, self._seconds)
                # Asked again: an answer may have put it off, or others gone, meanwhile.
                while (moment := self._moment_of(slot)) > self._seconds:
                    await self._watch.sleep_until(moment)
                if self._may_go(waiting[0][0].chat, taken_at):
                    self._begin(waiting.popleft(), taken_at)
                else:
                    await self._return(waiting.popleft())
        finally:
            for letters in waiting:
                await self._return(letters)
        return True

    def _moment_of(self, slot: Slot) -> float:
        return max(slot.at, self._line.clears_at(self._seconds))

    async def _take(self, room: int) -> Sequence[Sequence[Letter]] | None:
        """Return what is to be sent now, by chat, committed as `sending`; None if nothing is due."""
        busy = self._line.closed(self._seconds)
        async with self._store.read() as unit:
            seen = await unit.deliveries.look(self._account, self._lane, self._now, busy)
        if not (seen.is_due or seen.is_unsettled):
            return None
        begun: list[Sequence[Letter]] = []
        try:
            async with self._store.write() as unit:
                if seen.is_unsettled:
                    await unit.deliveries.settle(self._now, self._safe)
                letters = await self._claim(unit, room)
                for of_chat in _by_chat(letters):
                    if ready := await self._prepare(unit, of_chat):
                        begun.append(ready)
        except BaseException:
            for of_chat in begun:
                self._line.end(of_chat[0].chat.chat)
            raise
        self._on_their_way += sum(map(len, begun))
        return begun if letters else None

    async def _claim(self, unit: UnitOfWork, room: int) -> Sequence[Letter]:
        return await unit.deliveries.claim(
            self._account,
            self._lane,
            self._now,
            limit=room,
            lease=LEASE,
            # Asked again: since the look the other lane may have taken some.
            busy=self._line.closed(self._seconds),
            one_a_chat=self._line.sends_one_a_chat,
        )

    async def _prepare(self, unit: UnitOfWork, letters: Sequence[Letter]) -> Sequence[Letter]:
        """Return what can be sent of what was taken for one chat; the rest is put back."""
        ready = list(letters)
        for number, letter in enumerate(letters):
            parts = () if letter.edits else parts_of(letter.message, self._roomy)
            if len(parts) > 1:
                await unit.deliveries.split(letter, parts)
                self._tally["split"] += 1
                await unit.deliveries.untake(letters[number + 1 :])
                ready = ready[:number]
                break
        if any(letter.message.files for letter in ready):
            await unit.deliveries.prolong(ready, self._now + LEASE_WITH_FILES)
        if ready and not self._line.begin(ready[0].chat.chat, self._now):
            await unit.deliveries.untake(ready)
            return ()
        return ready

    def _may_go(self, chat: Chat, taken_at: datetime) -> bool:
        is_in_time = self._now - taken_at <= LATEST_START
        return is_in_time and self._line.may_go(chat.chat, self._seconds)

    def _begin(self, letters: Sequence[Letter], taken_at: datetime) -> None:
        self._line.leave(letters[0].chat.chat, self._seconds)
        task = asyncio.create_task(self._deliver(letters, taken_at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _return(self, letters: Sequence[Letter]) -> None:
        """Put back what was taken and not begun."""
        try:
            await self._untake(letters)
        except Exception as error:
            # The lease decides: nobody knows that it was never begun.
            self._fault = error
        finally:
            self._end(letters)

    async def _untake(self, letters: Sequence[Letter]) -> None:
        await self._commits.write(lambda unit: unit.deliveries.untake(letters))

    def _end(self, letters: Sequence[Letter]) -> None:
        self._line.lost(letters[0].chat.chat, self._seconds)
        self._on_their_way -= len(letters)
        self._line.end(letters[0].chat.chat)

    async def _deliver(self, letters: Sequence[Letter], taken_at: datetime) -> None:
        """Send the messages of one chat, one after the other."""
        try:
            for number, letter in enumerate(letters):
                if number and not self._may_go(letter.chat, taken_at):
                    await self._untake(letters[number:])
                    break
                outcome = await self._send(letter, letters[number + 1 :])
                self._tally[outcome.name] += 1
                if outcome.stops:
                    break
        except Exception as error:
            # The store takes nothing now: whether it was sent is for the lease to decide.
            self._fault = error
        finally:
            self._end(letters)

    async def _send(self, letter: Letter, behind: Sequence[Letter]) -> Outcome:
        """Send one message and record what came of it."""
        chat = letter.chat.chat
        try:
            sending = self._sender.send(self._shown(letter), self._now)
            longest = LONGEST_WITH_FILES if letter.message.files else LONGEST_SEND
            external_id = await asyncio.wait_for(sending, longest)
        except SendError as error:
            failed = error
        except TimeoutError:
            failed = SendError(SendFailure.UNCERTAIN, "no answer in time")
        except Exception as error:
            # Anything may have happened before the fault, so the message may have arrived.
            _log.exception("sending letter %s failed", letter.id)
            failed = SendError(SendFailure.UNCERTAIN, type(error).__name__)
        else:
            self._line.sent(chat, self._seconds)
            now = self._now
            await self._commits.write(
                lambda unit: unit.deliveries.mark_sent(letter.id, external_id, now)
            )
            return SENT
        case = Failed(
            letter,
            failed,
            behind,
            self._roomy,
            self._sender.resends_safely,
            self._retry_at(chat, failed),
            self._now,
        )
        outcomes: list[Outcome] = []

        async def work(unit: UnitOfWork) -> None:
            outcomes.append(await record(unit, case))

        await self._commits.write(work)
        return outcomes[-1]

    def _retry_at(self, chat: str, failed: SendError) -> datetime | None:
        """Tell the line of a failure; return when the account is tried again, if it is broken."""
        was_well = self._line.trouble is None
        is_broken = self._line.failed(chat, failed, self._now, self._seconds)
        trouble = self._line.trouble
        if trouble is None or not is_broken:
            return None
        if was_well:
            _log.error("nothing gets through on %s/%s: %s", *self._account, trouble.reason)
        return trouble.retry_at

    def _shown(self, letter: Letter) -> Letter:
        if letter.edits is not None:
            return replace(letter, message=cut_to(letter.message, self._sender.limits))
        if letter.is_resend:
            text = sent_again(letter.message.text)
            return replace(letter, message=replace(letter.message, text=text))
        return letter

    async def _rest(self) -> bool:
        """Wait until there may be something to do again; False when that is not for now."""
        if self._stirred.is_set():
            return True
        opens_in = self._line.opens_in(self._seconds)
        if not self._on_their_way:
            if self._fault is not None or not self._line.closed(self._seconds):
                return False
            if not self._line.is_busy and (opens_in is None or opens_in > LOOK_EVERY):
                return False
            async with self._store.read() as unit:
                seen = await unit.deliveries.look(self._account, self._lane, self._now)
            if not seen.is_due:
                return False
        await self._watch.wait(self._stirred, min(LOOK_EVERY, opens_in or LOOK_EVERY))
        return True

    async def _land(self, patience: float | None) -> None:
        """Let what is on its way end, for so many seconds at most."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=patience)
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)


def _by_chat(letters: Sequence[Letter]) -> Sequence[Sequence[Letter]]:
    chats: dict[Chat, list[Letter]] = {}
    for letter in letters:
        chats.setdefault(letter.chat, []).append(letter)
    return list(chats.values())


def _roomy(limits: Limits) -> Limits:
    """Return limits that leave room to say that a message comes again."""
    caption = limits.longest_caption
    return replace(
        limits,
        longest_text=limits.longest_text - _MARK,
        longest_caption=None if caption is None else caption - _MARK,
    )
