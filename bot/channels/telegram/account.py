"""One bot, put together: what `bot.app` asks for."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client, Server
from bot.channels.telegram.files import TelegramFiles
from bot.channels.telegram.polling import introduce
from bot.settings import Bot


@dataclass(frozen=True, slots=True)
class Account:
    """The parts of one bot, sharing its connections."""

    client: Client
    channel: TelegramChannel
    """Channel and Sender."""
    files: TelegramFiles
    """FileFetcher."""

    async def introduce(self) -> None:
        """Learn the bot's own name. Raises TelegramError."""
        await introduce(self.client, self.channel)

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()


def open_bot(bot: Bot, api: str, path_of: Callable[[str], Path]) -> Account:
    """Return a bot that has asked nothing yet; `path_of` tells where a stored file lies."""
    client = Client(bot.token, Server(api))
    return Account(client, TelegramChannel(client, path_of, bot.wards), TelegramFiles(client))
