"""Verdicts on reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, update

from data.domain.reviews import Fault, Review, Verdict
from data.store.models import OccurrenceRow, PersonRow, ReportRow, ReviewRow
from data.store.sql import WardRepository, insert_once

_REVIEW = tuple(c for c in ReviewRow.__table__.c if c.name not in ("ward_id", "before"))


@dataclass(frozen=True, slots=True)
class NewReview:
    """A verdict to be kept."""

    occurrence_id: int
    report_id: int
    reviewer_id: int
    verdict: Verdict
    faults: Sequence[Fault]
    words: str
    evidence_ids: Sequence[int]
    due_on: date
    supplement_by: date | None
    days_late: int
    before: dict[str, Any]


class Reviews(WardRepository):
    """What was decided on the reports of one ward."""

    async def add(self, new: NewReview, now: datetime) -> int | None:
        """Keep a verdict and return its id; None when one stands on this report already."""
        await self._require_own(OccurrenceRow, [new.occurrence_id])
        await self._require_own(ReportRow, [new.report_id])
        await self._require_own(PersonRow, [new.reviewer_id])
        values = {
            "ward_id": self._ward_id,
            "occurrence_id": new.occurrence_id,
            "report_id": new.report_id,
            "reviewer_id": new.reviewer_id,
            "verdict": new.verdict.value,
            "faults": [f.value for f in new.faults],
            "words": new.words,
            "evidence_ids": list(new.evidence_ids),
            "due_on": new.due_on,
            "supplement_by": new.supplement_by,
            "days_late": new.days_late,
            "before": new.before,
            "at": now,
        }
        row = await self._conn.execute(
            insert_once(self._conn, ReviewRow, values).returning(ReviewRow.id)
        )
        return row.scalar_one_or_none()

    async def get(self, review_id: int) -> Review | None:
        """Return one verdict."""
        found = await self._read(ReviewRow.id == review_id)
        return found[0] if found else None

    async def of_occurrences(self, occurrence_ids: Iterable[int]) -> tuple[Review, ...]:
        """Return every verdict on the reports of these, also those taken back, in their order."""
        return await self._read(ReviewRow.occurrence_id.in_(list(occurrence_ids)))

    async def on_report(self, report_id: int) -> Review | None:
        """Return the verdict that stands on a report."""
        found = await self._read(ReviewRow.report_id == report_id, ReviewRow.undone_at.is_(None))
        return found[0] if found else None

    async def latest_by(self, reviewer_id: int) -> Review | None:
        """Return the last verdict of a person, also one that was taken back."""
        rows = await self._conn.execute(
            select(*_REVIEW)
            .where(ReviewRow.ward_id == self._ward_id, ReviewRow.reviewer_id == reviewer_id)
            .order_by(ReviewRow.id.desc())
            .limit(1)
        )
        row = rows.one_or_none()
        return _review(row) if row else None

    async def returned_late(self) -> tuple[tuple[int, date], ...]:
        """Return the occurrences and due dates of reports that came late and were returned."""
        rows = await self._conn.execute(
            select(ReviewRow.occurrence_id, ReviewRow.due_on)
            .where(ReviewRow.ward_id == self._ward_id, ReviewRow.undone_at.is_(None))
            .where(ReviewRow.verdict == Verdict.RETURNED.value, ReviewRow.days_late > 0)
            .order_by(ReviewRow.id)
        )
        return tuple((r.occurrence_id, r.due_on) for r in rows)

    async def before(self, review_id: int) -> dict[str, Any]:
        """Return the occurrence as it stood before a verdict. Raises LookupError."""
        row = await self._conn.execute(
            select(ReviewRow.before).where(
                ReviewRow.ward_id == self._ward_id, ReviewRow.id == review_id
            )
        )
        found: dict[str, Any] | None = row.scalar_one_or_none()
        if found is None:
            raise LookupError(f"no review {review_id} in this ward")
        return found

    async def take_back(self, review_id: int, now: datetime) -> bool:
        """Mark a verdict as taken back; False when it was already."""
        done = await self._conn.execute(
            update(ReviewRow)
            .where(ReviewRow.ward_id == self._ward_id, ReviewRow.id == review_id)
            .where(ReviewRow.undone_at.is_(None))
            .values(undone_at=now)
        )
        return done.rowcount == 1

    async def _read(self, *conditions: ColumnElement[bool]) -> tuple[Review, ...]:
        rows = await self._conn.execute(
            select(*_REVIEW)
            .where(ReviewRow.ward_id == self._ward_id, *conditions)
            .order_by(ReviewRow.id)
        )
        return tuple(_review(r) for r in rows)


def _review(row: Any) -> Review:
    values = dict(row._mapping)
    return Review(
        **{
            **values,
            "verdict": Verdict(row.verdict),
            "faults": tuple(Fault(f) for f in row.faults),
            "evidence_ids": tuple(row.evidence_ids),
        }
    )
