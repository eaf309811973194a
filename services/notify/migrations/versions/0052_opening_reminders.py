"""Reminders of openings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.create_table(
        "openings",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("opens_at", UtcDateTime, nullable=False),
        sa.Column("known_at", UtcDateTime, nullable=False),
        sa.Column("cancelled", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("release_id", name="pk_openings"),
    )
    op.create_index("ix_openings_opens_at", "openings", ["opens_at"])
    op.create_table(
        "opening_reminders",
        sa.Column("id", Id, nullable=False),
        sa.Column("release_id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("minutes_before", sa.Integer, nullable=False),
        sa.Column("remind_at", UtcDateTime),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_opening_reminders"),
        sa.UniqueConstraint(
            "release_id", "member_id", name="uq_opening_reminders_release_id_member_id"
        ),
    )
    op.create_index("ix_opening_reminders_member_id", "opening_reminders", ["member_id"])
    op.create_index("ix_opening_reminders_asked_at", "opening_reminders", ["asked_at"])
    due = sa.text("remind_at IS NOT NULL")
    op.create_index(
        "ix_opening_reminders_remind_at",
        "opening_reminders",
        ["remind_at"],
        postgresql_where=due,
        sqlite_where=due,
    )
