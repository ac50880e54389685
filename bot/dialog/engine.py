"""One message, one transaction: effects, replies, dialog state and the inbox mark live or die together."""

import asyncio
import logging
import traceback
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Channel
from bot.conversations.base import Conversation, Reply, Turn
from bot.dialog.cleaning import LONGEST_TEXT, clean
from bot.dialog.routing import Answer, Router
from data.clock import Clock
from data.domain.localtime import local_date
from data.domain.messages import Chat, Lane, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.workdays import calendar_of
from data.errors import RefusedError, StoreDownError
from data.files.evidence_store import EvidenceStore
from data.store.mail import DialogState, Received
from data.store.unit_of_work import Store, UnitOfWork
from data.texts import common as words

_log = logging.getLogger(__name__)
STRANGER = "stranger"
_STRANGERS_HEAR_AGAIN = timedelta(hours=1)
_CHATS_AT_ONCE = 8
_POLL = 2.0
"""Seconds between looks at the inbox when nobody wakes us: rows of another process, or put back."""


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
    ) -> None:
        self._store = store
        self._channels = channels
        self._router = Router(conversations)
        self._clock = clock
        self._files = files
        self._public_url = public_url
        self._woken = asyncio.Event()

    async def receive(self, chat: Chat, external_id: str, raw: dict[str, Any]) -> int | None:
        """Commit an update to the inbox and return its id; None when it was received before.

        Only after this may the platform be told that we have it.
        """
        async with self._store.write() as unit:
            inbox_id = await unit.inbox.add(chat, external_id, raw, self._clock())
        self.wake(inbox_id)
        return inbox_id

    def wake(self, _inbox_id: int | None = None) -> None:
        """Hear that something was committed to the inbox."""
        self._woken.set()

    async def run(self) -> None:
        """Answer whatever arrives, until cancelled."""
        while True:
            self._woken.clear()
            try:
                await self.drain()
            except Exception as error:
                # A full disk or a lost database: the rows wait in the inbox for the next round.
                _log.error("the inbox could not be read: %s", _where(error))
            try:
                await asyncio.wait_for(self._woken.wait(), _POLL)
            except TimeoutError:
                continue

    async def drain(self) -> int:
        """Handle what waits: chats side by side, the messages of one chat in order."""
        handled = 0
        while True:
            async with self._store.read() as unit:
                waiting = await unit.inbox.waiting()
            by_chat: dict[Chat, list[Received]] = defaultdict(list)
            for row in waiting:
                by_chat[row.chat].append(row)
            room = asyncio.Semaphore(_CHATS_AT_ONCE)
            done = sum(
                await asyncio.gather(*(self._in_order(rows, room) for rows in by_chat.values()))
            )
            handled += done
            if not done:
                return handled

    async def _in_order(self, rows: list[Received], room: asyncio.Semaphore) -> int:
        done = 0
        async with room:
            for row in rows:
                try:
                    while not await self.handle(row.id):
                        continue
                except Exception as error:
                    # The disk is full or the database gone: this chat waits, others do not.
                    _log.error("message %s waits: %s", row.id, _where(error))
                    break
                done += 1
        return done

    async def handle(self, inbox_id: int) -> bool:
        """Handle one update. Returns False when it failed and will be tried again.

        After three failures it is set aside and its sender reads one neutral sentence. Raises
        StoreDownError when the database takes nothing: that is no failure of the message.
        """
        now = self._clock()
        try:
            async with self._store.write() as unit:
                row = await unit.inbox.take(inbox_id)
                if row is not None:
                    await self._answer(unit, row, now)
                    await unit.inbox.mark_done(row.id)
            return True
        except RefusedError as refused:
            return await self._refuse(inbox_id, refused.sentence, now)
        except StoreDownError:
            raise
        except Exception as error:
            # The words of the message may stand in the error's text, so only its kind is logged.
            _log.error("message %s could not be handled: %s", inbox_id, _where(error))
            return await self._fail(inbox_id, _where(error), now)

    async def _answer(self, unit: UnitOfWork, row: Received, now: datetime) -> None:
        channel = self._channels[row.chat.channel, row.chat.account]
        message = clean(channel.read(row.raw, row.chat, row.external_id, row.received_at))
        known = await unit.links.behind(row.chat)
        state = await unit.dialogs.get(row.chat, now)
        if known is None:
            await _answer_stranger(unit, row, state, now)
            return
        ward, person, was_unreachable = known
        if was_unreachable:
            await unit.links.mark_reachable(row.chat, True)
        if len(message.text) > LONGEST_TEXT:
            text = words.too_long(person, len(message.text), LONGEST_TEXT)
            await _reply(unit, row, [OutgoingMessage(text)], now, ward, person)
            return
        turn = Turn(
            unit=unit,
            ward=ward,
            person=person,
            chat=row.chat,
            message=message,
            data={},
            now=now,
            today=local_date(now),
            calendar=calendar_of(ward.settings.calendar_overrides),
            file_path=self._files.path,
            keep_file=self._keep_file,
            public_url=self._public_url,
        )
        answer = await self._router.route(turn, state)
        if answer is None:
            answer = Answer(Reply((OutgoingMessage(words.not_understood(person, None)),)), "")
        await _save_state(unit, row.chat, state, answer, now)
        await _reply(unit, row, answer.reply.messages, now, ward, person)

    async def _keep_file(self, content: bytes) -> str:
        return (await self._files.put_bytes(content)).sha256

    async def _refuse(self, inbox_id: int, sentence: str, now: datetime) -> bool:
        """Say why not. What the turn did was rolled back; its dialog stands where it stood."""
        async with self._store.write() as unit:
            row = await unit.inbox.take(inbox_id)
            known = await unit.links.behind(row.chat) if row else None
            if row is not None:
                await _reply(
                    unit, row, [OutgoingMessage(sentence)], now, *(known[:2] if known else ())
                )
                await unit.inbox.mark_done(row.id)
        return True

    async def _fail(self, inbox_id: int, where: str, now: datetime) -> bool:
        async with self._store.write() as unit:
            row = await unit.inbox.take(inbox_id)
            if row is None:
                return True
            is_set_aside = await unit.inbox.mark_failed(inbox_id, where)
            known = await unit.links.behind(row.chat) if is_set_aside else None
            if known is not None:
                await _reply(unit, row, [OutgoingMessage(words.trouble())], now, *known[:2])
        return is_set_aside


