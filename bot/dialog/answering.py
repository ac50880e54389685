"""One turn, one transaction: effects, replies, dialog state and the inbox mark live or die together."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from bot.channels.base import Channel
from bot.conversations.base import Conversation, Turn
from bot.dialog.arrivals import Brought, with_files
from bot.dialog.cleaning import LONGEST_TEXT, clean
from bot.dialog.replying import Question, Replying
from bot.dialog.routing import Router
from bot.dialog.together import as_one
from data.domain.localtime import local_date
from data.domain.messages import ChatNotice, Incoming, IncomingMessage, OutgoingMessage
from data.domain.people import Person, Ward
from data.domain.ways_in import WaysIn
from data.domain.workdays import calendar_of
from data.files.evidence_store import EvidenceStore
from data.store.mail import Received
from data.store.unit_of_work import Store, UnitOfWork
from data.texts import common as words


class Answering:
    """Turns updates of the inbox into answers in the outbox."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[tuple[str, str], Channel],
        conversations: Iterable[Conversation],
        files: EvidenceStore,
        ways_in: Callable[[int], WaysIn],
    ) -> None:
        self._store = store
        self._channels = channels
        self._router = Router(conversations)
        self._files = files
        self._ways_in = ways_in

    async def answer(self, inbox_ids: Sequence[int], brought: Brought, now: datetime) -> None:
        """Answer one turn, made of these updates, unless it was answered before.

        Raises RefusedError with a sentence for the person, ValueError for what cannot be read.
        """
        async with self._store.write() as unit:
            rows = await _take(unit, inbox_ids)
            if rows:
                await self._answer(unit, rows, brought, now)
            for row in rows:
                await unit.inbox.mark_done(row.id)

    async def refuse(self, inbox_ids: Sequence[int], sentence: str, now: datetime) -> None:
        """Say why not. What the turn did was rolled back; its dialog stands where it stood."""
        async with self._store.write() as unit:
            rows = await _take(unit, inbox_ids)
            if rows:
                known = await unit.links.behind(rows[0].chat)
                who = known[:2] if known else (None, None)
                replying = Replying(unit, self._channels, rows[0], now, *who)
                await replying.say([OutgoingMessage(sentence)])
            for row in rows:
                await unit.inbox.mark_done(row.id)

    async def fail(self, inbox_ids: Sequence[int], where: str, now: datetime) -> bool:
        """Count a failure. Returns whether the turn is set aside now; its sender is told so."""
        async with self._store.write() as unit:
            rows = await _take(unit, inbox_ids)
            if not rows:
                return True
            aside = [await unit.inbox.mark_failed(row.id, where) for row in rows]
            known = await unit.links.behind(rows[0].chat) if all(aside) else None
            if known is not None:
                replying = Replying(unit, self._channels, rows[0], now, *known[:2])
                await replying.say([OutgoingMessage(words.trouble())])
        return all(aside)

    def _read(self, rows: Sequence[Received]) -> Incoming:
        channel = self._channels[rows[0].chat.channel, rows[0].chat.account]
        said = [channel.read(r.raw, r.chat, r.external_id, r.received_at) for r in rows]
        messages = [m for m in said if isinstance(m, IncomingMessage)]
        return as_one(messages) if messages else said[0]

    async def _answer(
        self, unit: UnitOfWork, rows: Sequence[Received], brought: Brought, now: datetime
    ) -> None:
        incoming = self._read(rows)
        if isinstance(incoming, ChatNotice):
            return
        message = clean(with_files(incoming, brought))
        chat = rows[0].chat
        known = await unit.links.behind(chat)
        state = await unit.dialogs.get(chat, now)
        if known is None:
            await Replying(unit, self._channels, rows[0], now).greet_stranger(state)
            return
        ward, person, was_unreachable = known
        if was_unreachable:
            await unit.links.mark_reachable(chat, True)
        replying = Replying(unit, self._channels, rows[0], now, ward, person)
        if len(message.text) > LONGEST_TEXT:
            text = words.too_long(person, len(message.text), LONGEST_TEXT)
            await replying.say([OutgoingMessage(text)])
            return
        question = await replying.question(message)
        turn = self._turn(unit, ward, person, message, question, now)
        answer = await self._router.route(turn, state, question.choices)
        await replying.answer(answer, state, message, question)

    def _turn(
        self,
        unit: UnitOfWork,
        ward: Ward,
        person: Person,
        message: IncomingMessage,
        question: Question,
        now: datetime,
    ) -> Turn:
        ways_in = self._ways_in(ward.id)
        return Turn(
            unit=unit,
            ward=ward,
            person=person,
            chat=message.chat,
            message=message,
            data={},
            now=now,
            today=local_date(now),
            calendar=calendar_of(ward.settings.calendar_overrides),
            file_path=self._files.path,
            keep_file=self._keep_file,
            public_url=ways_in.public_url,
            ways_in=ways_in,
            about=question.about,
        )

    async def _keep_file(self, content: bytes) -> str:
        return (await self._files.put_bytes(content)).sha256


async def _take(unit: UnitOfWork, inbox_ids: Sequence[int]) -> list[Received]:
    """Return the updates of a turn for handling in this transaction; none if it was handled."""
    rows = [await unit.inbox.take(inbox_id) for inbox_id in inbox_ids]
    return [row for row in rows if row is not None]
