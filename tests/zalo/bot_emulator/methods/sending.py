"""The methods that send."""

import json
import re
from typing import Any

from tests.zalo.bot_emulator.accounts import PrivateChat
from tests.zalo.bot_emulator.groups import Group
from tests.zalo.bot_emulator.markup import check_styles, read
from tests.zalo.bot_emulator.methods.asked import Asked
from tests.zalo.bot_emulator.refusals import MistakeError, RefusedError
from tests.zalo.emulation.chats import Chat, Picture, new_id

_STICKER = re.compile(r"[A-Za-z0-9_-]{1,64}")


async def send_message(asked: Asked) -> Any:
    """Send a text."""
    raw, mode = asked.text("text"), asked.params.get("parse_mode")
    if mode not in (None, "markdown", "html"):
        raise MistakeError("parse_mode is markdown or html")
    if styles := asked.params.get("text_styles"):
        check_styles(raw, _loaded(styles))
    return _deliver(asked, text=read(raw, mode), raw=raw)


def _loaded(styles: Any) -> Any:
    try:
        return json.loads(styles) if isinstance(styles, str) else styles
    except ValueError:
        raise MistakeError("text_styles is not JSON") from None


async def send_photo(asked: Asked) -> Any:
    """Send a picture by its address, which the service fetches twice, and once more later."""
    caption = asked.text("caption", least=0)
    with asked.zalo.lock:
        _recipient(asked)
    if "photo" in asked.call.files:
        return _deliver(asked, kind="photo", text=caption, picture=_uploaded(asked))
    picture = Picture(None, asked.web_address("photo"))
    look = asked.zalo.outward.look_at
    seen = [await look(picture, verb) for verb in ("HEAD", "GET", "GET")]
    if not seen[1] and asked.zalo.switches.unfetchable_photo == "refused":
        raise RefusedError(400, "Bad request: the photo cannot be fetched")
    asked.zalo.look_again_later(picture)
    return _deliver(asked, kind="photo", text=caption, picture=picture)


def _uploaded(asked: Asked) -> Picture:
    if asked.zalo.switches.photo_multipart == "refused":
        raise MistakeError("photo must be an address, not a file")
    return Picture(asked.call.files["photo"].data)


async def send_sticker(asked: Asked) -> Any:
    """Send a sticker."""
    if not _STICKER.fullmatch(asked.params["sticker"]):
        raise MistakeError("that is no sticker")
    return _deliver(asked, kind="sticker")


async def send_voice(asked: Asked) -> Any:
    """Send a voice message; in a group it is accepted and never arrives."""
    if not asked.web_address("voice_url").endswith(".aac"):
        raise MistakeError("voice_url must end with .aac")
    return _deliver(asked, kind="voice")


async def send_chat_action(asked: Asked) -> Any:
    """Show that the bot is typing; there is no result."""
    action = asked.params["action"]
    if action not in ("typing", "upload_photo"):
        raise MistakeError("action is typing or upload_photo")
    with asked.zalo.lock:
        _recipient(asked).typing += action == "typing"
        asked.zalo.bell.ring()
    return ...


def _deliver(asked: Asked, **fields: Any) -> dict[str, Any]:
    zalo = asked.zalo
    with zalo.lock:
        chat = _recipient(asked)
        asked.bot.spend()
        lost = fields.get("kind") == "voice" and isinstance(chat, Group)
        if lost or (isinstance(chat, PrivateChat) and chat.blocked):
            return {"message_id": new_id(), "date": zalo.clock.milliseconds()}
        bot = asked.bot
        message = chat.post(bot.name, from_bot=True, author=bot, **fields)
        return {"message_id": message.id, "date": int(message.date * 1000)}


def _recipient(asked: Asked) -> Chat:
    chat = asked.zalo.chat_of(asked.bot, asked.params["chat_id"])
    blocked = asked.zalo.switches.blocked
    if isinstance(chat, PrivateChat) and chat.blocked and blocked != "ok":
        raise RefusedError(blocked, "The user does not receive messages of this bot")
    return chat
