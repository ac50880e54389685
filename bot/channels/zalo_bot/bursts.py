"""Photos sent as one come as many updates that nothing ties together: what follows soon belongs along.

Which is remembered only while the process runs: a burst that a restart cuts in two is read as two.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.base import Arrived
from bot.channels.zalo_bot.address import NOWHERE, is_in_group
from bot.channels.zalo_bot.wire import instant_of, photo_of

KEY = "nhacviec_album"
"""Where the album stands in the raw update, so that reading it finds the same."""
_WITHIN = timedelta(seconds=30)
"""Between two photos of one burst: a phone in a field takes that long for the next."""
_CHATS = 500


@dataclass(slots=True)
class _Burst:
    album: str
    caption: str
    latest: datetime


class Bursts:
    """Ties together the photos of one account's chats."""

    def __init__(self) -> None:
        self._running: OrderedDict[str, _Burst] = OrderedDict()

    def tie(self, update: Arrived) -> Arrived:
        """Return an update with the album that it belongs to, if it is a photo of somebody's chat.

        A word in between ends a burst, and so does a photo with other words of its own: those are
        about another task.
        """
        message = update.raw.get("message")
        chat = update.chat.chat
        if chat == NOWHERE or not isinstance(message, dict) or is_in_group(message):
            return update
        at = instant_of(message.get("date"))
        if at is None or photo_of(message) is None:
            self._running.pop(chat, None)
            return update
        said = message.get("caption")
        album = self._join(chat, said if isinstance(said, str) else "", at, update.external_id)
        return replace(update, raw={**update.raw, KEY: album}, album=album)

    def _join(self, chat: str, caption: str, at: datetime, number: str) -> str:
        burst = self._running.pop(chat, None)
        if burst is None or abs(at - burst.latest) > _WITHIN or _is_other(caption, burst.caption):
            burst = _Burst(f"{chat}:{number}", "", at)
        burst.latest, burst.caption = max(at, burst.latest), burst.caption or caption
        self._running[chat] = burst
        while len(self._running) > _CHATS:
            self._running.popitem(last=False)
        return burst.album


def _is_other(caption: str, before: str) -> bool:
    return bool(caption and before and caption != before)
