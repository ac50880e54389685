"""The weekly summary's content: what is known → one value that text and chart both show.

What is counted, each in exactly one light:

- every occurrence of a standing task of an active plan that was opened by today and is not
  cancelled: while it is owed whatever year it fell due, so that nothing late vanishes at New Year;
  once it is done if it was due or reported in this calendar year;
- every such task that stands in a list: "chờ sự kiện", or "cần ấn định thời hạn". A task of
  several parts may have dated work and stand in a list too: those are different things to do.

Work that has not been opened yet is not counted: nobody can be on time with it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from data.domain.lights import Light, light_of
from data.domain.localtime import local_date
from data.domain.people import Agency, Ladder, Person, Role
from data.domain.planning import Standing, standings
from data.domain.replanning import begins_on
from data.domain.reports import Report
from data.domain.requests import late_for
from data.domain.summary import (
    AgencyCounts,
    Counts,
    LateItem,
    ObstacleItem,
    Week,
    WeeklySummary,
)
from data.domain.tasks import (
    DONE,
    AssignmentKind,
    Event,
    Occurrence,
    OccurrenceState,
    Plan,
    PlanState,
    Task,
)
from data.domain.workdays import WorkCalendar
from data.texts.summary import plan_call


@dataclass(frozen=True, slots=True)
class Ledger:
    """What is known about one ward: everything that the summary is made from."""

    ward_name: str
    plans: tuple[Plan, ...]
    """All of them: those that an active one amends say since when work is owed."""
    tasks: tuple[Task, ...]
    """Those that stand."""
    occurrences: tuple[Occurrence, ...]
    events: tuple[Event, ...]
    reports: tuple[Report, ...]
    """Those that were not taken back, at least of the week."""
    agencies: tuple[Agency, ...]
    people: tuple[Person, ...]
    linked: frozenset[int]
    """Ids of the people who can be reached."""
    calendar: WorkCalendar
    ladder: Ladder
    to_review: tuple[Occurrence, ...] = ()
    """Everything that waits for review, also what was reported before it was opened."""
    returned_late: tuple[tuple[int, date], ...] = ()
    """Occurrences and due dates of reports that came late and were returned."""
    confirmed: frozenset[tuple[int, date]] = frozenset()
    """Occurrences and due dates for which being late has a confirmed objective reason."""


_SPOKEN_TO = (Role.OFFICER, Role.GROUP_LEADER, Role.LEAD_OFFICE, Role.LEADERSHIP)
_LISTS = {Standing.WAITING_EVENT: Light.WAITING, Standing.NEEDS_DATE: Light.UNDATED}


def summarise(ledger: Ledger, week: Week, now: datetime) -> WeeklySummary:
    """Return the summary of `week` with the numbers as they are at `now`."""
    today = local_date(now)
    book = Book(ledger, today)
    since, until = local_date(week.since), local_date(week.until)
    late = [o for o in book.counted if o.is_overdue(today)]
    waits = [(today - local_date(o.reported_at)).days for o in ledger.to_review if o.reported_at]
    done_late = book.done_late()
    rows = book.rows()
    return WeeklySummary(
        ward_name=ledger.ward_name,
        plans=tuple(plan_call(p.number, p.title, p.year) for p in book.active.values()),
        week=week,
        at=now,
        total=sum((r.counts for r in rows), Counts()),
        rows=rows,
        done_this_week=sum(is_done_in(o, week) for o in book.counted),
        opened_this_week=sum(since < o.opens_on <= until for o in book.counted),
        # Work due on the day of the summary is late from the day after it.
        late_since_this_week=sum(since <= o.due_on < until for o in late),
        late=tuple(book.late_item(o) for o in sorted(late, key=lambda o: (o.due_on, o.id))),
        obstacles=book.obstacles(week),
        to_review=len(waits),
        oldest_review_days=max(waits, default=0),
        unlinked=_unlinked(ledger),
        late_excused=sum(o.is_excused for o in late),
        done_late=len(done_late),
        done_late_excused=sum(done_late.values()),
    )


class Book:
    """The ledger, looked up by id, with what is counted on a day."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self._ledger = ledger
        self._today = today
        self.active = {p.id: p for p in ledger.plans if p.state is PlanState.ACTIVE}
        self.tasks = {
            t.id: t for t in ledger.tasks if t.plan_id in self.active and not t.is_removed
        }
        self.names = {a.id: a.name for a in ledger.agencies}
        self.counted = tuple(
            o for o in ledger.occurrences if o.task_id in self.tasks and _is_counted(o, today)
        )

    def rows(self) -> tuple[AgencyCounts, ...]:
        """Count every item once, under the agency that owes it."""
        lights: dict[int | None, Counter[str]] = defaultdict(Counter)
        for occurrence in self.counted:
            lights[occurrence.agency_id][self.light(occurrence).value] += 1
        for task, light in self.standing():
            # A task in a list is one item of that list however many lead it: it stands with the
            # first of them.
            lights[next(iter(task.agencies(AssignmentKind.LEAD)), None)][light.value] += 1
        rows = (
            AgencyCounts(None if i is None else self.names[i], Counts(**counter))
            for i, counter in lights.items()
        )
        return tuple(sorted(rows, key=_urgent_first))

    def light(self, occurrence: Occurrence) -> Light:
        """Return the light of what is counted."""
        return light_of(
            occurrence,
            today=self._today,
            ladder=self._ledger.ladder,
            calendar=self._ledger.calendar,
        )

    def done_late(self) -> dict[int, bool]:
        """Return what is done and was late, each with whether every lateness has a confirmed reason.

        Also what was late before it was returned: a supplement in time does not make it forgotten.
        """
        ledger, found = self._ledger, {}
        returned: dict[int, list[date]] = defaultdict(list)
        for number, due in ledger.returned_late:
            returned[number].append(due)
        for occurrence in self.counted:
            late = late_for(occurrence, returned[occurrence.id], self._today)
            if occurrence.state in DONE and late:
                excused = ((occurrence.id, due) in ledger.confirmed for due in late)
                found[occurrence.id] = all(excused)
        return found

    def late_item(self, occurrence: Occurrence) -> LateItem:
        """Say who is late with it and by how much."""
        task = self.tasks[occurrence.task_id]
        return LateItem(
            task.code,
            task.short_title,
            occurrence.label,
            self.names[occurrence.agency_id],
            (self._today - occurrence.due_on).days,
            occurrence.is_excused,
        )

    def obstacles(self, week: Week) -> tuple[ObstacleItem, ...]:
        """Return the obstacles reported in the week, one an occurrence that is still owed."""
        owed = {o.id: o for o in self.counted if o.is_owed}
        found: dict[int, str] = {}
        for report in sorted(self._ledger.reports, key=lambda r: r.created_at, reverse=True):
            words = report.progress.obstacle
            if (
                words
                and report.occurrence_id in owed
                and week.since <= report.created_at < week.until
            ):
                found.setdefault(report.occurrence_id, words)
        return tuple(
            ObstacleItem(self.tasks[owed[i].task_id].code, self.names[owed[i].agency_id], words)
            for i, words in found.items()
        )

    def standing(self) -> Iterator[tuple[Task, Light]]:
        """Yield the tasks that stand in a list, with the light of that list."""
        plans = {p.id: p for p in self._ledger.plans}
        made: dict[int, list[Occurrence]] = defaultdict(list)
        for occurrence in self._ledger.occurrences:
            made[occurrence.task_id].append(occurrence)
        for task in self.tasks.values():
            begins = begins_on(self.active[task.plan_id], plans, made[task.id])
            tied = tuple(e for e in self._ledger.events if task.id in e.task_ids)
            for light in sorted(_LISTS.keys() & standings(task.rule, tied, from_on=begins)):
                yield task, _LISTS[light]


def _is_counted(occurrence: Occurrence, today: date) -> bool:
    if occurrence.state is OccurrenceState.CANCELLED or occurrence.opens_on > today:
        return False
    new_year = date(today.year, 1, 1)
    said = _done_at(occurrence)
    is_of_this_year = occurrence.due_on >= new_year or (
        said is not None and local_date(said) >= new_year
    )
    return occurrence.is_owed or is_of_this_year


def _done_at(occurrence: Occurrence) -> datetime | None:
    if occurrence.state not in DONE:
        return None
    return occurrence.reported_at or occurrence.closed_at


def is_done_in(occurrence: Occurrence, week: Week) -> bool:
    """Return whether it was reported complete in the week."""
    said = _done_at(occurrence)
    return said is not None and week.since <= said < week.until


def _urgent_first(row: AgencyCounts) -> tuple[int, int, int, str]:
    return (-row.counts.late, -row.counts.soon, -row.counts.total, row.name or "")


def _unlinked(ledger: Ledger) -> tuple[str, ...]:
    return tuple(
        sorted(
            p.name
            for p in ledger.people
            if p.is_active and p.id not in ledger.linked and p.is_any_of(*_SPOKEN_TO)
        )
    )
