"""What support staff look for: messages in trouble, of a member, and sent again by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("attempts", sa.Column("masked_number", sa.String(20)))
    op.create_index("ix_messages_recipient_id", "messages", ["recipient", "id"])
    in_trouble = sa.text("state IN ('dead', 'failed', 'no_receipt', 'uncertain')")
    op.create_index(
        "ix_messages_in_trouble",
        "messages",
        ["state", "id"],
        postgresql_where=in_trouble,
        sqlite_where=in_trouble,
    )
    op.create_table(
        "resends",
        sa.Column("id", Id, nullable=False),
        sa.Column("message_id", Id, nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("resent_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_resends"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_resends_message_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_resends_message_id", "resends", ["message_id"])
