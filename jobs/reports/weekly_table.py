"""The weekly table's content: the items of the weekly summary, each on a row of its own. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from data.domain.lights import Light
from data.domain.localtime import local_date
from data.domain.summary import Week
from data.domain.tasks import AssignmentKind, Occurrence, Task
from data.domain.weekly_table import TableRow, WeeklyTable
from data.texts import weekly_table as texts
from data.texts.summary import plan_call
from jobs.reports.summary import Book, Ledger

_FIRST_SEEN_TO = (
    Light.LATE,
    Light.SOON,
    Light.ON_TIME,
    Light.UNDATED,
    Light.WAITING,
    Light.DONE,
)


def tabulate(ledger: Ledger, files: Mapping[int, int], week: Week, now: datetime) -> WeeklyTable:
    """Return the table of `week` with the numbers as they are at `now`.

    It has as many rows as the summary of the same ledger counts items. `files` says how many files
    of evidence there are, by occurrence.
    """
    rows = _Rows(ledger, files, local_date(now))
    return WeeklyTable(
        ward_name=ledger.ward_name,
        plans=tuple(plan_call(p.number, p.title, p.year) for p in rows.book.active.values()),
        week=week,
        at=now,
        rows=tuple(sorted(rows.all(), key=_urgent_first)),
        agencies=rows.book.rows(),
    )


class _Rows:
    def __init__(self, ledger: Ledger, files: Mapping[int, int], today: date) -> None:
        self.book = Book(ledger, today)
        self._files = files
        self._today = today
        self._done_late = self.book.done_late()

    def all(self) -> Iterator[TableRow]:
        for occurrence in self.book.counted:
            yield self._owed(occurrence, self.book.tasks[occurrence.task_id])
        for task, light in self.book.standing():
            yield self._listed(task, light)

    def _owed(self, occurrence: Occurrence, task: Task) -> TableRow:
        plan = self.book.active[task.plan_id]
        return TableRow(
            task=texts.task_cell(task, occurrence),
            plan_number=plan.number or "",
            issued_on=plan.issued_on,
            due_on=occurrence.due_on,
            lead=self.book.names[occurrence.agency_id],
            coordinate=self._named(task, AssignmentKind.COORDINATE),
            supervise=self._named(task, AssignmentKind.SUPERVISE),
            progress=occurrence.progress,
            light=self.book.light(occurrence),
            result=texts.result(occurrence, self._files.get(occurrence.id, 0)),
            note=texts.note(occurrence, self._today, self._done_late.get(occurrence.id)),
        )

    def _listed(self, task: Task, light: Light) -> TableRow:
        plan = self.book.active[task.plan_id]
        return TableRow(
            task=texts.task_cell(task),
            plan_number=plan.number or "",
            issued_on=plan.issued_on,
            due_on=None,
            lead=self._named(task, AssignmentKind.LEAD),
            coordinate=self._named(task, AssignmentKind.COORDINATE),
            supervise=self._named(task, AssignmentKind.SUPERVISE),
            progress="",
            light=light,
            result="",
            note=texts.undated_note(task),
        )

    def _named(self, task: Task, kind: AssignmentKind) -> str:
        return texts.names([self.book.names[a] for a in task.agencies(kind)])


def _urgent_first(row: TableRow) -> tuple[int, date]:
    return _FIRST_SEEN_TO.index(row.light), row.due_on or date.max
