"""What was asked about a due date can be withdrawn, and its answer taken back.

Safe on a database in use: two columns that may be empty, and an index of open questions made anew.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Json, UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("requests", sa.Column("before", Json, nullable=True))
    op.add_column("requests", sa.Column("undone_at", UtcDateTime(timezone=True), nullable=True))
    _open_ones("decision IS NULL AND undone_at IS NULL")


def downgrade() -> None:
    """Take them away again: what was withdrawn is then refused, what was taken back stands."""
    op.execute(
        "UPDATE requests SET decision = 'refused', decided_by = person_id, decided_at = undone_at"
        " WHERE undone_at IS NOT NULL AND decision IS NULL"
    )
    _open_ones("decision IS NULL")
    with op.batch_alter_table("requests") as requests:
        requests.drop_column("undone_at")
        requests.drop_column("before")


def _open_ones(condition: str) -> None:
    op.drop_index("ix_requests_open", table_name="requests")
    op.create_index(
        "ix_requests_open",
        "requests",
        ["occurrence_id", "kind"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )
