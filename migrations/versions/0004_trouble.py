"""What the administrator is shown: messages, files and updates that something went wrong with.

Safe on a database in use: one column that may be empty, and indexes over rare rows.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import UtcDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_inbox_bad", "inbox", ("received_at",), "state = 'bad'"),
    (
        "ix_outbox_trouble",
        "outbox",
        ("ward_id", "id"),
        "state IN ('uncertain', 'dead') AND settled_at IS NULL",
    ),
    ("ix_outbox_sent", "outbox", ("ward_id", "sent_at"), "sent_at IS NOT NULL"),
    (
        "ix_evidence_missing",
        "evidence",
        ("ward_id", "received_at"),
        "state IN ('pending', 'failed')",
    ),
)


def upgrade() -> None:
    """Add them."""
    op.add_column("outbox", sa.Column("settled_at", UtcDateTime(timezone=True), nullable=True))
    for name, table, columns, condition in _INDEXES:
        where = sa.text(condition)
        op.create_index(name, table, list(columns), sqlite_where=where, postgresql_where=where)


def downgrade() -> None:
    """Take them away again."""
    for name, table, _, _ in _INDEXES:
        op.drop_index(name, table)
    op.drop_column("outbox", "settled_at")
