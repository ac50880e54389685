"""What a client wants to send, read out of its JSON, or refused."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.zalo.emulation.chats import Button, Picture
from tests.zalo.oa_emulator.refusals import MistakeError, RefusedError, only, text_of

if TYPE_CHECKING:
    from tests.zalo.oa_emulator.account import Upload, ZaloOA

MOST_BUTTONS = 5
_PAYLOADS = {
    "oa.open.url": ("url",),
    "oa.open.phone": ("phone_code",),
    "oa.open.sms": ("content", "phone_code"),
}


@dataclass
class Content:
    """A message, understood."""

    text: str = ""
    kind: str = "text"
    picture: Picture | None = None
    file: str = ""
    buttons: tuple[Button, ...] = ()

    @property
    def event(self) -> str:
        """The name of its kind in events."""
        return {"photo": "image"}.get(self.kind, self.kind)


async def understood(oa: "ZaloOA", message: Any) -> Content:
    """Read a message."""
    given = only(message, (), ("text", "attachment", "quote_message_id"))
    attachment = given.get("attachment")
    if attachment is None:
        return Content(text_of(given.get("text"), "text"))
    only(attachment, ("type", "payload"))
    if attachment["type"] == "file":
        return _file(oa, attachment["payload"])
    if attachment["type"] != "template":
        raise MistakeError("an attachment is a template or a file", code=-233)
    text = text_of(given["text"], "text") if "text" in given else ""
    if "buttons" in attachment["payload"]:
        return _with_buttons(oa, text, attachment["payload"])
    return await _media(oa, text, attachment["payload"])


def _file(oa: "ZaloOA", payload: Any) -> Content:
    upload = _uploaded(oa, only(payload, ("token",))["token"], ("file",))
    return Content(kind="file", file=upload.name)


def _uploaded(oa: "ZaloOA", number: Any, kinds: tuple[str, ...]) -> "Upload":
    upload = oa.uploads.get(str(number))
    if upload is None or upload.kind not in kinds:
        raise MistakeError("nothing like that was uploaded")
    lifetime = oa.switches.attachment_lifetime
    if lifetime is not None and oa.clock.now() - upload.since > lifetime:
        raise RefusedError(-100)
    return upload


def _with_buttons(oa: "ZaloOA", text: str, payload: Any) -> Content:
    given = only(payload, ("buttons",))["buttons"]
    if not isinstance(given, list) or not 1 <= len(given) <= MOST_BUTTONS:
        raise MistakeError("there are one to five buttons")
    buttons = tuple(_button(button) for button in given)
    if oa.switches.buttons == "refused":
        raise RefusedError(-201, "buttons are not supported")
    text_of(text, "text")
    return Content(text, buttons=buttons if oa.switches.buttons == "shown" else ())


def _button(given: Any) -> Button:
    only(given, ("title", "type", "payload"), ("image_icon",))
    kind, payload = given["type"], given["payload"]
    if kind in _PAYLOADS:
        only(payload, _PAYLOADS[kind])
    elif kind not in ("oa.query.show", "oa.query.hide"):
        raise MistakeError(f"there is no button of type {kind!r}")
    elif not isinstance(payload, dict):
        text_of(payload, "payload", 1000)
    return Button(text_of(given["title"], "title", 100), kind, payload)


async def _media(oa: "ZaloOA", text: str, payload: Any) -> Content:
    given = only(payload, ("template_type", "elements"))
    if given["template_type"] != "media":
        raise MistakeError("the emulator knows media templates only", code=-233)
    elements = given["elements"]
    if not isinstance(elements, list) or len(elements) != 1:
        raise MistakeError("there is one element")
    element = only(elements[0], ("media_type",), ("url", "attachment_id", "width", "height"))
    if element["media_type"] == "sticker":
        return Content(kind="sticker")
    if element["media_type"] not in ("image", "gif"):
        raise MistakeError("media is image, gif or sticker", code=-233)
    return Content(text, "photo", await _picture(oa, element))


async def _picture(oa: "ZaloOA", element: dict[str, Any]) -> Picture:
    if ("url" in element) == ("attachment_id" in element):
        raise MistakeError("give a url or an attachment_id")
    if "attachment_id" in element:
        upload = _uploaded(oa, element["attachment_id"], ("image", "gif"))
        return Picture(upload.data)
    picture = Picture(None, text_of(element["url"], "url"))
    if not await oa.outward.look_at(picture):
        raise RefusedError(-201, "the picture cannot be fetched")
    return picture
