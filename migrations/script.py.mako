"""${message}

Runs inside one transaction, on SQLite and PostgreSQL alike, while old rows are there:
- a new column is nullable or has a server default; NOT NULL comes after the rows are filled;
- on SQLite `batch_alter_table` rebuilds the table, which drops its triggers: never do that to
  `event_log`, which is append-only, and never drop or rewrite a column of it;
- nothing that a person sent is deleted; no import from `bot`, `jobs` or `data`, which change.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
