"""Verdicts on reports, questions about due dates, and due dates that were granted.

Safe on a database in use: two new tables, and columns that may be empty.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Json, Text, UtcDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("occurrences", sa.Column("first_due_on", sa.Date(), nullable=True))
    op.add_column("occurrences", sa.Column("excused_due_on", sa.Date(), nullable=True))
    op.add_column("reports", sa.Column("chat", Text(), nullable=True))
    op.create_index(
        "ix_occurrences_to_review",
        "occurrences",
        ["ward_id", "reported_at"],
        sqlite_where=sa.text("state = 'reported'"),
        postgresql_where=sa.text("state = 'reported'"),
    )
    op.create_index(
        "ix_outbox_calls",
        "outbox",
        ["ward_id", "id"],
        sqlite_where=sa.text("kind = 'review'"),
        postgresql_where=sa.text("kind = 'review'"),
    )
    _reviews()
    _requests()


def _reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("reviewer_id", sa.Integer(), nullable=False),
        sa.Column("verdict", Text(), nullable=False),
        sa.Column("faults", Json, nullable=False),
        sa.Column("words", Text(), nullable=False),
        sa.Column("evidence_ids", Json, nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("supplement_by", sa.Date(), nullable=True),
        sa.Column("days_late", sa.Integer(), nullable=False),
        sa.Column("before", Json, nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("undone_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_reviews_ward_id"),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name="fk_reviews_occurrence_id"
        ),
        sa.ForeignKeyConstraint(["report_id"], ["reports.id"], name="fk_reviews_report_id"),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name="fk_reviews_reviewer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_ward_id", "reviews", ["ward_id"])
    op.create_index("ix_reviews_occurrence_id", "reviews", ["occurrence_id"])
    op.create_index(
        "ix_reviews_standing",
        "reviews",
        ["report_id"],
        unique=True,
        sqlite_where=sa.text("undone_at IS NULL"),
        postgresql_where=sa.text("undone_at IS NULL"),
    )


def _requests() -> None:
    op.create_table(
        "requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("occurrence_id", sa.Integer(), nullable=False),
        sa.Column("kind", Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("reason", Text(), nullable=False),
        sa.Column("wished_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("chat", Text(), nullable=True),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("decision", Text(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_words", Text(), nullable=False),
        sa.Column("granted_on", sa.Date(), nullable=True),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_requests_ward_id"),
        sa.ForeignKeyConstraint(
            ["occurrence_id"], ["occurrences.id"], name="fk_requests_occurrence_id"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_requests_person_id"),
        sa.ForeignKeyConstraint(["decided_by"], ["people.id"], name="fk_requests_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_requests"),
    )
    op.create_index("ix_requests_ward_id", "requests", ["ward_id"])
    op.create_index("ix_requests_occurrence_id", "requests", ["occurrence_id"])
    op.create_index(
        "ix_requests_open",
        "requests",
        ["occurrence_id", "kind"],
        unique=True,
        sqlite_where=sa.text("decision IS NULL"),
        postgresql_where=sa.text("decision IS NULL"),
    )


def downgrade() -> None:
    """Take them away again: verdicts, questions and granted dates are lost."""
    op.drop_table("requests")
    op.drop_table("reviews")
    op.drop_index("ix_outbox_calls", table_name="outbox")
    op.drop_index("ix_occurrences_to_review", table_name="occurrences")
    with op.batch_alter_table("reports") as reports:
        reports.drop_column("chat")
    with op.batch_alter_table("occurrences") as occurrences:
        occurrences.drop_column("excused_due_on")
        occurrences.drop_column("first_due_on")
