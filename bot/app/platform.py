"""What the application asks of every messenger it is connected to."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.channels.base import Arrived, Channel
from bot.web.context import Hook
from data.clock import Clock
from data.domain.trouble import AccountStatus
from jobs.ports import FileFetcher

Take = Callable[[Sequence[Arrived]], Awaitable[Sequence[int | None]]]
"""Commits updates in one transaction: each one's id, None when it was received before."""


@dataclass(frozen=True, slots=True)
class Calls:
    """How a platform calls us, where it does."""

    base_url: str
    secret: bytes
    """What the platform has to show is made of it."""


class Platform(Protocol):
    """The accounts of an installation on one platform: none, one or several."""

    is_called: bool
    """The platform calls us; otherwise we ask."""

    @property
    def hooks(self) -> dict[str, Hook]:
        """By path: what answers a call. Known once `receive` has been called."""
        ...

    @property
    def channels(self) -> Sequence[Channel]:
        """The accounts as channels."""
        ...

    @property
    def fetchers(self) -> Mapping[tuple[str, str], FileFetcher]:
        """The accounts as sources of files."""
        ...

    def statuses(self) -> list[AccountStatus]:
        """Return how each account stands: with receiving, and with sending."""
        ...

    def receive(
        self, take: Take, clock: Clock, calls: Calls | None
    ) -> list[Coroutine[Any, Any, None]]:
        """Return what has to run so that the accounts receive: by being called, else by asking."""
        ...

    async def close(self) -> None:
        """Close every connection."""
        ...
