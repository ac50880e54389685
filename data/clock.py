"""The only code that asks the machine for the time."""

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], datetime]
"""Gives the present instant, aware, in UTC. Asked once per turn, tick or request."""


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251 - this is the one place


class MovableClock:
    """A clock for demonstrations: real time plus an offset that only grows."""

    def __init__(self, base: Clock = now, *, start: datetime | None = None) -> None:
        self._base = base
        self._start = base()
        self._shown = start or self._start

    def __call__(self) -> datetime:
        """Return the shown instant, which runs on at the pace of the real one."""
        return self._shown + (self._base() - self._start)

    def move_to(self, instant: datetime) -> None:
        """Show `instant` from here on; one that is past already changes nothing."""
        if instant > self():
            self._start = self._base()
            self._shown = instant
