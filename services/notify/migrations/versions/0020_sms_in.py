"""SMS that members send, and the numbers that they come from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Sequence, UtcDateTime

revision = "0020"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "inbound_sms",
        sa.Column("sequence", Sequence, autoincrement=True, nullable=False),
        sa.Column("id", Id, nullable=False),
        sa.Column("gateway_id", sa.String(64)),
        sa.Column("number_index", sa.String(64), nullable=False),
        sa.Column("number_sealed", sa.Text, nullable=False),
        sa.Column("recipient", sa.String(40), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sent_at", UtcDateTime),
        sa.Column("received_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("handled_at", UtcDateTime),
        sa.Column("verb", sa.String(12), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        sa.Column("member_id", Id),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_inbound_sms"),
        sa.UniqueConstraint("id", name="uq_inbound_sms_id"),
        sa.UniqueConstraint("gateway_id", name="uq_inbound_sms_gateway_id"),
    )
    is_open = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_inbound_sms_due_at",
        "inbound_sms",
        ["due_at"],
        postgresql_where=is_open,
        sqlite_where=is_open,
    )
    op.create_index("ix_inbound_sms_received_at", "inbound_sms", ["received_at"])
    op.create_index(
        "ix_inbound_sms_number_index_sequence", "inbound_sms", ["number_index", "sequence"]
    )
    op.create_table(
        "sms_numbers",
        sa.Column("number_index", sa.String(64), nullable=False),
        sa.Column("last_text", sa.String(64)),
        sa.Column("last_at", UtcDateTime),
        sa.Column("asked_text", sa.Text),
        sa.Column("asked_until", UtcDateTime),
        sa.Column("helped_at", UtcDateTime),
        sa.Column("opted_out_at", UtcDateTime),
        sa.PrimaryKeyConstraint("number_index", name="pk_sms_numbers"),
    )
