"""A ledger and a summary for the tests of this folder."""

from dataclasses import replace
from datetime import date, datetime

from data.domain.people import Address, Agency, Ladder, Person, Role, WardSettings
from data.domain.reports import Doneness, Progress, Report, ReportState
from data.domain.rules import Continuous, DeadlineRule
from data.domain.summary import Week, WeeklySummary
from data.domain.tasks import Occurrence, OccurrenceState, Plan, PlanState, Task
from data.domain.workdays import WorkCalendar
from data.store.occurrences import NewOccurrence
from data.store.unit_of_work import UnitOfWork
from jobs.reports.summary import Ledger, summarise
from jobs.reports.weeks import latest_week
from tests.cast import Cast, a_task, add_task, at

FRIDAY = at("2026-06-19 16:00")
TODAY = date(2026, 6, 19)
CALENDAR = WorkCalendar()
WEEK: Week = latest_week(WardSettings(), CALENDAR, FRIDAY)
PLAN = Plan(
    id=1,
    number="1780/KH-UBND",
    issued_on=date(2026, 4, 24),
    issuer="UBND phường",
    title="Kế hoạch",
    year=2026,
    state=PlanState.ACTIVE,
    replaces_id=None,
    created_at=at("2026-04-24 08:00"),
    confirmed_at=at("2026-04-24 09:00"),
)
OFFICE = Agency(1, "Văn phòng HĐND và UBND")
HEALTH = Agency(2, "Trạm Y tế")


def task(code: int, rule: DeadlineRule | None = None, lead: tuple[int, ...] = (1,)) -> Task:
    """A task of the plan, its id the same as its number."""
    return a_task(code, f"Việc {code}", *lead, rule=rule or Continuous())


def owed(
    number: int,
    due: str,
    *,
    task_id: int = 20,
    agency: int = 1,
    opens: str = "2026-06-01",
    state: OccurrenceState = OccurrenceState.OPEN,
    reported_at: datetime | None = None,
) -> Occurrence:
    """An occurrence of a task, due on an ISO date."""
    return Occurrence(
        id=number,
        task_id=task_id,
        agency_id=agency,
        period_key=f"k{number}",
        label="",
        opens_on=date.fromisoformat(opens),
        due_on=date.fromisoformat(due),
        event_id=None,
        state=state,
        rung=0,
        next_remind_at=None,
        next_escalate_at=None,
        escalated_to=0,
        progress="",
        obstacle=None,
        reported_at=reported_at,
        closed_at=None,
    )


def done(number: int, due: str, when: str, **more: object) -> Occurrence:
    """An occurrence reported complete at a local time."""
    made = owed(number, due, **more)  # type: ignore[arg-type]
    return replace(made, state=OccurrenceState.REPORTED, reported_at=at(when))


def stuck(number: int, occurrence: int, words: str, when: str) -> Report:
    """A report that names an obstacle."""
    said = Progress(Doneness.NOT_YET, obstacle=words)
    return Report(number, occurrence, 1, words, said, ReportState.STORED, at(when))


def person(number: int, name: str, role: Role) -> Person:
    """A person without an agency."""
    return Person(number, name, None, Address.DONG_CHI, frozenset({role}))


def ledger(**values: object) -> Ledger:
    """A ledger with one plan, two agencies and whatever is given."""
    base = Ledger(
        ward_name="Phường Hòa Bình",
        plans=(PLAN,),
        tasks=(task(20),),
        occurrences=(),
        events=(),
        reports=(),
        agencies=(OFFICE, HEALTH),
        people=(),
        linked=frozenset(),
        calendar=CALENDAR,
        ladder=Ladder(),
    )
    return replace(base, **values)  # type: ignore[arg-type]


def summary(**values: object) -> WeeklySummary:
    """The summary of that ledger on Friday at four."""
    return summarise(ledger(**values), WEEK, FRIDAY)


async def owes(unit: UnitOfWork, cast: Cast, code: int, lead: str, due: str) -> None:
    """Keep a task of which its agency owes one thing, due on an ISO date."""
    made = await add_task(unit, cast, Continuous(), code=code, lead=lead)
    await unit.ward(cast.ward.id).occurrences.make(
        NewOccurrence(
            task_id=made.id,
            agency_id=cast.agencies[lead],
            period_key="2026-Q2",
            label="",
            opens_on=date(2026, 6, 1),
            due_on=date.fromisoformat(due),
            event_id=None,
            next_remind_at=None,
            next_escalate_at=None,
        )
    )
