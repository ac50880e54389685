"""The emulator's time."""

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


class Clock:
    """The machine's time or a test's own, and moved ahead at will."""

    def __init__(self, base: Callable[[], float], on_change: Callable[[], None]) -> None:
        self._base = base
        self._on_change = on_change
        self._ahead = 0.0

    def now(self) -> float:
        """Return the time in seconds since 1970."""
        return self._base() + self._ahead

    def milliseconds(self) -> int:
        """Return the time as Zalo writes it."""
        return int(self.now() * 1000)

    def local(self) -> datetime:
        """Return the time on the wall in Viet Nam."""
        return datetime.fromtimestamp(self.now(), LOCAL)

    def advance(self, seconds: float) -> None:
        """Let time pass at once; what is due then happens."""
        self._ahead += seconds
        self._on_change()
