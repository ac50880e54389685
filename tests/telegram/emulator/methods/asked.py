"""What every method is given, and the list of methods."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.chats import Chat
from tests.telegram.emulator.entities import (
    LONGEST_CAPTION,
    Entity,
    found_in,
    in_order,
    trimmed,
    units,
)
from tests.telegram.emulator.markup import read_html
from tests.telegram.emulator.messages import Message, as_json
from tests.telegram.emulator.refusals import MistakeError, bad_request, too_many

if TYPE_CHECKING:
    from tests.telegram.emulator.network import Telegram


@dataclass(frozen=True)
class Asked:
    """One request of one bot."""

    telegram: "Telegram"
    bot: BotAccount
    params: dict[str, Any]

    def get(self, name: str, default: Any = None) -> Any:
        """Return a parameter, or the default if it is not given."""
        value = self.params.get(name)
        return default if value is None else value

    def chat(self) -> Chat:
        """Return the chat it names, where the bot may write."""
        chat = self.known_chat()
        chat.lets_in(self.bot)
        return chat

    def known_chat(self) -> Chat:
        """Return the chat it names."""
        if self.params.get("chat_id") in (None, ""):
            raise MistakeError("chat_id is empty")
        return self.telegram.chat(self.bot, self.params["chat_id"])

    def message(self, chat: Chat, what: str) -> Message:
        """Return the message it names."""
        found = chat.find(self.get("message_id", 0))
        if found is None:
            raise bad_request(f"{what} not found")
        return found

    def within_limits(self, chat: Chat, messages: int = 1) -> None:
        """Count against the flood limits."""
        if retry_after := self.telegram.throttle(self.bot, chat.id, messages):
            raise too_many(retry_after)

    def told(self, message: Message) -> dict[str, Any]:
        """Return a message as the answer."""
        return as_json(message, self.bot)


Method = Callable[[Asked], Any]
METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a method of the Bot API."""

    def register(function: Method) -> Method:
        METHODS[name.lower()] = function
        return function

    return register


def words(
    source: dict[str, Any], text: str = "text", entities: str = "entities"
) -> tuple[str, list[Entity]]:
    """Return the formatted text of a request or of one part of it."""
    plain, found = source.get(text) or "", source.get(entities) or []
    mode = (source.get("parse_mode") or "").lower()
    if mode == "html":
        plain, found = read_html(plain)
    elif mode:
        raise MistakeError(f"parse_mode {mode!r} is not imitated: write HTML")
    _check_inside(plain, found)
    plain, found = trimmed(plain, found)
    return plain, in_order(found_in(plain, found))


def _check_inside(text: str, entities: list[Entity]) -> None:
    for entity in entities:
        if entity["offset"] < 0 or entity["offset"] + entity["length"] > units(text):
            raise MistakeError("entity beyond the end of the text")


def caption(source: dict[str, Any]) -> tuple[str, list[Entity]]:
    """Return the caption of a request, or of one part of it."""
    plain, found = words(source, "caption", "caption_entities")
    if units(plain) > LONGEST_CAPTION:
        raise MistakeError("message caption is too long")
    return plain, found
