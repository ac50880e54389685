"""Scoring criteria, the tasks tied to them and the office's own scores."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant, WardId


class CatalogueRow(Base):
    """A set of criteria for one year."""

    __tablename__ = "catalogues"
    __table_args__ = (UniqueConstraint("ward_id", "name", "year"),)
    id: Mapped[Id]
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id"))
    name: Mapped[str]
    version: Mapped[str]
    year: Mapped[int]
    source: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[Instant]


class CriterionRow(Base):
    __tablename__ = "criteria"
    __table_args__ = (UniqueConstraint("catalogue_id", "code"),)
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    catalogue_id: Mapped[int] = mapped_column(ForeignKey("catalogues.id"))
    code: Mapped[str]
    title: Mapped[str]
    points: Mapped[int | None]
    """Hundredths of a point."""
    asks: Mapped[str]
    position: Mapped[int]
    is_gone: Mapped[bool] = mapped_column(default=False)
    """A later version does not have it; what was tied to it stays."""
    score: Mapped[int | None]
    """The office's own, in hundredths of a point."""
    explanation: Mapped[str] = mapped_column(default="")


class CriterionTaskRow(Base):
    """A task whose evidence shows a criterion."""

    __tablename__ = "criterion_tasks"
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criteria.id"), primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("tasks.id"), primary_key=True, index=True)
    tied_at: Mapped[Instant]
