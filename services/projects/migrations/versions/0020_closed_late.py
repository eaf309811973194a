"""When the last call of a batch closed that an open question had kept open."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import UtcDateTime

revision = "0020"
down_revision = "0018"


def upgrade() -> None:
    op.add_column("batches", sa.Column("closed_late_at", UtcDateTime))
