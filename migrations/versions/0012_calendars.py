"""Calendar feeds, what they last showed of each occurrence, and notices about personal data.

Safe on a database in use: three new tables.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("token_hash", Text(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_calendar_feeds_ward_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_calendar_feeds_person_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_calendar_feeds_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_calendar_feeds"),
        sa.UniqueConstraint("token_hash", name="uq_calendar_feeds_token_hash"),
    )
    op.create_index("ix_calendar_feeds_ward_id", "calendar_feeds", ["ward_id"])
    op.create_index("ix_calendar_feeds_person_id", "calendar_feeds", ["person_id"])
    op.create_table(
        "calendar_marks",
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("digest", Text(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name="fk_calendar_marks_occurrence_id"
        ),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_calendar_marks_ward_id"),
        sa.PrimaryKeyConstraint("occurrence_id", name="pk_calendar_marks"),
    )
    op.create_index("ix_calendar_marks_ward_id", "calendar_marks", ["ward_id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("version", Text(), nullable=False),
        sa.Column("given_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("read_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_notices_ward_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_notices_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("person_id", "version", name="uq_notices_person_id_version"),
    )
    op.create_index("ix_notices_ward_id", "notices", ["ward_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("notices")
    op.drop_table("calendar_marks")
    op.drop_table("calendar_feeds")
