"""The event log: append-only, hash-chained per ward."""

from typing import Any

from sqlalchemy import DDL, ForeignKey, Table, event
from sqlalchemy.orm import Mapped, mapped_column

from data.store.models.base import Base, Instant
from data.store.types import Json


class LogRow(Base):
    """An entry commits to the digest of its content, so lawful erasure does not break the chain."""

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


SQLITE_GUARDS = tuple(
    f"CREATE TRIGGER event_log_no_{verb.lower()} BEFORE {verb} ON event_log "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL_GUARDS = (
    "CREATE FUNCTION event_log_guard() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$",
    "CREATE TRIGGER event_log_no_change BEFORE UPDATE OR DELETE ON event_log "
    "FOR EACH ROW EXECUTE FUNCTION event_log_guard()",
)

_table = LogRow.__table__
if isinstance(_table, Table):
    for _dialect, _guards in (("sqlite", SQLITE_GUARDS), ("postgresql", POSTGRESQL_GUARDS)):
        for _statement in _guards:
            _ddl = DDL(_statement)  # type: ignore[no-untyped-call]
            event.listen(_table, "after_create", _ddl.execute_if(dialect=_dialect))
