"""Verdicts on reports, and what was asked about due dates. Rows are added, never replaced."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant, WardId
from data.store.types import Json

_STANDING = text("undone_at IS NULL")
_OPEN = text("decision IS NULL AND undone_at IS NULL")


class ReviewRow(Base):
    __tablename__ = "reviews"
    __table_args__ = (
        # Two reviewers at once: the database itself takes one verdict only.
        Index(
            "ix_reviews_standing",
            "report_id",
            unique=True,
            sqlite_where=_STANDING,
            postgresql_where=_STANDING,
        ),
    )
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), index=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    verdict: Mapped[str]
    faults: Mapped[list[Any]] = mapped_column(Json)
    words: Mapped[str]
    evidence_ids: Mapped[list[Any]] = mapped_column(Json)
    due_on: Mapped[date]
    supplement_by: Mapped[date | None]
    days_late: Mapped[int]
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    """The occurrence as it stood, so that taking the verdict back puts it back."""
    at: Mapped[Instant]
    undone_at: Mapped[Instant | None]


class RequestRow(Base):
    __tablename__ = "requests"
    __table_args__ = (
        # One question of a kind at a time: a double tap asks once.
        Index(
            "ix_requests_open",
            "occurrence_id",
            "kind",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
    )
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), index=True)
    kind: Mapped[str]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    reason: Mapped[str]
    wished_on: Mapped[date | None]
    due_on: Mapped[date]
    chat: Mapped[str | None]
    """The asker's own chat, "channel/account/chat": where the answer is told."""
    at: Mapped[Instant]
    decision: Mapped[str | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    decided_words: Mapped[str] = mapped_column(default="")
    granted_on: Mapped[date | None]
    decided_at: Mapped[Instant | None]
    before: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What the answer changed of the occurrence, as it stood: taking it back puts it back."""
    undone_at: Mapped[Instant | None]
