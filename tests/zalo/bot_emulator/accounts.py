"""Bots, and their private chats."""

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.zalo.bot_emulator.mailbox import Mailbox
from tests.zalo.bot_emulator.refusals import RefusedError
from tests.zalo.emulation.chats import Chat

if TYPE_CHECKING:
    from tests.zalo.bot_emulator.people import Person
    from tests.zalo.bot_emulator.platform import ZaloBot


@dataclass
class Webhook:
    """Where updates are pushed to."""

    url: str
    secret: str
    updated_at: int


@dataclass(eq=False, repr=False)
class PrivateChat(Chat):
    """One person with one bot."""

    bot: "BotAccount | None" = None
    person: "Person | None" = None
    started: bool = False
    """Whether the person ever wrote: before that the bot cannot."""
    ignored: bool = False
    """Whether the bot had too many users when this one came."""
    blocked: bool = False


@dataclass(eq=False, repr=False)
class BotAccount:
    """A bot."""

    zalo: "ZaloBot"
    token: str
    name: str
    account_type: str = "BASIC"
    can_join_groups: bool = True
    monthly_limit: int = 3000
    user_limit: int = 50
    group_limit: int = 3
    webhook: Webhook | None = None
    webhook_tests_left: int = 5
    private: dict["Person", PrivateChat] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)
    """Messages that counted, by month."""

    def __post_init__(self) -> None:
        self.mailbox = Mailbox(self.zalo)

    @property
    def id(self) -> str:
        """The number before the colon."""
        return self.token.partition(":")[0]

    def json(self) -> dict[str, Any]:
        """Return what getMe says."""
        return {
            "id": self.id,
            "account_name": f"bot.{self.id[-9:]}",
            "display_name": self.name,
            "account_type": self.account_type,
            "can_join_groups": self.can_join_groups,
        }

    def chat_with(self, person: "Person") -> PrivateChat:
        """Return the private chat with a person."""
        if person not in self.private:
            scope = self.id if self.zalo.switches.scoped_ids else ""
            chat_id = hashlib.sha256(f"{scope}/{person.number}".encode()).hexdigest()[:20]
            chat = PrivateChat(self.zalo, chat_id, self.name, "Chatbot", bot=self, person=person)
            self.private[person] = chat
        return self.private[person]

    @property
    def users(self) -> int:
        """How many people it serves."""
        return sum(chat.started and not chat.ignored for chat in self.private.values())

    @property
    def sent_this_month(self) -> int:
        """How many messages count against the month's quota."""
        return self.sent[self._month()]

    def uses(self, messages: int) -> None:
        """Let so many messages count as sent this month."""
        self.sent[self._month()] = messages

    def _month(self) -> str:
        return self.zalo.clock.local().strftime("%Y-%m")

    def spend(self) -> None:
        """Count a message, or refuse it when the month's are used up."""
        if self.sent_this_month >= self.monthly_limit:
            raise RefusedError(429, "Quota exceeded")
        self.sent[self._month()] += 1
