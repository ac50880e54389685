"""Long polling of our own: what Telegram hands over is committed before it is confirmed.

The library's updater confirms before anything is handled (measured: 4 of 10 updates lost for ever
at a kill), and one update that it cannot parse stops all others.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot.channels.base import Arrived
from bot.channels.standing import State, Status
from bot.channels.telegram.address import arrived
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client
from bot.channels.telegram.kinds import ALLOWED_UPDATES
from bot.channels.telegram.status import SENTENCES, failure_of
from bot.channels.telegram.taps import Taps
from bot.channels.trying import Trying, growing
from data.clock import Clock

LONG_POLL = 50
"""Seconds that Telegram keeps the line open when there is nothing."""
_ANSWERS_LATER = 10.0
"""Seconds more that we wait for its answer."""
Take = Callable[[Sequence[Arrived]], Awaitable[object]]
"""Commits updates in one transaction; those that were there before count as committed."""

_log = logging.getLogger(__name__)


class Poller:
    """Receives for one bot, until cancelled."""

    def __init__(
        self,
        client: Client,
        channel: TelegramChannel,
        take: Take,
        clock: Clock,
        *,
        long_poll: int = LONG_POLL,
        pace: float = 1.0,
    ) -> None:
        """`long_poll` seconds and `pace` are for tests."""
        self._client = client
        self._channel = channel
        self._take = take
        self._long_poll = long_poll
        self._taps = Taps(client)
        label = f"telegram bot {client.account}"
        self._trying = Trying(label, SENTENCES, failure_of, clock, pace=pace)

    @property
    def status(self) -> Status:
        """How receiving goes."""
        return self._trying.status

    async def run(self) -> None:
        """Receive. Whatever goes wrong is told by `status` and tried again."""
        try:
            await self._trying.until_done(partial(introduce, self._client, self._channel))
            await self._trying.until_done(partial(_take_over, self._client))
            offset: int | None = None
            while True:
                updates = await self._trying.until_done(partial(self._ask, offset))
                if updates:
                    await self._keep(updates)
                # Only now: the next question confirms them. Once it is answered, Telegram has
                # forgotten them, and the number is left out, for after a week of silence the
                # numbers begin anew.
                offset = _after(updates)
        finally:
            await self._taps.close()

    async def _ask(self, offset: int | None) -> list[Any]:
        # When the line was down, an answer comes at once, so that we know.
        long_poll = 0 if self.status.state is State.UNREACHABLE else self._long_poll
        question: dict[str, Any] = {"timeout": long_poll, "allowed_updates": ALLOWED_UPDATES}
        if offset is not None:
            question["offset"] = offset
        updates = await self._client.call("getUpdates", long_poll + _ANSWERS_LATER, **question)
        if not isinstance(updates, list):
            raise TypeError("no list of updates")
        return updates

    async def _keep(self, updates: list[Any]) -> None:
        """Commit updates, however long it takes: they are not confirmed before."""
        batch = [arrived(update, self._client.account) for update in updates]
        failures = 0
        while True:
            try:
                await self._take(batch)
                break
            except Exception as error:
                failures += 1
                _log.error("updates could not be kept: %s", type(error).__name__)
                self._trying.note(State.NOT_KEPT)
                await self._trying.pause(growing(failures))
        self._trying.note(State.OK)
        self._taps.answer(update.raw for update in batch)


async def introduce(client: Client, channel: TelegramChannel) -> None:
    """Learn the bot's own name. Raises TelegramError."""
    me = await client.bot.get_me()
    channel.username = me.username


async def _take_over(client: Client) -> None:
    """Remove a webhook: with one, Telegram refuses to be asked. What waits there stays waiting."""
    set_before = (await client.bot.get_webhook_info()).url
    if set_before:
        await client.bot.delete_webhook(drop_pending_updates=False)
        host = urlsplit(set_before).hostname
        _log.warning("telegram bot %s: webhook to %s removed", client.account, host)


def _after(updates: list[Any]) -> int | None:
    numbers = [u.get("update_id") for u in updates if isinstance(u, dict)]
    return max((n for n in numbers if isinstance(n, int)), default=-1) + 1 or None
