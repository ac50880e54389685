"""The weekly table as a value: what the workbook shows, one row an item of the weekly summary."""

from dataclasses import dataclass
from datetime import date, datetime

from data.domain.lights import Light
from data.domain.summary import AgencyCounts, Week


@dataclass(frozen=True, slots=True)
class TableRow:
    """One thing owed, or one task that nothing is planned for yet."""

    task: str
    """With its number and period: "#20 Đối thoại với Nhân dân (lần 1/2)"."""
    plan_number: str
    issued_on: date | None
    due_on: date | None
    """None while it waits for an event or for a person to set the date."""
    lead: str
    coordinate: str
    supervise: str
    """Who guides and watches, as the plan says."""
    progress: str
    light: Light
    result: str
    note: str


@dataclass(frozen=True, slots=True)
class WeeklyTable:
    """The rows, what needs somebody first, and the counts by agency that they add up to."""

    ward_name: str
    plans: tuple[str | None, ...]
    week: Week
    at: datetime
    """When the numbers were taken."""
    rows: tuple[TableRow, ...]
    agencies: tuple[AgencyCounts, ...]
