"""Several channels a person: which comes first, what goes by another, what a month allows.

Safe on a database in use: columns that may be empty or have a default, new indexes, one new table.
What ended before counts as seen to: nobody is told of it now.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_INDEXES = (
    (
        "ix_outbox_stranded",
        ("ward_id", "id"),
        "state IN ('dead', 'expired', 'uncertain') AND seen_to_at IS NULL",
    ),
    ("ix_outbox_used", ("channel", "account", "sent_at"), "sent_at IS NOT NULL"),
    ("ix_outbox_held", ("ward_id", "id"), "state = 'held'"),
)


def upgrade() -> None:
    """Add them."""
    op.add_column(
        "links", sa.Column("is_main", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.add_column("outbox", sa.Column("instead_of", sa.Integer(), nullable=True))
    op.create_index("ix_outbox_instead_of", "outbox", ["instead_of"])
    op.add_column("outbox", sa.Column("seen_to_at", UtcDateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE outbox SET seen_to_at = created_at WHERE state IN ('dead', 'expired', 'uncertain')"
    )
    for name, columns, condition in _INDEXES:
        where = sa.text(condition)
        op.create_index(name, "outbox", list(columns), sqlite_where=where, postgresql_where=where)
    op.create_table(
        "spent_quotas",
        sa.Column("channel", Text(), nullable=False),
        sa.Column("account", Text(), nullable=False),
        sa.Column("month", Text(), nullable=False),
        sa.Column("since", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account", "month", name="pk_spent_quotas"),
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("spent_quotas")
    for name, _, _ in _INDEXES:
        op.drop_index(name, "outbox")
    op.drop_column("outbox", "seen_to_at")
    op.drop_index("ix_outbox_instead_of", "outbox")
    op.drop_column("outbox", "instead_of")
    op.drop_column("links", "is_main")
