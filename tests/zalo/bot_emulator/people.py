"""People with Zalo on their phone: what they do in the chat with a bot."""

import base64
import zlib
from typing import TYPE_CHECKING, Any

from tests.zalo.bot_emulator.groups import Group
from tests.zalo.emulation.chats import Chat, Message, Picture
from tests.zalo.emulation.people import Watcher
from tests.zalo.emulation.photos import recompressed

if TYPE_CHECKING:
    from tests.zalo.bot_emulator.accounts import BotAccount, PrivateChat
    from tests.zalo.bot_emulator.platform import ZaloBot

To = "BotAccount | Group | None"
VOICE = base64.b64decode("//FgQAFf/N4CAExhdmM1OS4zNy4xMDAAAjBADg==")
"""The beginning of an AAC file, as a voice message."""


class Person(Watcher):
    """A person who uses Zalo."""

    def __init__(self, zalo: "ZaloBot", number: int, name: str) -> None:
        self.world = self.zalo = zalo
        self.number = number
        self.name = name

    @property
    def id(self) -> str:
        """Their id with the first bot."""
        return self.chat().id

    @property
    def ids(self) -> frozenset[str]:
        """Their ids with all bots."""
        return frozenset(self.chat(bot).id for bot in self.zalo.bots)

    def chat(self, bot: "BotAccount | None" = None) -> "PrivateChat":
        """Return the private chat with a bot."""
        with self.zalo.lock:
            return (bot or self.zalo.bot).chat_with(self)

    def screen(self, where: Any = None) -> Chat:
        """Return the chat to look at."""
        return where if isinstance(where, Group) else self.chat(where)

    def shows(self, _message: Message) -> bool:
        """Whether buttons are drawn: bots have none."""
        return False

    # What they do

    def says(self, text: str, *, to: To = None, reply_to: Message | None = None) -> Message:
        """Write something."""
        return self._posts("text", to, {"text": text}, reply_to, text=text)

    def mentions(self, text: str, *, to: Group, bot: "BotAccount | None" = None) -> Message:
        """Write to a bot in a group."""
        return self.says(f"@{(bot or self.zalo.bot).name} {text}", to=to)

    def sends_photo(self, data: bytes, caption: str = "", *, to: To = None) -> Message:
        """Send a photo: the service makes it smaller, a JPEG, and mostly without EXIF."""
        zalo = self.zalo
        keep = zalo.switches.exif == "kept"
        seen = recompressed(data, zalo.photo_side, keep_exif=keep)
        with zalo.lock:
            url = zalo.links.add(seen, "photo.jpg", "image/jpeg")
        body = {zalo.switches.photo_key: url, "message_type": "CHAT_PHOTO"}
        if caption:
            body["caption"] = caption
        return self._posts("photo", to, body, text=caption, picture=Picture(seen, url))

    def sends_photos(self, *photos: bytes, to: To = None) -> list[Message]:
        """Send several photos: each is an event of its own."""
        return [self.sends_photo(photo, to=to) for photo in photos]

    def sends_sticker(self, sticker: str = "e0ba5f", *, to: To = None) -> Message:
        """Send a sticker."""
        full = self.zalo.switches.sticker == "id_and_url"
        url = f"https://stickers.zaloapp.com/{sticker}"
        body = {"sticker": sticker, "url": url} if full else {}
        return self._posts("sticker", to, body)

    def sends_voice(self, data: bytes = VOICE, *, to: To = None) -> Message:
        """Send a voice message."""
        with self.zalo.lock:
            url = self.zalo.links.add(data, "voice.aac", "audio/aac")
        return self._posts("voice", to, {"voice_url": url, "message_type": "CHAT_VOICE"})

    def sends_unsupported(self, what: str = "tai-lieu.docx", *, to: To = None) -> Message:
        """Send a file, a link, a video: the bot learns only that something came."""
        return self._posts("unsupported", to, {}, file=what)

    def _posts(
        self,
        kind: str,
        to: Any,
        body: dict[str, Any],
        reply_to: Message | None = None,
        **shown: Any,
    ) -> Message:
        with self.zalo.lock:
            chat = self._door(to)
            message = chat.post(self.name, from_bot=False, author=self, kind=kind, **shown)
            self.acts()
            self._tell(chat, message, body, reply_to)
            return message

    def _door(self, to: Any) -> Chat:
        chat = self.screen(to)
        if isinstance(chat, Group):
            assert self in chat.members, f"{self.name} is not in {chat.title}"
            return chat
        assert not chat.blocked, f"{self.name} has blocked {chat.title}: unblock first"
        if not chat.started:
            chat.started, chat.ignored = True, self.zalo.is_full(chat.bot)
        return chat

    def _tell(
        self, chat: Chat, message: Message, body: dict[str, Any], reply_to: Message | None
    ) -> None:
        if isinstance(chat, Group):
            text = body.get("text") or body.get("caption") or ""
            for bot in chat.hearers(text, reply_to):
                self.zalo.tell(bot, self, chat, message, body)
        elif not chat.ignored:
            self.zalo.tell(chat.bot, self, chat, message, body)

    def blocks(self, bot: "BotAccount | None" = None) -> None:
        """Block a bot: it is not told."""
        self.chat(bot).blocked = True

    def unblocks(self, bot: "BotAccount | None" = None) -> None:
        """Take the block back."""
        self.chat(bot).blocked = False


def stable_number(name: str, place: int) -> int:
    """Return a person's number: the same whenever the same people are made anew."""
    return zlib.crc32(name.encode()) * 1000 + place
