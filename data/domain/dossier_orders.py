"""Dossiers that somebody ordered at the desk, and the links that inspectors get to one. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from data.domain.periods import Span

KEPT = timedelta(days=7)
"""How long the file of a dossier is kept: it can be made again at any time."""
LINK_LASTS = timedelta(days=7)
"""Unless whoever makes a link says otherwise."""
LONGEST_LINK = 30
"""Days."""


class OrderState(StrEnum):
    """A dossier is made beside the work; its file goes away by itself."""

    ASKED = "asked"
    MAKING = "making"
    READY = "ready"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class DossierOrder:
    """Who ordered which dossier, and how it stands."""

    id: int
    plan_id: int
    span: Span
    asked_by: int
    asked_at: datetime
    state: OrderState
    copied: int
    """Files that are in it, of `total`."""
    total: int
    fault: str
    """Why it could not be made, as a sentence; of a ready one, how it stands with its time stamp."""
    name: str
    """What the file is called when it is downloaded."""
    megabytes: int
    """Rounded up: bytes may be more than a column of numbers takes."""
    digest: str
    """SHA-256 of the tag manifest."""
    made_at: datetime | None
    expires_at: datetime | None
    """When the file goes away."""


@dataclass(frozen=True, slots=True)
class InspectorLink:
    """A way to look at one dossier and nothing else, for a time. Only its SHA-256 is kept."""

    id: int
    dossier_id: int
    for_whom: str
    made_by: int
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    opened: int
    """How often it was opened."""
    opened_at: datetime | None

    def is_live(self, now: datetime) -> bool:
        """Return whether the link still leads anywhere."""
        return self.revoked_at is None and now < self.expires_at
