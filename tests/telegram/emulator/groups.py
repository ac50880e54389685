"""Groups: members, bots with privacy mode, and the move to a supergroup."""

import itertools
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from tests.emulation.waiting import PATIENCE
from tests.telegram.emulator.chats import Chat
from tests.telegram.emulator.entities import piece
from tests.telegram.emulator.members import member_json
from tests.telegram.emulator.messages import Message
from tests.telegram.emulator.refusals import forbidden

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount
    from tests.telegram.emulator.network import Telegram
    from tests.telegram.emulator.people import Person


class Group(Chat):
    """A group chat, later perhaps a supergroup."""

    def __init__(self, telegram: "Telegram", title: str, members: "Iterable[Person]") -> None:
        super().__init__(telegram, telegram.new_group_id())
        self.title = title
        self.members = list(members)
        self.owner = self.members[0] if self.members else None
        self.status: dict[BotAccount, str] = {}
        """What each bot is here: member, administrator, kicked or left."""
        self.is_super = False
        self.old_id: int | None = None
        self.acted = 0
        self._ids = itertools.count(1)

    def json(self) -> dict[str, Any]:
        """Return the chat as the Bot API tells it."""
        kind = "supergroup" if self.is_super else "group"
        return {"id": self.id, "type": kind, "title": self.title}

    def next_id(self) -> int:
        """Return the next number of this group's own count."""
        return next(self._ids)

    def lets_in(self, bot: "BotAccount") -> None:
        """Let members write."""
        status = self.status.get(bot, "left")
        kind = "supergroup" if self.is_super else "group"
        if status == "kicked":
            raise forbidden(f"bot was kicked from the {kind} chat")
        if status == "left":
            raise forbidden(f"bot is not a member of the {kind} chat")

    def hearers(self, message: Message) -> "list[BotAccount]":
        """Return the bots that may read a message: with privacy mode only what is for them."""
        present = [b for b, status in self.status.items() if status in ("member", "administrator")]
        return [bot for bot in present if self._may_read(bot, message)]

    def _may_read(self, bot: "BotAccount", message: Message) -> bool:
        if message.service or not bot.privacy or self.status[bot] == "administrator":
            return True
        answers = message.reply_to is not None and message.reply_to.sender is bot
        return answers or _commands(bot, message)

    def adds(self, bot: "BotAccount | None" = None, *, by: "Person | None" = None) -> None:
        """Let somebody add a bot: my_chat_member, and the service message."""
        with self.telegram.lock:
            bot = bot or self.telegram.bot
            self._becomes(bot, "member", by or self._somebody())
            self._tells(by, new_chat_members=[bot.json()])

    def removes(self, bot: "BotAccount | None" = None, *, by: "Person | None" = None) -> None:
        """Let somebody throw a bot out."""
        with self.telegram.lock:
            bot = bot or self.telegram.bot
            self._becomes(bot, "kicked", by or self._somebody())
            self._tells(by, left_chat_member=bot.json())

    def promotes(self, bot: "BotAccount | None" = None, *, by: "Person | None" = None) -> None:
        """Make a bot an administrator: it then reads everything."""
        with self.telegram.lock:
            bot = bot or self.telegram.bot
            self._becomes(bot, "administrator", by or self._somebody())

    def leaves(self, bot: "BotAccount") -> None:
        """Let a bot leave by itself."""
        self._becomes(bot, "left", bot)
        self.post(bot, service={"left_chat_member": bot.json()})

    def admits(self, person: "Person", *, by: "Person | None" = None) -> None:
        """Let a person in."""
        with self.telegram.lock:
            if person not in self.members:
                self.members.append(person)
            self._member_changed(person, "left", "member", by or person)
            self._tells(by or person, new_chat_members=[person.json()])

    def dismisses(self, person: "Person", *, by: "Person | None" = None) -> None:
        """Let a person go."""
        with self.telegram.lock:
            self.members.remove(person)
            self._member_changed(person, "member", "left", by or person)
            self._tells(by or person, left_chat_member=person.json())

    def renames(self, title: str, *, by: "Person | None" = None) -> None:
        """Give the group another title."""
        with self.telegram.lock:
            self.title = title
            self._tells(by, new_chat_title=title)

    def becomes_supergroup(self) -> int:
        """Move to a supergroup: a new id, new message numbers; return the new id."""
        with self.telegram.lock:
            new_id = self.telegram.new_supergroup_id()
            self._tells(None, migrate_to_chat_id=new_id)
            self.old_id, self.id, self.is_super = self.id, new_id, True
            self.telegram.moved(self.old_id, self)
            self._ids = itertools.count(1)
            self._by_id.clear()
            self._tells(None, migrate_from_chat_id=self.old_id)
            return new_id

    def hears(self, wanted: Any, timeout: float = PATIENCE) -> Any:
        """Wait until a bot says this here, after what a person said last: `await` it."""
        return self.telegram.until(
            lambda: self.heard(wanted, self.acted), timeout, lambda: missing(wanted, self)
        )

    def wait_for(self, wanted: Any, timeout: float = PATIENCE) -> Message:
        """Wait in a thread until a bot says this here, after what a person said last."""
        return self.telegram.wait_until(
            lambda: self.heard(wanted, self.acted), timeout, lambda: missing(wanted, self)
        )

    def _somebody(self) -> "Person":
        assert self.owner is not None, "a group without members cannot act"
        return self.owner

    def _tells(self, by: "Person | None", **service: Any) -> None:
        self.telegram.tell(self.post(by or self._somebody(), service=service))

    def _becomes(self, bot: "BotAccount", status: str, by: "Person | BotAccount") -> None:
        old, self.status[bot] = self.status.get(bot, "left"), status
        body = {
            "chat": self.json(),
            "from": by.json(),
            "date": self.telegram.now(),
            "old_chat_member": member_json(bot, old),
            "new_chat_member": member_json(bot, status),
        }
        self.telegram.publish(bot, "my_chat_member", body)

    def _member_changed(self, person: "Person", old: str, new: str, by: "Person") -> None:
        body = {
            "chat": self.json(),
            "from": by.json(),
            "date": self.telegram.now(),
            "old_chat_member": member_json(person, old),
            "new_chat_member": member_json(person, new),
        }
        for bot, status in self.status.items():
            if status == "administrator":
                self.telegram.publish(bot, "chat_member", body)


def missing(wanted: Any, chat: Chat) -> str:
    """Say what was waited for, and what was said instead."""
    said = "\n".join(f"  {m.id}: {m.text!r} {m.labels}" for m in chat.messages[-6:])
    return f"{wanted!r} was not heard; the chat's last messages:\n{said}"


def _commands(bot: "BotAccount", message: Message) -> bool:
    """Whether a message is a command that is not another bot's."""
    for entity in message.entities:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            name, _, whose = piece(message.text, entity).partition("@")
            return whose.lower() in ("", bot.username.lower()) and bool(name)
    return False
