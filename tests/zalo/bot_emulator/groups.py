"""Group chats, in which a bot hears only what is for it."""

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.zalo.emulation.chats import Chat, Message

if TYPE_CHECKING:
    from tests.zalo.bot_emulator.accounts import BotAccount
    from tests.zalo.bot_emulator.people import Person


@dataclass(eq=False, repr=False)
class Group(Chat):
    """A group of people, and of bots that were let in."""

    members: list["Person"] = field(default_factory=list)
    bots: list["BotAccount"] = field(default_factory=list)

    @property
    def ids(self) -> frozenset[str]:
        """Its one id."""
        return frozenset({self.id})

    def adds(self, bot: "BotAccount | None" = None) -> None:
        """Let a bot in, as the group's leader does by its link."""
        bot = bot or self.world.bot  # type: ignore[attr-defined]
        assert bot.can_join_groups, f"{bot.name} cannot join groups"
        theirs = [group for group in bot.zalo.groups if bot in group.bots]
        assert len(theirs) < bot.group_limit, f"{bot.name} is in {len(theirs)} groups already"
        self.bots.append(bot)

    def removes(self, bot: "BotAccount | None" = None) -> None:
        """Put a bot out; it is not told."""
        self.bots.remove(bot or self.world.bot)  # type: ignore[attr-defined]

    def hearers(self, text: str, reply_to: Message | None) -> list["BotAccount"]:
        """Return the bots that are told of a message: mentioned, or replied to."""
        answered = reply_to.author if reply_to else None
        return [bot for bot in self.bots if f"@{bot.name}" in text or bot is answered]


def group_id(title: str, number: int) -> str:
    """Return the id of a group: a long decimal."""
    digest = hashlib.sha256(f"{title}/{number}".encode()).hexdigest()
    return str(10**18 + int(digest[:14], 16))
