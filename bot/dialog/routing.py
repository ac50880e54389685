"""Which conversation a message is for."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.conversations.base import Conversation, Reply, Turn
from bot.dialog.picking import picked, spelled_out
from data.domain.messages import Choice, OutgoingMessage
from data.domain.wording import plain
from data.errors import RefusedError
from data.store.mail import DialogState
from data.texts.common import choice_closed, not_understood

_LONGEST_CHOICE = 64
_LONGEST_NUMBER = 9
_EDGE = " .!?,:"


@dataclass(frozen=True, slots=True)
class Answer:
    """A reply and the name of the conversation that gave it."""

    reply: Reply
    conversation: str
    aside: DialogState | None = None
    """What another conversation waits for, and goes on to wait for when this one is over."""


class Router:
    """Finds the conversation for a turn, in a fixed order of questions."""

    def __init__(self, conversations: Iterable[Conversation]) -> None:
        self._all = tuple(conversations)
        self._by_name: Mapping[str, Conversation] = {c.name: c for c in self._all}
        self._commands: dict[str, list[Conversation]] = defaultdict(list)
        for conversation in self._all:
            for word in conversation.commands:
                self._commands[_as_typed(word.removeprefix("/"))].append(conversation)

    async def route(self, turn: Turn, state: DialogState, quoted: Sequence[Choice] = ()) -> Answer:
        """Return the answer to a turn.

        A choice, a number or the words of a choice shown last, a command, what quotes a message of
        ours, the conversation that waits for an answer, then whoever recognises the message.
        `quoted` are the choices of the message that this one quotes: a number or words mean those
        then.
        """
        answer = await self._route(turn, state, quoted)
        if answer is not None:
            return await self._with_what_waits(turn, state, answer)
        return Answer(Reply((OutgoingMessage(not_understood(turn.person, None)),)), "")

    async def _with_what_waits(self, turn: Turn, state: DialogState, answer: Answer) -> Answer:
        """Put aside what waited before, or ask for it once more when what came in between is over."""
        by, is_over = self._by_name.get(answer.conversation), answer.reply.keep is None
        goes_on = answer.conversation == state.conversation
        before = state.aside if goes_on or state.aside else state
        asker = self._by_name.get(before.conversation or "") if before else None
        if before is None or asker is None or asker.again is None or asker is by:
            return answer
        if is_over and not (goes_on or (by is not None and by.interrupts and before is state)):
            return answer
        if not is_over and not answer.reply.keep_for:
            return answer  # stopped: nothing waits any more
        bare = replace(turn.message, text="", files=(), place=None, choice=None, album=None)
        asked = await asker.again(replace(turn, message=bare, data=before.data))
        if asked is None:
            return answer
        if not is_over:
            return replace(answer, aside=before)
        messages = (*answer.reply.messages, *asked.messages)
        reply = replace(answer.reply, messages=messages, keep=asked.keep, keep_for=asked.keep_for)
        return Answer(reply, asker.name)

    async def _route(
        self, turn: Turn, state: DialogState, quoted: Sequence[Choice]
    ) -> Answer | None:
        menu = tuple(c.value for c in quoted) or state.menu
        choice = turn.message.choice or await picked(turn, menu, quoted)
        if isinstance(choice, Reply):
            return Answer(choice, "")  # which of two things a number means; what waits goes on
        if choice:
            return await self._tap(turn, state, choice)
        if answer := await self._command(turn, state):
            return answer
        if choice := await spelled_out(turn, menu, quoted):
            return await self._tap(turn, state, choice)
        standing = self._by_name.get(state.conversation or "")
        if answer := await self._quoting(turn, state, standing):
            return answer
        if standing and standing.resume:
            reply = await standing.resume(_with_data(turn, standing, state))
            if reply is not None:
                return Answer(reply, standing.name)
        for conversation in self._all:
            if conversation.start:
                reply = await conversation.start(_with_data(turn, conversation, state))
                if reply is not None:
                    return Answer(reply, conversation.name)
        return None

    async def _quoting(
        self, turn: Turn, state: DialogState, standing: Conversation | None
    ) -> Answer | None:
        """Return the answer to who quotes a message of ours: they say themselves what it is about."""
        for conversation in self._all if turn.message.reply_to else ():
            if conversation.quoted and conversation is not standing:
                reply = await conversation.quoted(_with_data(turn, conversation, state))
                if reply is not None:
                    return Answer(reply, conversation.name)
        return None

    async def _tap(self, turn: Turn, state: DialogState, choice: str) -> Answer:
        name, _, rest = choice.partition(":")
        verb, *arguments = rest.split(":")
        conversation = self._by_name.get(name)
        if conversation is not None and _is_ours(choice, arguments):
            tapped = replace(turn, message=replace(turn.message, choice=choice, text=""))
            reply = await _tapped(
                conversation, _with_data(tapped, conversation, state), verb, arguments
            )
            if reply is not None:
                return await self._with_files(turn, state, Answer(reply, name))
        closed = Reply((OutgoingMessage(choice_closed(turn.person)),))
        return await self._with_files(turn, state, Answer(closed, ""))

    async def _command(self, turn: Turn, state: DialogState) -> Answer | None:
        typed = _as_typed(turn.message.text)
        if typed.startswith("/"):
            typed = typed[1:].split(" ", 1)[0].split("@", 1)[0]
        for conversation in self._commands.get(typed, ()) if typed else ():
            if conversation.open:
                reply = await conversation.open(_with_data(turn, conversation, state))
                if reply is not None:
                    answer = Answer(reply, conversation.name)
                    return await self._with_files(turn, state, answer)
        return None

    async def _with_files(self, turn: Turn, state: DialogState, answer: Answer) -> Answer:
        """Let files that came with a choice go on as files alone, unless its conversation took them."""
        by = self._by_name.get(answer.conversation)
        if not turn.message.files or (by is not None and by.takes_files):
            return answer
        alone = replace(turn, message=replace(turn.message, text="", choice=None))
        for conversation in self._all:
            if conversation.start:
                more = await conversation.start(_with_data(alone, conversation, state))
                if more is not None:
                    messages = (*answer.reply.messages, *more.messages)
                    return Answer(replace(more, messages=messages), conversation.name)
        return answer


async def _tapped(
    conversation: Conversation, turn: Turn, verb: str, arguments: Sequence[str]
) -> Reply | None:
    try:
        return await conversation.tap(turn, verb, arguments)
    except RefusedError as refused:
        # A refusal undoes the whole turn: files that came along would go with it.
        if not (turn.message.files and conversation.only_shows):
            raise
        return Reply((OutgoingMessage(refused.sentence),))


def _is_ours(choice: str, arguments: Sequence[str]) -> bool:
    """Return whether a choice can be one that we made; no database takes a longer number."""
    are_short = all(len(a) <= _LONGEST_NUMBER for a in arguments if a.isdecimal())
    return len(choice) <= _LONGEST_CHOICE and choice.isascii() and are_short


def _as_typed(text: str) -> str:
    return " ".join(plain(text[:200]).split()).strip(_EDGE)


def _with_data(turn: Turn, conversation: Conversation, state: DialogState) -> Turn:
    return replace(turn, data=state.data_of(conversation.name))
