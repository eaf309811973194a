"""Messages, attempts, inbox, the demonstration's phone, and the messaging tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.migration import create_messaging_tables
from chassis.tables import Id, Json, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_messaging_tables()
    _messages()
    _inbox()
    op.create_table(
        "demo_phone_messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("sent_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_demo_phone_messages"),
    )
    op.create_index(
        "ix_demo_phone_messages_number_sent_at_id",
        "demo_phone_messages",
        ["number", "sent_at", "id"],
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("id", Id, nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
        sa.Column("template", sa.String(60), nullable=False),
        sa.Column("template_version", sa.Integer, nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("message_class", sa.String(20), nullable=False),
        sa.Column("lane", sa.String(10), nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("variables", Json, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(120), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("unanswered", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("expires_at", UtcDateTime, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint(
            "event_id",
            "recipient",
            "template",
            "channel",
            name="uq_messages_event_id_recipient_template_channel",
        ),
    )
    due = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_messages_channel_lane_due_at",
        "messages",
        ["channel", "lane", "due_at"],
        postgresql_where=due,
        sqlite_where=due,
    )
    op.create_table(
        "attempts",
        sa.Column("message_id", Id, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("started_at", UtcDateTime, nullable=False),
        sa.Column("lease_until", UtcDateTime, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("outcome", sa.String(16)),
        sa.Column("detail", sa.String(120)),
        sa.Column("parts", sa.Integer),
        sa.PrimaryKeyConstraint("message_id", "number", name="pk_attempts"),
        sa.ForeignKeyConstraint(
            ["message_id"], ["messages.id"], name="fk_attempts_message_id", ondelete="CASCADE"
        ),
    )


def _inbox() -> None:
    op.create_table(
        "inbox_entries",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("read_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_inbox_entries"),
    )
    op.create_index(
        "ix_inbox_entries_member_id_created_at_id",
        "inbox_entries",
        ["member_id", "created_at", "id"],
    )
    unread = sa.text("read_at IS NULL")
    op.create_index(
        "ix_inbox_entries_unread",
        "inbox_entries",
        ["member_id"],
        postgresql_where=unread,
        sqlite_where=unread,
    )
