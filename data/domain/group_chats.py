"""Whose a group in a messenger is: who may say so, and which agencies come into question. Pure.

Not the plan's agency groups ("các cơ quan, đơn vị thuộc UBND phường"): those are `Agency.is_group`.
"""

import re
from collections.abc import Iterable

from data.domain.access import Denial
from data.domain.names import fold_name
from data.domain.people import Agency, Person, Role

_OFFICE = (Role.LEAD_OFFICE, Role.ADMIN)
_WORKING = (Role.OFFICER, Role.GROUP_LEADER, Role.LEADERSHIP)


def speaks_for_all(person: Person) -> bool:
    """Return whether the person may say of every group whose it is."""
    return person.is_active and person.is_any_of(*_OFFICE)


def may_speak_for(person: Person, agency_id: int) -> Denial | None:
    """Return None when the person may say that a group is this agency's, else why not."""
    if not person.is_active:
        return Denial.INACTIVE
    works_there = agency_id in person.agency_ids and person.is_any_of(*_WORKING)
    if works_there or speaks_for_all(person):
        return None
    return Denial.READ_ONLY if person.is_any_of(Role.INSPECTOR) else Denial.NOT_YOUR_WORK


def candidates(person: Person, agencies: Iterable[Agency], title: str) -> tuple[Agency, ...]:
    """Return the agencies whose a group can be when this person says so, the likeliest first.

    Those that the group's title names come before the person's own, then the others.
    """
    allowed = [a for a in agencies if not a.is_group and may_speak_for(person, a.id) is None]
    return tuple(
        sorted(allowed, key=lambda a: (not _is_named(a, title), a.id not in person.agency_ids))
    )


def only_candidate(person: Person, found: tuple[Agency, ...]) -> Agency | None:
    """Return the one agency that needs no question: the only one that the person works in."""
    return found[0] if len(found) == 1 and not speaks_for_all(person) else None


def _is_named(agency: Agency, title: str) -> bool:
    # As whole words: "Tổ dân phố 1" is not named by "Tổ dân phố 15".
    name = re.escape(fold_name(agency.name))
    return re.search(rf"(?<!\w){name}(?!\w)", fold_name(title)) is not None
