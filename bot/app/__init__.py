"""The composition root: everything meets here."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial

from bot.app import telegram as telegram_app
from bot.app import zalo as zalo_app
from bot.app.doors import doors_of
from bot.app.platform import Platform
from bot.app.telegram import TelegramBots
from bot.app.zalo import ZaloBots
from bot.app.zalo_oa import ZaloOa, open_zalo_oa
from bot.channels.base import Channel
from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from bot.settings import Settings
from bot.web.secret import load_secret
from data.clock import Clock, now
from data.domain.trouble import AccountStatus
from data.domain.ways_in import WaysIn
from data.files.evidence_store import EvidenceStore
from data.files.sealing_key import SealingKey
from data.store.schema import bring_up_to_date
from data.store.unit_of_work import Store
from data.texts import web as words
from jobs.ports import Stamper, World


@dataclass(frozen=True, slots=True)
class App:
    """The parts, wired."""

    settings: Settings
    clock: Clock
    store: Store
    channel: WebChannel
    telegram: TelegramBots
    zalo_bots: ZaloBots
    zalo_oa: ZaloOa
    platforms: tuple[Platform, ...]
    """Every messenger, these among them, in the order in which they are told of."""
    dialog: Dialog
    world: World
    ways_in: Callable[[int], WaysIn]
    """Where people of a ward come in with an invitation."""

    def accounts(self) -> list[AccountStatus]:
        """Return how every account on a platform is doing."""
        web = AccountStatus(self.channel.name, self.channel.account, words.web_chat(), True)
        return [web, *(status for p in self.platforms for status in p.statuses())]


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock = now) -> AsyncIterator[App]:
    """Open the database (migrated), the evidence and the channels; close them at the end.

    Raises RefusedError when a setting cannot be read.
    """
    telegram_settings, zalo_bot_settings = settings.telegram, settings.zalo_bot
    zalo_oa_settings = settings.zalo_oa
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as closing:
        store = Store.at(settings.store_url)
        closing.push_async_callback(store.close)
        await bring_up_to_date(store.engine)
        files = EvidenceStore(settings.data_dir / "files")
        telegram = telegram_app.open_bots(telegram_settings, files.path)
        secret = partial(load_secret, settings.data_dir / "secret")
        zalo_bots = zalo_app.open_bots(zalo_bot_settings, secret)
        zalo_oa = open_zalo_oa(
            zalo_oa_settings,
            store,
            files,
            settings.base_url,
            secret,
        )
        for platform in (telegram, zalo_bots, zalo_oa):
            closing.push_async_callback(platform.close)
        yield _wired(settings, clock, store, files, (telegram, zalo_bots, zalo_oa))


def _wired(
    settings: Settings,
    clock: Clock,
    store: Store,
    files: EvidenceStore,
    platforms: tuple[TelegramBots, ZaloBots, ZaloOa],
) -> App:
    """Return the parts, each told of those that it works with."""
    telegram, zalo_bots, zalo_oa = platforms
    web = WebChannel(store)

    def ways_in(ward_id: int) -> WaysIn:
        return doors_of(settings, telegram, zalo_bots, zalo_oa, ward_id)

    everybody: tuple[Channel, ...] = (web, *(c for p in platforms for c in p.channels))
    channels = {(c.name, c.account): c for c in everybody}
    fetchers = {key: f for p in platforms for key, f in p.fetchers.items()}
    return App(
        settings=settings,
        clock=clock,
        store=store,
        channel=web,
        telegram=telegram,
        zalo_bots=zalo_bots,
        zalo_oa=zalo_oa,
        platforms=platforms,
        dialog=Dialog(
            store,
            channels,
            ALL,
            clock,
            files,
            settings.base_url,
            fetchers=fetchers,
            ways_in=ways_in,
            accounts=lambda: [status for p in platforms for status in p.statuses()],
        ),
        world=World(
            store,
            files,
            senders={**channels, **zalo_oa.templates},
            fetchers=fetchers,
            public_url=settings.base_url,
            key=SealingKey(settings.data_dir / "khoa-niem-phong"),
            stamper=_stamper(settings),
            dossiers=settings.data_dir / "ho-so",
        ),
        ways_in=ways_in,
    )


def _stamper(settings: Settings) -> Stamper | None:
    if settings.tsa is None:
        return None
    # Imported only where one is set up: it brings an http client along.
    from bot.channels.time_stamps import HttpStamper

    return HttpStamper(settings.tsa)
