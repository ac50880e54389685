"""Destroying a file by decision: what the decision says, and who has to agree. Pure.

Sources: Luật 117/2025/QH15 (bảo vệ bí mật nhà nước), Điều 5: nothing secret is kept on a machine of a
network; OWASP ASVS 5.0, 2.3.5: what cannot be taken back takes two people. Kiểm tra lại.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.domain.access import Wish, may
from data.domain.people import Person
from data.domain.wording import composed

LONGEST_NUMBER = 60
LONGEST_REASON = 300
LONGEST_LABEL = 30
"""Characters of a file's name on a button."""
_DECISION = re.compile(
    r"(?:quyết định|qđ|công văn|số)?\s*(?:số)?\s*[:.]?\s*(?P<number>[0-9]+[0-9A-Za-zĐđ./\-–]*)\s*,?\s*"
    r"(?:ngày|ng\.)\s*(?P<d>[0-9]{1,2})\s*[/.\-]\s*(?P<m>[0-9]{1,2})\s*[/.\-]\s*(?P<y>[0-9]{4})"
    r"\s*[,;:.–\-]?\s*(?P<reason>.*)",
    re.IGNORECASE | re.DOTALL,
)


class ErasureState(StrEnum):
    """How far the destruction of a file has come."""

    ASKED = "asked"  # by one person; nothing has changed yet
    CONFIRMED = "confirmed"  # by a second: shown to nobody, its bytes about to go
    DONE = "done"  # the bytes are gone from this machine
    DROPPED = "dropped"  # the second person did not agree


@dataclass(frozen=True, slots=True)
class Decision:
    """What orders the destruction."""

    number: str
    on: date
    reason: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """The destruction of the bytes with one digest, in one ward."""

    id: int
    sha256: str
    state: ErasureState
    decision: Decision
    asked_by: int
    asked_at: datetime
    confirmed_by: int | None
    confirmed_at: datetime | None
    done_at: datetime | None


def read_decision(text: str, today: date) -> Decision | None:
    """Read "15/QĐ-UBND ngày 12/6/2026, gửi nhầm"; None when number, date or reason is missing.

    A day that is not in the calendar, or still to come, is none.
    """
    found = _DECISION.fullmatch(" ".join(composed(text).split()))
    if found is None:
        return None
    try:
        on = date(int(found["y"]), int(found["m"]), int(found["d"]))
    except ValueError:
        return None
    number, reason = found["number"].rstrip(".,-–"), found["reason"].strip(" .,;:")
    if on > today or not reason or len(number) > LONGEST_NUMBER:
        return None
    return Decision(number, on, reason[:LONGEST_REASON])


def may_agree(people: Iterable[Person], asked_by: int) -> tuple[Person, ...]:
    """Return who may be the second person: any who could have asked, but for the one who did."""
    return tuple(p for p in people if p.id != asked_by and may(p, Wish.DESTROY) is None)
