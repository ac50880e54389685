"""A bot of ours in front of the imitated platform, and everything that nobody has verified of it."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from bot.channels.base import Arrived
from bot.channels.public_files import PublicFiles
from bot.channels.zalo_bot.channel import ZaloBotChannel
from bot.channels.zalo_bot.client import Client
from bot.channels.zalo_bot.polling import Poller
from bot.channels.zalo_bot.webhook import Webhook
from data.domain.messages import (
    Chat,
    Delivery,
    Incoming,
    IncomingMessage,
    Lane,
    Letter,
    OutgoingFile,
    OutgoingMessage,
)
from data.files.evidence_store import EvidenceStore
from tests.zalo.bot_emulator import Person, ZaloBot, zalo_bot

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PUBLIC = "https://nhacviec.example"
SECRET = b"s" * 32
MODES: dict[str, dict[str, Any]] = {
    "as is likely": {},
    "replayed": {"updates": "replay"},
    "all replayed, in lists": {"updates": "replay_all", "result": "list"},
    "errors with 200": {"errors": "ok_false_200", "idle": "ok_false_200"},
    "errors with 200 and no code": {
        "errors": "ok_false_200",
        "error_code": "absent",
        "idle": "ok_false_200",
    },
    "codes in camel case": {"error_code": "errorCode", "idle": "null"},
    "codes left out": {"error_code": "absent", "idle": "empty"},
    "as documented": {"photo_key": "photo", "no_webhook": "empty_url", "webhook_body": "enveloped"},
    "as of old": {"names": "name", "dates": "s", "sticker": "bare", "scoped_ids": False},
    "lenient": {
        "unknown_chat": 404,
        "blocked": "ok",
        "text_unit": "characters",
        "reply_to": "accepted",
        "photo_multipart": "accepted",
        "probe_secret": False,
        "empty_probe": False,
    },
}
"""Every switch of the emulator in each of its positions, a few at a time."""


@dataclass
class Desk:
    """An inbox that keeps each update once, and may fail."""

    account: str
    kept: list[Arrived] = field(default_factory=list)
    tries: int = 0
    fails: int = 0

    async def take(self, updates: Sequence[Arrived]) -> list[int | None]:
        """Keep updates in one go."""
        self.tries += 1
        if self.fails:
            self.fails -= 1
            raise OSError("disk full")
        return [self._add(update) for update in updates]

    def _add(self, update: Arrived) -> int | None:
        if any(u.external_id == update.external_id for u in self.kept):
            return None
        self.kept.append(update)
        return len(self.kept)

    @property
    def texts(self) -> list[str]:
        """What was said."""
        return [u.raw["message"].get("text") for u in self.kept if "message" in u.raw]


@dataclass
class Bench:
    """Sends as the outbox would, and reads as the engine does."""

    zalo: ZaloBot
    client: Client
    channel: ZaloBotChannel
    files: EvidenceStore
    desk: Desk

    async def send(
        self, to: "Person | str", text: str = "Nhắc", at: datetime = NOW, **fields: Any
    ) -> str:
        """Send a message and return its id."""
        chat = to if isinstance(to, str) else to.id
        letter = letter_to(chat, OutgoingMessage(text, **fields), self.channel.account)
        return await self.channel.send(letter, at)

    async def keep(self, content: bytes, name: str, mime: str) -> OutgoingFile:
        """Store a file to be sent."""
        return OutgoingFile((await self.files.put_bytes(content)).sha256, name, mime)

    def read(self, update: Arrived) -> Incoming:
        """Read an update out of the inbox."""
        return self.channel.read(update.raw, update.chat, update.external_id, NOW)

    def heard(self) -> list[IncomingMessage]:
        """Everything that was kept, as we read it."""
        said = [self.read(update) for update in self.desk.kept]
        return [m for m in said if isinstance(m, IncomingMessage)]

    def poller(self, take: Any = None, **settings: Any) -> Poller:
        """Receive by asking, without long pauses."""
        fast = {"long_poll": 1, "pace": 0.02} | settings
        taking = take or self.desk.take
        return Poller(self.client, self.channel, taking, lambda: datetime.now(UTC), **fast)


@asynccontextmanager
async def bench(files: EvidenceStore, **switches: Any) -> AsyncIterator[Bench]:
    """Run the platform and a bot of ours, which loses its patience soon."""
    async with zalo_bot(**switches) as zalo, connected(zalo, files) as made:
        yield made


@asynccontextmanager
async def connected(zalo: ZaloBot, files: EvidenceStore) -> AsyncIterator[Bench]:
    """Connect a bot of ours to a running platform."""
    client = Client(SecretStr(zalo.token), zalo.url, patience=0.7)
    public = PublicFiles(PUBLIC, SECRET)
    channel = ZaloBotChannel(client, pictures=public, links=public)
    yield Bench(zalo, client, channel, files, Desk(client.account))
    await client.close()


@asynccontextmanager
async def running(receiver: Poller | Webhook) -> AsyncIterator[None]:
    """Receive while the block runs."""
    task = asyncio.create_task(receiver.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(true: Callable[[], object], within: float = 30) -> None:
    """Wait until something is true."""
    async with asyncio.timeout(within):
        while not true():  # noqa: ASYNC110 - what is waited for has no event
            await asyncio.sleep(0.01)


def letter_to(chat: str, message: OutgoingMessage, account: str, **fields: Any) -> Letter:
    """Return an outbox row."""
    row: dict[str, Any] = {
        "id": 1,
        "key": "test",
        "ward_id": 1,
        "person_id": 1,
        "chat": Chat("zalo_bot", account, chat),
        "kind": "reply",
        "lane": Lane.ANSWER,
        "message": message,
        "must_arrive": True,
        "due_at": NOW,
        "expires_at": None,
        "state": Delivery.SENDING,
        "attempts": 1,
        "external_id": None,
        "error": None,
    }
    return Letter(**(row | fields))
