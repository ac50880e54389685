"""Notices when a messenger is back that was out of reach while everything else ran."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime

from bot.app import App
from data.domain.people import Outage
from data.domain.trouble import AccountStatus
from jobs.actions.tell_of_gap import tell_of_gap

LOOK_EVERY = 30.0
"""Seconds between looks at how the accounts stand."""
_log = logging.getLogger(__name__)


class Gaps:
    """Which accounts are out of reach, and since when."""

    def __init__(self) -> None:
        self._away: dict[tuple[str, str], datetime] = {}

    async def look(self, app: App) -> None:
        """Tell of the gaps that ended since the last look. Raises StoreDownError."""
        for account in self._back(app.accounts()):
            key, now = (account.channel, account.account), app.clock()
            gap = Outage(self._away[key], now)
            async with app.store.write() as unit:
                await tell_of_gap(unit, account, gap, now)
            # Only now: what could not be written is told at the next look.
            del self._away[key]

    def _back(self, accounts: Iterable[AccountStatus]) -> list[AccountStatus]:
        back = []
        for account in accounts:
            key = (account.channel, account.account)
            if account.is_working and key in self._away:
                back.append(account)
            elif not account.is_working and account.since is not None:
                self._away.setdefault(key, account.since)
        return back


async def keep_gaps_told(app: App) -> None:
    """Look again and again, until cancelled."""
    gaps = Gaps()
    while True:
        try:
            await gaps.look(app)
        except Exception:
            _log.exception("gaps of the messengers could not be told")
        await asyncio.sleep(LOOK_EVERY)
