"""Dossiers that are made in the background, and inspectors' links to them.

Safe on a database in use: two new tables.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_UNFINISHED = sa.text("state IN ('asked', 'making')")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "dossiers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("state", Text(), nullable=False),
        sa.Column("copied", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("fault", Text(), nullable=False),
        sa.Column("name", Text(), nullable=False),
        sa.Column("megabytes", sa.Integer(), nullable=False),
        sa.Column("digest", Text(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_dossiers_ward_id"),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name="fk_dossiers_plan_id"),
        sa.ForeignKeyConstraint(["asked_by"], ["people.id"], name="fk_dossiers_asked_by"),
        sa.PrimaryKeyConstraint("id", name="pk_dossiers"),
    )
    op.create_index("ix_dossiers_ward_id", "dossiers", ["ward_id"])
    op.create_index(
        "ix_dossiers_to_make",
        "dossiers",
        ["ward_id", "asked_at"],
        sqlite_where=_UNFINISHED,
        postgresql_where=_UNFINISHED,
    )
    _links()


def _links() -> None:
    op.create_table(
        "dossier_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", Text(), nullable=False),
        sa.Column("for_whom", Text(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("opened", sa.Integer(), nullable=False),
        sa.Column("opened_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_dossier_links_ward_id"),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossiers.id"], name="fk_dossier_links_dossier_id"
        ),
        sa.ForeignKeyConstraint(["made_by"], ["people.id"], name="fk_dossier_links_made_by"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_links"),
        sa.UniqueConstraint("code_hash", name="uq_dossier_links_code_hash"),
    )
    op.create_index("ix_dossier_links_ward_id", "dossier_links", ["ward_id"])
    op.create_index("ix_dossier_links_dossier_id", "dossier_links", ["dossier_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("dossier_links")
    op.drop_table("dossiers")
