"""The emulators, running."""

from collections.abc import AsyncIterator

import pytest

from tests.zalo.bot_emulator import ZaloBot, zalo_bot
from tests.zalo.oa_emulator import ZaloOA, zalo_oa
from tests.zalo.strangers import PUBLIC, Hall, hall


@pytest.fixture
async def zalo() -> AsyncIterator[ZaloBot]:
    """The bot platform."""
    async with zalo_bot() as running:
        yield running


@pytest.fixture
async def oa() -> AsyncIterator[ZaloOA]:
    """The Official Account."""
    async with zalo_oa() as running:
        yield running


@pytest.fixture
async def ours(oa: ZaloOA) -> AsyncIterator[Hall]:
    """A web server whose webhook the OA has saved; the probe is forgotten."""
    async with hall() as there:
        oa.reroute(PUBLIC, there.url)
        assert (await oa.saves_webhook(f"{PUBLIC}/zalo/oa").done()).ok
        there.got.clear()
        yield there
