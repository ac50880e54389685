"""One Official Account, put together: what `bot.app` asks for."""

from dataclasses import dataclass

from bot.channels.public_files import PublicFiles
from bot.channels.zalo_oa.channel import ZaloOaChannel
from bot.channels.zalo_oa.client import Client
from bot.channels.zalo_oa.contents import Files
from bot.channels.zalo_oa.files import ZaloOaFiles
from bot.channels.zalo_oa.oauth import OAuth
from bot.channels.zalo_oa.templates import ZaloTemplates
from bot.channels.zalo_oa.tokens import Tokens
from bot.channels.zalo_oa.windows import Windows
from bot.channels.zalo_oa.wire import READ, Wire
from bot.settings import ZaloOaSettings
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store


@dataclass(frozen=True, slots=True)
class Account:
    """The parts of one account, sharing its connections and its token."""

    settings: ZaloOaSettings
    client: Client
    oauth: OAuth
    channel: ZaloOaChannel
    """Channel and Sender."""
    files: ZaloOaFiles
    """FileFetcher."""
    templates: ZaloTemplates | None
    """Sender to phone numbers, where a setting names a template."""

    @property
    def tokens(self) -> Tokens:
        """The account's tokens."""
        return self.client.tokens

    async def close(self) -> None:
        """Let a renewal of the token end, and close the connections."""
        await self.tokens.close()
        await self.client.wire.close()


def open_oa(
    settings: ZaloOaSettings,
    store: Store,
    files: EvidenceStore,
    links: PublicFiles | None = None,
    *,
    patience: float = READ,
) -> Account:
    """Return an account that has asked nothing yet; `patience` is shorter in tests."""
    wire = Wire(
        settings.hosts,
        app_secret=settings.app_secret,
        proves=settings.proves,
        patience=patience,
    )
    oauth = OAuth(wire, settings.app_id, settings.app_secret)
    client = Client(wire, Tokens(store, oauth, settings.account, settings.refresh_token))
    windows = Windows(store, client, settings.free_replies)
    channel = ZaloOaChannel(settings, client, Files(client, files), windows, links)
    template = settings.template
    templates = (
        ZaloTemplates(client, settings.account, template, settings.wards) if template else None
    )
    return Account(settings, client, oauth, channel, ZaloOaFiles(wire), templates)
