"""An account of ours, and a person who has just written to it."""

from collections.abc import AsyncIterator

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.zalo.oa_channel.bench import Bench, benched
from tests.zalo.oa_emulator import Person, ZaloOA


@pytest.fixture
async def bench(oa: ZaloOA, store: Store, files: EvidenceStore) -> AsyncIterator[Bench]:
    async with benched(oa, store, files) as made:
        yield made


@pytest.fixture
def tu(oa: ZaloOA) -> Person:
    """A leader of a group who follows the OA and has written."""
    person = oa.user("Nguyễn Văn Tư", "0900000005")
    person.says("chào")
    return person
