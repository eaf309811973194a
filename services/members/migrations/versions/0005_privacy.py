"""Exports and erasures of members' data."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0005"
down_revision = "0004"

_OPEN = sa.text("state IN ('asked', 'running')")


def upgrade() -> None:
    op.add_column("members", sa.Column("erased_at", UtcDateTime))
    op.create_table(
        "erased_cards",
        sa.Column("card_index", sa.String(64), nullable=False),
        sa.Column("erased_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("card_index", name="pk_erased_cards"),
    )
    op.create_table(
        "erasures",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("asked_because", sa.String(200), nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("sealed_phone", sa.Text, nullable=False),
        sa.Column("done_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_erasures"),
    )
    op.create_index("ix_erasures_member_id", "erasures", ["member_id"])
    op.create_index("ix_erasures_state_id", "erasures", ["state", "id"])
    op.create_index(
        "uq_erasures_member_id_open",
        "erasures",
        ["member_id"],
        unique=True,
        postgresql_where=_OPEN,
        sqlite_where=_OPEN,
    )
    op.create_table(
        "erasure_parts",
        sa.Column("erasure_id", Id, nullable=False),
        sa.Column("service", sa.String(20), nullable=False),
        sa.Column("done_at", UtcDateTime),
        sa.Column("erased", Json, nullable=False),
        sa.PrimaryKeyConstraint("erasure_id", "service", name="pk_erasure_parts"),
        sa.ForeignKeyConstraint(
            ["erasure_id"],
            ["erasures.id"],
            name="fk_erasure_parts_erasure_id",
            ondelete="CASCADE",
        ),
    )
    op.create_table(
        "exports",
        sa.Column("id", Id, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("asked_by", sa.String(64), nullable=False),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_exports"),
    )
    op.create_index("ix_exports_member_id", "exports", ["member_id"])
    op.create_index("ix_exports_asked_at", "exports", ["asked_at"])
    # What housekeeping looks for.
    op.create_index("ix_imports_finished_at", "imports", ["finished_at"])
    op.create_index("ix_card_changes_changed_at", "card_changes", ["changed_at"])
