"""People with Zalo, on a phone or a PC: what they do in the chat with an OA."""

import hashlib
import json
from typing import TYPE_CHECKING, Any, Literal

from tests.zalo.emulation.chats import Button, Chat, Message, Picture
from tests.zalo.emulation.people import Watcher
from tests.zalo.emulation.photos import recompressed
from tests.zalo.oa_emulator.groups import Group

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import ZaloOA

CONTENT_TYPES = {"image": "image/jpeg", "audio": "audio/aac", "video": "video/mp4"}
Payload = dict[str, Any]


class Person(Watcher):
    """A person who uses Zalo."""

    def __init__(self, oa: "ZaloOA", number: int, name: str, phone: str) -> None:
        self.world = self.oa = oa
        self.number = number
        self.name = name
        self.phone = phone
        self.device: Literal["phone", "pc"] = "phone"
        """A PC shows no buttons."""
        self.follower = False
        self.admin = False
        """Whether they administer the OA: only such get messages in development mode."""
        self.blocked = False
        self.takes_templates = True
        self.has_zalo = True
        self.last_interaction: float | None = None
        self.free_used = 0
        """Free messages since their last interaction."""
        self._chat = Chat(oa, self.id, oa.name, "Official Account")

    @property
    def id(self) -> str:
        """Their id with this OA: a long decimal."""
        return self._decimal(self.oa.oa_id)

    @property
    def id_by_app(self) -> str:
        """Their id with the application."""
        return self._decimal(self.oa.app_id)

    def _decimal(self, scope: str) -> str:
        digest = hashlib.sha256(f"{scope}/{self.number}".encode()).hexdigest()
        return str(10**18 + int(digest[:15], 16))

    @property
    def ids(self) -> frozenset[str]:
        """Everything by which a client may name them."""
        return frozenset({self.id, self.id_by_app, international(self.phone)})

    def screen(self, where: Any = None) -> Chat:
        """Return the chat to look at."""
        return where or self._chat

    def shows(self, _message: Message) -> bool:
        """Whether buttons are drawn on this person's screen."""
        return self.device == "phone"

    @property
    def buttons(self) -> list[str]:
        """The titles of the buttons on the screen, of the newest message."""
        return self.last.labels if self.device == "phone" else []

    # What they do

    def interacts(self) -> None:
        """Do something that opens the window anew, such as a tap on the OA's menu."""
        self.last_interaction = self.oa.clock.now()
        self.free_used = 0
        self.acts()

    def says(
        self, text: str, *, to: Group | None = None, reply_to: Message | None = None
    ) -> Message:
        """Write something."""
        quoted = {"quote_msg_id": reply_to.id} if reply_to and self.oa.switches.quotes else {}
        return self._posts("text", to, {"text": text} | quoted, text=text)

    def sends_photo(self, data: bytes, caption: str = "", *, to: Group | None = None) -> Message:
        """Send a photo: the service makes it smaller, a JPEG without EXIF."""
        return self.sends_photos(data, caption=caption, to=to)[0]

    def sends_photos(
        self, *photos: bytes, caption: str = "", to: Group | None = None
    ) -> list[Message]:
        """Send several photos."""
        together = self.oa.switches.album == "one_event"
        seen = [recompressed(photo, self.oa.photo_side) for photo in photos]
        albums = [seen] if together else [[one] for one in seen]
        return [self._album(album, caption, to) for album in albums]

    def _album(self, photos: list[bytes], caption: str, to: Group | None) -> Message:
        attachments = [self._kept("image", photo, "photo.jpg", {}) for photo in photos]
        for attachment in attachments:
            attachment["payload"]["thumbnail"] = attachment["payload"]["url"]
        body = {"text": caption, "attachments": attachments}
        picture = Picture(photos[0], attachments[0]["payload"]["url"])
        return self._posts("image", to, body, text=caption, picture=picture, kind="photo")

    def sends_file(self, name: str, data: bytes, *, to: Group | None = None) -> Message:
        """Send a file."""
        more = {
            "size": str(len(data)),
            "name": name,
            "checksum": hashlib.md5(data).hexdigest(),
            "type": name.rpartition(".")[2],
        }
        body = {"attachments": [self._kept("file", data, name, more)]}
        return self._posts("file", to, body, kind="file", file=name)

    def sends_voice(self, data: bytes = b"\xff\xf1", *, to: Group | None = None) -> Message:
        """Send a voice message."""
        body = {"attachments": [self._kept("audio", data, "voice.aac", {})]}
        return self._posts("audio", to, body, kind="voice")

    def sends_video(self, data: bytes = b"", *, to: Group | None = None) -> Message:
        """Send a video."""
        kept = self._kept("video", data, "video.mp4", {"description": ""})
        kept["payload"]["thumbnail"] = kept["payload"]["url"]
        return self._posts("video", to, {"attachments": [kept]}, kind="file", file="video.mp4")

    def sends_location(
        self, latitude: float = 10.79231, longitude: float = 106.78206, *, to: Group | None = None
    ) -> Message:
        """Send a place."""
        place = {"latitude": str(latitude), "longitude": str(longitude)}
        attachment = {"type": "location", "payload": {"coordinates": place}}
        return self._posts("location", to, {"text": "", "attachments": [attachment]})

    def sends_sticker(self, sticker: str = "46041", *, to: Group | None = None) -> Message:
        """Send a sticker."""
        payload = {"id": sticker, "url": f"https://stickers.zaloapp.com/{sticker}"}
        body = {"attachments": [{"type": "sticker", "payload": payload}]}
        return self._posts("sticker", to, body, kind="sticker")

    def _kept(self, kind: str, data: bytes, name: str, more: Payload) -> Payload:
        content_type = CONTENT_TYPES.get(kind, "application/octet-stream")
        with self.oa.lock:
            url = self.oa.links.add(data, name, content_type)
        return {"type": kind, "payload": {"url": url} | more}

    def _posts(self, what: str, to: Group | None, body: Payload, **shown: Any) -> Message:
        assert to is None or self in to.members, f"{self.name} is not in that group"
        assert to is not None or not self.blocked, f"{self.name} has blocked the OA"
        with self.oa.lock:
            message = self.screen(to).post(self.name, from_bot=False, author=self, **shown)
            self.interacts()
            event = f"user_send_group_{what}" if to else f"user_send_{what}"
            self.oa.tell_of(self, event, {"msg_id": message.id} | body, to)
            return message

    def taps(self, title: str, *, on: Message | None = None) -> Any:
        """Tap a button: its payload comes as if it had been written; or return where it leads."""
        assert self.device == "phone", "a PC shows no buttons"
        with self.oa.lock:
            button = self._button(title, on)
            if not button.type.startswith("oa.query"):
                self.interacts()
                return button.payload
            text = button.payload
            if not isinstance(text, str):
                text = json.dumps(text, ensure_ascii=False, separators=(",", ":"))
            hidden = button.type == "oa.query.hide"
            return self._posts("text", None, {"text": text}, text=text, hidden=hidden)

    def _button(self, title: str, on: Message | None) -> Button:
        for message in [on] if on else reversed(self.messages):
            for button in message.buttons:
                if button.title == title:
                    return button
        raise AssertionError(f"there is no button {title!r}")

    def follows(self) -> None:
        """Press "Quan tâm"."""
        with self.oa.lock:
            self.follower = True
            if self.oa.switches.follow_opens_window:
                self.interacts()
            self.oa.tell_of_following(self, "follow")

    def unfollows(self) -> None:
        """Press it again."""
        with self.oa.lock:
            self.follower = False
            self.oa.tell_of_following(self, "unfollow")

    def blocks(self) -> None:
        """Block the OA: it is not told."""
        self.blocked = True

    def unblocks(self) -> None:
        """Take the block back."""
        self.blocked = False

    def reads(self) -> None:
        """Look at everything."""
        with self.oa.lock:
            seen = {"msg_ids": [message.id for message in self.said]}
            self.oa.tell_of(self, "user_seen_message", seen)


def international(phone: str) -> str:
    """Return a number as the business service wants it: 84 for the leading 0."""
    digits = "".join(filter(str.isdecimal, phone))
    return "84" + digits[1:] if digits.startswith("0") else digits
