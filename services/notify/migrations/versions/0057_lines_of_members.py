"""The lines of files that are a member's are found by the member: they are given out and erased."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0057"
down_revision = "0054"

_KNOWN = sa.text("member_id IS NOT NULL")


def upgrade() -> None:
    op.create_index(
        "ix_broadcast_lines_member_id",
        "broadcast_lines",
        ["member_id"],
        postgresql_where=_KNOWN,
        sqlite_where=_KNOWN,
    )
