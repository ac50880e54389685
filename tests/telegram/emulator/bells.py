"""Waking whoever waits for news, in any event loop or thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Ear:
    """One waiting coroutine."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake the coroutine, from whatever thread."""
        if not self._event.is_set():
            with suppress(RuntimeError):  # its loop has ended
                self._loop.call_soon_threadsafe(self._event.set)

    async def wait(self, seconds: float) -> None:
        """Sleep until the bell rings, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._event.wait(), seconds)
        self._event.clear()


class Bell:
    """Rings at every change; rung while its lock is held."""

    def __init__(self, lock: threading.RLock) -> None:
        self._condition = threading.Condition(lock)
        self._ears: set[Ear] = set()

    def ring(self) -> None:
        """Wake all."""
        with self._condition:
            self._condition.notify_all()
            for ear in self._ears:
                ear.ring()

    def wait(self, seconds: float) -> None:
        """Sleep in this thread until the bell rings; the lock must be held."""
        self._condition.wait(seconds)

    @contextmanager
    def ear(self) -> Iterator[Ear]:
        """Listen: what rings from here on is not missed."""
        ear = Ear()
        with self._condition:
            self._ears.add(ear)
        try:
            yield ear
        finally:
            with self._condition:
                self._ears.discard(ear)
