"""Messages: as people see them, and as bots get them."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.telegram.emulator.entities import Entity, to_html
from tests.telegram.emulator.files import StoredFile

if TYPE_CHECKING:
    from tests.telegram.emulator.accounts import BotAccount
    from tests.telegram.emulator.actors import Actor
    from tests.telegram.emulator.chats import Chat

CAPTIONED = frozenset({"photo", "document", "video", "voice", "animation", "audio"})


@dataclass(frozen=True)
class Button:
    """One button of a keyboard."""

    text: str
    data: str | None = None
    url: str | None = None
    style: str = ""
    asks: str | None = None
    """What a reply button shares when it is pressed: contact or location."""


@dataclass(frozen=True)
class Media:
    """What a message carries beside text: files of one kind, or a place, or a contact."""

    kind: str
    files: tuple[StoredFile, ...] = ()
    data: dict[str, Any] = field(default_factory=dict)

    def for_bot(self, bot: "BotAccount", use: str) -> dict[str, Any]:
        """Return the fields of a message that tell of this."""
        if not self.files:
            return {self.kind: self.data}
        told = [_told(bot, file, f"{use} {n}") for n, file in enumerate(self.files)]
        if self.kind == "photo":
            return {"photo": told}
        if self.kind == "animation":  # the real service names it twice
            return {"animation": told[0], "document": _told(bot, self.files[0], use, bare=True)}
        return {self.kind: told[0] | self.data}


def _told(bot: "BotAccount", file: StoredFile, use: str, *, bare: bool = False) -> dict[str, Any]:
    facts = file.facts
    if bare:
        facts = {key: facts[key] for key in ("file_name", "mime_type") if key in facts}
    return facts | {
        "file_id": bot.telegram.shelf.id_for(bot, file, use),
        "file_unique_id": file.unique_id,
        "file_size": file.size,
    }


@dataclass(eq=False, repr=False)
class Message:
    """One message of a chat."""

    chat: "Chat"
    id: int
    sender: "Actor | BotAccount"
    date: int
    came: float
    """When it came, on the monotonic clock."""
    text: str = ""
    """The text or the caption, plain."""
    entities: list[Entity] = field(default_factory=list)
    media: Media | None = None
    inline: dict[str, Any] | None = None
    """The inline keyboard as the bot gave it."""
    reply_keyboard: dict[str, Any] | None = None
    """The reply keyboard, or its removal, that came with this message."""
    reply_to: "Message | None" = None
    quote: str = ""
    album: str | None = None
    forwarded: dict[str, Any] | None = None
    service: dict[str, Any] = field(default_factory=dict)
    silent: bool = False
    protected: bool = False
    edit_date: int | None = None
    edited: list[str] = field(default_factory=list)
    """The texts it had before, the oldest first."""
    reactions: dict[int, str] = field(default_factory=dict)
    """Emoji by the account that set it."""
    deleted: bool = False
    moment: int = 0
    """The place of its last change among everything that happened."""

    def __repr__(self) -> str:
        """Say briefly what it is."""
        kind = self.media.kind if self.media else "text"
        return f"<{kind} {self.chat.id}/{self.id} {self.sender.name}: {self.text!r} {self.labels}>"

    @property
    def from_bot(self) -> bool:
        """Whether a bot wrote it."""
        return self.sender.is_bot

    @property
    def html(self) -> str:
        """The text with its styles, as Telegram's HTML."""
        return to_html(self.text, self.entities)

    @property
    def buttons(self) -> list[list[Button]]:
        """The rows of inline buttons."""
        rows = (self.inline or {}).get("inline_keyboard", [])
        return [[_inline_button(button) for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """The labels of its inline buttons, in reading order."""
        return [button.text for row in self.buttons for button in row]

    @property
    def keyboard(self) -> list[list[Button]]:
        """The rows of the reply keyboard that came with it."""
        return keyboard_rows(self.reply_keyboard)

    @property
    def files(self) -> list[StoredFile]:
        """The file it carries, of a photo the largest size: `.data`, `.name`, `.mime`."""
        return list(self.media.files[-1:]) if self.media else []

    @property
    def reaction(self) -> str | None:
        """The reaction last set on it."""
        return [None, *self.reactions.values()][-1]

    def matches(self, wanted: "str | re.Pattern[str]") -> bool:
        """Whether its text contains the words, or the pattern is found in it."""
        if isinstance(wanted, re.Pattern):
            return wanted.search(self.text) is not None
        return wanted in self.text


def _inline_button(button: dict[str, Any]) -> Button:
    style = button.get("style") or ""
    return Button(button["text"], button.get("callback_data"), button.get("url"), style)


def keyboard_rows(markup: dict[str, Any] | None) -> list[list[Button]]:
    """Return the rows of a reply keyboard."""
    rows = (markup or {}).get("keyboard", [])
    return [[_reply_button(button) for button in row] for row in rows]


def _reply_button(button: "str | dict[str, Any]") -> Button:
    if isinstance(button, str):
        return Button(button)
    asked = [kind for kind in ("contact", "location") if button.get(f"request_{kind}")]
    return Button(button["text"], asks=asked[0] if asked else None)


def as_json(message: Message, bot: "BotAccount", *, nested: bool = False) -> dict[str, Any]:
    """Return a message as the Bot API tells it to one bot."""
    body: dict[str, Any] = {
        "message_id": message.id,
        "from": message.sender.json(),
        "chat": message.chat.json(),
        "date": message.date,
        **_words(message),
        **message.service,
    }
    if message.media:
        body |= message.media.for_bot(bot, f"{message.chat.id} {message.id}")
    if not nested:
        body |= _reply(message, bot)
    return body | _marks(message)


def _words(message: Message) -> dict[str, Any]:
    if not message.text:
        return {}
    text, entities = ("text", "entities")
    if message.media:
        text, entities = ("caption", "caption_entities")
    return {text: message.text} | ({entities: message.entities} if message.entities else {})


def _reply(message: Message, bot: "BotAccount") -> dict[str, Any]:
    if message.reply_to is None or message.reply_to.deleted:
        return {}
    reply: dict[str, Any] = {"reply_to_message": as_json(message.reply_to, bot, nested=True)}
    if message.quote:
        position = message.reply_to.text.find(message.quote)
        units = len(message.reply_to.text[:position].encode("utf-16-le")) // 2
        reply["quote"] = {"text": message.quote, "position": units, "is_manual": True}
    return reply


def _marks(message: Message) -> dict[str, Any]:
    marks = {
        "edit_date": message.edit_date,
        "media_group_id": message.album,
        "forward_origin": message.forwarded,
        "reply_markup": message.inline,
        "has_protected_content": message.protected or None,
    }
    return {key: value for key, value in marks.items() if value is not None}
