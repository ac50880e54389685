"""Chats: what was said in them, and what a person sees of it."""

import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.zalo.emulation.world import World


def new_id() -> str:
    """Return an id as messages have: 20 hexadecimal digits."""
    return secrets.token_hex(10)


@dataclass(frozen=True)
class Button:
    """A button under a message."""

    title: str
    type: str
    payload: Any


@dataclass(eq=False, repr=False)
class Picture:
    """A picture in a chat: its bytes as the service holds them now."""

    data: bytes | None
    """None for what the phone shows black, because its source is gone."""
    url: str = ""
    looks: int = 0
    """How often the service has looked at its source."""


@dataclass(eq=False, repr=False)
class Message:
    """One message on a screen."""

    id: str
    chat: "Chat"
    sender: str
    """The name above it."""
    from_bot: bool
    date: float
    moment: int
    text: str = ""
    """What people read."""
    raw: str = ""
    """What was sent, markup and all."""
    kind: str = "text"
    picture: Picture | None = None
    buttons: tuple[Button, ...] = ()
    file: str = ""
    """The name of a file."""
    hidden: bool = False
    """Sent by a button that shows nothing in the chat."""
    author: Any = None

    def __repr__(self) -> str:
        return f"<{self.kind} of {self.sender}: {self.text[:80]!r}>"

    def matches(self, wanted: "str | re.Pattern[str]") -> bool:
        """Whether its text holds this."""
        if isinstance(wanted, str):
            return wanted in self.text
        return wanted.search(self.text) is not None

    @property
    def labels(self) -> list[str]:
        """The titles of its buttons."""
        return [button.title for button in self.buttons]


@dataclass(eq=False, repr=False)
class Chat:
    """A chat of any kind."""

    world: "World"
    id: str
    title: str
    subtitle: str = ""
    everything: list[Message] = field(default_factory=list)
    typing: int = 0
    """How often "đang soạn tin" was shown."""

    @property
    def messages(self) -> list[Message]:
        """What is on the screen, the oldest first."""
        return [message for message in self.everything if not message.hidden]

    @property
    def said(self) -> list[Message]:
        """What the other side, bot or OA, said."""
        return [message for message in self.messages if message.from_bot]

    @property
    def last(self) -> Message:
        """The newest message on the screen."""
        return self.messages[-1]

    def post(self, sender: str, *, from_bot: bool, **fields: Any) -> Message:
        """Add a message; nobody is told yet."""
        world = self.world
        fields.setdefault("id", new_id())
        when = {"date": world.clock.now(), "moment": world.next_moment()}
        message = Message(chat=self, sender=sender, from_bot=from_bot, **when, **fields)
        self.everything.append(message)
        world.bell.ring()
        return message

    def heard(self, wanted: "str | re.Pattern[str]", since: int) -> Message | None:
        """Return the first thing said after a moment that holds this."""
        for message in self.said:
            if message.moment > since and message.matches(wanted):
                return message
        return None

    def missing(self, wanted: "str | re.Pattern[str]") -> str:
        """Complain that something was not heard."""
        last = "\n".join(f"— {message.text or message.kind}" for message in self.said[-5:])
        return f"{self.title} did not say {wanted!r}; last there was\n{last or '(nothing)'}"
