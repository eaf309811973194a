"""What tenders say, and questions about them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    columns = (
        sa.Column("requirements", sa.Text, nullable=False, server_default=""),
        sa.Column("audience", sa.String(500), nullable=False, server_default=""),
        sa.Column("adaptations", Json, nullable=False, server_default="[]"),
        sa.Column("criteria", Json, nullable=False, server_default="[]"),
        sa.Column("method", sa.String(20), nullable=False, server_default="drop_extremes"),
        sa.Column("method_hash", sa.String(64)),
        sa.Column("published_at", UtcDateTime),
    )
    for column in columns:
        op.add_column("tenders", column)
    op.create_index("ix_tenders_state", "tenders", ["state"])
    op.create_table(
        "call_questions",
        sa.Column("id", Id, nullable=False),
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.String(64)),
        sa.Column("answered_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_call_questions"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_call_questions_tender_id"),
    )
    op.create_index(
        "ix_call_questions_tender_id_asked_at", "call_questions", ["tender_id", "asked_at"]
    )