async def _answer_stranger(
    unit: UnitOfWork, row: Received, state: DialogState, now: datetime
) -> None:
    """One polite sentence, at most once an hour, and no data."""
    if state.conversation == STRANGER:
        return
    heard = DialogState(STRANGER, {}, now + _STRANGERS_HEAR_AGAIN)
    await unit.dialogs.save(row.chat, heard)
    await _reply(unit, row, [OutgoingMessage(words.stranger())], now)


async def _save_state(
    unit: UnitOfWork, chat: Chat, state: DialogState, answer: Answer, now: datetime
) -> None:
    """Save what the conversation keeps. One that keeps nothing ends only its own wait."""
    reply = answer.reply
    if reply.keep is not None:
        kept = DialogState(answer.conversation, reply.keep, now + reply.keep_for)
        await unit.dialogs.save(chat, kept)
    elif state.conversation is not None and state.conversation == answer.conversation:
        await unit.dialogs.save(chat, DialogState(None, {}, None))


async def _reply(
    unit: UnitOfWork,
    row: Received,
    messages: Iterable[OutgoingMessage],
    now: datetime,
    ward: Ward | None = None,
    person: Person | None = None,
) -> None:
    for number, message in enumerate(messages):
        await unit.outbox.add(
            f"reply:{row.id}:{number}",
            row.chat,
            message,
            kind="reply",
            lane=Lane.ANSWER,
            now=now,
            ward_id=ward.id if ward else None,
            person_id=person.id if person else None,
            must_arrive=True,
        )


def _where(error: BaseException) -> str:
    """Return what went wrong and where, without the error's own text: it may quote a person."""
    frames = traceback.extract_tb(error.__traceback__)[-4:]
    steps = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))
    return f"{type(error).__name__} at {steps}"
