"""One turn, one transaction: effects, replies, dialog state and the inbox mark live or die together."""

import contextlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.channels.base import Channel
from bot.channels.quiet import QuietError
from bot.conversations import enrolling, groups, report
from bot.conversations.base import Conversation, Turn, Visit
from bot.dialog import which_ward
from bot.dialog.arrivals import Brought, with_files
from bot.dialog.cleaning import LONGEST_TEXT, clean
from bot.dialog.making import Making, UnmadeError
from bot.dialog.replying import Question, Replying
from bot.dialog.routing import Answer, Router
from bot.dialog.speaking import Speaker, speaker_of
from bot.dialog.together import as_one, is_to_us
from data.domain.localtime import local_date
from data.domain.messages import ChatNotice, Incoming, IncomingMessage, OutgoingMessage
from data.domain.trouble import AccountStatus
from data.domain.ways_in import WaysIn
from data.domain.workdays import calendar_of
from data.files.evidence_store import EvidenceStore
from data.store.mail import DialogState, Received
from data.store.unit_of_work import Store, UnitOfWork
from data.texts import common as words
from jobs.actions.chat_notices import note
from jobs.actions.come_back import come_back


@dataclass(frozen=True, slots=True)
class House:
    """What every turn may ask of the house around it."""

    files: EvidenceStore
    ways_in: Callable[[int], WaysIn]
    """Where people of a ward can come in."""
    accounts: Callable[[], Sequence[AccountStatus]]
    """How the accounts on the platforms are doing."""


