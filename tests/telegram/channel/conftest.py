"""A bot of ours in front of the imitated Telegram."""

from collections.abc import AsyncIterator

import pytest
from pydantic import SecretStr

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.client import Client, Server
from data.files.evidence_store import EvidenceStore
from tests.telegram.channel.bench import Bench
from tests.telegram.emulator import Person, Telegram, emulator


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with emulator() as running:
        yield running


@pytest.fixture
async def client(telegram: Telegram) -> AsyncIterator[Client]:
    """A client that loses its patience soon."""
    opened = Client(SecretStr(telegram.token), Server(telegram.url), patience=0.5)
    yield opened
    await opened.close()


@pytest.fixture
def channel(client: Client, files: EvidenceStore) -> TelegramChannel:
    return TelegramChannel(client, files.path)


@pytest.fixture
def hanh(telegram: Telegram) -> Person:
    """An officer who has pressed Start."""
    person = telegram.user("Lê Văn Hạnh", phone="0900000002")
    person.starts()
    return person


@pytest.fixture
def bench(channel: TelegramChannel, hanh: Person, files: EvidenceStore) -> Bench:
    return Bench(channel, hanh, files)
