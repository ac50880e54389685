"""The event log: append-only, hash-chained per ward."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Instant
from data.store.types import Json


class LogRow(Base):
    """An entry commits to the digest of its content, so lawful erasure does not break the chain.

    Triggers refuse every UPDATE and DELETE: see the migration that guards the event log.
    """

    __tablename__ = "event_log"
    ward_id: Mapped[int] = mapped_column(ForeignKey("wards.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[Instant]
    kind: Mapped[str]
    actor: Mapped[str]
    """"person:7", "tick:send_reminders", "cli"."""
    subject: Mapped[str]
    """"task:12", "report:3"."""
    digest: Mapped[str]
    prev: Mapped[str]
    hash: Mapped[str]


class LogContentRow(Base):
    __tablename__ = "event_log_contents"
    ward_id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]] = mapped_column(Json)
