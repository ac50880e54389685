"""Which updates of a bot of Zalo's are photos of one burst."""

from bot.channels.base import Arrived
from bot.channels.bursts import RunningBursts
from bot.channels.zalo_bot.address import NOWHERE, is_in_group
from bot.channels.zalo_bot.wire import instant_of, photo_of


class Bursts:
    """Ties together the photos of one account's chats."""

    def __init__(self) -> None:
        self._running = RunningBursts()

    def tie(self, update: Arrived) -> Arrived:
        """Return an update with the album that it belongs to, if it is a photo of somebody's chat.

        A word in between ends a burst.
        """
        message = update.raw.get("message")
        chat = update.chat.chat
        if chat == NOWHERE or not isinstance(message, dict) or is_in_group(message):
            return update
        at = instant_of(message.get("date"))
        if at is None or photo_of(message) is None:
            self._running.end(chat)
            return update
        return self._running.join(update, message.get("caption"), at)
