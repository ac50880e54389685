"""What reports are made from, read from one ward's rows."""

from datetime import date, datetime, time, timedelta

from data.domain.localtime import instant_of, local_date
from data.domain.own_week import OwnWeek
from data.domain.people import Person, Ward
from data.domain.periodic import PeriodicReport
from data.domain.reach import first_open
from data.domain.report_periods import ReportPeriod
from data.domain.summary import Week
from data.domain.tasks import Plan, PlanState
from data.domain.weekly_table import WeeklyTable
from data.domain.workdays import calendar_of
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import report_drafts as draft_texts
from data.texts import summary as texts
from jobs.reports.own_week import own_week
from jobs.reports.periodic import PeriodLedger, compose
from jobs.reports.summary import Book, Ledger
from jobs.reports.weekly_table import tabulate
from jobs.reports.weeks import week_in_progress

_MOST = 20_000
"""Reports that wait for review: far above what an office lets lie."""
_ONE_DAY = timedelta(days=1)


async def read_ledger(
    unit: UnitOfWork, ward: Ward, week: Week, plans: tuple[Plan, ...], now: datetime
) -> Ledger:
    """Read what the weekly summary and its table are made from."""
    work = unit.ward(ward.id)
    today = local_date(now)
    people = await work.people.all()
    links = await unit.links.of([p.id for p in people])
    return Ledger(
        ward_name=ward.name,
        plans=plans,
        tasks=await work.tasks.all(),
        occurrences=await work.occurrences.opened(today, since=date(today.year, 1, 1)),
        events=await work.events.all(),
        reports=await work.reports.between(week.since, week.until),
        agencies=await work.agencies.all(),
        people=people,
        linked=frozenset(p for p, own in links.items() if first_open(own)),
        calendar=calendar_of(ward.settings.calendar_overrides),
        ladder=ward.settings.ladder,
        to_review=await work.occurrences.to_review(limit=_MOST),
        returned_late=await work.reviews.returned_late(),
        confirmed=await work.requests.confirmed_lateness(),
    )


async def weekly_table(
    unit: UnitOfWork, ward: Ward, now: datetime, week: Week | None = None
) -> WeeklyTable:
    """Return the table of a week, or of the one in progress, with the numbers as they are now.

    Raises RefusedError when no plan is active.
    """
    if week is None:
        calendar = calendar_of(ward.settings.calendar_overrides)
        week = week_in_progress(ward.settings, calendar, now)
    plans = await active_plans(unit, ward)
    ledger = await read_ledger(unit, ward, week, plans, now)
    return tabulate(ledger, await unit.ward(ward.id).evidence.counts(), week, now)


async def active_plans(unit: UnitOfWork, ward: Ward) -> tuple[Plan, ...]:
    """Return all plans of a ward. Raises RefusedError when none of them is active."""
    plans = await unit.ward(ward.id).plans.all()
    if not any(p.state is PlanState.ACTIVE for p in plans):
        raise RefusedError(texts.no_active_plan())
    return plans


async def periodic_report(
    unit: UnitOfWork, ward: Ward, period: ReportPeriod, now: datetime, plan_id: int | None = None
) -> PeriodicReport:
    """Return the report of a period on one active plan, or on all of them.

    Raises RefusedError when no plan is active, no active one has that id, or the period has not begun.
    """
    span = period.span(ward.settings.cutoff_day)
    if span.start > local_date(now):
        raise RefusedError(draft_texts.not_begun(period, span.start))
    plans = await active_plans(unit, ward)
    active = [p for p in plans if p.state is PlanState.ACTIVE]
    wanted = {p.id for p in active if plan_id in (None, p.id)}
    if not wanted:
        raise RefusedError(draft_texts.which_plan(active))
    work = unit.ward(ward.id)
    tasks = tuple(t for t in await work.tasks.all() if t.plan_id in wanted)
    start, end = instant_of(span.start, time.min), instant_of(span.end + _ONE_DAY, time.min)
    ledger = PeriodLedger(
        ward_name=ward.name,
        plans=plans,
        tasks=tasks,
        occurrences=await work.occurrences.of_tasks([t.id for t in tasks]),
        events=await work.events.all(),
        reports=await work.reports.between(start, end),
        files=await work.evidence.counts(start, end),
        agencies=await work.agencies.all(),
        people=(*await work.people.all(), *await work.people.former()),
        returned_late=await work.reviews.returned_late(),
        confirmed=await work.requests.confirmed_lateness(),
    )
    return compose(ledger, period, span, now)


async def week_of_person(unit: UnitOfWork, ward: Ward, person: Person, now: datetime) -> OwnWeek:
    """Return somebody's own week in progress. Raises RefusedError when no plan is active."""
    calendar = calendar_of(ward.settings.calendar_overrides)
    week = week_in_progress(ward.settings, calendar, now)
    ledger = await read_ledger(unit, ward, week, await active_plans(unit, ward), now)
    return own_week(Book(ledger, local_date(now)), person, week, now)
