"""Delivery runs on both databases."""

from collections.abc import Callable

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from tests.delivery.post import ACCOUNT, Post
from tests.store.conftest import store, url

__all__ = ["store", "url"]


@pytest.fixture
def world(store: Store, files: EvidenceStore) -> Callable[[Post], World]:
    """Make a world with one account of one channel."""
    return lambda post: World(store, files, senders={ACCOUNT: post})
