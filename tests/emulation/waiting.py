"""Waiting for what happens in an imitated service, in any event loop or thread."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

from tests.emulation.bells import Bell

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a wait lasts before it is called failed, on a machine that others use as well."""
LOOK_AGAIN = 0.1
"""Seconds after which a wait looks again, for what rings no bell."""


class Waiting:
    """Lets a test wait until something is found; whatever changes rings the bell."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.bell = Bell(self.lock)
        self.thread: int | None = None
        """The thread in which the server runs."""

    def check(self) -> None:
        """Raise what the service itself did wrongly: nothing, unless it looks for that."""

    async def until(
        self,
        find: Callable[[], T | None],
        within: float = PATIENCE,
        complain: Callable[[], str] = lambda: "it did not happen",
    ) -> T:
        """Wait until something is found."""
        end = time.monotonic() + within
        with self.bell.ear() as ear:
            while True:
                if found := self._look(find):
                    return found
                await ear.wait(_left(end, within, complain))

    def wait_until(
        self,
        find: Callable[[], T | None],
        within: float = PATIENCE,
        complain: Callable[[], str] = lambda: "it did not happen",
    ) -> T:
        """Wait in a thread until something is found."""
        assert threading.get_ident() != self.thread, "this would stop the server: use await"
        end = time.monotonic() + within
        with self.lock:
            while True:
                if found := self._look(find):
                    return found
                self.bell.wait(_left(end, within, complain))

    def _look(self, find: Callable[[], T | None]) -> T | None:
        self.check()
        with self.lock:
            return find()


def _left(end: float, within: float, complain: Callable[[], str]) -> float:
    left = end - time.monotonic()
    assert left > 0, f"{complain()}\nwithin {within} s"
    return min(left, LOOK_AGAIN)
