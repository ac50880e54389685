"""What the screen of a phone shows of a chat, in the order it shows it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from markupsafe import Markup

from tests.telegram.emulator.accounts import BotAccount
from tests.telegram.emulator.chats import Chat
from tests.telegram.emulator.files import StoredFile
from tests.telegram.emulator.groups import Group
from tests.telegram.emulator.messages import Message
from tests.telegram.emulator.people import Person

VN = ZoneInfo("Asia/Ho_Chi_Minh")
COLOURS = 7
_SERVICES = {
    "new_chat_members": "{by} đã thêm {whom}",
    "left_chat_member": "{whom} đã rời nhóm",
    "new_chat_title": "{by} đã đổi tên nhóm thành «{whom}»",
    "migrate_to_chat_id": "Nhóm đã được nâng cấp thành siêu nhóm",
    "migrate_from_chat_id": "Nhóm này được nâng cấp từ nhóm cũ",
}


@dataclass
class Bubble:
    """One bubble: a message, or the parts of an album together."""

    messages: list[Message]
    me: Person
    follows: bool = False
    """Whether the bubble before is of the same sender."""
    leads: bool = False
    """Whether the bubble after is of the same sender."""

    @property
    def head(self) -> Message:
        """The message whose sender, reply and buttons are shown."""
        return self.messages[0]

    @property
    def mine(self) -> bool:
        """Whether it stands on the right."""
        return self.head.sender is self.me

    @property
    def kind(self) -> str:
        """What it holds beside words."""
        return self.head.media.kind if self.head.media else "text"

    @property
    def words(self) -> Markup:
        """The text or caption with its styles."""
        return Markup(next((m.html for m in self.messages if m.text), ""))

    @property
    def files(self) -> list[StoredFile]:
        """What is shown or offered for download."""
        return [file for message in self.messages for file in message.files]

    @property
    def time(self) -> str:
        """When it was sent."""
        return f"{local(self.messages[-1].date):%H:%M}"

    @property
    def is_edited(self) -> bool:
        """Whether it says so: a bot's new buttons alone do not."""
        return any(message.edit_date for message in self.messages)

    @property
    def reactions(self) -> list[str]:
        """The emoji under it."""
        return [emoji for message in self.messages for emoji in message.reactions.values()]

    @property
    def service(self) -> str:
        """What a service message says, or an empty text."""
        return next((_service(self.head, key) for key in _SERVICES if key in self.head.service), "")

    @property
    def origin(self) -> str:
        """Whom it was forwarded from, or an empty text."""
        told = self.head.forwarded or {}
        user = told.get("sender_user", {})
        names = (user.get("first_name", ""), user.get("last_name", ""))
        return str(told.get("sender_user_name", "")) or " ".join(names).strip()


@dataclass
class Day:
    """The bubbles of one day."""

    title: str
    bubbles: list[Bubble] = field(default_factory=list)


def local(date: int) -> datetime:
    """Return a Telegram date as the clock on the wall shows it."""
    return datetime.fromtimestamp(date, VN)


def days(chat: Chat, me: Person, now: int) -> list[Day]:
    """Return all there is to draw."""
    shown = [message for message in chat.messages if _is_shown(message)]
    found = []
    for date, messages in groupby(shown, key=lambda m: local(m.date).date()):
        year = "" if date.year == local(now).year else f", {date.year}"
        found.append(Day(f"{date.day} tháng {date.month}{year}", list(_bubbles(messages, me))))
    return found


def _is_shown(message: Message) -> bool:
    return bool(message.text or message.media or message.service)


def _bubbles(messages: Iterator[Message], me: Person) -> Iterator[Bubble]:
    runs = groupby(messages, key=lambda m: (id(m.sender), bool(m.service)))
    for _, run in runs:
        bubbles = [Bubble(list(parts), me) for _, parts in groupby(run, key=_album)]
        for bubble in bubbles:
            bubble.follows = bubble is not bubbles[0]
            bubble.leads = bubble is not bubbles[-1]
        yield from bubbles


def _album(message: Message) -> str:
    return message.album or str(message.id)


def _service(message: Message, key: str) -> str:
    told = message.service[key]
    people = told if isinstance(told, list) else [told]
    names = [p["first_name"] if isinstance(p, dict) else str(p) for p in people]
    return _SERVICES[key].format(by=message.sender.name, whom=", ".join(names))


def initials(name: str) -> str:
    """Return the letters on an avatar: of a Vietnamese name the first and the given one."""
    words = name.split()
    return "".join(word[0] for word in dict.fromkeys([words[0], words[-1]])).upper()


def colour(account: Person | BotAccount | Group) -> int:
    """Return which of the colours an account has."""
    return hashlib.sha256(str(account.id).encode()).digest()[0] % COLOURS


def size(count: int) -> str:
    """Return a file's size in words."""
    if count < 1024:
        return f"{count} B"
    units = count / 1024, "KB"
    if count >= 1024 * 1024:
        units = count / 1024 / 1024, "MB"
    return f"{units[0]:.1f} {units[1]}".replace(".", ",")


def wave(file: StoredFile) -> list[int]:
    """Return the heights of the bars that stand for a voice."""
    return [4 + byte % 15 for byte in hashlib.sha256(file.unique_id.encode()).digest()[:28]]
