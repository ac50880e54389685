"""An emulator, and aiogram's own Bot as its client: another team's reading of the Bot API."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from tests.telegram.emulator import Person, Telegram, emulator


@asynccontextmanager
async def aiogram_bot(telegram: Telegram, token: str | None = None) -> AsyncIterator[Bot]:
    """Open a client of the emulator."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    session._connector_init["ssl"] = False  # making a context for TLS costs more than the test
    yield Bot(token or telegram.token, session=session)
    if session._session is not None:  # its own close() sleeps for the sake of TLS
        await session._session.close()


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    """An emulator without limits."""
    async with emulator() as running:
        yield running


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    """A client."""
    async with aiogram_bot(telegram) as client:
        yield client


@pytest.fixture
def hanh(telegram: Telegram) -> Person:
    """A person who has started the bot."""
    person = telegram.user("Lê Văn Hạnh", phone="0900000002")
    person.starts()
    return person


@pytest.fixture
def lan(telegram: Telegram) -> Person:
    """A person who has not."""
    return telegram.user("Võ Thị Lan", phone="0900000004")
