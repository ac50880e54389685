"""The office of `tests/dialog`, on a messenger that can do no more than Zalo's bots."""

import pytest

from data.domain.messages import Limits
from tests.dialog.conftest import Stage, stage
from tests.dialog.telephone import Telephone, in_hand

__all__ = ["stage"]

LIMITS = Limits(
    2000,
    has_buttons=False,
    has_edits=False,
    largest_file=10 * 2**20,
    album_quiet=3.0,
    takes_documents=False,
    types_codes=True,
)


@pytest.fixture
async def phone(stage: Stage) -> Telephone:
    """Hạnh, Tư and Mai, who type."""
    return await in_hand(stage, LIMITS)
