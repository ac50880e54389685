"""Telling Telegram that a tap was noticed, so that the button stops spinning."""

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram.client import Client
from bot.channels.telegram.errors import trouble_of

_log = logging.getLogger(__name__)


class Taps:
    """Answers taps at once and beside everything else: what comes of them is said later."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._under_way: set[asyncio.Task[None]] = set()

    def answer(self, updates: Iterable[dict[str, Any]]) -> None:
        """Begin to answer the taps among raw updates. Raises nothing."""
        for update in updates:
            query = update.get("callback_query")
            number = query.get("id") if isinstance(query, dict) else None
            if isinstance(number, str):
                task = asyncio.create_task(self._answer(number))
                self._under_way.add(task)
                task.add_done_callback(self._under_way.discard)

    async def close(self) -> None:
        """Leave what is still under way."""
        for task in list(self._under_way):
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)

    async def _answer(self, number: str) -> None:
        try:
            await self._client.bot.answer_callback_query(number)
        except TelegramError as error:
            # After a restart it is too old, and without a network nobody sees it spin.
            _log.info("a tap was not answered: %s", trouble_of(error))
