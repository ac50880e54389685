"""Where bad input arrives: a town with work of every kind."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from data.domain.rules import AroundEvent, Granularity, Phase, Unknown, Window
from data.files.evidence_store import EvidenceStore
from data.store.unit_of_work import Store
from jobs.actions.plan_work import replan
from tests.bad_input.office import Talk
from tests.bad_input.scene import Scene
from tests.cast import Cast, add_task, at, found

OFFICE = "Văn phòng HĐND và UBND"


async def settle(store: Store) -> Cast:
    """Found the cast with three dated tasks, one that waits for an event and one without a date."""
    cast = await found(store)
    async with store.write() as unit:
        tasks = [
            await add_task(
                unit,
                cast,
                Window(end=day, granularity=Granularity.DAY),
                code=code,
                lead=lead,
                title=title,
            )
            for day, code, lead, title in (
                (date(2026, 6, 17), 20, OFFICE, "Đối thoại với Nhân dân"),
                (date(2026, 6, 16), 7, OFFICE, "Giám sát công trình đường số 3"),
                (date(2026, 6, 19), 5, "Tổ dân phố 5", "Niêm yết danh sách hộ nghèo"),
            )
        ]
        rule = AroundEvent(event="kỳ bầu cử tổ trưởng", phases=(Phase.BEFORE, Phase.AFTER))
        await add_task(unit, cast, rule, code=12, title="Tuyên truyền bầu cử tổ trưởng")
        await add_task(unit, cast, Unknown(reason="trống"), code=18, title="Rà soát thủ tục")
        await replan(unit, cast.ward, [t.id for t in tasks], at("2026-06-01 07:00"), "console")
        await unit.wards.take_codes_up_to(cast.ward.id, 20)
    return cast


@pytest.fixture
async def scene(tmp_path: Path, migrated_file: Path, files: EvidenceStore) -> Scene:
    """The town in a file."""
    file = Path(shutil.copy(migrated_file, tmp_path / "start.db"))
    store = Store.at(f"sqlite+aiosqlite:///{file}")
    cast = await settle(store)
    await store.close()
    return Scene(file, files, cast)


@pytest.fixture
async def town(store: Store) -> Cast:
    """The town in the store of the test."""
    return await settle(store)


@pytest.fixture
def talk(store: Store, files: EvidenceStore) -> Talk:
    """The dialog engine over the store of the test."""
    return Talk(store, files)
