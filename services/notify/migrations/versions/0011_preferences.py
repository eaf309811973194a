"""What members want on their phones, and numbers that have opted out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("member_id", Id, nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("sms", sa.Boolean, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("member_id", "topic", name="pk_preferences"),
    )
    op.create_table(
        "suppressions",
        sa.Column("number_index", sa.String(64), nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("number_index", name="pk_suppressions"),
    )
