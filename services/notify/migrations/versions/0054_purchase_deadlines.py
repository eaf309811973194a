"""Deadlines of purchases, and who is reminded of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.create_table(
        "purchase_deadlines",
        sa.Column("group_id", sa.String(120), nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("known_at", UtcDateTime),
        sa.Column("over", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("group_id", "name", name="pk_purchase_deadlines"),
    )
    op.create_index("ix_purchase_deadlines_due_at", "purchase_deadlines", ["due_at"])
    op.create_table(
        "purchase_reminders",
        sa.Column("id", Id, nullable=False),
        sa.Column("name", sa.String(24), nullable=False),
        sa.Column("group_id", sa.String(120), nullable=False),
        sa.Column("subject", sa.String(120), nullable=False),
        sa.Column("inbox", Id, nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("template", sa.String(60), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("wanted", sa.Boolean, nullable=False),
        sa.Column("known_at", UtcDateTime, nullable=False),
        sa.Column("remind_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_purchase_reminders"),
        sa.UniqueConstraint(
            "name", "subject", "inbox", name="uq_purchase_reminders_name_subject_inbox"
        ),
    )
    op.create_index("ix_purchase_reminders_known_at", "purchase_reminders", ["known_at"])
    op.create_index(
        "ix_purchase_reminders_group_id_name", "purchase_reminders", ["group_id", "name"]
    )
    due = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "ix_purchase_reminders_remind_at",
        "purchase_reminders",
        ["remind_at"],
        postgresql_where=due,
        sqlite_where=due,
    )
