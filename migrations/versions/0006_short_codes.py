"""Invitations get a short code to type where no link leads into a chat; wrong ones are counted.

Safe on a database in use: one column that may be empty, its index and one new table.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("invitations", sa.Column("short_hash", Text(), nullable=True))
    op.create_index("ix_invitations_short_hash", "invitations", ["short_hash"], unique=True)
    op.create_table(
        "wrong_codes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", Text(), nullable=False),
        sa.Column("account", Text(), nullable=False),
        sa.Column("tried_at", UtcDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_wrong_codes"),
    )
    op.create_index(
        "ix_wrong_codes_channel_account_tried_at",
        "wrong_codes",
        ["channel", "account", "tried_at"],
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("wrong_codes")
    op.drop_index("ix_invitations_short_hash", "invitations")
    op.drop_column("invitations", "short_hash")
