"""A staff list as read, before anybody was added."""

from dataclasses import dataclass
from datetime import date

from data.domain.people import Address, Person, Role


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One person of the list. What the list does not say is empty or None."""

    line: int
    """Row of the file, counted from 1."""
    name: str
    phone: str | None = None
    agencies: tuple[str, ...] = ()
    position: str = ""
    """Chức vụ, as written."""
    roles: frozenset[Role] = frozenset()
    address: Address | None = None
    is_head: bool = False


@dataclass(frozen=True, slots=True)
class StaffDoubt:
    """What to check about a row, in Vietnamese."""

    line: int
    sentence: str


@dataclass(frozen=True, slots=True)
class StaffList:
    """What a staff file says."""

    rows: tuple[StaffRow, ...]
    doubts: tuple[StaffDoubt, ...] = ()


@dataclass(frozen=True, slots=True)
class FormerPerson:
    """Somebody who is not active any more."""

    person: Person
    gave_to: str | None = None
    """Name of who took the work over."""
    on: date | None = None
