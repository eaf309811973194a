"""Members whose data was erased, and indexes by which a member's and old rows are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0023"
down_revision = "0020"

_NAMED = sa.text("member_id IS NOT NULL")


def upgrade() -> None:
    op.create_table(
        "erased_members",
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("erasure_id", Id, nullable=False),
        sa.Column("erased_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_erased_members"),
    )
    op.create_index(
        "ix_ballots_member_id",
        "ballots",
        ["member_id"],
        postgresql_where=_NAMED,
        sqlite_where=_NAMED,
    )
    op.create_index("ix_need_supports_supported_at", "need_supports", ["supported_at"])
    op.create_index("ix_sheets_changed_at", "sheets", ["changed_at"])
