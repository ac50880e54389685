"""What the desk needs: one-time ways to its pages, tasks found without diacritics, reports for others.

Safe on a database in use: new tables, an index, columns that may be empty or have a default. What
tasks are found by is worked out here for those that are there.
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_SEARCHED = ("title", "short_title", "section", "component", "product", "no")


def upgrade() -> None:
    """Add them."""
    op.create_table(
        "desk_links",
        sa.Column("token_hash", Text(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("expires_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("used_at", UtcDateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_desk_links_ward_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_desk_links_person_id"),
        sa.PrimaryKeyConstraint("token_hash", name="pk_desk_links"),
    )
    op.create_index("ix_desk_links_person_id", "desk_links", ["person_id"])
    op.create_index("ix_desk_links_ward_id", "desk_links", ["ward_id"])
    op.create_table(
        "observers",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("granted_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_observers_person_id"),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_observers_ward_id"),
        sa.PrimaryKeyConstraint("person_id", "ward_id", name="pk_observers"),
    )
    op.create_index("ix_observers_ward_id", "observers", ["ward_id"])
    op.add_column("reports", sa.Column("recorded_by", sa.Integer(), nullable=True))
    op.add_column("tasks", sa.Column("found_by", Text(), nullable=False, server_default=""))
    op.create_index("ix_occurrences_by_date", "occurrences", ["ward_id", "due_on", "id"])
    _fill()


def _fill() -> None:
    tasks = sa.table("tasks", sa.column("id"), *(sa.column(c) for c in (*_SEARCHED, "found_by")))
    conn = op.get_bind()
    for row in conn.execute(sa.select(tasks.c.id, *(tasks.c[c] for c in _SEARCHED))).all():
        said = unicodedata.normalize("NFC", " ".join(filter(None, row[1:]))).lower()
        said = " ".join(said.split())
        marked = unicodedata.normalize("NFD", said.replace("đ", "d"))
        plain = "".join(char for char in marked if not unicodedata.combining(char))
        found_by = f"{said}\n{plain}"
        conn.execute(tasks.update().where(tasks.c.id == row.id).values(found_by=found_by))


def downgrade() -> None:
    """Take them away again; who recorded a report for another is then in the event log alone."""
    op.drop_index("ix_occurrences_by_date", "occurrences")
    op.drop_column("tasks", "found_by")
    op.drop_column("reports", "recorded_by")
    op.drop_table("observers")
    op.drop_table("desk_links")
