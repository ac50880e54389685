"""Files destroyed by decision: who asked, who agreed, and whether the bytes are gone.

Safe on a database in use: one new table.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_TO_FINISH = sa.text("state = 'confirmed'")


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "erasures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("sha256", Text(), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("number", Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("confirmed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("done_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_erasures_ward_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_erasures_asked_by"),
        sa.ForeignKeyConstraint(["confirmed_by"], ["people.id"], name="fk_erasures_confirmed_by"),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index(
        "ix_erasures_to_finish",
        "erasures",
        ["ward_id", "id"],
        sqlite_where=_TO_FINISH,
        postgresql_where=_TO_FINISH,
    )
    op.create_index("ix_erasures_ward_id_sha256", "erasures", ["ward_id", "sha256"])


def downgrade() -> None:
    """Take it away again; what was destroyed stays destroyed, and the event log tells of it."""
    op.drop_table("erasures")
