"""Needs, their steps, and the messaging tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.migration import create_messaging_tables
from chassis.tables import Id, UtcDateTime

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_messaging_tables()
    op.create_table(
        "needs",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("need_class", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("audience", sa.String(200), nullable=False),
        sa.Column("people", sa.Integer, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("wanted_time", sa.String(200), nullable=False),
        sa.Column("wanted_place", sa.String(200), nullable=False),
        sa.Column("union", sa.String(120), nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("submitted_by", sa.String(64), nullable=False),
        sa.Column("submitted_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_needs"),
        sa.UniqueConstraint("code", name="uq_needs_code"),
        sa.CheckConstraint("people > 0", name="ck_needs_people"),
    )
    op.create_index("ix_needs_submitted_at_id", "needs", ["submitted_at", "id"])
    op.create_index("ix_needs_union", "needs", ["union"])
    op.create_index("ix_needs_district", "needs", ["district"])
    op.create_index("ix_needs_state", "needs", ["state"])
    op.create_table(
        "need_steps",
        sa.Column("id", Id, nullable=False),
        sa.Column("need_id", Id, nullable=False),
        sa.Column("step", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("taken_by", sa.String(64), nullable=False),
        sa.Column("taken_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_need_steps"),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_need_steps_need_id"),
    )
    op.create_index("ix_need_steps_need_id", "need_steps", ["need_id"])
