"""Indexes by which old messages are found, and a record of erasures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0051"
down_revision = "0050"


def upgrade() -> None:
    op.create_index(
        "ix_messages_message_class_created_at", "messages", ["message_class", "created_at"]
    )
    op.create_index("ix_inbox_entries_created_at", "inbox_entries", ["created_at"])
    op.create_index("ix_inbound_sms_member_id", "inbound_sms", ["member_id"])
    op.create_table(
        "erasures",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("erased", Json, nullable=False),
        sa.Column("erased_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index("ix_erasures_member_id", "erasures", ["member_id"])
