"""Notices when a messenger is back that was out of reach while everything else ran."""

import asyncio
import logging
from datetime import datetime

from bot.app import App
from data.domain.messages import Chat
from data.domain.people import Outage
from data.domain.trouble import AccountStatus
from data.store.mail import DialogState
from jobs.actions.tell_of_gap import tell_of_gap

LOOK_EVERY = 30.0
"""Seconds between looks at how the accounts stand."""
_AWAY = "away"
"""Since when an account is out of reach is kept as what its chat of this name waits for: nobody's."""
_log = logging.getLogger(__name__)


class Gaps:
    """Which accounts are out of reach, and since when: also since before the process started."""

    def __init__(self) -> None:
        self._since: dict[Chat, datetime | None] = {}

    async def look(self, app: App) -> None:
        """Tell of the gaps that ended since the last look. Raises StoreDownError."""
        for account in app.accounts():
            place = Chat(account.channel, account.account, _AWAY)
            if place not in self._since:
                async with app.store.read() as unit:
                    kept = (await unit.dialogs.get(place, app.clock())).data.get("since")
                self._since[place] = datetime.fromisoformat(kept) if kept else None
            await self._look_at(app, account, place)

    async def _look_at(self, app: App, account: AccountStatus, place: Chat) -> None:
        since, now = self._since[place], app.clock()
        if since is None and not account.is_working and account.since is not None:
            kept = DialogState(_AWAY, {"since": account.since.isoformat()}, None)
            async with app.store.write() as unit:
                await unit.dialogs.save(place, kept)
            self._since[place] = account.since
        elif since is not None and account.is_working:
            async with app.store.write() as unit:
                await tell_of_gap(unit, account, Outage(since, now), now)
                await unit.dialogs.forget(place)
            # Only now: what could not be written is told at the next look.
            self._since[place] = None


async def keep_gaps_told(app: App) -> None:
    """Look again and again, until cancelled; first when the accounts have had time to answer."""
    gaps = Gaps()
    while True:
        await asyncio.sleep(LOOK_EVERY)
        try:
            await gaps.look(app)
        except Exception:
            _log.exception("gaps of the messengers could not be told")
