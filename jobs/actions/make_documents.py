"""The workbook of the week and the report of a period, made for somebody who may see all work.

What leaves the house is noted: who had which document made, and when.
"""

from dataclasses import dataclass
from datetime import datetime

from data.domain.access import Wish
from data.domain.people import Ward
from data.domain.periodic import PeriodicReport
from data.domain.plan_names import plans_called
from data.domain.report_periods import ReportPeriod
from data.domain.tasks import Plan, PlanState
from data.domain.weekly_table import WeeklyTable
from data.errors import RefusedError
from data.store.unit_of_work import UnitOfWork
from data.texts import report_drafts as draft_texts
from data.texts import weekly_table as table_texts
from data.texts.periodic import file_name
from jobs.actions.allow import require
from jobs.reports.reading import periodic_report, weekly_table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was made, and what is said with it."""

    name: str
    mime: str
    content: bytes
    caption: str


async def week_of(unit: UnitOfWork, ward: Ward, now: datetime, actor: str) -> WeeklyTable:
    """Return the table of the week in progress.

    Raises RefusedError when the actor may not see all work, or no plan is active.
    """
    await require(unit, ward, actor, Wish.SEE_ALL)
    table = await weekly_table(unit, ward, now)
    _note(unit, ward, now, actor, "week", table.week.key)
    return table


async def report_of(
    unit: UnitOfWork,
    ward: Ward,
    period: ReportPeriod,
    now: datetime,
    actor: str,
    plan_id: int | None = None,
) -> PeriodicReport:
    """Return the report of a period on one active plan; None: on all of them.

    Raises RefusedError when the actor may not see all work, no such plan is active, or the period
    has not begun.
    """
    await require(unit, ward, actor, Wish.SEE_ALL)
    report = await periodic_report(unit, ward, period, now, plan_id)
    _note(unit, ward, now, actor, "period", period.key)
    return report


async def plan_of_report(unit: UnitOfWork, ward: Ward, called: str) -> Plan:
    """Return the active plan that is called so. Raises RefusedError when it is not clear which."""
    plans = await unit.ward(ward.id).plans.all()
    active = [p for p in plans if p.state is PlanState.ACTIVE]
    meant = plans_called(called, active)
    if len(meant) != 1:
        raise RefusedError(draft_texts.which_plan(active))
    return meant[0]


def workbook(table: WeeklyTable) -> Document:
    """Write the workbook. Takes a while for many rows: call it in a thread."""
    # Imported when it is first needed, like the other document library: neither is needed to talk.
    from jobs.reports.xlsx import weekly_xlsx

    name = table_texts.file_name(table.week.last)
    return Document(name, XLSX, weekly_xlsx(table), table_texts.caption(table))


def report_document(report: PeriodicReport) -> Document:
    """Write the report as DOCX. Takes a while for many rows: call it in a thread."""
    from jobs.reports.docx.periodic import periodic_docx

    content = periodic_docx(report)
    return Document(file_name(report), DOCX, content, draft_texts.caption(report))


def _note(unit: UnitOfWork, ward: Ward, now: datetime, actor: str, what: str, period: str) -> None:
    unit.ward(ward.id).log.append(
        "document.made", actor=actor, subject=f"ward:{ward.id}", now=now, what=what, period=period
    )
