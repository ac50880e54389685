"""The desk counts in the database what the weekly summary counts of values."""

from dataclasses import replace
from datetime import timedelta
from random import Random

import pytest

from data.domain.people import Ladder
from data.domain.rules import Continuous
from data.domain.summary import Counts
from data.domain.tasks import DONE, OccurrenceState, PlanState
from data.domain.workdays import WorkCalendar
from data.store.occurrences import NewOccurrence
from data.store.plans import PlanHead
from data.store.unit_of_work import Store
from jobs.actions.overview import edges_of, overview
from jobs.reports.summary import Ledger, summarise
from tests.cast import AGENCIES, MONDAY, add_task, at, found
from tests.summary.samples import WEEK

NOW = at("2026-01-12 09:00")
"""Shortly after New Year: what was done last year counts only when it fell due in this one."""


@pytest.mark.parametrize("seed", range(3))
async def test_the_overview_counts_as_the_summary_does(store: Store, seed: int) -> None:
    random = Random(seed)
    cast = await found(store, now=MONDAY - timedelta(days=400))
    before = NOW - timedelta(days=300)
    async with store.write() as unit:
        work = unit.ward(cast.ward.id)
        tasks = [
            await add_task(
                unit, cast, Continuous(), code=n, lead=random.choice(AGENCIES), now=before
            )
            for n in range(1, 6)
        ]
        gone = await work.plans.add_draft(
            PlanHead("1/KH-UBND", None, None, "Kế hoạch cũ", 2025), {}, now=before
        )
        await work.plans.set_state(gone, PlanState.REPLACED, confirmed_at=before)
        await work.tasks.save(replace(tasks[0], plan_id=gone), next_open_on=None)
        today = edges_of(cast.ward, NOW).today
        for number in range(150):
            due = today + timedelta(days=random.randint(-60, 40))
            await work.occurrences.make(
                NewOccurrence(
                    task_id=random.choice(tasks).id,
                    agency_id=cast.agencies[random.choice(AGENCIES)],
                    period_key=f"k{number}",
                    label="",
                    opens_on=due - timedelta(days=random.randint(0, 60)),
                    due_on=due,
                    event_id=None,
                    next_remind_at=None,
                    next_escalate_at=None,
                )
            )
        for occurrence in await work.occurrences.of_tasks([t.id for t in tasks]):
            state = random.choice(list(OccurrenceState))
            said = NOW - timedelta(days=random.randint(0, 40)) if state in DONE else None
            await work.occurrences.change(occurrence.id, state=state, reported_at=said)
    async with store.read() as unit:
        seen = await overview(unit, cast.ward, NOW)
        work = unit.ward(cast.ward.id)
        ledger = Ledger(
            ward_name=cast.ward.name,
            plans=await work.plans.all(),
            tasks=await work.tasks.all(),
            occurrences=await work.occurrences.opened(today, since=today.replace(month=1, day=1)),
            events=(),
            reports=(),
            agencies=await work.agencies.all(),
            people=(),
            linked=frozenset(),
            calendar=WorkCalendar(),
            ladder=Ladder(),
        )
    summary = summarise(ledger, WEEK, NOW)
    assert seen.total == summary.total
    assert {line.name: line.counts for line in seen.lines} == {
        row.name: row.counts for row in summary.rows
    }
    assert seen.total.late > 5
    assert seen.total.done > 5
    only = cast.agencies[AGENCIES[0]]
    async with store.read() as unit:
        narrow = await overview(unit, cast.ward, NOW, [only])
        nothing = await overview(unit, cast.ward, NOW, [])
    by_name = {row.name: row.counts for row in summary.rows}
    assert narrow.total == by_name.get(AGENCIES[0], Counts())
    assert nothing.total == Counts()
