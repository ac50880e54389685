"""What the lists of the desk are asked for."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from data.domain.lights import Light
from data.domain.searching import Search
from data.domain.tasks import OccurrenceState


class Kind(StrEnum):
    """A list of the desk; its value stands in addresses."""

    LATE = "qua-han"
    SOON = "sap-den-han"
    ON_TIME = "dung-han"
    TO_REVIEW = "cho-duyet"
    RETURNED = "tra-lai"
    HINDERED = "vuong"
    LATER = "chua-den-ky"
    DONE = "xong"
    WAITING = "cho-su-kien"
    UNDATED = "can-an-dinh-han"


OF_TASKS = (Kind.WAITING, Kind.UNDATED)
"""Lists of tasks for which nothing is owed yet; the others are of occurrences."""
OF_LIGHT = {
    Light.LATE: Kind.LATE,
    Light.SOON: Kind.SOON,
    Light.ON_TIME: Kind.ON_TIME,
    Light.WAITING: Kind.WAITING,
    Light.UNDATED: Kind.UNDATED,
    Light.DONE: Kind.DONE,
}


@dataclass(frozen=True, slots=True)
class Filter:
    """Which work is listed; what is None does not narrow it."""

    kind: Kind | None = None
    agency_ids: frozenset[int] | None = None
    """Who owes it."""
    component: str | None = None
    """The index's component, in the plan's words."""
    plan_id: int | None = None
    search: Search | None = None
    named: tuple[frozenset[int], ...] = ()
    """For each word of the search, the agencies whose name has it."""


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One line of a list."""

    id: int
    """Of the occurrence."""
    code: int
    short_title: str
    label: str
    agency_id: int
    agency_name: str
    opens_on: date
    due_on: date
    state: OccurrenceState
    light: Light
    progress: str
    obstacle: str | None
    excused_due_on: date | None
    """The due date for which being late has a confirmed objective reason."""

    @property
    def is_excused(self) -> bool:
        """Return whether being late for the date in effect has such a reason."""
        return self.excused_due_on == self.due_on

    @property
    def is_owed(self) -> bool:
        """Return whether somebody still has to report."""
        return self.light is not Light.DONE
