"""The composition root: everything meets here."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from bot.channels.web_chat.channel import WebChannel
from bot.conversations import ALL
from bot.dialog import Dialog
from bot.settings import Settings
from data.clock import Clock, now
from data.files.evidence_store import EvidenceStore
from data.store.schema import bring_up_to_date
from data.store.unit_of_work import Store
from jobs.ports import World


@dataclass(frozen=True, slots=True)
class App:
    """The parts, wired."""

    settings: Settings
    clock: Clock
    store: Store
    channel: WebChannel
    dialog: Dialog
    world: World


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock = now) -> AsyncIterator[App]:
    """Open the database (migrated), the evidence and the channels; close them at the end."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = Store.at(settings.store_url)
    try:
        await bring_up_to_date(store.engine)
        files = EvidenceStore(settings.data_dir / "files")
        channel = WebChannel(store)
        key = (channel.name, channel.account)
        yield App(
            settings=settings,
            clock=clock,
            store=store,
            channel=channel,
            dialog=Dialog(store, {key: channel}, ALL, clock, files, settings.base_url),
            world=World(store, files, senders={key: channel}, public_url=settings.base_url),
        )
    finally:
        await store.close()
