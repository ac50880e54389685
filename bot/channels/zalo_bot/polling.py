"""Long polling without anything to confirm by: what comes is committed before we ask again.

Whether an update that was handed over is gone or comes again on every later poll is contradicted
between those who measured it: either is fine, for the inbox takes a message once. Once handed over
it may be gone, so nothing else happens before it is committed.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot.channels.base import Arrived
from bot.channels.standing import State, Status
from bot.channels.trying import Trying, growing
from bot.channels.zalo_bot.address import arrived
from bot.channels.zalo_bot.bursts import Bursts
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.errors import CallError, Trouble
from bot.channels.zalo_bot.status import SENTENCES, failure_of
from bot.channels.zalo_bot.webhook import introduce, webhook_of
from bot.channels.zalo_bot.wire import updates_in
from data.clock import Clock

LONG_POLL = 30
"""Seconds that Zalo keeps the line open when there is nothing: its own default."""
FLOOR = 1.0
"""Seconds between two polls when the first brought nothing new: replayed updates come at once."""
_MOST_WAITING = 10_000
"""Updates that are brought in before a webhook is set: far more than a ward writes in a night."""
_ANSWERS_LATER = 10.0
"""Seconds more that we wait for its answer."""
Take = Callable[[Sequence[Arrived]], Awaitable[Sequence[int | None]]]
"""Commits updates in one transaction: each one's id, None when it was received before."""

_log = logging.getLogger(__name__)


class Poller:
    """Receives for one bot, until cancelled: one a token, since two would share its messages out."""

    def __init__(
        self,
        client: Client,
        channel: ZaloBotChannel,
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
        self._bursts = Bursts()
        label = f"zalo bot {client.account}"
        self._trying = Trying(label, SENTENCES, failure_of, clock, pace=pace)

    @property
    def status(self) -> Status:
        """How receiving goes."""
        return self._trying.status

    async def run(self) -> None:
        """Receive. Whatever goes wrong is told by `status` and tried again."""
        await self._trying.until_done(partial(introduce, self._client, self._channel))
        await self._trying.until_done(partial(_take_over, self._client))
        seconds = asyncio.get_running_loop().time
        while True:
            asked_at = seconds()
            updates = await self._trying.until_done(self._ask)
            if not (updates and await self._keep(updates)):
                await self._trying.pause(max(0.0, FLOOR - (seconds() - asked_at)))

    async def bring_in(self) -> None:
        """Take what waits to be asked for, before Zalo calls us instead. Raises CallError.

        Ends when nothing new comes: where updates come again for ever, the same ones do.
        """
        for _ in range(_MOST_WAITING):
            updates = await self._ask(1)
            if not (updates and await self._keep(updates)):
                return

    async def _ask(self, seconds: int | None = None) -> list[Any]:
        # When the line was down, an answer comes soon, so that we know.
        is_down = self.status.state is State.UNREACHABLE
        long_poll = seconds or (1 if is_down else self._long_poll)
        try:
            result = await self._client.call(
                "getUpdates", long_poll + _ANSWERS_LATER, timeout=long_poll
            )
        except CallError as error:
            if error.trouble is not Trouble.NOTHING:
                raise
            return []
        return updates_in(result)

    async def _keep(self, updates: list[Any]) -> bool:
        """Commit updates, however long it takes; return whether any was new."""
        batch = [self._bursts.tie(arrived(update, self._client.account)) for update in updates]
        failures = 0
        while True:
            try:
                ids = await self._take(batch)
            except Exception as error:
                failures += 1
                _log.error("updates could not be kept: %s", type(error).__name__)
                self._trying.note(State.NOT_KEPT)
                await self._trying.pause(growing(failures))
            else:
                self._trying.note(State.OK)
                return any(number is not None for number in ids)


async def _take_over(client: Client) -> None:
    """Remove a webhook: with one, Zalo refuses to be asked."""
    set_before = await webhook_of(client)
    if set_before:
        await client.call("deleteWebhook")
        host = urlsplit(set_before).hostname
        _log.warning("zalo bot %s: webhook to %s removed", client.account, host)
