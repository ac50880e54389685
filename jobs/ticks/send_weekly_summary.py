"""Sends each ward its weekly summary, with the chart, once."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from data.domain.access import Wish, may
from data.domain.fallback import KEPT_BACK
from data.domain.localtime import instant_of
from data.domain.messages import Choice, Lane, OutgoingFile, OutgoingMessage
from data.domain.own_week import OwnWeek
from data.domain.people import Person, Role, Ward
from data.domain.reminders import GAP
from data.domain.summary import Week, WeeklySummary
from data.domain.tasks import Plan, PlanState
from data.domain.workdays import calendar_of
from data.store.unit_of_work import UnitOfWork
from data.texts import nudges
from data.texts import own_week as own_texts
from data.texts import summary as texts
from data.texts.criteria import weekly_line
from data.texts.reviews import walk_on_label
from data.texts.tasks import list_label
from data.texts.weekly_table import button
from jobs.ports import Tally, World
from jobs.reports.dossier.sealing import last_seal
from jobs.reports.own_week import own_weeks
from jobs.reports.reading import active_plans, read_ledger
from jobs.reports.summary import summarise
from jobs.reports.weeks import is_time_to_send, latest_week, week_in_progress
from jobs.ticks.each_ward import WardDay, each_ward
from jobs.ticks.reaching import Reach

SUMMARY, OWN_WEEK = "summary", "own_week"
"""Kinds of messages: the ward's week, and somebody's own."""


async def send_weekly_summary(world: World, now: datetime) -> Tally:
    """Queue the summary of each ward whose hour has come, and everybody else's own week.

    "sent" counts the summaries of the ward, "own" the weeks of single people, where the ward wants
    them. Outside the hours of a ward nothing of it is read; inside them one
    key says whether it has its summary. A ward without a plan that was active then has none.
    """
    return await each_ward(world, now, partial(_send, world))


async def summary_now(world: World, ward_id: int, now: datetime) -> tuple[str, bytes]:
    """Return the message and the chart (PNG) of the week in progress, without sending them.

    Raises RefusedError when no plan is active.
    """
    async with world.store.read() as unit:
        ward = await unit.wards.get(ward_id)
        day = WardDay(ward, now, calendar_of(ward.settings.calendar_overrides))
        week = week_in_progress(day.settings, day.calendar, now)
        plans = await active_plans(unit, ward)
        ledger = await read_ledger(unit, day.ward, week, plans, day.now)
    summary = summarise(ledger, week, now)
    return texts.summary_message(summary), await asyncio.to_thread(_draw, summary)


async def _send(world: World, day: WardDay) -> Tally:
    week = latest_week(day.settings, day.calendar, day.now)
    if not is_time_to_send(week, day.settings, day.calendar, day.now):
        return {}
    async with world.store.read() as unit:
        if await unit.outbox.taken([_key(day.ward, week, 1)]):
            return {}
        plans = await unit.ward(day.ward.id).plans.all()
        if not any(_was_active(p, week) for p in plans):
            return {}
        readers = await unit.ward(day.ward.id).people.with_role(Role.LEAD_OFFICE, Role.LEADERSHIP)
        if not readers:
            return {}
        ledger = await read_ledger(unit, day.ward, week, plans, day.now)
        seal = await last_seal(unit, day.ward.id)
        gaps = weekly_line(await unit.ward(day.ward.id).criteria.standing())
    summary = summarise(ledger, week, day.now)
    # Drawn and stored outside any transaction: nobody waits for a picture.
    stored = await world.files.put_bytes(await asyncio.to_thread(_draw, summary))
    text = texts.summary_message(
        summary, is_sent_late=day.now - week.until > GAP, seal=seal.mark if seal else ""
    )
    chart = OutgoingFile(stored.sha256, texts.chart_file_name(week), "image/png")
    own = own_weeks(ledger, week, day.now) if day.settings.own_weeks else ()
    posts = list(_posts(summary, lambda p: _text_for(p, text, gaps), readers, chart, own))
    async with world.store.write() as unit:
        return await _queue(world, unit, day, week, posts)


@dataclass(frozen=True, slots=True)
class _Post:
    """A message of this week to one person, who gets no other."""

    person: Person
    message: OutgoingMessage
    kind: str = SUMMARY


def _posts(
    summary: WeeklySummary,
    text_for: Callable[[Person], str],
    readers: Sequence[Person],
    chart: OutgoingFile,
    own: Sequence[OwnWeek],
) -> Iterator[_Post]:
    """Yield the ward's summary for its readers, with their own week in a line; else that alone."""
    weeks = {week.person.id: week for week in own}
    for reader in readers:
        text = text_for(reader)
        week = weeks.pop(reader.id, None)
        said = f"{text}\n{own_texts.beside_the_ward(week)}" if week else text
        yield _Post(reader, OutgoingMessage(said, _choices(summary, reader), (chart,)))
    for week in weeks.values():
        choices = (Choice(list_label(), "tasks:list"),)
        yield _Post(week.person, OutgoingMessage(own_texts.own_week(week), choices), OWN_WEEK)


