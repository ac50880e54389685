"""Chats: what was said in them, and what a person sees of it."""

import re
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.messages import Button, Message, keyboard_rows
from tests.telegram.emulator.refusals import forbidden

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount
    from tests.telegram.emulator.actors import Actor
    from tests.telegram.emulator.network import Telegram


class Chat:
    """A chat of either kind."""

    def __init__(self, telegram: "Telegram", chat_id: int) -> None:
        self.telegram = telegram
        self.id = chat_id
        self.everything: list[Message] = []
        """All messages, deleted ones too."""
        self.reply_keyboard: dict[str, Any] | None = None
        self.typing: list[str] = []
        """The chat actions its bots showed, such as typing."""
        self._by_id: dict[int, Message] = {}

    def json(self) -> dict[str, Any]:
        """Return the chat as the Bot API tells it."""
        raise NotImplementedError

    def next_id(self) -> int:
        """Return the number of the next message."""
        raise NotImplementedError

    def lets_in(self, bot: "BotAccount") -> None:
        """Raise as the service refuses, where the bot may not write here."""
        raise NotImplementedError

    def hearers(self, message: Message) -> "list[BotAccount]":
        """Return the bots that are told of a person's message."""
        raise NotImplementedError

    @property
    def messages(self) -> list[Message]:
        """What is on the screen, the oldest first."""
        return [message for message in self.everything if not message.deleted]

    @property
    def last(self) -> Message:
        """The newest message on the screen."""
        return self.messages[-1]

    @property
    def said(self) -> list[Message]:
        """What the bots said, the oldest first."""
        return [message for message in self.messages if message.from_bot]

    @property
    def keyboard(self) -> list[list[Button]]:
        """The reply keyboard at the bottom of the screen: rows of buttons."""
        return keyboard_rows(self.reply_keyboard)

    def find(self, message_id: int) -> Message | None:
        """Return a message that is still there."""
        message = self._by_id.get(message_id)
        return None if message is None or message.deleted else message

    def post(self, sender: "Actor | BotAccount", **fields: Any) -> Message:
        """Add a message to the chat; nobody is told yet."""
        telegram = self.telegram
        date = telegram.now()
        message = Message(self, self.next_id(), sender, date, telegram.monotonic(), **fields)
        self.everything.append(message)
        self._by_id[message.id] = message
        if message.reply_keyboard is not None:
            gone = message.reply_keyboard.get("remove_keyboard")
            self.reply_keyboard = None if gone else message.reply_keyboard
        telegram.happened(message)
        return message

    def heard(self, wanted: "str | re.Pattern[str]", since: int) -> Message | None:
        """Return the first message of a bot that says this and changed after a moment."""
        for message in self.everything:
            new = message.moment > since and message.from_bot and not message.deleted
            if new and message.matches(wanted):
                return message
        return None


class PrivateChat(Chat):
    """One person with one bot."""

    def __init__(self, bot: "BotAccount", person: "Actor") -> None:
        super().__init__(bot.telegram, person.id)
        self.bot = bot
        self.person = person
        self.started = False
        self.blocked = False

    def json(self) -> dict[str, Any]:
        """Return the chat as the bot sees it: the person."""
        names = ("first_name", "last_name", "username")
        known = self.person.json()
        named = {name: known[name] for name in names if name in known}
        return {"id": self.id, "type": "private", **named}

    def next_id(self) -> int:
        """Return the next number of the bot's own mailbox, which its private chats share."""
        return self.bot.next_message_id()

    def lets_in(self, bot: "BotAccount") -> None:
        """Let the bot write if the person once wrote, and has not blocked it."""
        assert bot is self.bot
        if self.person.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")

    def hearers(self, message: Message) -> "list[BotAccount]":
        """Return the bot, unless it speaks itself."""
        return [] if message.sender is self.bot else [self.bot]
