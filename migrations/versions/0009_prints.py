"""How stored pictures look, so that a photo that was shown before is recognised.

Safe on a database in use: one new table, with a row to be filled for every picture that is there.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_NOT_LOOKED_AT = sa.text("quality IS NULL")
_WHAT_IS_THERE = """
    INSERT INTO picture_prints (ward_id, sha256)
    SELECT DISTINCT ward_id, sha256 FROM evidence
    WHERE sha256 IS NOT NULL AND state = 'stored' AND mime LIKE 'image/%'
"""


def upgrade() -> None:
    """Add it."""
    op.create_table(
        "picture_prints",
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("sha256", Text(), nullable=False),
        sa.Column("quality", sa.Integer(), nullable=True),
        sa.Column("upright", sa.LargeBinary(), nullable=True),
        sa.Column("turned", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_picture_prints_ward_id"),
        sa.PrimaryKeyConstraint("ward_id", "sha256", name="pk_picture_prints"),
    )
    op.create_index(
        "ix_picture_prints_to_look_at",
        "picture_prints",
        ["ward_id", "sha256"],
        sqlite_where=_NOT_LOOKED_AT,
        postgresql_where=_NOT_LOOKED_AT,
    )
    op.execute(_WHAT_IS_THERE)


def downgrade() -> None:
    """Take it away again; it can be made anew from the pictures."""
    op.drop_table("picture_prints")
