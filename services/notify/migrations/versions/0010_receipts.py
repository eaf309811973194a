"""Receipts of the SMS gateway."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0010"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "sms_receipts",
        sa.Column("id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("attempt", sa.Integer, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("detail", sa.String(120), nullable=False),
        sa.Column("carrier_id", sa.String(64), nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("matched_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_sms_receipts"),
        sa.UniqueConstraint(
            "message_id", "attempt", "kind", name="uq_sms_receipts_message_id_attempt_kind"
        ),
    )
    waiting = sa.text("matched_at IS NULL")
    op.create_index(
        "ix_sms_receipts_waiting",
        "sms_receipts",
        ["received_at", "id"],
        postgresql_where=waiting,
        sqlite_where=waiting,
    )
