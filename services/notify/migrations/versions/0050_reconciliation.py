"""What members must hear of, and the call list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0050"
down_revision = "0040"


def upgrade() -> None:
    op.create_table(
        "matters",
        sa.Column("id", Id, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject_id", Id, nullable=False),
        sa.Column("event_id", sa.String(64), nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("group_id", Id),
        sa.Column("title", sa.String(400), nullable=False),
        sa.Column("happened_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("standing", sa.String(10), nullable=False),
        sa.Column("due_at", UtcDateTime),
        sa.Column("settled_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_matters"),
        sa.UniqueConstraint("kind", "subject_id", name="uq_matters_kind_subject_id"),
    )
    op.create_index("ix_matters_happened_at", "matters", ["happened_at"])
    op.create_index("ix_matters_member_id_group_id", "matters", ["member_id", "group_id"])
    due = sa.text("due_at IS NOT NULL")
    op.create_index(
        "ix_matters_due_at", "matters", ["due_at"], postgresql_where=due, sqlite_where=due
    )
    op.create_table(
        "call_list_entries",
        sa.Column("id", Id, nullable=False),
        sa.Column("matter_id", Id, nullable=False),
        sa.Column("reason", sa.String(20), nullable=False),
        sa.Column("listed_at", UtcDateTime, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("closed_at", UtcDateTime),
        sa.Column("closed_by", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_list_entries"),
        sa.UniqueConstraint("matter_id", name="uq_call_list_entries_matter_id"),
        sa.ForeignKeyConstraint(
            ["matter_id"], ["matters.id"], name="fk_call_list_entries_matter_id"
        ),
    )
    still_open = sa.text("closed_at IS NULL")
    op.create_index(
        "ix_call_list_entries_open",
        "call_list_entries",
        ["id"],
        postgresql_where=still_open,
        sqlite_where=still_open,
    )
    op.create_table(
        "call_notes",
        sa.Column("id", Id, nullable=False),
        sa.Column("entry_id", Id, nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("note", sa.String(200), nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_call_notes"),
        sa.ForeignKeyConstraint(
            ["entry_id"], ["call_list_entries.id"], name="fk_call_notes_entry_id"
        ),
    )
    op.create_index("ix_call_notes_entry_id", "call_notes", ["entry_id"])
