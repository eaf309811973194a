"""Merged needs, the grams by which similar ones are found, and supporters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    with op.batch_alter_table("needs") as needs:
        needs.add_column(sa.Column("merged_into", Id))
        needs.create_foreign_key("fk_needs_merged_into", "needs", ["merged_into"], ["id"])
        needs.create_index("ix_needs_merged_into", ["merged_into"])
    op.create_table(
        "need_grams",
        sa.Column("gram", sa.String(20), nullable=False),
        sa.Column("need_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("gram", "need_id", name="pk_need_grams"),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_need_grams_need_id"),
    )
    op.create_index("ix_need_grams_need_id", "need_grams", ["need_id"])
    op.create_table(
        "need_supports",
        sa.Column("need_id", Id, nullable=False),
        sa.Column("member_id", sa.String(64), nullable=False),
        sa.Column("supported_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("need_id", "member_id", name="pk_need_supports"),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_need_supports_need_id"),
    )
    op.create_index("ix_need_supports_member_id", "need_supports", ["member_id"])
