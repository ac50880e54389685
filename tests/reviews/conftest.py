"""Everything about reviews runs on both databases."""

import pytest

from data.store.unit_of_work import Store
from tests.cast import found
from tests.reviews.stage import Desk
from tests.store.conftest import store, url

__all__ = ["store", "url"]


@pytest.fixture
async def desk(store: Store) -> Desk:
    """A ward on a Monday morning."""
    return Desk(store, await found(store))