def _text_for(reader: Person, text: str, gaps: str | None) -> str:
    """Return the summary, for the lead office with what has no evidence yet."""
    is_for_office = gaps is not None and may(reader, Wish.KEEP_CRITERIA) is None
    return f"{text}\n{gaps}" if is_for_office else text


def _was_active(plan: Plan, week: Week) -> bool:
    """Say whether there was anything to sum up at the hour of the summary."""
    is_confirmed = plan.confirmed_at is not None and plan.confirmed_at <= week.until
    return plan.state is PlanState.ACTIVE and is_confirmed


def _choices(summary: WeeklySummary, reader: Person) -> tuple[Choice, ...]:
    choices = []
    if summary.total.late:
        choices.append(Choice(texts.see_late(summary.total.late), "tasks:overdue"))
        if may(reader, Wish.NUDGE) is None:
            choices.append(Choice(nudges.chase(), "nudging:show"))
    if summary.total.undated and may(reader, Wish.SET_DEADLINE) is None:
        choices.append(Choice(texts.set_dates(summary.total.undated), "dates:list"))
    if summary.to_review and reader.is_any_of(Role.LEAD_OFFICE):
        choices.append(Choice(walk_on_label(summary.to_review), "review:walk"))
    return (*choices, Choice(button(), "docs:xlsx"))


async def _queue(
    world: World, unit: UnitOfWork, day: WardDay, week: Week, posts: Sequence[_Post]
) -> Tally:
    if await unit.outbox.taken([_key(day.ward, week, 1)]):
        # Another process was first; its messages were queued in one transaction.
        return {}
    reach = await Reach.of(world, unit, day, [p.person.id for p in posts])
    last_day = day.calendar.add_working_days(week.last, 1)
    tally: Counter[str] = Counter()
    for number, post in enumerate(posts, start=1):
        spot = reach.spot(post.person.id, is_urgent=False)
        await unit.outbox.add(
            _key(day.ward, week, number),
            spot.chat,
            post.message,
            kind=post.kind,
            lane=Lane.BULK,
            now=day.now,
            ward_id=day.ward.id,
            person_id=post.person.id,
            expires_at=instant_of(last_day, day.settings.quiet_from),
            hold=KEPT_BACK if spot.is_low else "",
        )
        tally["sent" if post.kind == SUMMARY else "own"] += 1
    unit.ward(day.ward.id).log.append(
        "summary.queued",
        actor="clock",
        subject=f"ward:{day.ward.id}",
        now=day.now,
        week=week.key,
        readers=[p.person.id for p in posts],
    )
    return dict(tally)


def _draw(summary: WeeklySummary) -> bytes:
    # Imported when it is first needed: a process that never draws does not carry matplotlib.
    from jobs.reports.chart import draw_chart

    return draw_chart(summary)


def _key(ward: Ward, week: Week, number: int) -> str:
    """Name a reader's message. All are queued together, so the first one speaks for all."""
    return f"summary:{ward.id}:{week.key}:{number}"
