"""The ward that `nhacviec demo` shows, with the demonstration's own parts."""

from pathlib import Path

from pydantic import SecretStr

from bot.app import open_app
from bot.app.demo import _beginning, _prepare, _read
from bot.settings import Settings
from data.clock import MovableClock, now
from jobs.actions.allow import CONSOLE
from jobs.actions.hand_over import hand_over


async def test_nobody_can_be_chosen_who_has_handed_their_work_over(tmp_path: Path) -> None:
    draft = _read(None)
    clock = MovableClock(now, start=_beginning(draft))
    settings = Settings(data_dir=tmp_path, database_url=SecretStr(""), port=0, public_url="")
    async with open_app(settings, clock) as app:
        controls = await _prepare(app, clock, draft)
        everybody = await controls.cast()
        leaves, takes = [m.person_id for m in everybody if "cán bộ" in m.note][:2]
        async with app.store.write() as unit:
            (ward,) = await unit.wards.all()
            await hand_over(unit, ward, leaves, takes, clock(), CONSOLE)
        left = await controls.cast()
    assert [m for m in everybody if m.person_id != leaves] == list(left)
