"""One bot, put together: what `bot.app` asks for."""

from dataclasses import dataclass

from bot.channels.public_files import PublicFiles
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.files import ZaloFiles
from bot.channels.zalo_bot.webhook import introduce
from bot.settings import Bot, ZaloBotSettings
from data.domain.quota import Quota


@dataclass(frozen=True, slots=True)
class Account:
    """The parts of one bot, sharing its connections."""

    client: Client
    channel: ZaloBotChannel
    """Channel and Sender."""
    files: ZaloFiles
    """FileFetcher."""

    async def introduce(self) -> None:
        """Learn the bot's own names. Raises CallError."""
        await introduce(self.client, self.channel)

    async def close(self) -> None:
        """Close the connections."""
        await self.client.close()


def open_bot(bot: Bot, settings: ZaloBotSettings, secret: bytes) -> Account:
    """Return a bot that has asked nothing yet; addresses of files are signed with the secret."""
    client = Client(bot.token, settings.api)
    pictures = PublicFiles(settings.pictures_at, secret) if settings.pictures_at else None
    links = PublicFiles(settings.web, secret) if settings.web else None
    quota = Quota(settings.monthly, settings.people) if settings.monthly else None
    channel = ZaloBotChannel(client, wards=bot.wards, pictures=pictures, links=links, quota=quota)
    return Account(client, channel, ZaloFiles(client))
