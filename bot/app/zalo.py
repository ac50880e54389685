"""The bots of Zalo of an installation, as the rest of the application sees them."""

import logging
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any

from bot.app.bots import Bots, is_misconfigured
from bot.app.platform import Calls, Take
from bot.settings import ZaloBotSettings
from bot.web.context import Hook
from data.clock import Clock
from data.domain.breaker import Trouble
from data.texts import zalo as words

if TYPE_CHECKING:
    from bot.channels.zalo_bot.account import Account
    from bot.channels.zalo_bot.channel import ZaloBotChannel

HOOK_PATH = "/zalo"
_log = logging.getLogger(__name__)


class ZaloBots(Bots["Account"]):
    """The bots."""

    @property
    def channels(self) -> "tuple[ZaloBotChannel, ...]":
        """The bots as channels."""
        return tuple(a.channel for a in self.accounts)

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

    def _label(self, account: "Account") -> str:
        return f"Zalo {account.channel.title or account.channel.account}"

    def _why(self, trouble: Trouble | None) -> str:
        if trouble is None:
            return words.working()
        if not is_misconfigured(trouble):
            return words.unreachable()
        return words.wrong_token() if "401" in trouble.reason else words.blocked_page()


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
