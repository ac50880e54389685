"""Events as the platform writes them."""

from typing import TYPE_CHECKING, Any

from tests.zalo.bot_emulator.groups import Group
from tests.zalo.bot_emulator.switches import Switches
from tests.zalo.emulation.chats import Chat, Message

if TYPE_CHECKING:
    from tests.zalo.bot_emulator.accounts import BotAccount
    from tests.zalo.bot_emulator.people import Person

NAMES = {
    "text": "message.text.received",
    "photo": "message.image.received",
    "sticker": "message.sticker.received",
    "voice": "message.voice.received",
    "unsupported": "message.unsupported.received",
}
AGENT = "Java/17.0.12"
WEBHOOK_TEST = "Zalo Bot Platform webhook test - please respond with HTTP 200"


def event(
    bot: "BotAccount",
    person: "Person",
    chat: Chat,
    message: Message,
    body: dict[str, Any],
    switches: Switches,
) -> dict[str, Any]:
    """Return the update about a person's message, flat."""
    told = {
        "date": int(message.date * (1000 if switches.dates == "ms" else 1)),
        "chat": {
            "chat_type": "GROUP" if isinstance(chat, Group) else "PRIVATE",
            "id": chat.id,
        },
        "message_id": message.id,
        "from": {
            "id": bot.chat_with(person).id,
            "is_bot": False,
            switches.names: person.name,
        },
    }
    return {"event_name": NAMES[message.kind], "message": told | body}


def webhook_test(seconds: int) -> dict[str, Any]:
    """Return the probe of a webhook: nobody sent it, and its date is in seconds."""
    told = {"date": seconds, "message_id": "webhook-test", "text": WEBHOOK_TEST}
    return {"event_name": "webhook.test", "message": told}


def push_headers(secret: str) -> dict[str, str]:
    """Return the headers of a push; the secret is left out where it is empty."""
    headers = {"Content-Type": "application/json", "User-Agent": AGENT}
    return headers | ({"X-Bot-Api-Secret-Token": secret} if secret else {})
