"""What a messenger needs: albums, cards that are edited, groups, menus, edits of what was said.

Safe on a database in use: only columns with a default, new indexes and one new table.
"""

import sqlalchemy as sa
from alembic import op

from data.store.types import Text, UtcDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add them."""
    op.add_column("inbox", sa.Column("album", Text(), nullable=True))
    op.add_column("outbox", _words("card"))
    op.add_column("outbox", sa.Column("edits_id", sa.Integer(), nullable=True))
    op.add_column("outbox", _words("keyboard"))
    op.add_column("outbox", _words("reacts_to"))
    op.create_index("ix_outbox_edits_id", "outbox", ["edits_id"])
    # What waits for one account is found without reading what waits for the others.
    op.drop_index("ix_outbox_ready", "outbox")
    _index_ready("channel", "account", "lane", "due_at", "id")
    was_tried = sa.text("state = 'ready' AND error IS NOT NULL")
    op.create_index(
        "ix_outbox_tried",
        "outbox",
        ["channel", "account", "lane", "chat"],
        sqlite_where=was_tried,
        postgresql_where=was_tried,
    )
    is_shown = sa.text("external_id IS NOT NULL")
    op.create_index(
        "ix_outbox_shown",
        "outbox",
        ["channel", "account", "chat", "external_id"],
        sqlite_where=is_shown,
        postgresql_where=is_shown,
    )
    op.add_column("links", _words("menu"))
    op.add_column("reports", sa.Column("said_in", Text(), nullable=True))
    op.create_index("ix_reports_said_in", "reports", ["said_in"])
    op.add_column(
        "tasks",
        sa.Column("wants_originals", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.create_table(
        "agency_chats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ward_id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("channel", Text(), nullable=False),
        sa.Column("account", Text(), nullable=False),
        sa.Column("chat", Text(), nullable=False),
        sa.Column("title", Text(), nullable=False),
        sa.Column("linked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("is_reachable", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["ward_id"], ["wards.id"], name="fk_agency_chats_ward_id"),
        sa.ForeignKeyConstraint(["agency_id"], ["agencies.id"], name="fk_agency_chats_agency_id"),
        sa.PrimaryKeyConstraint("id", name="pk_agency_chats"),
    )
    op.create_index("ix_agency_chats_ward_id", "agency_chats", ["ward_id"])
    op.create_index("ix_agency_chats_agency_id", "agency_chats", ["agency_id"])
    op.create_index(
        "ix_agency_chats_channel_account_chat", "agency_chats", ["channel", "account", "chat"]
    )


def downgrade() -> None:
    """Take them away again."""
    op.drop_table("agency_chats")
    op.drop_column("tasks", "wants_originals")
    op.drop_index("ix_reports_said_in", "reports")
    op.drop_column("reports", "said_in")
    op.drop_column("links", "menu")
    op.drop_index("ix_outbox_shown", "outbox")
    op.drop_index("ix_outbox_tried", "outbox")
    op.drop_index("ix_outbox_ready", "outbox")
    _index_ready("lane", "due_at", "id")
    op.drop_index("ix_outbox_edits_id", "outbox")
    for column in ("reacts_to", "keyboard", "edits_id", "card"):
        op.drop_column("outbox", column)
    op.drop_column("inbox", "album")


def _index_ready(*columns: str) -> None:
    is_ready = sa.text("state = 'ready'")
    op.create_index(
        "ix_outbox_ready",
        "outbox",
        list(columns),
        sqlite_where=is_ready,
        postgresql_where=is_ready,
    )


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, Text(), nullable=False, server_default="")
