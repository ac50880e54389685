"""The bots of an installation on one platform, whichever of those that let bots ask or be called."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Generic, Protocol, TypeVar

from bot.app.platform import Calls, Take
from bot.channels.base import Channel
from bot.channels.standing import Status
from bot.web.context import Hook
from data.clock import Clock
from data.domain.breaker import Trouble
from data.domain.trouble import AccountStatus
from data.errors import SendFailure
from jobs.ports import FileFetcher


class BotAccount(Protocol):
    """The parts of one bot."""

    @property
    def channel(self) -> Channel:
        """Reads what it was sent, and sends."""
        ...

    @property
    def files(self) -> FileFetcher:
        """Fetches the files that people sent it."""
        ...

    async def close(self) -> None:
        """Close the connections."""
        ...


A = TypeVar("A", bound=BotAccount)


class Bots(ABC, Generic[A]):
    """The bots, and how each one receives once it has begun to."""

    def __init__(self, accounts: Sequence[A] = (), *, is_called: bool = False) -> None:
        self.accounts = tuple(accounts)
        self.is_called = is_called
        """The platform calls us; otherwise we ask."""
        self.hooks: dict[str, Hook] = {}
        """By path: what answers a call."""
        self._receiving: dict[str, Callable[[], Status]] = {}
        """By account."""

    @property
    def fetchers(self) -> dict[tuple[str, str], FileFetcher]:
        """The bots as sources of files."""
        return {(a.channel.name, a.channel.account): a.files for a in self.accounts}

    def statuses(self) -> list[AccountStatus]:
        """Return how each bot stands: with receiving, and with sending."""
        return [self._status(a) for a in self.accounts]

    def receive(
        self, take: Take, clock: Clock, calls: Calls | None
    ) -> list[Coroutine[Any, Any, None]]:
        """Return what has to run so that the bots receive: by being called, else by asking."""
        if calls is None:
            return [self._ask(account, take, clock) for account in self.accounts]
        return [self._be_called(account, take, clock, calls) for account in self.accounts]

    async def close(self) -> None:
        """Close every connection."""
        for account in self.accounts:
            await account.close()

    def _status(self, account: A) -> AccountStatus:
        channel, trouble = account.channel, account.channel.line.trouble
        receiving = self._receiving.get(channel.account)
        status = receiving() if receiving else None
        is_receiving = status is None or status.is_working
        since, sentence = (trouble.since if trouble else None), self._why(trouble)
        if status is not None and not is_receiving:
            since, sentence = status.since, status.detail
        return AccountStatus(
            channel.name,
            channel.account,
            self._label(account),
            is_working=is_receiving and trouble is None,
            since=since,
            sentence=sentence,
            next_try_at=trouble.retry_at if trouble else None,
            wards=channel.wards,
            quota=channel.quota,
        )

    @abstractmethod
    def _ask(self, account: A, take: Take, clock: Clock) -> Coroutine[Any, Any, None]:
        """Return what asks for updates."""

    @abstractmethod
    def _be_called(
        self, account: A, take: Take, clock: Clock, calls: Calls
    ) -> Coroutine[Any, Any, None]:
        """Return what has the platform call us, with a hook that answers."""

    @abstractmethod
    def _label(self, account: A) -> str:
        """Return what an administrator knows the bot by."""

    @abstractmethod
    def _why(self, trouble: Trouble | None) -> str:
        """Return why nothing can be sent now, or that it can."""


def is_misconfigured(trouble: Trouble) -> bool:
    """Return whether somebody has to do something: not merely wait."""
    return trouble.failure is SendFailure.MISCONFIGURED
