"""Occurrences, reports and evidence."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant, WardId
from data.store.types import Json

_TO_REVIEW = text("state = 'reported'")
_OWED = text("state IN ('open', 'returned')")


class OccurrenceRow(Base):
    __tablename__ = "occurrences"
    __table_args__ = (
        UniqueConstraint("task_id", "agency_id", "period_key"),
        Index("ix_occurrences_by_date", "ward_id", "due_on", "id"),
        Index(
            "ix_occurrences_to_remind",
            "ward_id",
            "next_remind_at",
            sqlite_where=_OWED,
            postgresql_where=_OWED,
        ),
        Index(
            "ix_occurrences_to_escalate",
            "ward_id",
            "next_escalate_at",
            sqlite_where=_OWED,
            postgresql_where=_OWED,
        ),
        Index(
            "ix_occurrences_owed_by",
            "ward_id",
            "agency_id",
            "due_on",
            sqlite_where=_OWED,
            postgresql_where=_OWED,
        ),
        Index(
            "ix_occurrences_to_review",
            "ward_id",
            "reported_at",
            sqlite_where=_TO_REVIEW,
            postgresql_where=_TO_REVIEW,
        ),
    )
    id: Mapped[Id]
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"))
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"))
    period_key: Mapped[str]
    label: Mapped[str] = mapped_column(default="")
    opens_on: Mapped[date]
    due_on: Mapped[date]
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    state: Mapped[str]
    rung: Mapped[int] = mapped_column(default=0)
    next_remind_at: Mapped[Instant | None]
    next_escalate_at: Mapped[Instant | None]
    escalated_to: Mapped[int] = mapped_column(default=0)
    progress: Mapped[str] = mapped_column(default="")
    obstacle: Mapped[str | None]
    reported_at: Mapped[Instant | None]
    closed_at: Mapped[Instant | None]
    first_due_on: Mapped[date | None]
    """The plan's due date, where another was granted."""
    excused_due_on: Mapped[date | None]
    """The due date for which being late has a confirmed reason."""


class ReportRow(Base):
    __tablename__ = "reports"
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    text: Mapped[str]
    progress: Mapped[dict[str, Any]] = mapped_column(Json)
    state: Mapped[str]
    before: Mapped[dict[str, Any]] = mapped_column(Json)
    """The occurrence as it stood, so that undoing puts it back."""
    said_in: Mapped[str | None] = mapped_column(index=True)
    """The message that it came in, "channel/account/chat/id": an edit of it amends the report."""
    chat: Mapped[str | None]
    """The reporter's own chat, "channel/account/chat": where a verdict is told."""
    recorded_by: Mapped[int | None]
    """Who of the lead office wrote it down for the person, whose report it is."""
    created_at: Mapped[Instant]


class EvidenceRow(Base):
    __tablename__ = "evidence"
    __table_args__ = (
        Index(
            "ix_evidence_to_fetch",
            "ward_id",
            "next_fetch_at",
            sqlite_where=text("next_fetch_at IS NOT NULL"),
            postgresql_where=text("next_fetch_at IS NOT NULL"),
        ),
        Index(
            "ix_evidence_missing",
            "ward_id",
            "received_at",
            sqlite_where=text("state IN ('pending', 'failed')"),
            postgresql_where=text("state IN ('pending', 'failed')"),
        ),
    )
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("reports.id"), index=True)
    channel: Mapped[str]
    account: Mapped[str] = mapped_column(default="")
    ref: Mapped[str]
    """The channel's own reference, for fetching."""
    name: Mapped[str]
    mime: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str | None] = mapped_column(index=True)
    state: Mapped[str]
    is_compressed: Mapped[bool] = mapped_column(default=False)
    exif: Mapped[dict[str, Any] | None] = mapped_column(Json)
    taken_at: Mapped[Instant | None]
    sent_at: Mapped[Instant]
    received_at: Mapped[Instant]
    next_fetch_at: Mapped[Instant | None]
    attempts: Mapped[int] = mapped_column(default=0)


class PicturePrintRow(Base):
    """How a stored picture looks; without a quality it was not looked at yet."""

    __tablename__ = "picture_prints"
    __table_args__ = (
        Index(
            "ix_picture_prints_to_look_at",
            "ward_id",
            "sha256",
            sqlite_where=text("quality IS NULL"),
            postgresql_where=text("quality IS NULL"),
        ),
    )
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id"), primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    quality: Mapped[int | None]
    """0-100; 0 for what cannot be opened."""
    upright: Mapped[bytes | None]
    turned: Mapped[bytes | None]


class ErasureRow(Base):
    """The destruction by decision of the bytes with one digest."""

    __tablename__ = "erasures"
    __table_args__ = (
        Index(
            "ix_erasures_to_finish",
            "ward_id",
            "id",
            sqlite_where=text("state = 'confirmed'"),
            postgresql_where=text("state = 'confirmed'"),
        ),
        Index(None, "ward_id", "sha256"),
    )
    id: Mapped[Id]
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id"))
    sha256: Mapped[str]
    state: Mapped[str]
    number: Mapped[str]
    """Of the decision."""
    decided_on: Mapped[date]
    reason: Mapped[str]
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    confirmed_at: Mapped[Instant | None]
    done_at: Mapped[Instant | None]
