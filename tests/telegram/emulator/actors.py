"""Who acts on the side of the people: an account, and the doors it goes through."""

import re
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.chats import Chat, PrivateChat
from tests.telegram.emulator.entities import LONGEST_TEXT, found_in, units
from tests.telegram.emulator.groups import Group
from tests.telegram.emulator.messages import Message

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount
    from tests.telegram.emulator.network import Telegram


class Actor:
    """A person's account: its names, its chats, and how it comes to say something."""

    is_bot = False

    def __init__(self, telegram: "Telegram", number: int, name: str, phone: str | None) -> None:
        self.telegram = telegram
        self.id = number
        self.first_name = name
        self.last_name = ""
        self.phone = phone or f"097{number % 10_000_000:07}"
        self.username = ""
        self.language = "vi"
        self.deactivated = False
        self.acted = 0
        """The moment of the last thing this person did."""

    @property
    def name(self) -> str:
        """The name as others see it."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def international_phone(self) -> str:
        """The number as Telegram keeps it: 84 for the leading 0, and no plus."""
        digits = re.sub(r"\D", "", self.phone)
        return "84" + digits[1:] if digits.startswith("0") else digits

    def json(self) -> dict[str, Any]:
        """Return the person as the Bot API tells of a user."""
        optional = {
            "last_name": self.last_name,
            "username": self.username,
            "language_code": self.language,
        }
        known = {key: value for key, value in optional.items() if value}
        return {"id": self.id, "is_bot": False, "first_name": self.first_name, **known}

    def chat(self, bot: "BotAccount | None" = None) -> PrivateChat:
        """Return the private chat with a bot."""
        with self.telegram.lock:
            return (bot or self.telegram.bot).chat_with(self)

    def door(self, to: "BotAccount | Group | None") -> Chat:
        """Return the chat to write in, where this person may."""
        assert not self.deactivated, f"{self.name} has no account any more"
        if isinstance(to, Group):
            assert self in to.members, f"{self.name} is not in {to.title}"
            return to
        chat = self.chat(to)
        assert not chat.blocked, f"{self.name} has blocked {chat.bot.name}: unblock first"
        chat.started = True
        return chat

    def acts(self, chat: Chat) -> None:
        """Note that this person did something: what is heard from here on is new."""
        self.acted = self.telegram.next_moment()
        if isinstance(chat, Group):
            chat.acted = self.acted

    def posts(self, to: "BotAccount | Group | None", **fields: Any) -> Message:
        """Put a message into a chat and tell the bots."""
        with self.telegram.lock:
            chat = self.door(to)
            message = chat.post(self, **fields)
            self.acts(chat)
            self.telegram.tell(message)
            return message

    def changed(self, message: Message) -> None:
        """Tell the bots that a message of this person's is another now."""
        with self.telegram.lock:
            message.edit_date = self.telegram.now()
            self.telegram.happened(message)
            self.acts(message.chat)
            self.telegram.tell(message, "edited_message")

    def says(
        self,
        text: str,
        *,
        to: "BotAccount | Group | None" = None,
        reply_to: Message | None = None,
        quote: str = "",
    ) -> Message:
        """Write something."""
        assert units(text) <= LONGEST_TEXT, "a phone would split this into several messages"
        assert reply_to is None or quote in reply_to.text, "one quotes what is there"
        fields = {"text": text, "entities": found_in(text), "reply_to": reply_to, "quote": quote}
        return self.posts(to, **fields)
