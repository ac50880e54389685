"""Who is reached how: on both databases, over platforms that do as the test tells them."""

from collections.abc import Callable

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import Cast, found
from tests.reach.town import Town
from tests.store.conftest import store, url

__all__ = ["store", "url"]


@pytest.fixture
async def cast(store: Store) -> Cast:
    """The ward's people without any chat."""
    return await found(store, linked=False)


@pytest.fixture
def town(store: Store, files: EvidenceStore, cast: Cast) -> Town:
    """The ward with Telegram, Zalo and the web."""
    return Town(store, files, cast)


@pytest.fixture
def make_town(store: Store, files: EvidenceStore, cast: Cast) -> Callable[..., Town]:
    """Make such a town with other accounts."""
    return lambda **how: Town(store, files, cast, **how)
