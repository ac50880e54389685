"""What an Official Account of Zalo needs: its tokens, and when each person last did something.

Safe on a database in use: two new tables.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "channel_tokens",
        sa.Column("channel", Text(), nullable=False),
        sa.Column("account", Text(), nullable=False),
        sa.Column("access_token", Text(), nullable=False),
        sa.Column("refresh_token", Text(), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("renewed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("lease_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_unsure", sa.Boolean(), nullable=False),
        sa.Column("error", Text(), nullable=True),
        sa.Column("seed", Text(), nullable=False),
        sa.PrimaryKeyConstraint("channel", "account"),
    )
    op.create_table(
        "interactions",
        sa.Column("channel", Text(), nullable=False),
        sa.Column("account", Text(), nullable=False),
        sa.Column("chat", Text(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("sent_free", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("channel", "account", "chat"),
    )


def downgrade() -> None:
    """Take them away again; the account must then be authorised anew."""
    op.drop_table("interactions")
    op.drop_table("channel_tokens")
