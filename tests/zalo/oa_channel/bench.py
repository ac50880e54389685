"""An account of ours in front of the imitated Official Account, with little ceremony."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from pydantic import SecretStr

from bot.channels.public_files import PublicFiles
from bot.channels.zalo_oa.account import Account, open_oa
from bot.settings import ZaloOaHosts, ZaloOaSettings
from data.domain.messages import Chat, Delivery, Lane, Letter, OutgoingFile, OutgoingMessage
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.zalo.oa_emulator import Person, ZaloOA


def settings_of(oa: ZaloOA, **more: Any) -> ZaloOaSettings:
    """Return the settings that connect to an emulator, its first token included."""
    known = ZaloOaSettings(
        account=oa.oa_id,
        app_id=oa.app_id,
        app_secret=SecretStr(oa.app_secret),
        oa_secret=SecretStr(oa.oa_secret),
        refresh_token=SecretStr(oa.mint().refresh_token),
        hosts=ZaloOaHosts(oa.url, oa.url, oa.url),
    )
    return replace(known, **more)


@dataclass
class Bench:
    """Sends as the outbox would."""

    oa: ZaloOA
    store: Store
    files: EvidenceStore
    account: Account

    @property
    def now(self) -> datetime:
        """The emulator's time."""
        return datetime.fromtimestamp(self.oa.clock.now(), UTC)

    async def send(self, to: Person | str, text: str = "Nhắc", **fields: Any) -> str:
        """Send a message and return its id."""
        chat = to if isinstance(to, str) else to.id
        letter = letter_to(chat, OutgoingMessage(text, **fields), self.account.settings.account)
        return await self.account.channel.send(letter, self.now)

    async def keep(self, content: bytes, name: str, mime: str) -> OutgoingFile:
        """Store a file to be sent."""
        return OutgoingFile((await self.files.put_bytes(content)).sha256, name, mime)


def letter_to(chat: str, message: OutgoingMessage, account: str, **more: Any) -> Letter:
    """Return an outbox row."""
    now = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    made = Letter(
        id=1,
        key="test",
        ward_id=1,
        person_id=1,
        chat=Chat("zalo_oa", account, chat),
        kind="reply",
        lane=Lane.ANSWER,
        message=message,
        must_arrive=True,
        due_at=now,
        expires_at=None,
        state=Delivery.SENDING,
        attempts=1,
        external_id=None,
        error=None,
    )
    return replace(made, **more)


@asynccontextmanager
async def benched(
    oa: ZaloOA,
    store: Store,
    files: EvidenceStore,
    *,
    patience: float = 0.6,
    links: PublicFiles | None = None,
    **settings: Any,
) -> AsyncIterator[Bench]:
    """Open an account that loses its patience soon."""
    account = open_oa(settings_of(oa, **settings), store, files, links, patience=patience)
    yield Bench(oa, store, files, account)
    await account.close()
