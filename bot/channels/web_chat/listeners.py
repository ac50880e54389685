"""Who waits for news of which chat, in this process."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager


class Listeners:
    """Open streams by chat. What another process writes is found by the stream's own look-up."""

    def __init__(self) -> None:
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._closed = False

    @property
    def is_closed(self) -> bool:
        """Whether the server is stopping: streams end so that it can."""
        return self._closed

    @contextmanager
    def listen(self, chat: str) -> Iterator[asyncio.Event]:
        """Give an event that is set whenever the chat has something new."""
        event = asyncio.Event()
        self._waiting[chat].add(event)
        try:
            yield event
        finally:
            self._waiting[chat].discard(event)
            if not self._waiting[chat]:
                del self._waiting[chat]

    def count(self, chat: str) -> int:
        """Return how many streams listen to a chat."""
        return len(self._waiting.get(chat, ()))

    def tell(self, chat: str) -> None:
        """Wake the streams of a chat."""
        for event in self._waiting.get(chat, ()):
            event.set()

    def close(self) -> None:
        """Wake every stream for the last time."""
        self._closed = True
        for events in self._waiting.values():
            for event in events:
                event.set()
