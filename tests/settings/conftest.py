"""The world of these tests."""

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.ports import World
from tests.reminders.stage import world_of


@pytest.fixture
def world(store: Store, files: EvidenceStore) -> World:
    """A world without channels over the test's store."""
    return world_of(store, files)
