"""A bot of ours in front of the imitated platform."""

from collections.abc import AsyncIterator

import pytest

from data.files.evidence_store import EvidenceStore
from tests.zalo.bot_channel.bench import MODES, Bench, bench, connected
from tests.zalo.bot_emulator import Person, ZaloBot


@pytest.fixture
async def ours(zalo: ZaloBot, files: EvidenceStore) -> AsyncIterator[Bench]:  # type: ignore[override]
    """The bot, in front of the platform as it most likely is."""
    async with connected(zalo, files) as made:
        yield made


@pytest.fixture(params=MODES.values(), ids=MODES.keys())
async def anyhow(request: pytest.FixtureRequest, files: EvidenceStore) -> AsyncIterator[Bench]:
    """The bot, in front of the platform in each of its modes."""
    async with bench(files, **request.param) as made:
        yield made


@pytest.fixture
def tu(ours: Bench) -> Person:
    """A group leader who has written to the bot before."""
    return acquainted(ours, "Nguyễn Văn Tư")


def acquainted(bench: Bench, name: str) -> Person:
    """Return a person who wrote once; it was read."""
    person = bench.zalo.user(name)
    person.says("chào")
    bench.zalo.bot.mailbox.waiting.clear()
    return person
