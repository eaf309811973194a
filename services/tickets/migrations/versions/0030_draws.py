"""Draws from announcement to result."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0030"
down_revision = "0040"


def upgrade() -> None:
    op.add_column("releases", sa.Column("frozen_at", UtcDateTime))
    op.create_index(
        "uq_draw_entries_release_id_commitment",
        "draw_entries",
        ["release_id", "commitment"],
        unique=True,
    )
    op.create_table(
        "draws",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("fallback", sa.String(300), nullable=False),
        sa.Column("round", sa.Integer),
        sa.Column("due_at", UtcDateTime),
        sa.Column("rules", Json, nullable=False),
        sa.Column("frozen_at", UtcDateTime),
        sa.Column("places", Json, nullable=False),
        sa.Column("root", sa.String(64)),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("left_out", sa.Integer, nullable=False),
        sa.Column("value", sa.String(300)),
        sa.Column("by_fallback", sa.Boolean, nullable=False),
        sa.Column("value_at", UtcDateTime),
        sa.Column("placed", sa.Integer, nullable=False),
        sa.Column("won", sa.Integer, nullable=False),
        sa.Column("waiting", sa.Integer, nullable=False),
        sa.Column("lost", sa.Integer, nullable=False),
        sa.Column("result", sa.String(64)),
        sa.Column("finished_at", UtcDateTime),
        sa.Column("busy_until", UtcDateTime),
        sa.PrimaryKeyConstraint("release_id", name="pk_draws"),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name="fk_draws_release_id"),
    )
    op.create_table(
        "draw_pieces",
        sa.Column("release_id", Id, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("first", sa.String(64), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("release_id", "number", name="pk_draw_pieces"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["draws.release_id"], name="fk_draw_pieces_release_id"
        ),
    )
    op.create_table(
        "draw_values",
        sa.Column("id", Id, nullable=False),
        sa.Column("release_id", Id, nullable=False),
        sa.Column("value", sa.String(300), nullable=False),
        sa.Column("by_fallback", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("officer", sa.String(64), nullable=False),
        sa.Column("entered_at", UtcDateTime, nullable=False),
        sa.Column("verdict", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draw_values"),
        sa.ForeignKeyConstraint(
            ["release_id"], ["draws.release_id"], name="fk_draw_values_release_id"
        ),
    )
    op.create_index("ix_draw_values_release_id", "draw_values", ["release_id"])
    op.create_table(
        "draw_results",
        sa.Column("id", Id, nullable=False),
        sa.Column("rank", sa.Integer),
        sa.Column("fate", sa.String(12), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_draw_results"),
    )
