"""The ward that `nhacviec demo` shows, with the demonstration's own parts."""

from pathlib import Path

from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.demo import _beginning, _prepare, _read
from bot.settings import Settings
from data.clock import MovableClock, now
from data.domain.messages import Delivery
from data.domain.people import Person, Role
from data.domain.progress import read_progress
from jobs.actions.allow import CONSOLE
from jobs.actions.hand_over import hand_over
from jobs.actions.submit_report import submit_report


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


async def test_a_leap_sends_what_the_days_would_have_sent(tmp_path: Path) -> None:
    draft = _read(None)
    clock = MovableClock(now, start=_beginning(draft))
    settings = Settings(data_dir=tmp_path, database_url=SecretStr(""), port=0, public_url="")
    async with open_app(settings, clock) as app:
        controls = await _prepare(app, clock, draft)
        office, officer = await _office_and_officer(app)
        async with app.store.write() as unit:
            (ward,) = await unit.wards.all()
            owed = await unit.ward(ward.id).occurrences.owed_by(officer.agency_ids)
            said = "đã làm xong"
            await submit_report(
                *(unit, ward, officer, owed[0].id, said, read_progress(said), (), clock(), "test")
            )
        await controls.move_to("day")
        async with app.store.read() as unit:
            found = await unit.outbox.in_states([Delivery.SENT], limit=1000)
    assert {x.kind for x in found if x.person_id == office.id} >= {"review", "notice"}
    assert "notice" in {x.kind for x in found if x.person_id == officer.id}


async def _office_and_officer(app: App) -> tuple[Person, Person]:
    async with app.store.read() as unit:
        (ward,) = await unit.wards.all()
        people = unit.ward(ward.id).people
        (office,) = await people.with_role(Role.LEAD_OFFICE)
        return office, (await people.with_role(Role.OFFICER))[0]
