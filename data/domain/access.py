"""Who may do what: yes, or no with the reason. Asked by actions, whatever door the wish came by.

Source: OWASP ASVS 5.0 (8.2.1-8.2.3): role, ward and work are checked where the work is done, not
where the button is shown.
"""

from collections.abc import Collection
from enum import StrEnum

from data.domain.people import Person, Role


class Wish(StrEnum):
    """Something that only some may do."""

    SET_UP = "set up"
    IMPORT_PLAN = "import a plan"
    CONFIRM_PLAN = "confirm a plan"
    IMPORT_STAFF = "import staff"
    INVITE = "invite"
    HAND_OVER = "hand over"
    DECLARE_EVENT = "declare an event"
    SET_DEADLINE = "set a deadline"
    CHANGE_SETTINGS = "change the settings"
    ASSIGN = "give a task to others"
    EXPORT_DOSSIER = "take out a dossier for inspectors"
    WATCH_OVER = "see what went wrong, and settle it"
    KEEP_CRITERIA = "keep the criteria and their scores"
    SEE_ALL = "see all work"
    REVIEW = "accept or return reports, and settle what is asked about due dates"
    RECORD = "write a report down for somebody"
    NUDGE = "chase work that is late"
    DESTROY = "destroy a file by decision"


class Denial(StrEnum):
    """Why not."""

    INACTIVE = "inactive"
    LEAD_OFFICE_ONLY = "lead office only"
    ADMIN_ONLY = "admin only"
    NOT_YOUR_WORK = "not your work"
    READ_ONLY = "read only"
    LEADERSHIP_TOO = "lead office and leadership only"
    OWN_REPORT = "own report"
    OWN_WORK = "own work"


_OFFICE = (Role.LEAD_OFFICE, Role.ADMIN)
_WHO = {
    Wish.SEE_ALL: (*_OFFICE, Role.LEADERSHIP, Role.INSPECTOR),
    Wish.REVIEW: (*_OFFICE, Role.LEADERSHIP),
    Wish.NUDGE: (*_OFFICE, Role.LEADERSHIP),
    Wish.DESTROY: (*_OFFICE, Role.LEADERSHIP),
}


def may(person: Person, wish: Wish) -> Denial | None:
    """Return None when the person may do it, else the reason why not."""
    if not person.is_active:
        return Denial.INACTIVE
    roles = _WHO.get(wish, _OFFICE)
    denial = Denial.LEADERSHIP_TOO if wish in _WHO else Denial.LEAD_OFFICE_ONLY
    return None if person.is_any_of(*roles) else denial


def may_touch(actor: Person, other: Person) -> Denial | None:
    """Return whether the actor may invite the other, hand over their work or change their roles.

    An administrator's way in is given by administrators only: else the lead office could become one.
    """
    if denial := may(actor, Wish.INVITE):
        return denial
    if Role.ADMIN in other.roles and Role.ADMIN not in actor.roles and actor.id != other.id:
        return Denial.ADMIN_ONLY
    return None


def may_see(person: Person, agency_ids: Collection[int]) -> Denial | None:
    """Return whether the person may see work in which these agencies have a part."""
    if may(person, Wish.SEE_ALL) is None or not person.agency_ids.isdisjoint(agency_ids):
        return None if person.is_active else Denial.INACTIVE
    return Denial.NOT_YOUR_WORK


def may_follow(person: Person, agency_id: int) -> Denial | None:
    """Return whether the person may have an agency's calendar: its heads, and who sees all work."""
    is_head = any(m.agency_id == agency_id and m.is_head for m in person.memberships)
    if may(person, Wish.SEE_ALL) is None or (is_head and person.is_active):
        return None
    return Denial.NOT_YOUR_WORK


def may_report(person: Person, owed_by: int, coordinating: Collection[int] = ()) -> Denial | None:
    """Return whether the person may report on what the agency `owed_by` owes.

    Its own people and those of coordinating agencies may; the lead office may on behalf.
    """
    if not person.is_active:
        return Denial.INACTIVE
    if person.is_any_of(*_OFFICE) or not person.agency_ids.isdisjoint({owed_by, *coordinating}):
        return None
    return Denial.READ_ONLY if person.is_any_of(Role.INSPECTOR) else Denial.NOT_YOUR_WORK


def may_review(person: Person, contributors: Collection[int]) -> Denial | None:
    """Return whether the person may accept or return a report to which these people contributed.

    Whoever said it, recorded it on behalf or added a file to it may not: two people look at what
    counts as done. Source: OWASP ASVS 5.0, 2.3.5.
    """
    if denial := may(person, Wish.REVIEW):
        return denial
    return Denial.OWN_REPORT if person.id in contributors else None


def may_settle(person: Person, owed_by: int, asked_by: int | None = None) -> Denial | None:
    """Return whether the person may move a due date or confirm why work is late.

    Not what they asked for themselves, nor for what their own agency owes.
    """
    if denial := may(person, Wish.REVIEW):
        return denial
    is_own = person.id == asked_by or owed_by in person.agency_ids
    return Denial.OWN_WORK if is_own else None
