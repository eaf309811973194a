"""Score sheets, presentations, and whether reviewers see names."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column(
        "tenders", sa.Column("blind", sa.Boolean, nullable=False, server_default=sa.false())
    )
    op.create_table(
        "presentations",
        sa.Column("application_id", Id, nullable=False),
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("panel_id", Id, nullable=False),
        sa.Column("starts_at", UtcDateTime, nullable=False),
        sa.Column("ends_at", UtcDateTime, nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_presentations"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_presentations_tender_id"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_presentations_application_id"
        ),
        sa.ForeignKeyConstraint(["panel_id"], ["panels.id"], name="fk_presentations_panel_id"),
    )
    op.create_index("ix_presentations_tender_id", "presentations", ["tender_id"])
    op.create_index(
        "ix_presentations_panel_id_starts_at", "presentations", ["panel_id", "starts_at"]
    )
    op.create_table(
        "score_sheets",
        sa.Column("application_id", Id, nullable=False),
        sa.Column("reviewer_id", sa.String(64), nullable=False),
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("marks", Json, nullable=False),
        sa.Column("comment", sa.Text, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("total", sa.BigInteger),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("handed_in_at", UtcDateTime),
        sa.Column("reopened_until", UtcDateTime),
        sa.PrimaryKeyConstraint("application_id", "reviewer_id", name="pk_score_sheets"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_score_sheets_tender_id"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_score_sheets_application_id"
        ),
        sa.CheckConstraint("total >= 0 AND total <= 1000000", name="ck_score_sheets_total"),
    )
    op.create_index("ix_score_sheets_tender_id_state", "score_sheets", ["tender_id", "state"])
