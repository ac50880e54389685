"""The Telegram bots of an installation, as the rest of the application sees them.

The channel itself is loaded only where a token is set: its library takes half a second.
"""

import logging
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.app.bots import Bots, is_misconfigured
from bot.app.platform import Calls, Take
from bot.settings import TelegramSettings
from bot.web.context import Hook
from data.clock import Clock
from data.domain.breaker import Trouble
from data.texts import telegram as words

if TYPE_CHECKING:
    from bot.channels.telegram.account import Account
    from bot.channels.telegram.channel import TelegramChannel
    from bot.channels.telegram.taps import Taps

HOOK_PATH = "/telegram"
_log = logging.getLogger(__name__)


class TelegramBots(Bots["Account"]):
    """The bots, and the taps that they are still answering."""

    def __init__(self, accounts: Sequence["Account"] = (), *, is_called: bool = False) -> None:
        super().__init__(accounts, is_called=is_called)
        self._taps: list[Taps] = []

    @property
    def channels(self) -> "tuple[TelegramChannel, ...]":
        """The bots as channels."""
        return tuple(a.channel for a in self.accounts)

    def username_for(self, ward_id: int) -> str | None:
        """Return the user name of a bot that serves a ward, as far as Telegram has told it yet."""
        own_first = sorted(self.channels, key=lambda c: c.wards is None)
        names = (c.username for c in own_first if c.wards is None or ward_id in c.wards)
        return next((name for name in names if name), None)

    def _ask(self, account: "Account", take: Take, clock: Clock) -> Coroutine[Any, Any, None]:
        from bot.channels.telegram.polling import Poller

        poller = Poller(account.client, account.channel, take, clock)
        self._receiving[account.client.account] = lambda: poller.status
        return poller.run()

    def _be_called(
        self, account: "Account", take: Take, clock: Clock, calls: Calls
    ) -> Coroutine[Any, Any, None]:
        from bot.channels.telegram.taps import Taps
        from bot.channels.telegram.webhook import Webhook, secret_of

        number = account.client.account
        shown = secret_of(calls.secret, number)
        path = f"{HOOK_PATH}/{number}"
        url = f"{calls.base_url}{path}"
        webhook = Webhook(account.client, account.channel, url, shown, clock)
        self._receiving[number] = lambda: webhook.status
        taps = Taps(account.client)
        self._taps.append(taps)
        self.hooks[path] = _hook(account, take, shown, taps)
        return webhook.run()

    def _label(self, account: "Account") -> str:
        channel = account.channel
        return (
            f"Telegram @{channel.username}" if channel.username else f"Telegram {channel.account}"
        )

    def _why(self, trouble: Trouble | None) -> str:
        if trouble is None:
            return words.working()
        if not is_misconfigured(trouble):
            return words.unreachable()
        return words.wrong_token() if "token" in trouble.reason else words.blocked_page()

    async def close(self) -> None:
        """Close every connection."""
        for taps in self._taps:
            await taps.close()
        await super().close()


def open_bots(settings: TelegramSettings | None, path_of: Callable[[str], Path]) -> TelegramBots:
    """Return the bots, which have asked nothing yet; `path_of` tells where a stored file lies."""
    if settings is None:
        return TelegramBots()
    from bot.channels.telegram.account import open_bot

    accounts = [open_bot(bot, settings.api, path_of) for bot in settings.bots]
    return TelegramBots(accounts, is_called=settings.has_webhook)


def _hook(account: "Account", take: Take, secret: str, taps: "Taps") -> Hook:
    from bot.channels.telegram.address import arrived
    from bot.channels.telegram.webhook import Refusal, accept

    async def called(headers: Mapping[str, str], body: bytes) -> int:
        update = accept(headers, body, secret)
        if isinstance(update, Refusal):
            _log.warning("a call for bot %s is refused: %s", account.client.account, update.reason)
            return update.status
        await take([arrived(update, account.client.account)])
        taps.answer([update])
        return 200

    return called
