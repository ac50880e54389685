"""The methods of the bot platform, each with the parameters it takes."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from tests.zalo.bot_emulator.methods.asked import Asked
from tests.zalo.bot_emulator.methods.receiving import get_me, get_updates
from tests.zalo.bot_emulator.methods.sending import (
    send_chat_action,
    send_message,
    send_photo,
    send_sticker,
    send_voice,
)
from tests.zalo.bot_emulator.methods.webhooks import (
    check_webhook,
    delete_webhook,
    get_webhook_info,
    set_webhook,
)


@dataclass(frozen=True)
class Method:
    """What a method is called with, and who carries it out."""

    carry_out: Callable[[Asked], Awaitable[Any]]
    required: tuple[str, ...] = ()
    optional: dict[str, tuple[type, ...]] = field(default_factory=dict)


_TIMEOUT = {"timeout": (int, str)}
_MARKUP = {"parse_mode": (str,), "text_styles": (list, str)}
METHODS = {
    "getMe": Method(get_me),
    "getUpdates": Method(get_updates, (), _TIMEOUT),
    "setWebhook": Method(set_webhook, ("url", "secret_token")),
    "testWebhook": Method(check_webhook),
    "deleteWebhook": Method(delete_webhook),
    "getWebhookInfo": Method(get_webhook_info),
    "sendMessage": Method(send_message, ("chat_id", "text"), _MARKUP),
    "sendPhoto": Method(send_photo, ("chat_id",), {"photo": (str,), "caption": (str,)}),
    "sendSticker": Method(send_sticker, ("chat_id", "sticker")),
    "sendVoice": Method(send_voice, ("chat_id", "voice_url")),
    "sendChatAction": Method(send_chat_action, ("chat_id", "action")),
}
