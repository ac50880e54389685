"""Ordered dossiers and inspectors' links to them. That they were is on the event log for ever."""

from datetime import date

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant, WardId

_UNFINISHED = text("state IN ('asked', 'making')")


class DossierRow(Base):
    __tablename__ = "dossiers"
    __table_args__ = (
        Index(
            "ix_dossiers_to_make",
            "ward_id",
            "asked_at",
            sqlite_where=_UNFINISHED,
            postgresql_where=_UNFINISHED,
        ),
    )
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    first_day: Mapped[date]
    last_day: Mapped[date]
    asked_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    asked_at: Mapped[Instant]
    state: Mapped[str]
    copied: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    fault: Mapped[str] = mapped_column(default="")
    name: Mapped[str] = mapped_column(default="")
    megabytes: Mapped[int] = mapped_column(default=0)
    digest: Mapped[str] = mapped_column(default="")
    made_at: Mapped[Instant | None]
    expires_at: Mapped[Instant | None]


class DossierLinkRow(Base):
    """What an inspector opens; only the SHA-256 of its code is kept."""

    __tablename__ = "dossier_links"
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    dossier_id: Mapped[int] = mapped_column(ForeignKey("dossiers.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    for_whom: Mapped[str]
    made_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    made_at: Mapped[Instant]
    expires_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]
    opened: Mapped[int] = mapped_column(default=0)
    opened_at: Mapped[Instant | None]
