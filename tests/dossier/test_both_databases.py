"""The life of a dossier on SQLite and on PostgreSQL, while others go on writing."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from jobs.actions.order_dossier import open_link, open_to_inspector, order_dossier
from jobs.reports.dossier.kiem_tra import check
from jobs.ticks.make_dossiers import dossier_path, make_dossiers
from jobs.ticks.seal_logs import seal_logs
from tests.cast import at
from tests.dossier.house import NOW, House
from tests.store.conftest import store, url

__all__ = ["store", "url"]


async def test_it_is_sealed_ordered_made_opened_and_taken_away(
    house: House, tmp_path: Path
) -> None:
    world, ward = replace(house.world, dossiers=tmp_path / "ho-so"), house.cast.ward
    mai = f"person:{house.cast.people['Mai'].id}"
    assert await seal_logs(world, NOW - timedelta(days=1)) == {"sealed": 1}
    async with house.store.write() as unit:
        number = await order_dossier(unit, ward, await house.scope(), NOW, mai)

    async def go_on() -> None:
        for minute in range(10):
            when = at(f"2026-06-17 08:{minute:02}")
            await house.report("Hạnh", 20, f"bổ sung {minute}", when)

    await asyncio.gather(go_on(), make_dossiers(world, NOW))
    made = dossier_path(tmp_path / "ho-so", number)
    assert not any(step.faults for step in check(made))
    async with house.store.write() as unit:
        code = await open_to_inspector(unit, ward, number, "Đoàn", NOW, mai)
    async with house.store.write() as unit:
        assert (await open_link(unit, code, NOW)).order.id == number
    assert (await make_dossiers(world, NOW + timedelta(days=8)))["removed"] == 1
    async with house.store.read() as unit:
        assert await unit.ward(ward.id).log.first_break() is None
