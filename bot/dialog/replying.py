"""What is said in answer to one turn, where it stands, and what the chat waits for then."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.base import Channel
from bot.dialog.routing import Answer
from data.domain.messages import Choice, IncomingMessage, Lane, Letter, OutgoingMessage
from data.domain.people import Person, Ward
from data.store.mail import DialogState, Received
from data.store.unit_of_work import UnitOfWork
from data.texts import common as words
from data.texts import enrolling

STRANGER = "stranger"
_STRANGERS_HEAR_AGAIN = timedelta(hours=1)
_THANKS = "👍"


@dataclass(frozen=True, slots=True)
class Question:
    """Our message that the person answers: by a tap, or by quoting it."""

    letter: Letter | None = None
    is_tapped: bool = False
    about: tuple[int, ...] = ()
    """The occurrences that it spoke of, when it was quoted."""

    @property
    def choices(self) -> tuple[Choice, ...]:
        """What it offered, when it was quoted: a typed "1" is its first choice then."""
        return self.letter.message.choices if self.letter and not self.is_tapped else ()


_NO_QUESTION = Question()


class Replying:
    """Queues the answers to one update."""

    def __init__(
        self,
        unit: UnitOfWork,
        channel: Channel,
        row: Received,
        now: datetime,
        ward: Ward | None = None,
        person: Person | None = None,
    ) -> None:
        self.unit = unit
        self.now = now
        self._row = row
        self._ward = ward
        self._person = person
        self.limits = channel.limits

    @property
    def ward(self) -> Ward:
        """The ward of the person who is answered."""
        assert self._ward is not None, "a stranger belongs to no ward"
        return self._ward

    @property
    def person(self) -> Person:
        """Who is answered, when it is no stranger."""
        assert self._person is not None, "a stranger has no name"
        return self._person

    async def question(self, message: IncomingMessage) -> Question:
        """Return which message of ours this one answers, if it says so."""
        outbox = self.unit.outbox
        if message.tapped:
            letter = await outbox.shown_as(message.chat, message.tapped)
            return Question(letter, is_tapped=True)
        if not message.reply_to:
            return Question()
        letter = await outbox.shown_as(message.group or message.chat, message.reply_to)
        return Question(letter, about=await self._spoken_of(letter) if letter else ())

    async def _spoken_of(self, letter: Letter) -> tuple[int, ...]:
        """Return the occurrences that a message of ours spoke of, or whose card it is."""
        if mentioned := await self.unit.outbox.mentions_of(letter.id):
            return mentioned
        kind, _, number = letter.message.card.partition(":")
        if kind == "task":
            return (int(number),)
        if kind != "report":
            return ()
        report = await self.unit.ward(self.ward.id).reports.get(int(number))
        return (report.occurrence_id,) if report else ()

    async def say(self, messages: Iterable[OutgoingMessage]) -> None:
        """Queue messages, each as a new one."""
        for number, message in enumerate(messages):
            await self._queue(number, message)

    async def answer(
        self,
        answer: Answer,
        state: DialogState,
        message: IncomingMessage,
        question: Question = _NO_QUESTION,
    ) -> None:
        """Save what the conversation keeps, and queue what it says: in place where it can stand."""
        await self._save(state, answer)
        for number, said in enumerate(answer.reply.messages):
            edits_id = await self._place(said, answer, question) if number == 0 else None
            await self._queue(number, said, edits_id)
        for number, card in enumerate(answer.reply.settled):
            await self._settle(number, card)
        if message.group is not None and message.message_id and answer.reply.is_taken:
            # A group is thanked with a sign; what was stored is said to the person alone.
            thanks = OutgoingMessage(_THANKS, reacts_to=message.message_id)
            await self.unit.outbox.add(
                f"thanks:{self._row.id}",
                message.group,
                thanks,
                kind="reaction",
                lane=Lane.ANSWER,
                now=self.now,
                ward_id=self._ward.id if self._ward else None,
            )

    async def _settle(self, number: int, card: OutgoingMessage) -> None:
        """Let a card that is over say so where it stands; where there are no edits it just stays."""
        if not self.limits.has_edits or self._person is None:
            return
        shown = await self.unit.outbox.card(self._row.chat, self._person.id, card.card)
        if shown is not None:
            await self.unit.outbox.add(
                f"settled:{self._row.id}:{number}",
                self._row.chat,
                card,
                kind="reply",
                lane=Lane.ANSWER,
                now=self.now,
                ward_id=self._ward.id if self._ward else None,
                person_id=self._person.id,
                edits_id=shown,
            )

    async def greet_stranger(self, state: DialogState) -> None:
        """One polite sentence, at most once an hour, and no data."""
        if state.conversation == STRANGER:
            return
        heard = DialogState(STRANGER, {}, self.now + _STRANGERS_HEAR_AGAIN)
        await self.unit.dialogs.save(self._row.chat, heard)
        how = enrolling.stranger_types() if self.limits.types_codes else words.stranger()
        await self.say([OutgoingMessage(how)])

    async def _place(self, said: OutgoingMessage, answer: Answer, question: Question) -> int | None:
        """Return the message whose place an answer takes: the same card, further on."""
        if not said.card or not self.limits.has_edits or self._person is None:
            return None
        letter = question.letter
        if question.is_tapped and letter is not None and letter.message.card == said.card:
            return letter.id
        if answer.reply.in_place:
            return await self.unit.outbox.card(self._row.chat, self._person.id, said.card)
        return None

    async def _save(self, state: DialogState, answer: Answer) -> None:
        """Save what the conversation keeps. One that keeps nothing ends only its own wait."""
        reply, chat = answer.reply, self._row.chat
        if reply.keep is not None:
            until = self.now + reply.keep_for
            kept = DialogState(answer.conversation, reply.keep, until, aside=answer.aside)
            await self.unit.dialogs.save(chat, kept)
        elif state.conversation is not None and state.conversation == answer.conversation:
            await self.unit.dialogs.save(chat, DialogState(None, {}, None))
        elif state.aside is not None and state.aside.conversation == answer.conversation:
            await self.unit.dialogs.save(chat, replace(state, aside=None))

    async def _queue(
        self, number: int, message: OutgoingMessage, edits_id: int | None = None
    ) -> None:
        await self.unit.outbox.add(
            f"reply:{self._row.id}:{number}",
            self._row.chat,
            message,
            kind="reply",
            lane=Lane.ANSWER,
            now=self.now,
            ward_id=self._ward.id if self._ward else None,
            person_id=self._person.id if self._person else None,
            must_arrive=True,
            edits_id=edits_id,
        )
