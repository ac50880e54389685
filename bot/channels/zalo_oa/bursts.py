"""Photos sent as one come as many events that nothing ties together: what follows soon belongs along.

Nobody verified whether an album comes as several events or as one with several attachments: both
are taken. What belongs together is remembered only while the process runs.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.channels.base import Arrived
from bot.channels.zalo_oa.address import NOWHERE, name_of
from bot.channels.zalo_oa.webhook import instant_of

KEY = "nhacviec_album"
"""Where the album stands in the raw event, so that reading it finds the same."""
_WITHIN = timedelta(seconds=30)
_CHATS = 500
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Burst:
    album: str
    caption: str
    latest: datetime


class Bursts:
    """Ties together the photos of one account's chats."""

    def __init__(self) -> None:
        self._running: OrderedDict[str, _Burst] = OrderedDict()

    def tie(self, event: Arrived) -> Arrived:
        """Return an event with the album that it belongs to, if it is a photo of somebody's chat.

        A word in between ends a burst, and so does a photo with other words of its own.
        """
        chat, at = event.chat.chat, instant_of(event.raw.get("timestamp"), _NEVER)
        if chat == NOWHERE:
            return event
        if name_of(event.raw) != "user_send_image" or at == _NEVER:
            self._running.pop(chat, None)
            return event
        message = event.raw.get("message")
        said = message.get("text") if isinstance(message, dict) else ""
        album = self._join(chat, said if isinstance(said, str) else "", at, event.external_id)
        return replace(event, raw={**event.raw, KEY: album}, album=album)

    def _join(self, chat: str, caption: str, at: datetime, number: str) -> str:
        burst = self._running.pop(chat, None)
        is_other = burst is not None and bool(
            caption and burst.caption and caption != burst.caption
        )
        if burst is None or is_other or abs(at - burst.latest) > _WITHIN:
            burst = _Burst(f"{chat}:{number}", "", at)
        burst.latest, burst.caption = max(at, burst.latest), burst.caption or caption
        self._running[chat] = burst
        while len(self._running) > _CHATS:
            self._running.popitem(last=False)
        return burst.album
