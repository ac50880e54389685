"""The composition root: everything meets here."""

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from bot.app.telegram import TelegramBots, open_bots
from bot.channels.base import Channel
from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from bot.settings import Settings
from data.clock import Clock, now
from data.domain.trouble import AccountStatus
from data.domain.ways_in import WaysIn
from data.files.evidence_store import EvidenceStore
from data.store.schema import bring_up_to_date
from data.store.unit_of_work import Store
from data.texts import web as words
from jobs.ports import World


@dataclass(frozen=True, slots=True)
class App:
    """The parts, wired."""

    settings: Settings
    clock: Clock
    store: Store
    channel: WebChannel
    telegram: TelegramBots
    dialog: Dialog
    world: World
    ways_in: Callable[[int], WaysIn]
    """Where people of a ward come in with an invitation."""

    def accounts(self) -> list[AccountStatus]:
        """Return how every account on a platform is doing."""
        web = AccountStatus(self.channel.name, self.channel.account, words.web_chat(), True)
        return [web, *self.telegram.statuses()]


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock = now) -> AsyncIterator[App]:
    """Open the database (migrated), the evidence and the channels; close them at the end.

    Raises RefusedError when a setting cannot be read.
    """
    telegram_settings = settings.telegram
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    async with AsyncExitStack() as closing:
        store = Store.at(settings.store_url)
        closing.push_async_callback(store.close)
        await bring_up_to_date(store.engine)
        files = EvidenceStore(settings.data_dir / "files")
        telegram = open_bots(telegram_settings, files.path)
        closing.push_async_callback(telegram.close)
        web = WebChannel(store)

        def ways_in(ward_id: int) -> WaysIn:
            return WaysIn(settings.base_url, telegram.username_for(ward_id))

        everybody: tuple[Channel, ...] = (web, *telegram.channels)
        channels = {(c.name, c.account): c for c in everybody}
        yield App(
            settings=settings,
            clock=clock,
            store=store,
            channel=web,
            telegram=telegram,
            dialog=Dialog(
                store,
                channels,
                ALL,
                clock,
                files,
                settings.base_url,
                fetchers=telegram.fetchers,
                ways_in=ways_in,
                accounts=telegram.statuses,
            ),
            world=World(
                store,
                files,
                senders=channels,
                fetchers=telegram.fetchers,
                public_url=settings.base_url,
            ),
            ways_in=ways_in,
        )
