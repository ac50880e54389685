"""Scoring criteria, the tasks tied to them and the office's own scores.

Safe on a database in use: three new tables.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "catalogues",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("version", Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("source", Text(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_catalogues_ward_id"),
        sa.PrimaryKeyConstraint("id", name="pk_catalogues"),
        sa.UniqueConstraint("ward_id", "name", "year", name="uq_catalogues_ward_id_name_year"),
    )
    op.create_table(
        "criteria",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("catalogue_id", sa.Integer(), nullable=False),
        sa.Column("code", Text(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=True),
        sa.Column("asks", Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("explanation", Text(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_criteria_ward_id"),
        sa.ForeignKeyConstraint(
            ["catalogue_id"], ["catalogues.id"], name="fk_criteria_catalogue_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_criteria"),
        sa.UniqueConstraint("catalogue_id", "code", name="uq_criteria_catalogue_id_code"),
    )
    op.create_index("ix_criteria_ward_id", "criteria", ["ward_id"])
    op.create_table(
        "criterion_tasks",
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("task_id", sa.Integer(), nullable=False),
        sa.Column("tied_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criteria.id"], name="fk_criterion_tasks_criterion_id"
        ),
        sa.ForeignKeyConstraint(["task_id"], ["tasks.id"], name="fk_criterion_tasks_task_id"),
        sa.PrimaryKeyConstraint("criterion_id", "task_id", name="pk_criterion_tasks"),
    )
    op.create_index("ix_criterion_tasks_task_id", "criterion_tasks", ["task_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("criterion_tasks")
    op.drop_table("criteria")
    op.drop_table("catalogues")
