"""Who of the staff wrote a companion down at the counter, and why."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.add_column("children", sa.Column("added_by", sa.String(64)))
    op.add_column("children", sa.Column("added_because", sa.String(200)))
