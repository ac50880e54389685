"""Sends each ward its weekly summary, with the chart, once."""

import asyncio
import logging
from datetime import date, datetime

from data.domain.localtime import instant_of, local_date
from data.domain.messages import Chat, Choice, Lane, OutgoingFile, OutgoingMessage
from data.domain.people import Person, Role, Ward
from data.domain.reminders import GAP
from data.domain.summary import Week, WeeklySummary
from data.domain.tasks import Plan, PlanState
from data.domain.workdays import WorkCalendar, parse_overrides
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import summary as texts
from jobs.ports import Tally, World
from jobs.reports.summary import Ledger, summarise
from jobs.reports.weeks import is_time_to_send, latest_week, week_in_progress

_log = logging.getLogger(__name__)


async def send_weekly_summary(world: World, now: datetime) -> Tally:
    """Queue the summary for the lead office and the leadership of each ward whose hour has come.

    Returns how many messages were queued ("sent"). Outside the hours of any ward it reads nothing
    but the wards; inside them one key tells which have theirs already.
    """
    async with world.store.read() as unit:
        wards = await unit.wards.all()
        due = {_key(w.id, week, 1): (w, week) for w in wards if (week := _due_week(w, now))}
        done = await unit.outbox.queued(due) if due else frozenset()
    sent = 0
    for key, (ward, week) in due.items():
        if key in done:
            continue
        try:
            sent += await _send(world, ward, week, now)
        except Exception:
            # The other wards' summaries do not wait for this one.
            _log.exception("ward %s: the weekly summary failed", ward.id)
    return {"sent": sent}


async def summary_now(world: World, ward_id: int, now: datetime) -> tuple[str, bytes]:
    """Return the message and the chart (PNG) of the week in progress, without sending them.

    Raises RefusedError when no plan is active.
    """
    async with world.store.read() as unit:
        ward = await unit.wards.get(ward_id)
        week = week_in_progress(ward.settings, _calendar(ward), now)
        plans = await _active_plans(unit, ward)
        if not plans:
            raise RefusedError(texts.no_active_plan())
        ledger = await _read_ledger(unit, ward, plans, week, now)
    summary = summarise(ledger, week, now)
    return texts.summary_message(summary), await asyncio.to_thread(_draw, summary)


def _due_week(ward: Ward, now: datetime) -> Week | None:
    try:
        calendar = _calendar(ward)
    except RefusedError as error:
        _log.error("ward %s has a calendar that cannot be read: %s", ward.id, error)
        return None
    week = latest_week(ward.settings, calendar, now)
    return week if is_time_to_send(week, ward.settings, calendar, now) else None


async def _send(world: World, ward: Ward, week: Week, now: datetime) -> int:
    async with world.store.read() as unit:
        plans = await _active_plans(unit, ward)
        # A plan confirmed after the hour of the summary has nothing to do with that week.
        if not any(p.confirmed_at and p.confirmed_at <= week.until for p in plans):
            return 0
        readers = await unit.ward(ward.id).people.with_role(Role.LEAD_OFFICE, Role.LEADERSHIP)
        if not readers:
            return 0
        ledger = await _read_ledger(unit, ward, plans, week, now)
    summary = summarise(ledger, week, now)
    # Drawn and stored outside any transaction: nobody waits for a picture.
    stored = await world.files.put_bytes(await asyncio.to_thread(_draw, summary))
    message = OutgoingMessage(
        texts.summary_message(summary, is_sent_late=now - week.until > GAP),
        (Choice(texts.see_tasks(), "tasks:list"),),
        (OutgoingFile(stored.sha256, texts.chart_file_name(week), "image/png"),),
    )
    async with world.store.write() as unit:
        return await _queue(unit, ward, week, readers, message, now)


async def _queue(
    unit: UnitOfWork,
    ward: Ward,
    week: Week,
    readers: tuple[Person, ...],
    message: OutgoingMessage,
    now: datetime,
) -> int:
    last_day = _calendar(ward).add_working_days(week.last, 1)
    links = await unit.links.of([p.id for p in readers])
    for number, person in enumerate(sorted(readers, key=lambda p: p.id), start=1):
        link = next(iter(links.get(person.id, ())), None)
        is_new = await unit.outbox.add(
            _key(ward.id, week, number),
            Chat(link.channel, link.account, link.chat) if link else None,
            message,
            kind="summary",
            lane=Lane.BULK,
            now=now,
            ward_id=ward.id,
            person_id=person.id,
            expires_at=instant_of(last_day, ward.settings.quiet_from),
        )
        if not is_new:
            # Another process was first; its messages stand or fall together.
            return 0
    unit.ward(ward.id).log.append(
        "summary.sent",
        actor="tick:send_weekly_summary",
        subject=f"week:{week.key}",
        now=now,
        chart=message.files[0].sha256,
        readers=[p.id for p in readers],
    )
    return len(readers)


async def _active_plans(unit: UnitOfWork, ward: Ward) -> tuple[Plan, ...]:
    return tuple(p for p in await unit.ward(ward.id).plans.all() if p.state is PlanState.ACTIVE)


async def _read_ledger(
    unit: UnitOfWork, ward: Ward, plans: tuple[Plan, ...], week: Week, now: datetime
) -> Ledger:
    work = unit.ward(ward.id)
    people = await work.people.all()
    links = await unit.links.of([p.id for p in people])
    today = local_date(now)
    return Ledger(
        ward_name=ward.name,
        plans=plans,
        tasks=await work.tasks.all(),
        occurrences=await work.occurrences.opened(today, since=date(today.year, 1, 1)),
        events=await work.events.all(),
        reports=await work.reports.between(week.since, week.until),
        agencies=await work.agencies.all(),
        people=people,
        linked=frozenset(i for i, of in links.items() if any(x.is_reachable for x in of)),
        calendar=_calendar(ward),
        ladder=ward.settings.ladder,
    )


def _draw(summary: WeeklySummary) -> bytes:
    # Imported when it is first needed: a process that never draws does not carry matplotlib.
    from jobs.reports.chart import draw_chart

    return draw_chart(summary)


def _calendar(ward: Ward) -> WorkCalendar:
    return WorkCalendar(parse_overrides(ward.settings.calendar_overrides))


def _key(ward_id: int, week: Week, number: int) -> str:
    """Name a reader's message. All are queued together, so the first one speaks for all."""
    return f"summary:{ward_id}:{week.key}:{number}"
