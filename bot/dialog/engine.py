"""What people send is taken in, kept, and handled: chats side by side, each chat in its own order."""

import asyncio
import logging
import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from bot.channels.base import Arrived, Channel
from bot.conversations.base import Conversation
from bot.dialog.answering import Answering, House
from bot.dialog.arrivals import Arrivals, Brought
from bot.dialog.together import as_one, gather
from data.clock import Clock
from data.domain.messages import Chat, IncomingMessage
from data.domain.trouble import AccountStatus
from data.domain.ways_in import WaysIn
from data.errors import RefusedError, StoreDownError
from data.files.evidence_store import EvidenceStore
from data.store.mail import Received
from data.store.unit_of_work import Store
from jobs.ports import FileFetcher
from jobs.ticks.watch import wait_for_event

_log = logging.getLogger(__name__)
_CHATS_AT_ONCE = 8
_POLL = 2.0
"""Seconds between looks at the inbox when nobody wakes us: rows of another process, or put back."""
_NOTHING: Brought = {}


class Dialog:
    """Takes what people send and answers it. `receive` may be called from many places at once."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[tuple[str, str], Channel],
        conversations: Iterable[Conversation],
        clock: Clock,
        files: EvidenceStore,
        public_url: str,
        *,
        fetchers: Mapping[tuple[str, str], FileFetcher] | None = None,
        ways_in: Callable[[int], WaysIn] | None = None,
        accounts: Callable[[], Sequence[AccountStatus]] = tuple,
    ) -> None:
        """`ways_in` tells where people of a ward can come in, by default by the web alone;
        `accounts` how those on the platforms are doing."""
        self._store = store
        self._channels = channels
        self._clock = clock
        self._arrivals = Arrivals(files, fetchers or {})
        house = House(files, ways_in or (lambda _ward: WaysIn(public_url)), accounts)
        self._answering = Answering(store, channels, conversations, house)
        self._woken = asyncio.Event()
        self._busy: dict[Chat, asyncio.Task[int]] = {}
        self._room = asyncio.Semaphore(_CHATS_AT_ONCE)
        self._whole_at: datetime | None = None
        """When the first album that is still growing will be whole."""

    async def receive(
        self, chat: Chat, external_id: str, raw: dict[str, Any], album: str | None = None
    ) -> int | None:
        """Commit an update to the inbox and return its id; None when it was received before.

        Only after this may the platform be told that we have it.
        """
        return (await self.receive_all([Arrived(chat, external_id, raw, album)]))[0]

    async def receive_all(self, updates: Sequence[Arrived]) -> list[int | None]:
        """Commit updates in one transaction: each one's id, None when it was received before."""
        async with self._store.write() as unit:
            now = self._clock()
            ids = [
                await unit.inbox.add(u.chat, u.external_id, u.raw, now, album=u.album)
                for u in updates
            ]
        self.wake()
        return ids

    def wake(self, _inbox_id: int | None = None) -> None:
        """Hear that something was committed to the inbox."""
        self._woken.set()

    async def run(self) -> None:
        """Answer whatever arrives, until cancelled."""
        try:
            while True:
                self._woken.clear()
                try:
                    await self._begin()
                except Exception as error:
                    # A full disk or a lost database: the rows wait in the inbox for the next round.
                    _log.error("the inbox could not be read: %s", _where(error))
                await wait_for_event(self._woken, self._longest_wait())
        finally:
            for task in list(self._busy.values()):
                task.cancel()
            await asyncio.gather(*self._busy.values(), return_exceptions=True)

    def _longest_wait(self) -> float:
        if self._whole_at is None:
            return _POLL
        return min(_POLL, max((self._whole_at - self._clock()).total_seconds(), 0) + 0.01)

    async def drain(self) -> int:
        """Handle what waits and return how many turns that were. A growing album goes on waiting."""
        handled = 0
        while True:
            done = sum(await asyncio.gather(*await self._begin()))
            handled += done
            if not done:
                return handled

    async def _begin(self) -> list[asyncio.Task[int]]:
        """Begin to handle what waits in chats that are not being handled."""
        async with self._store.read() as unit:
            waiting = await unit.inbox.waiting()
        by_chat: dict[Chat, list[Received]] = defaultdict(list)
        for row in waiting:
            if row.chat not in self._busy:
                by_chat[row.chat].append(row)
        self._whole_at = None
        begun = []
        for chat, rows in by_chat.items():
            ready = gather(rows, self._clock(), self._quiet(chat))
            if ready.whole_at is not None:
                self._whole_at = min(self._whole_at or ready.whole_at, ready.whole_at)
            if ready.turns:
                begun.append(self._start(chat, ready.turns))
        return begun

    def _quiet(self, chat: Chat) -> float:
        channel = self._channels.get((chat.channel, chat.account))
        return channel.limits.album_quiet if channel is not None else 0.0

    def _start(self, chat: Chat, turns: Sequence[Sequence[Received]]) -> asyncio.Task[int]:
        task = asyncio.create_task(self._in_order(turns))
        self._busy[chat] = task

        def end(_task: asyncio.Task[int]) -> None:
            self._busy.pop(chat, None)
            if not task.cancelled() and task.result():
                self.wake()  # what came meanwhile, or what stood behind

        task.add_done_callback(end)
        return task

    async def _in_order(self, turns: Sequence[Sequence[Received]]) -> int:
        done = 0
        for rows in turns:
            try:
                brought = await self._bring(rows)
                async with self._room:
                    while not await self.handle(*(r.id for r in rows), brought=brought):
                        continue
            except Exception as error:
                # The disk is full or the database gone: this chat waits, others do not.
                _log.error("message %s waits: %s", rows[0].id, _where(error))
                break
            done += 1
        return done

    async def _bring(self, rows: Sequence[Received]) -> Brought:
        """Bring the files of a known person's message, outside of any transaction."""
        row = rows[0]
        channel = self._channels.get((row.chat.channel, row.chat.account))
        if channel is None:
            return _NOTHING
        try:
            said = [channel.read(r.raw, r.chat, r.external_id, r.received_at) for r in rows]
        except Exception:
            return _NOTHING  # whoever handles it says what is wrong with it
        messages = [m for m in said if isinstance(m, IncomingMessage)]
        if not messages or not self._arrivals.awaits(message := as_one(messages)):
            return _NOTHING
        async with self._store.read() as unit:
            is_known = await unit.links.behind(row.chat) is not None
        return await self._arrivals.bring(message) if is_known else _NOTHING

    async def handle(self, *inbox_ids: int, brought: Brought = _NOTHING) -> bool:
        """Handle one turn, made of these updates. Returns False when it failed and will be tried again.

        After three failures it is set aside and its sender reads one neutral sentence. Raises
        StoreDownError when the database takes nothing: that is no failure of the message.
        """
        now = self._clock()
        try:
            await self._answering.answer(inbox_ids, brought, now)
            return True
        except RefusedError as refused:
            await self._answering.refuse(inbox_ids, refused.sentence, now)
            return True
        except StoreDownError:
            raise
        except Exception as error:
            # The words of the message may stand in the error's text, so only its kind is logged.
            _log.error("message %s could not be handled: %s", inbox_ids[0], _where(error))
            return await self._answering.fail(inbox_ids, _where(error), now)


def _where(error: BaseException) -> str:
    """Return what went wrong and where, without the error's own text: it may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    steps = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {steps}"