class Answering:
    """Turns updates of the inbox into answers in the outbox."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[tuple[str, str], Channel],
        conversations: Iterable[Conversation],
        house: House,
    ) -> None:
        self._store = store
        self._channels = channels
        self._router = Router(conversations)
        self._house = house

    async def answer(self, inbox_ids: Sequence[int], brought: Brought, now: datetime) -> None:
        """Answer one turn, made of these updates, unless it was answered before.

        Raises RefusedError with a sentence for the person, ValueError for what cannot be read.
        """
        making = Making()
        while True:
            try:
                await self._answer_with(making, inbox_ids, brought, now)
                return
            except UnmadeError as unmade:
                await making.make(unmade)

    async def _answer_with(
        self, making: Making, inbox_ids: Sequence[int], brought: Brought, now: datetime
    ) -> None:
        """Answer the turn in one transaction. Raises UnmadeError, too."""
        async with self._store.write() as unit:
            rows = await _take(unit, inbox_ids)
            if rows:
                with contextlib.suppress(QuietError):
                    incoming = self._read(rows)
                    await self._answer(unit, rows, incoming, brought, making, now)
            for row in rows:
                await unit.inbox.mark_done(row.id)

    async def refuse(self, inbox_ids: Sequence[int], sentence: str, now: datetime) -> None:
        """Say why not. What the turn did was rolled back; its dialog stands where it stood."""
        async with self._store.write() as unit:
            rows = await _take(unit, inbox_ids)
            if rows:
                known = await unit.links.behind(rows[0].chat)
                who = known[:2] if known else (None, None)
                replying = Replying(unit, self._channel_of(rows[0]), rows[0], now, *who)
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
                replying = Replying(unit, self._channel_of(rows[0]), rows[0], now, *known[:2])
                await replying.say([OutgoingMessage(words.trouble())])
        return all(aside)

    def _channel_of(self, row: Received) -> Channel:
        return self._channels[row.chat.channel, row.chat.account]

    def _read(self, rows: Sequence[Received]) -> Incoming:
        """Return what was said or happened. One picture that cannot be read leaves its album whole.

        Raises QuietError for what asks for nothing, ValueError for what cannot be read.
        """
        channel = self._channel_of(rows[0])
        said: list[IncomingMessage] = []
        trouble: Exception | None = None
        for row in rows:
            try:
                incoming = channel.read(row.raw, row.chat, row.external_id, row.received_at)
            except (QuietError, ValueError) as error:
                trouble = error
                continue
            if isinstance(incoming, ChatNotice):
                return incoming
            said.append(incoming)
        if trouble is not None and not said:
            raise trouble
        return as_one(said)

    async def _answer(
        self,
        unit: UnitOfWork,
        rows: Sequence[Received],
        incoming: Incoming,
        brought: Brought,
        making: Making,
        now: datetime,
    ) -> None:
        channel, chat = self._channel_of(rows[0]), rows[0].chat
        if isinstance(incoming, ChatNotice):
            await note(unit, incoming, now, channel.wards)
            return
        message = clean(with_files(incoming, brought))
        state = await unit.dialogs.get(chat, now)
        if not is_to_us(message) and message.album != state.data.get("album"):
            return  # pictures that neighbours show each other, not the rest of what was shown to us
        replying = Replying(unit, channel, rows[0], now)
        if channel.takes_invitations:
            data = state.data if state.conversation == enrolling.NAME else {}
            visit = Visit(
                unit,
                chat,
                message,
                data,
                now,
                channel.wards,
                most_people=channel.quota.people if channel.quota else None,
                types_codes=channel.limits.types_codes,
            )
            if (coming_in := await enrolling.receive(visit)) is not None:
                if coming_in.keep is None and state.conversation == enrolling.NAME:
                    # The welcome stands in the outbox already, with its menu.
                    await unit.dialogs.end(chat)
                    state = DialogState(None, {}, None)
                await replying.answer(Answer(coming_in, enrolling.NAME), state, message)
                return
        if await which_ward.settle(unit, message, state, now):
            return
        wards = await which_ward.meant(unit, message, state, now)
        if len(wards) > 1:
            await which_ward.ask(unit, rows, message, wards, now)
            return
        if wards:
            state = replace(state, data={which_ward.NAME: wards[0]})
        speaker = await speaker_of(unit, message, state)
        if speaker is not None:
            if speaker.was_unreachable and message.group is None:
                # Whoever blocked us may still speak in a group.
                await come_back(unit, chat, now)
            replying = Replying(unit, channel, rows[0], now, speaker.ward, speaker.person)
            await self._talk(replying, speaker, message, state, making)
        elif message.group is None:
            # In a group a stranger hears nothing: it is not to us that they speak.
            await replying.greet_stranger(state)

    async def _talk(
        self,
        replying: Replying,
        speaker: Speaker,
        message: IncomingMessage,
        state: DialogState,
        making: Making,
    ) -> None:
        """Answer a known person."""
        person = replying.person
        if len(message.text) > LONGEST_TEXT:
            text = words.too_long(person, len(message.text), LONGEST_TEXT)
            await replying.say([OutgoingMessage(text)])
            return
        question = await replying.question(message)
        turn = self._turn(replying, message, question, making)
        answer = await _first(turn, state) or await self._router.route(
            turn, state, question.choices
        )
        if message.group is None or answer.conversation not in _ONLY_IN_PRIVATE:
            kept = replace(answer, reply=speaker.kept(answer.reply))
            await replying.answer(kept, state, message, question)

    def _turn(
        self, replying: Replying, message: IncomingMessage, question: Question, making: Making
    ) -> Turn:
        ward, now = replying.ward, replying.now
        ways_in = self._house.ways_in(ward.id)
        return Turn(
            unit=replying.unit,
            ward=ward,
            person=replying.person,
            chat=message.chat,
            message=message,
            data={},
            now=now,
            today=local_date(now),
            calendar=calendar_of(ward.settings.calendar_overrides),
            file_path=self._house.files.path,
            make=making.take,
            keep_file=self._keep_file,
            public_url=ways_in.public_url,
            ways_in=ways_in,
            limits=replying.limits,
            accounts=self._house.accounts,
            about=question.about,
        )

    async def _keep_file(self, content: bytes) -> str:
        return (await self._house.files.put_bytes(content)).sha256


_ONLY_IN_PRIVATE = frozenset({"lost", "help"})
"""What a group's message may be that is not for us: nobody is told that it was not understood."""


async def _first(turn: Turn, state: DialogState) -> Answer | None:
    """Return the answer to what comes before any conversation: a group's commands, an edit."""
    reply = await groups.in_group(turn)
    if reply is not None:
        return Answer(reply, "groups")
    if not turn.message.is_edit:
        return None
    turn = replace(turn, data=state.data_of(report.CONVERSATION.name))
    reply = await report.edited(turn)
    return Answer(reply, report.CONVERSATION.name) if reply is not None else None


async def _take(unit: UnitOfWork, inbox_ids: Sequence[int]) -> list[Received]:
    """Return the updates of a turn for handling in this transaction; none if it was handled."""
    rows = [await unit.inbox.take(inbox_id) for inbox_id in inbox_ids]
    return [row for row in rows if row is not None]
