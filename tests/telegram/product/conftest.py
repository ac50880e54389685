"""An office that is not open yet, and the Telegram around it."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from data.clock import MovableClock, now
from tests.cast import at
from tests.telegram.emulator import Telegram, emulator
from tests.telegram.product.office import Office

NINE = at("2026-06-15 09:12")


@pytest.fixture
def clock() -> MovableClock:
    """A Monday in June, twelve minutes past nine; time runs on from there."""
    return MovableClock(now, start=NINE)


@pytest.fixture
async def telegram(clock: MovableClock) -> AsyncIterator[Telegram]:
    """A Telegram without limits, whose clock is the office's."""
    async with emulator(clock=lambda: clock().timestamp()) as running:
        yield running
        assert running.violations == []


@pytest.fixture
def office(telegram: Telegram, tmp_path: Path, clock: MovableClock, migrated_file: Path) -> Office:
    """The cast of the tests on Telegram; `async with office.runs():` opens it."""
    folder = tmp_path / "var"
    folder.mkdir()
    shutil.copy(migrated_file, folder / "nhacviec.db")
    return Office(telegram, folder, clock)
