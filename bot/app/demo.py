"""`nhacviec demo`: a throw-away ward whose clock can be moved."""

import asyncio
import tempfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from importlib import resources
from pathlib import Path

from pydantic import SecretStr

from bot.app import App, open_app
from bot.app.demo_cast import Part, found_demo
from bot.app.logs import configure_logging
from bot.app.serving import Say, running, until_told_to_stop
from bot.settings import Settings
from bot.web.context import CastMember, ClockMove, DemoControls
from data.clock import MovableClock, now
from data.domain.drafts import PlanDraft
from data.domain.localtime import instant_of, local_date
from data.domain.people import WardSettings
from data.domain.workdays import WorkCalendar
from data.texts.demo import part_of
from jobs.intake.plan import read_plan
from jobs.schedule import run_between
from jobs.ticks.deliver_outbox import deliver_outbox

_MORNING = time(7, 0)
_FURTHEST = timedelta(days=120)
_TELLS_PEOPLE = {"send_reminders", "escalate_overdue", "send_weekly_summary"}


async def serve_demo(plan: Path | None, port: int, *, say: Say) -> None:
    """Run until told to stop; nothing is kept. Raises RefusedError when the plan cannot be used."""
    configure_logging("WARNING")
    draft = await asyncio.to_thread(_read, plan)
    clock = MovableClock(now, start=_beginning(draft))
    with tempfile.TemporaryDirectory(prefix="nhacviec-demo-") as folder:
        settings = Settings(
            data_dir=Path(folder), database_url=SecretStr(""), port=port, public_url=""
        )
        async with open_app(settings, clock) as app:
            controls = await _prepare(app, clock, draft)
            async with running(app, controls) as server:
                say(f"Bản thử đang chạy tại {server.address}. Dừng: Ctrl+C (không lưu gì lại).")
                await until_told_to_stop()


async def _prepare(app: App, clock: MovableClock, draft: PlanDraft) -> DemoControls:
    async with app.store.write() as unit:
        ward, parts = await found_demo(unit, draft, clock())
        await unit.wards.beat(ward.id, clock())

    async def cast() -> Sequence[CastMember]:
        async with app.store.read() as unit:
            linked = await unit.links.of(part.person.id for part in parts)
        # Whoever handed their work over has no way in any more.
        return [_member(part) for part in parts if part.person.id in linked]

    async def move_to(kind: ClockMove) -> datetime:
        await move(app, clock, kind, ward.settings)
        return clock()

    return DemoControls(cast=cast, move_to=move_to)


async def move(app: App, clock: MovableClock, kind: ClockMove, settings: WardSettings) -> None:
    """Move the clock and let everything happen that is due on the way."""
    goal = _goal(clock(), kind, settings)
    async for ran in run_between(app.world, clock(), goal):
        clock.move_to(ran.at)
        if kind == "next" and ran.name in _TELLS_PEOPLE and ran.at < goal:
            await deliver_outbox(app.world, clock())
            return
    clock.move_to(goal)


def _goal(current: datetime, kind: ClockMove, settings: WardSettings) -> datetime:
    if kind == "day":
        return current + timedelta(days=1)
    if kind == "next":
        return current + _FURTHEST
    today = local_date(current)
    day = today + timedelta(days=(settings.summary_weekday - today.isoweekday()) % 7)
    at = instant_of(day, settings.summary_at)
    return at if at > current else at + timedelta(days=7)


def _beginning(draft: PlanDraft) -> datetime:
    """Return 07:00 of the first working day after the plan was issued."""
    issued = draft.plan.issued_on
    day = issued or date(draft.plan.year or local_date(now()).year, 1, 1)
    calendar = WorkCalendar()
    day += timedelta(days=1)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return instant_of(day, _MORNING)


def _read(plan: Path | None) -> PlanDraft:
    if plan is not None:
        return read_plan(plan.read_bytes(), plan.name)
    sample = resources.files("jobs.intake").joinpath("sample", "ke-hoach-mau.txt")
    return read_plan(sample.read_bytes(), sample.name)


def _member(part: Part) -> CastMember:
    return CastMember(part.person.id, part.person.name, part_of(part.person, part.place))
