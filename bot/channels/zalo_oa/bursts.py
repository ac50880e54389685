"""Which events of an Official Account are photos of one burst.

Nobody verified whether an album comes as several events or as one with several attachments: both
are taken.
"""

from datetime import UTC, datetime

from bot.channels.base import Arrived
from bot.channels.bursts import RunningBursts
from bot.channels.zalo_oa.address import NOWHERE, name_of
from bot.channels.zalo_oa.webhook import instant_of

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class Bursts:
    """Ties together the photos of one account's chats."""

    def __init__(self) -> None:
        self._running = RunningBursts()

    def tie(self, event: Arrived) -> Arrived:
        """Return an event with the album that it belongs to, if it is a photo of somebody's chat.

        A word in between ends a burst.
        """
        chat, at = event.chat.chat, instant_of(event.raw.get("timestamp"), _NEVER)
        if chat == NOWHERE:
            return event
        if name_of(event.raw) != "user_send_image" or at == _NEVER:
            self._running.end(chat)
            return event
        message = event.raw.get("message")
        said = message.get("text") if isinstance(message, dict) else ""
        return self._running.join(event, said, at)
