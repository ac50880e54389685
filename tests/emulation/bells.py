"""Waking whoever waits for news, in any event loop or thread."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


class Ear:
    """One coroutine that waits."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the coroutine, from any thread."""
        if not self._rung.is_set():
            with suppress(RuntimeError):  # its loop is over
                self._loop.call_soon_threadsafe(self._rung.set)

    async def wait(self, seconds: float) -> None:
        """Sleep until the bell rings, at most so long."""
        with suppress(TimeoutError):  # not wait_for: Python 3.11's may swallow a cancellation
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        self._rung.clear()


class Bell:
    """Rings at every change."""

    def __init__(self, lock: threading.RLock) -> None:
        self._news = threading.Condition(lock)
        self._ears: set[Ear] = set()

    def ring(self) -> None:
        """Wake all."""
        with self._news:
            self._news.notify_all()
            for ear in self._ears:
                ear.ring()

    def wait(self, seconds: float) -> None:
        """Sleep in this thread until the bell rings; the lock must be held."""
        self._news.wait(seconds)

    @contextmanager
    def ear(self) -> Iterator[Ear]:
        """Listen: what rings from here on is not missed."""
        ear = Ear()
        with self._news:
            self._ears.add(ear)
        try:
            yield ear
        finally:
            with self._news:
                self._ears.discard(ear)
