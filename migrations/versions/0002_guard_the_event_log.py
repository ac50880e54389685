"""Guard the event log: a row of it is never changed or deleted, whoever asks."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

SQLITE = tuple(
    f"CREATE TRIGGER event_log_no_{verb.lower()} BEFORE {verb} ON event_log "
    "BEGIN SELECT RAISE(ABORT, 'the event log is append-only'); END"
    for verb in ("UPDATE", "DELETE")
)
POSTGRESQL = (
    "CREATE FUNCTION event_log_guard() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the event log is append-only'; END $$",
    "CREATE TRIGGER event_log_no_change BEFORE UPDATE OR DELETE ON event_log "
    "FOR EACH ROW EXECUTE FUNCTION event_log_guard()",
    "CREATE TRIGGER event_log_no_truncate BEFORE TRUNCATE ON event_log "
    "FOR EACH STATEMENT EXECUTE FUNCTION event_log_guard()",
)


def upgrade() -> None:
    """Make the triggers."""
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Drop the triggers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION event_log_guard() CASCADE")
    else:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER event_log_no_{verb}")
