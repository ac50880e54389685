"""Plans, their tasks and events."""

from datetime import date
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant, WardId
from data.store.types import Json


class PlanRow(Base):
    __tablename__ = "plans"
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    number: Mapped[str | None]
    issued_on: Mapped[date | None]
    issuer: Mapped[str | None]
    title: Mapped[str | None]
    year: Mapped[int | None]
    state: Mapped[str]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("plans.id"))
    source_sha256: Mapped[str | None]
    """The document as received, in the evidence store."""
    source_name: Mapped[str | None]
    draft: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """What was read from the document and is being looked over."""
    created_at: Mapped[Instant]
    confirmed_at: Mapped[Instant | None]


class TaskRow(Base):
    __tablename__ = "tasks"
    __table_args__ = (
        UniqueConstraint("ward_id", "code"),
        Index(
            "ix_tasks_due_to_open",
            "ward_id",
            "next_open_on",
            sqlite_where=text("is_removed = 0"),
            postgresql_where=text("is_removed = false"),
        ),
    )
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    code: Mapped[int]
    no: Mapped[str | None]
    section: Mapped[str | None]
    component: Mapped[str | None]
    title: Mapped[str]
    short_title: Mapped[str]
    methods: Mapped[list[str]] = mapped_column(Json)
    product: Mapped[str | None]
    time_text: Mapped[str]
    time_inherited: Mapped[bool] = mapped_column(default=False)
    rule: Mapped[dict[str, Any]] = mapped_column(Json)
    is_duty: Mapped[bool] = mapped_column(default=False)
    reporting_period: Mapped[str | None]
    wants_originals: Mapped[bool] = mapped_column(default=False)
    """Its pictures have to come as files: a messenger re-encodes what is sent as a photo."""
    is_removed: Mapped[bool] = mapped_column(default=False)
    found_by: Mapped[str] = mapped_column(default="")
    """Its words in small letters, then again without diacritics: what it is searched by."""
    next_open_on: Mapped[date | None]
    """When occurrences have to be made again; None when nothing more will come by itself."""


class AssignmentRow(Base):
    __tablename__ = "assignments"
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True)
    agency_id: Mapped[int] = mapped_column(ForeignKey("agencies.id"), primary_key=True, index=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    position: Mapped[int] = mapped_column(default=0)
    """The plan's order."""


class EventRow(Base):
    __tablename__ = "events"
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    name: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    is_cancelled: Mapped[bool] = mapped_column(default=False)


class EventTaskRow(Base):
    __tablename__ = "event_tasks"
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True, index=True)
