"""People with a phone: what they say and do, and what they see."""

import re
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.telegram.emulator.chats import Chat, PrivateChat
from tests.telegram.emulator.entities import LONGEST_TEXT, found_in, units
from tests.telegram.emulator.groups import Group, missing
from tests.telegram.emulator.members import member_json
from tests.telegram.emulator.messages import Message
from tests.telegram.emulator.taps import Taps
from tests.telegram.emulator.things import SendsThings

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount
    from tests.telegram.emulator.network import Telegram


class Person(Taps, SendsThings):
    """A person who uses Telegram."""

    is_bot = False

    def __init__(self, telegram: "Telegram", number: int, name: str, phone: str | None) -> None:
        self.telegram = telegram
        self.id = number
        self.first_name = name
        self.last_name = ""
        self.phone = phone or f"09{number % 100_000_000:08}"
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

    # What they see

    def chat(self, bot: "BotAccount | None" = None) -> PrivateChat:
        """Return the private chat with a bot."""
        with self.telegram.lock:
            return (bot or self.telegram.bot).chat_with(self)

    @property
    def messages(self) -> list[Message]:
        """What is on the screen of the chat with the first bot."""
        return self.chat().messages

    def hears(
        self,
        wanted: "str | re.Pattern[str]",
        timeout: float = 10,
        *,
        chat: "BotAccount | Group | None" = None,
    ) -> Coroutine[Any, Any, Message]:
        """Wait until a bot says or edits this after the last thing this person did: `await` it."""
        seen = self.screen(chat)
        return self.telegram.until(
            lambda: seen.heard(wanted, self.acted), timeout, lambda: missing(wanted, seen)
        )

    def wait_for(
        self,
        wanted: "str | re.Pattern[str]",
        timeout: float = 10,
        *,
        chat: "BotAccount | Group | None" = None,
    ) -> Message:
        """Wait in a thread for what `hears` awaits."""
        seen = self.screen(chat)
        return self.telegram.wait_until(
            lambda: seen.heard(wanted, self.acted), timeout, lambda: missing(wanted, seen)
        )

    def screen(self, where: "BotAccount | Group | None") -> Chat:
        """Return a chat as a place to look at."""
        return where if isinstance(where, Group) else self.chat(where)

    # What they do

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

    def starts(self, bot: "BotAccount | None" = None, code: str = "") -> Message:
        """Press Start."""
        return self.says(f"/start {code}".strip(), to=bot)

    def opens(self, link: str, *, group: Group | None = None) -> Message:
        """Follow a deep link: to the private chat, or to add the bot to a group."""
        parts = urlsplit(link)
        asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
        bot = self.telegram.bot_named(asked.get("domain") or parts.path.strip("/"))
        if "startgroup" in asked:
            assert group is not None, "say to which group the bot is added"
            group.adds(bot, by=self)
            return self.says(f"/start@{bot.username} {asked['startgroup']}", to=group)
        return self.starts(bot, asked.get("start", ""))

    def edits(self, message: Message, text: str) -> None:
        """Change one's own message, or its caption."""
        assert message.sender is self, "one edits one's own messages"
        message.edited.append(message.text)
        message.text, message.entities = text, found_in(text)
        self.changed(message)

    def changed(self, message: Message) -> None:
        """Tell the bots that a message of this person's is another now."""
        with self.telegram.lock:
            message.edit_date = self.telegram.now()
            self.telegram.happened(message)
            self.acts(message.chat)
            self.telegram.tell(message, "edited_message")

    def deletes(self, message: Message) -> None:
        """Delete a message: bots are not told."""
        with self.telegram.lock:
            message.deleted = True
            self.telegram.happened(message)

    def forwards(
        self,
        message: Message,
        *,
        to: "BotAccount | Group | None" = None,
        hidden: bool = False,
    ) -> Message:
        """Forward a message; `hidden` where its sender lets nobody find them by it."""
        origin: dict[str, Any] = {"type": "user", "date": message.date}
        if hidden:
            origin |= {"type": "hidden_user", "sender_user_name": message.sender.name}
        else:
            origin["sender_user"] = message.sender.json()
        kept = {"text": message.text, "entities": message.entities, "media": message.media}
        return self.posts(to, forwarded=message.forwarded or origin, **kept)

    def reacts(self, message: Message, emoji: str = "👍") -> None:
        """Set a reaction; only a bot that is an administrator and asked for it is told."""
        with self.telegram.lock:
            old, message.reactions[self.id] = message.reactions.get(self.id), emoji
            self.telegram.happened(message)
            self.acts(message.chat)
            for bot in self._bots_told_of_reactions(message.chat):
                self.telegram.publish(bot, "message_reaction", self._reaction(message, old))

    def _bots_told_of_reactions(self, chat: Chat) -> "list[BotAccount]":
        if isinstance(chat, Group):
            return [bot for bot, status in chat.status.items() if status == "administrator"]
        return [chat.bot] if isinstance(chat, PrivateChat) else []

    def _reaction(self, message: Message, old: str | None) -> dict[str, Any]:
        return {
            "chat": message.chat.json(),
            "message_id": message.id,
            "user": self.json(),
            "date": self.telegram.now(),
            "old_reaction": [{"type": "emoji", "emoji": old}] if old else [],
            "new_reaction": [{"type": "emoji", "emoji": message.reactions[self.id]}],
        }

    def blocks(self, bot: "BotAccount | None" = None) -> None:
        """Block a bot: it can write no more."""
        self._block(bot, True)

    def unblocks(self, bot: "BotAccount | None" = None) -> None:
        """Take the block back."""
        self._block(bot, False)

    def _block(self, bot: "BotAccount | None", blocked: bool) -> None:
        with self.telegram.lock:
            chat = self.chat(bot)
            chat.blocked = blocked
            old, new = ("member", "kicked") if blocked else ("kicked", "member")
            self.acts(chat)
            body = {
                "chat": chat.json(),
                "from": self.json(),
                "date": self.telegram.now(),
                "old_chat_member": member_json(chat.bot, old),
                "new_chat_member": member_json(chat.bot, new),
            }
            self.telegram.publish(chat.bot, "my_chat_member", body)

    def deactivates(self) -> None:
        """Delete the account: no bot can write to it any more."""
        self.deactivated = True
