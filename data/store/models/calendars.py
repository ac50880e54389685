"""Calendar feeds with what they showed, and who was given the notice about personal data."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Id, Instant, WardId


class CalendarFeedRow(Base):
    """An address at which a calendar program asks: only the token's SHA-256 is kept."""

    __tablename__ = "calendar_feeds"
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    agency_id: Mapped[int | None] = mapped_column(ForeignKey("agencies.id"))
    """Whose work it shows; empty: that of the person's own agencies."""
    token_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[Instant]
    revoked_at: Mapped[Instant | None]


class CalendarMarkRow(Base):
    """What calendars last showed of an occurrence, so that a change is told as one."""

    __tablename__ = "calendar_marks"
    occurrence_id: Mapped[int] = mapped_column(ForeignKey("occurrences.id"), primary_key=True)
    ward_id: Mapped[WardId]
    digest: Mapped[str]
    sequence: Mapped[int] = mapped_column(default=0)
    changed_at: Mapped[Instant]


class NoticeRow(Base):
    """A person was given a version of the notice about personal data."""

    __tablename__ = "notices"
    __table_args__ = (UniqueConstraint("person_id", "version"),)
    id: Mapped[Id]
    ward_id: Mapped[WardId]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    version: Mapped[str]
    """SHA-256 of its text."""
    given_at: Mapped[Instant]
    read_at: Mapped[Instant | None]
    """When they said by themselves that they have read it; nobody has to."""
