"""The bots of Zalo of an installation, as the rest of the application sees them."""

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from bot.app.platform import Calls, Take
from bot.settings import ZaloBotSettings
from bot.web.context import Hook
from data.clock import Clock
from data.domain.breaker import Trouble
from data.domain.trouble import AccountStatus
from data.errors import SendFailure
from data.texts import zalo as words
from jobs.ports import FileFetcher

if TYPE_CHECKING:
    from bot.channels.zalo_bot.account import Account
    from bot.channels.zalo_bot.channel import ZaloBotChannel
    from bot.channels.zalo_bot.status import Status

HOOK_PATH = "/zalo"
_log = logging.getLogger(__name__)


class ZaloBots:
    """The bots, and how each one receives once it has begun to."""

    def __init__(self, accounts: "Sequence[Account]" = (), *, is_called: bool = False) -> None:
        self.accounts = tuple(accounts)
        self.is_called = is_called
        """Zalo calls us; otherwise we ask."""
        self.hooks: dict[str, Hook] = {}
        """By path: what answers a call."""
        self._receiving: dict[str, Callable[[], Status]] = {}

    @property
    def channels(self) -> "tuple[ZaloBotChannel, ...]":
        """The bots as channels."""
        return tuple(a.channel for a in self.accounts)

    @property
    def fetchers(self) -> dict[tuple[str, str], FileFetcher]:
        """The bots as sources of files."""
        return {(a.channel.name, a.channel.account): a.files for a in self.accounts}

    def statuses(self) -> list[AccountStatus]:
        """Return how each bot stands: with receiving, and with sending."""
        return [_status(a, self._receiving.get(a.client.account)) for a in self.accounts]

    def receive(
        self, take: Take, clock: Clock, calls: Calls | None
    ) -> list[Coroutine[Any, Any, None]]:
        """Return what has to run so that the bots receive: by being called, else by asking."""
        if calls is None:
            return [self._ask(account, take, clock) for account in self.accounts]
        return [self._be_called(account, take, clock, calls) for account in self.accounts]

    def _ask(self, account: "Account", take: Take, clock: Clock) -> Coroutine[Any, Any, None]:
        from bot.channels.zalo_bot.polling import Poller

        poller = Poller(account.client, account.channel, take, clock)
        self._receiving[account.client.account] = lambda: poller.status
        return poller.run()

    def _be_called(
        self, account: "Account", take: Take, clock: Clock, calls: Calls
    ) -> Coroutine[Any, Any, None]:
        from bot.channels.zalo_bot.polling import Poller
        from bot.channels.zalo_bot.webhook import Webhook, secret_of

        number = account.client.account
        shown = secret_of(calls.secret, number)
        path = f"{HOOK_PATH}/{number}"
        webhook = Webhook(
            account.client,
            account.channel,
            f"{calls.base_url}{path}",
            shown,
            clock,
            bring_in=Poller(account.client, account.channel, take, clock).bring_in,
        )
        self._receiving[number] = lambda: webhook.status
        self.hooks[path] = _hook(account, take, shown)
        return webhook.run()

    async def close(self) -> None:
        """Close every connection."""
        for account in self.accounts:
            await account.close()


def open_bots(settings: ZaloBotSettings | None, load_secret: Callable[[], bytes]) -> ZaloBots:
    """Return the bots, which have asked nothing yet; the secret is loaded where there are any."""
    if settings is None:
        return ZaloBots()
    from bot.channels.zalo_bot.account import open_bot

    secret = load_secret()
    accounts = [open_bot(bot, settings, secret) for bot in settings.bots]
    return ZaloBots(accounts, is_called=settings.has_webhook)


def _hook(account: "Account", take: Take, secret: str) -> Hook:
    from bot.channels.zalo_bot.address import arrived
    from bot.channels.zalo_bot.bursts import Bursts
    from bot.channels.zalo_bot.webhook import Settled, accept

    number, bursts = account.client.account, Bursts()

    async def called(headers: Mapping[str, str], body: bytes) -> int:
        update = accept(headers, body, secret)
        if isinstance(update, Settled):
            if update.reason:
                _log.warning("a call for zalo bot %s is refused: %s", number, update.reason)
            return update.status
        await take([bursts.tie(arrived(update, number))])
        return 200

    return called


def _status(account: "Account", receiving: "Callable[[], Status] | None") -> AccountStatus:
    channel, trouble = account.channel, account.channel.line.trouble
    status = receiving() if receiving else None
    is_receiving = status is None or status.is_working
    since = trouble.since if trouble else None
    sentence = _why(trouble) if trouble else words.working()
    if status is not None and not is_receiving:
        since, sentence = status.since, status.detail
    return AccountStatus(
        channel.name,
        channel.account,
        f"Zalo {channel.title or channel.account}",
        is_working=is_receiving and trouble is None,
        since=since,
        sentence=sentence,
        next_try_at=trouble.retry_at if trouble else None,
        wards=channel.wards,
        quota=channel.quota,
    )


def _why(trouble: Trouble) -> str:
    if trouble.failure is not SendFailure.MISCONFIGURED:
        return words.unreachable()
    return words.wrong_token() if "401" in trouble.reason else words.blocked_page()
