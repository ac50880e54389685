"""The ward whose dossiers are looked over, and one dossier for all who only read it."""

import asyncio
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from tests.cast import Cast, found
from tests.dossier.house import House, build, unzip


@pytest.fixture
async def house(store: Store, files: EvidenceStore, cast: Cast, tmp_path: Path) -> House:
    return await build(store, files, cast, tmp_path)


@dataclass(frozen=True)
class Sealed:
    """A dossier as it left the house, and the sealing key, which only forgers need."""

    zip: Path
    bag: Path
    key: Path
    digest: str
    fingerprint: str

    def copy(self, folder: Path) -> Path:
        """Return a copy of the unpacked bag that may be spoilt."""
        return shutil.copytree(self.bag, folder / "bag")


@pytest.fixture(scope="session")
def sealed(migrated_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    """One dossier: of a log that was sealed twice before."""
    folder = tmp_path_factory.mktemp("sealed")

    async def make() -> Sealed:
        store = Store.at(f"sqlite+aiosqlite:///{shutil.copy(migrated_file, folder / 'n.db')}")
        house = await build(store, EvidenceStore(folder / "files"), await found(store), folder)
        await house.export(folder / "before.zip")
        await house.export(folder / "again.zip")
        made = await house.export(folder / "ho-so.zip")
        await store.close()
        bag = unzip(made.path, folder / "out")
        return Sealed(made.path, bag, folder / "khoa", made.digest, made.key)

    return asyncio.run(make())
