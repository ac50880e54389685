"""The periodic report's content: what is known → one value that the document shows. Pure.

What belongs to a period, of what stands and was opened by its end: what fell due in it; what was
reported complete in it; and whatever was still owed at its end. What was reported after the end
counts as owed: it belongs to the next report.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data.domain.localtime import local_date
from data.domain.people import Agency, Person, Role
from data.domain.periodic import DONE, Fate, Line, Part, PeriodicReport, Trouble
from data.domain.periods import Span
from data.domain.planning import Standing, standings
from data.domain.replanning import begins_on
from data.domain.report_periods import ReportPeriod
from data.domain.reports import Doneness, Report
from data.domain.requests import late_for
from data.domain.tasks import DONE as REPORTED
from data.domain.tasks import (
    AssignmentKind,
    Event,
    Occurrence,
    OccurrenceState,
    Plan,
    Task,
)
from data.texts.periodic import DUTIES
from data.texts.progress import progress_words
from data.texts.weekly_table import names

_LISTS = {Standing.WAITING_EVENT: Fate.WAITING, Standing.NEEDS_DATE: Fate.UNDATED}
_OFFICE = (Role.LEAD_OFFICE, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class PeriodLedger:
    """What is known about one ward that a periodic report is made from."""

    ward_name: str
    plans: tuple[Plan, ...]
    """All of them: those that an active one amends say since when work is owed."""
    tasks: tuple[Task, ...]
    """Of the plans that are reported on."""
    occurrences: tuple[Occurrence, ...]
    """Of these tasks, all of them."""
    events: tuple[Event, ...]
    reports: tuple[Report, ...]
    """Of the period; not those that were taken back."""
    files: Mapping[int, int]
    """Different files under the reports of the period, by occurrence."""
    agencies: tuple[Agency, ...]
    people: tuple[Person, ...]
    """Former ones too."""
    returned_late: tuple[tuple[int, date], ...] = ()
    """Occurrences and due dates of reports that came late and were returned."""
    confirmed: frozenset[tuple[int, date]] = frozenset()
    """Occurrences and due dates for which being late has a confirmed objective reason."""


def compose(
    ledger: PeriodLedger, period: ReportPeriod, span: Span, now: datetime
) -> PeriodicReport:
    """Return the report of a period that has begun, as known at `now`."""
    book = _Period(ledger, span, local_date(now))
    troubles = tuple(book.troubles())
    parts = tuple(book.parts())
    told = [r for r in ledger.reports if r.occurrence_id in book.kept]
    return PeriodicReport(
        ward_name=ledger.ward_name,
        period=period,
        span=span,
        at=now,
        until=book.until,
        plans=book.plans,
        duties=tuple(t for t in book.tasks if t.is_duty),
        leads=len({o.agency_id for o in book.kept.values()}),
        parts=parts,
        troubles=troubles,
        events=tuple(e for e in ledger.events if _touches(e, span)),
        reports=len(told),
        reporters=len({r.person_id for r in told}),
    )


def _touches(event: Event, span: Span) -> bool:
    is_in_it = Span(event.starts_on, event.ends_on).within(span) is not None
    return is_in_it and not event.is_cancelled


class _Period:
    """The ledger, looked up by id, with what belongs to the period."""

    def __init__(self, ledger: PeriodLedger, span: Span, today: date) -> None:
        self._ledger = ledger
        self._span = span
        self.until = min(span.end, today)
        # Work due on a day is late from the day after it.
        self._late_on = today if today <= span.end else span.end + timedelta(days=1)
        self.tasks = [t for t in ledger.tasks if not t.is_removed]
        own = {t.plan_id for t in self.tasks}
        self.plans = tuple(p for p in ledger.plans if p.id in own)
        self._names = {a.id: a.name for a in ledger.agencies}
        self._people = {p.id: p for p in ledger.people}
        self._made: dict[int, list[Occurrence]] = defaultdict(list)
        for occurrence in ledger.occurrences:
            self._made[occurrence.task_id].append(occurrence)
        self._said: dict[int, list[Report]] = defaultdict(list)
        for report in sorted(ledger.reports, key=lambda r: (r.created_at, r.id)):
            self._said[report.occurrence_id].append(report)
        self._returned: dict[int, list[date]] = defaultdict(list)
        for number, due in ledger.returned_late:
            self._returned[number].append(due)
        self._by_id = {t.id: t for t in self.tasks}
        self.kept = {o.id: o for t in self.tasks for o in self._made[t.id] if self._belongs(o)}

    def parts(self) -> Iterator[Part]:
        groups: dict[tuple[str | None, str | None], list[Task]] = defaultdict(list)
        for task in self.tasks:
            key = (DUTIES, None) if task.is_duty else (task.section, task.component)
            groups[key].append(task)
        # A section that another plan takes up again is told in one place.
        sections = list(dict.fromkeys(section for section, _ in groups))
        for section, component in sorted(groups, key=lambda key: sections.index(key[0])):
            tasks = groups[section, component]
            lines = tuple(line for task in tasks for line in self._lines(task))
            yield Part(section, component, len(tasks), lines)

    def troubles(self) -> Iterator[Trouble]:
        """Yield the latest trouble of each thing owed, the first reported first."""
        found: dict[int, tuple[Report, str]] = {}
        for occurrence_id in self.kept:
            for report in self._said[occurrence_id]:
                if report.progress.obstacle:
                    found[occurrence_id] = (report, report.progress.obstacle)
        for occurrence_id, (report, words) in sorted(
            found.items(), key=lambda x: (x[1][0].created_at, x[1][0].id)
        ):
            occurrence = self.kept[occurrence_id]
            by = self._people.get(report.person_id)
            yield Trouble(
                task=self._by_id[occurrence.task_id],
                label=occurrence.label,
                agency_name=self._names[occurrence.agency_id],
                by=by.name if by else "",
                said_on=local_date(report.created_at),
                words=words,
                is_over=self._fate(occurrence) in DONE,
            )

    def _lines(self, task: Task) -> Iterator[Line]:
        owed = [o for o in self._made[task.id] if o.id in self.kept]
        yield from (self._line(task, o) for o in owed)
        leads = names([self._names[a] for a in task.agencies(AssignmentKind.LEAD)])
        for fate in self._listed(task) or ([] if owed else [Fate.LATER]):
            yield Line(task, "", leads, None, fate, None, "", 0, 0, 0)

    def _line(self, task: Task, occurrence: Occurrence) -> Line:
        said = self._said[occurrence.id]
        attended = [n for r in said if (n := self._attended(r, occurrence))]
        fate, done_on = self._fate(occurrence), self._done_on(occurrence)
        late = self._late_for(occurrence)
        last = done_on or (self.until if fate is Fate.LATE else occurrence.due_on)
        return Line(
            task=task,
            label=occurrence.label,
            agency_name=self._names[occurrence.agency_id],
            due_on=occurrence.due_on,
            fate=fate,
            reported_on=done_on,
            progress=_progress(said),
            files=self._ledger.files.get(occurrence.id, 0),
            attended=sum(attended),
            tellings=len(attended),
            days_late=max(0, (last - occurrence.due_on).days),
            late_for=late[0] if late else None,
            is_excused=bool(late)
            and self._ledger.confirmed.issuperset((occurrence.id, d) for d in late),
            planned_on=occurrence.first_due_on,
        )

    def _attended(self, report: Report, occurrence: Occurrence) -> int:
        """Return how many took part; those who only help say it of the same occasion once more."""
        person = self._people.get(report.person_id)
        is_own = person is None or occurrence.agency_id in person.agency_ids
        counts = is_own or (person is not None and person.is_any_of(*_OFFICE))
        return (report.progress.people or 0) if counts else 0

    def _listed(self, task: Task) -> list[Fate]:
        plans = {p.id: p for p in self._ledger.plans}
        begins = begins_on(plans[task.plan_id], plans, self._made[task.id])
        tied = tuple(e for e in self._ledger.events if task.id in e.task_ids)
        found = _LISTS.keys() & standings(task.rule, tied, from_on=begins)
        return [_LISTS[x] for x in sorted(found)]

    def _belongs(self, occurrence: Occurrence) -> bool:
        is_there = occurrence.state is not OccurrenceState.CANCELLED
        if not is_there or occurrence.opens_on > self.until:
            return False
        done_on = self._done_on(occurrence)
        return done_on is None or done_on in self._span or occurrence.due_on in self._span

    def _done_on(self, occurrence: Occurrence) -> date | None:
        """Return the day on which it was reported complete, if that was by the end."""
        if occurrence.state not in REPORTED:
            return None
        said = occurrence.reported_at or occurrence.closed_at
        day = local_date(said) if said else occurrence.due_on
        return day if day <= self.until else None

    def _late_for(self, occurrence: Occurrence) -> tuple[date, ...]:
        """Return the due days for which it was late by the end, the last one last.

        What was late before it was returned stays so, as in the weekly summary.
        """
        done_on = self._done_on(occurrence)
        if done_on is not None:
            return late_for(occurrence, self._returned[occurrence.id], done_on)
        return (occurrence.due_on,) if occurrence.due_on < self._late_on else ()

    def _fate(self, occurrence: Occurrence) -> Fate:
        is_late = bool(self._late_for(occurrence))
        if self._done_on(occurrence) is not None:
            return Fate.AFTER if is_late else Fate.ON_TIME
        return Fate.LATE if is_late else Fate.RUNNING


def _progress(said: Sequence[Report]) -> str:
    """Return how far it is by the latest report that tells; a note in between takes nothing back."""
    tells = [r for r in said if r.progress.doneness is not Doneness.UNSAID] or said
    return progress_words(tells[-1].progress, tells[-1].text) if tells else ""
