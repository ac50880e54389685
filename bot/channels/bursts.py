"""Photos sent as one that come as many updates, tied by nothing: what follows soon belongs along.

Which is remembered only while the process runs: a burst that a restart cuts in two is read as two.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.base import Arrived

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


class RunningBursts:
    """The bursts of one account's chats, the latest of each."""

    def __init__(self) -> None:
        self._of: OrderedDict[str, _Burst] = OrderedDict()

    def end(self, chat: str) -> None:
        """Note that something else was sent: the next photo begins a burst of its own."""
        self._of.pop(chat, None)

    def join(self, photo: Arrived, caption: object, at: datetime) -> Arrived:
        """Return a photo with the album that it belongs to.

        A photo with other words of its own begins another: those are about another task.
        """
        words = caption if isinstance(caption, str) else ""
        burst = self._of.pop(photo.chat.chat, None)
        if burst is None or abs(at - burst.latest) > _WITHIN or _is_other(words, burst.caption):
            burst = _Burst(f"{photo.chat.chat}:{photo.external_id}", "", at)
        burst.latest, burst.caption = max(at, burst.latest), burst.caption or words
        self._of[photo.chat.chat] = burst
        while len(self._of) > _CHATS:
            self._of.popitem(last=False)
        return replace(photo, raw={**photo.raw, KEY: burst.album}, album=burst.album)


def _is_other(caption: str, before: str) -> bool:
    return bool(caption and before and caption != before)
