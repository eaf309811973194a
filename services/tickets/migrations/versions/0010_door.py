"""Check-ins, what a gate keeps of them, and reminders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0010"
down_revision = "0002"


def upgrade() -> None:
    _check_ins()
    _reminders()
    cancelled = sa.text("cancelled_at IS NOT NULL")
    op.create_index(
        "ix_tickets_release_id_cancelled_at",
        "tickets",
        ["release_id", "cancelled_at"],
        postgresql_where=cancelled,
        sqlite_where=cancelled,
    )


def _check_ins() -> None:
    op.create_table(
        "check_ins",
        sa.Column("id", Id, nullable=False),
        sa.Column("ticket_id", Id),
        sa.Column("release_id", Id),
        sa.Column("places", sa.Integer, nullable=False),
        sa.Column("gate", sa.String(40), nullable=False),
        sa.Column("device", sa.String(40), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("scanned_at", UtcDateTime, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("result", sa.String(16), nullable=False),
        sa.Column("reason", sa.String(16), nullable=False),
        sa.Column("is_first", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_check_ins"),
    )
    first = sa.text("is_first")
    op.create_index(
        "uq_check_ins_ticket_id_first",
        "check_ins",
        ["ticket_id"],
        unique=True,
        postgresql_where=first,
        sqlite_where=first,
    )
    op.create_index(
        "ix_check_ins_release_id_recorded_at", "check_ins", ["release_id", "recorded_at"]
    )
    # Tickets used before there was a record: the use is all that is known of the scan.
    op.execute(
        "INSERT INTO check_ins (id, ticket_id, release_id, places, gate, device, account,"
        " scanned_at, recorded_at, result, reason, is_first)"
        " SELECT id, id, release_id, places, '', '', COALESCE(used_by, ''), used_at, used_at,"
        " 'admitted', '', TRUE FROM tickets WHERE used_at IS NOT NULL"
    )


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("event_starts_at", UtcDateTime, nullable=False),
        sa.Column("remind_at", UtcDateTime, nullable=False),
        sa.Column("done_at", UtcDateTime),
        sa.PrimaryKeyConstraint("release_id", name="pk_reminders"),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_reminders_release_id"),
    )
    op.create_index("ix_reminders_done_at_remind_at", "reminders", ["done_at", "remind_at"])
    op.create_table(
        "reminded_tickets",
        sa.Column("ticket_id", Id, nullable=False),
        sa.Column("event_starts_at", UtcDateTime, nullable=False),
        sa.Column("reminded_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("ticket_id", "event_starts_at", name="pk_reminded_tickets"),
    )
