"""Faults of lines have a stable code beside their words."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.add_column(
        "broadcast_lines",
        sa.Column("code", sa.String(12), nullable=False, server_default=""),
    )
