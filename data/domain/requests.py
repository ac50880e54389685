"""What is asked about a due date, and how it was settled. Pure.

A delay costs its officer points (NĐ 335/2025/NĐ-CP: a quarter of the progress score for each,
except for objective reasons that were confirmed), so that every question and every answer is kept
with its author and time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from data.domain.localtime import local_date
from data.domain.reporting import UNDO_WITHIN
from data.domain.tasks import Occurrence, OccurrenceState


class RequestKind(StrEnum):
    """What somebody asks for."""

    EXTENSION = "extension"  # more time
    LATENESS = "lateness"  # that being late had an objective reason
    OBJECTION = "objection"  # that a return be looked at again


class Decision(StrEnum):
    """How it was settled."""

    GRANTED = "granted"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Request:
    """One question about one due date, with its answer."""

    id: int
    occurrence_id: int
    kind: RequestKind
    person_id: int
    """Who asked; for an extension on somebody's own initiative, who gave it."""
    reason: str
    wished_on: date | None
    """The date asked for, of an extension."""
    due_on: date
    """The due date in effect when it was asked."""
    at: datetime
    decision: Decision | None = None
    decided_by: int | None = None
    decided_words: str = ""
    granted_on: date | None = None
    """The new due date, of an extension that was granted."""
    decided_at: datetime | None = None
    undone_at: datetime | None = None
    """When it was withdrawn by who asked; once it is settled, when the answer was taken back."""

    @property
    def stands(self) -> bool:
        """Return whether it was not withdrawn, and its answer not taken back."""
        return self.undone_at is None

    @property
    def is_open(self) -> bool:
        """Return whether it waits for an answer."""
        return self.decision is None and self.stands

    @property
    def is_unasked(self) -> bool:
        """Return whether more time was given without being asked: nobody answers their own question."""
        return self.decided_by == self.person_id

    @property
    def question(self) -> tuple[RequestKind, int, datetime]:
        """Return what tells a question from others; when an answer is taken back it waits anew."""
        return self.kind, self.person_id, self.at

    @property
    def confirms_lateness(self) -> bool:
        """Return whether it confirms that being late for its due date had an objective reason."""
        is_lateness = self.kind is RequestKind.LATENESS
        return is_lateness and self.decision is Decision.GRANTED and self.stands

    @property
    def puts_back_to_review(self) -> bool:
        """Return whether the report waits again because of it: who erred returns it once more."""
        return self.kind is RequestKind.OBJECTION and self.decision is Decision.GRANTED

    def may_be_undone(self, now: datetime) -> bool:
        """Return whether the answer is so fresh that it can be taken back."""
        return (
            self.stands
            and not self.puts_back_to_review
            and self.decided_at is not None
            and now - self.decided_at <= UNDO_WITHIN
        )


def late_for(
    occurrence: Occurrence, returned_late: Iterable[date], today: date
) -> tuple[date, ...]:
    """Return the due dates for which work is or was late, the last one last.

    `returned_late` are the due dates of its reports that came late and were returned.
    """
    dates = set(returned_late)
    if occurrence.is_overdue(today) or _was_reported_late(occurrence):
        dates.add(occurrence.due_on)
    return tuple(sorted(dates))


def _was_reported_late(occurrence: Occurrence) -> bool:
    said = occurrence.reported_at
    return said is not None and local_date(said) > occurrence.due_on


def explains(occurrence: Occurrence, late: Sequence[date]) -> RequestKind | None:
    """Return what "giải trình" is about; None when there is nothing to explain.

    Being late first: that is what costs somebody. Else a return that they do not agree with.
    """
    if late:
        return RequestKind.LATENESS
    return RequestKind.OBJECTION if occurrence.state is OccurrenceState.RETURNED else None
