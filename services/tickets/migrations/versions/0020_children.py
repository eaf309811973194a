"""Children of members."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0020"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "children",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("relation", sa.String(20), nullable=False),
        sa.Column("name_index", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_children"),
        sa.UniqueConstraint("member_id", "name_index", name="uq_children_member_id_name_index"),
    )
