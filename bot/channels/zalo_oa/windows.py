"""Whether a person may be written to now, and whether it costs: our own record, then Zalo's.

A tap on the OA's menu, a call or a comment open the window as well, and no event tells of them; so
before a message is withheld Zalo itself is asked, where it answers (nobody verified that it does).
"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.channels.zalo_oa.client import Client
from bot.channels.zalo_oa.contents import unsent
from bot.channels.zalo_oa.errors import OaError, Trouble
from data.domain.messages import Chat
from data.domain.window import Reach, reach_of
from data.errors import StoreDownError
from data.store.unit_of_work import Store

ASK_EVERY = timedelta(minutes=10)
"""Between two questions about one person."""


class Windows:
    """The windows of one account's people."""

    def __init__(self, store: Store, client: Client, free: int | None) -> None:
        self._store = store
        self._client = client
        self._free = free

    async def reach(self, chat: Chat, now: datetime) -> Reach:
        """Return what a message would be now. Raises OaError, StoreDownError."""
        async with self._store.read() as unit:
            last = await unit.interactions.last(chat)
            was_asked = await unit.interactions.was_asked(chat, now, ASK_EVERY)
        reach = reach_of(last, now, self._free)
        if reach is Reach.OK or was_asked:
            return reach
        told = await self._ask(chat, now)
        async with self._store.write() as unit:
            await unit.interactions.note_asked(chat, told, now)
            return reach_of(await unit.interactions.last(chat), now, self._free)

    async def count_free(self, chat: Chat) -> None:
        """Count a message that was sent. Raises nothing: the message is out."""
        with suppress(StoreDownError):
            async with self._store.write() as unit:
                await unit.interactions.count_free(chat)

    async def _ask(self, chat: Chat, now: datetime) -> datetime | None:
        try:
            told = await self._client.post("/v3.0/oa/quota/message", now, {"user_id": chat.chat})
        except OaError as error:
            if error.trouble is Trouble.SAID_NO:
                return None  # it does not answer that
            raise unsent(error) from None
        return _instant(told, now)


def _instant(told: dict[str, Any], now: datetime) -> datetime | None:
    said = told.get("last_interaction")
    try:
        at = datetime.fromtimestamp(int(str(said)) / 1000, UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return min(at, now)
