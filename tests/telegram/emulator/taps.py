"""A person's finger: inline buttons under messages, and the keyboard at the bottom."""

import itertools
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.emulation.waiting import PATIENCE
from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.messages import Button, Media, Message, as_json
from tests.telegram.emulator.things import SendsThings

if TYPE_CHECKING:
    from tests.telegram.emulator.actors import Actor
    from tests.telegram.emulator.chats import Chat
    from tests.telegram.emulator.groups import Group

_NUMBERS = itertools.count(4_382_000_000_000_001)


@dataclass(eq=False, repr=False)
class Tap:
    """One tap on an inline button, and the bot's answer to it."""

    bot: "BotAccount"
    person: "Actor"
    message: Message
    button: Button
    at: float
    id: str = field(default_factory=lambda: str(next(_NUMBERS)))
    text: str = ""
    """The short notice the bot showed."""
    alert: bool = False
    took: float | None = None
    """After how many seconds it was answered; None while it is not."""
    url: str | None = None
    """Where the button led: the bot is not told of such a tap."""
    _expired: bool = False

    @property
    def answered(self) -> bool:
        """Whether the little clock on the button has stopped."""
        return self.took is not None

    def expires(self) -> None:
        """Let the query become too old to be answered."""
        self._expired = True

    def is_open(self, now: float) -> bool:
        """Whether the bot may still answer."""
        return not self._expired and now - self.at <= self.bot.telegram.query_lifetime

    def answer(self, timeout: float = PATIENCE) -> Any:
        """Wait until the bot answers: `await` it."""
        return self.bot.telegram.until(lambda: self if self.answered else None, timeout)

    def wait_for_answer(self, timeout: float = PATIENCE) -> "Tap":
        """Wait in a thread until the bot answers."""
        return self.bot.telegram.wait_until(lambda: self if self.answered else None, timeout)


class Taps(SendsThings):
    """What a person does with buttons."""

    def taps(
        self,
        label: str,
        *,
        on: Message | None = None,
        to: "BotAccount | Group | None" = None,
    ) -> Tap:
        """Tap the inline button with this label, on the newest message that has it."""
        with self.telegram.lock:
            message, button = _find_button(self.door(to), label, on)
            bot = message.sender
            assert isinstance(bot, BotAccount), "only bots' messages have inline buttons"
            tap = Tap(bot, self, message, button, self.telegram.monotonic(), url=button.url)
            self.acts(message.chat)
            if button.data is not None:
                self.telegram.taps[tap.id] = tap
                self.telegram.publish(bot, "callback_query", _query(tap))
            return tap

    def presses(
        self,
        label: str,
        *,
        to: "BotAccount | Group | None" = None,
        location: tuple[float, float] = (10.0, 106.0),
    ) -> Message:
        """Press a button of the reply keyboard: say its label, or share what it asks for."""
        with self.telegram.lock:
            chat = self.door(to)
            button = _labelled([b for row in chat.keyboard for b in row], label)
            assert button is not None, f"no key {label!r} among {_texts(chat.keyboard)}"
            if chat.reply_keyboard and chat.reply_keyboard.get("one_time_keyboard"):
                chat.reply_keyboard = None
            if button.asks == "contact":
                return self.shares_contact(to=to)
            if button.asks == "location":
                return self.sends_location(*location, to=to)
            return self.says(button.text, to=to)

    def shares_contact(
        self,
        *,
        of: "Actor | None" = None,
        phone: str | None = None,
        to: "BotAccount | Group | None" = None,
    ) -> Message:
        """Share one's own contact, or somebody else's."""
        whose = of or self
        contact = {
            "phone_number": phone or whose.international_phone,
            "first_name": whose.first_name,
            "user_id": whose.id,
        }
        if whose.last_name:
            contact["last_name"] = whose.last_name
        return self.posts(to, media=Media("contact", data=contact))


def _find_button(chat: "Chat", label: str, on: Message | None) -> tuple[Message, Button]:
    for message in [on] if on else reversed(chat.messages):
        button = _labelled([b for row in message.buttons for b in row], label)
        if button is not None:
            return message, button
    last = [message.labels for message in chat.messages if message.labels][-3:]
    raise AssertionError(f"no button {label!r}; the last buttons are {last}")


def _labelled(buttons: list[Button], label: str) -> Button | None:
    """Return the button with this label, or else the one whose label contains it."""
    same = [button for button in buttons if button.text == label]
    pattern = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)")
    return next(iter(same or [b for b in buttons if pattern.search(b.text)]), None)


def _texts(rows: list[list[Button]]) -> list[str]:
    return [button.text for row in rows for button in row]


def _query(tap: Tap) -> dict[str, Any]:
    return {
        "id": tap.id,
        "from": tap.person.json(),
        "message": as_json(tap.message, tap.bot),
        "chat_instance": str(-(tap.message.chat.id * 7919 + tap.bot.id)),
        "data": tap.button.data,
    }
