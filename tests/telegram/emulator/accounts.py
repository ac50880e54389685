"""Bots: their identity and what they have set."""

import itertools
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.chats import PrivateChat
from tests.telegram.emulator.mailbox import Mailbox

if TYPE_CHECKING:
    from tests.telegram.emulator.actors import Actor
    from tests.telegram.emulator.network import Telegram

Commands = list[dict[str, str]]


class BotAccount:
    """A bot as the service knows it."""

    is_bot = True

    def __init__(self, telegram: "Telegram", token: str, name: str, username: str) -> None:
        self.telegram = telegram
        self.token = token
        self.id = int(token.partition(":")[0])
        self.name = name
        self.username = username
        self.privacy = True
        """Whether groups keep from it what is not meant for it."""
        self.mailbox = Mailbox(telegram, first_id=self.id % 1000 * 1000 + 501)
        self.private: dict[int, PrivateChat] = {}
        self.commands: dict[tuple[str, str], Commands] = {}
        """The commands set, by scope ("default", "chat:-42") and language code."""
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self._message_ids = itertools.count(1)

    def json(self) -> dict[str, Any]:
        """Return the bot as the Bot API tells a user."""
        names = {"first_name": self.name, "username": self.username}
        return {"id": self.id, "is_bot": True, **names}

    def next_message_id(self) -> int:
        """Return the next number of its mailbox."""
        return next(self._message_ids)

    def chat_with(self, person: "Actor") -> PrivateChat:
        """Return its chat with a person, begun or not."""
        if person.id not in self.private:
            self.private[person.id] = PrivateChat(self, person)
        return self.private[person.id]

    def link(self, code: str) -> str:
        """Return the deep link that sends "/start code"."""
        return f"https://t.me/{self.username}?start={code}"

    def menu_for(self, chat_id: int, language: str = "") -> Commands:
        """Return the commands a person sees: the narrowest scope wins whole."""
        kind = "all_private_chats" if chat_id > 0 else "all_group_chats"
        for scope in (f"chat:{chat_id}", kind, "default"):
            for code in (language, ""):
                if self.commands.get((scope, code)):
                    return self.commands[scope, code]
        return []
