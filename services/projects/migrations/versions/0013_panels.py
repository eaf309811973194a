"""Lots, panels and their seats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.create_table(
        "lots",
        sa.Column("id", Id, nullable=False),
        sa.Column("batch_id", Id, nullable=False),
        sa.Column("about", sa.String(60), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("names", Json, nullable=False),
        sa.Column("names_hash", sa.String(64), nullable=False),
        sa.Column("announced_by", sa.String(64), nullable=False),
        sa.Column("announced_at", UtcDateTime, nullable=False),
        sa.Column("value", sa.String(200)),
        sa.Column("drawn_by", sa.String(64)),
        sa.Column("drawn_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_lots"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_lots_batch_id"),
    )
    op.create_index("ix_lots_about_announced_at", "lots", ["about", "announced_at"])
    op.create_table(
        "panels",
        sa.Column("id", Id, nullable=False),
        sa.Column("batch_id", Id, nullable=False),
        sa.Column("seats", Json, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_panels"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_panels_batch_id"),
    )
    op.create_index("ix_panels_batch_id", "panels", ["batch_id"])
    op.create_table(
        "panel_people",
        sa.Column("panel_id", Id, nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("employer", sa.String(120), nullable=False),
        sa.Column("union", sa.String(120), nullable=False),
        sa.Column("member", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("panel_id", "account_id", name="pk_panel_people"),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name="fk_panel_people_panel_id"),
    )
    op.create_table(
        "panel_tenders",
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("panel_id", Id, nullable=False),
        sa.PrimaryKeyConstraint("tender_id", name="pk_panel_tenders"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_panel_tenders_tender_id"),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name="fk_panel_tenders_panel_id"),
    )
    op.create_index("ix_panel_tenders_panel_id", "panel_tenders", ["panel_id"])
    op.create_table(
        "panel_seats",
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("account_id", sa.String(64), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("called_at", UtcDateTime, nullable=False),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("hints", Json, nullable=False),
        sa.PrimaryKeyConstraint("tender_id", "account_id", name="pk_panel_seats"),
        sa.ForeignKeyConstraint(
            ["tender_id"], ["panel_tenders.tender_id"], name="fk_panel_seats_tender_id"
        ),
    )
    op.create_index(
        "ix_panel_seats_account_id_tender_id", "panel_seats", ["account_id", "tender_id"]
    )
