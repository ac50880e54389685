"""People with a phone: what they say and do, and what they see."""

import re
from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.emulation.waiting import PATIENCE
from tests.telegram.emulator.chats import Chat, PrivateChat
from tests.telegram.emulator.entities import found_in
from tests.telegram.emulator.groups import Group, missing
from tests.telegram.emulator.members import member_json
from tests.telegram.emulator.messages import Message
from tests.telegram.emulator.taps import Taps

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount


class Person(Taps):
    """A person who uses Telegram."""

    # What they see

    @property
    def messages(self) -> list[Message]:
        """What is on the screen of the chat with the first bot."""
        return self.chat().messages

    def hears(
        self,
        wanted: "str | re.Pattern[str]",
        timeout: float = PATIENCE,
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
        timeout: float = PATIENCE,
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
