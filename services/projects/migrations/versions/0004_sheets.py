"""Paper sheets."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "sheets",
        sa.Column("id", Id, nullable=False),
        sa.Column("survey_id", Id, nullable=False),
        sa.Column("sheet_no", sa.String(20), nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("first_sealed", sa.Text, nullable=False),
        sa.Column("second_sealed", sa.Text, nullable=False),
        sa.Column("final_sealed", sa.Text, nullable=False),
        sa.Column("differences", Json, nullable=False),
        sa.Column("first_by", sa.String(64), nullable=False),
        sa.Column("second_by", sa.String(64), nullable=False),
        sa.Column("settled_by", sa.String(64), nullable=False),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sheets"),
        sa.UniqueConstraint("survey_id", "sheet_no", name="uq_sheets_survey_id_sheet_no"),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_sheets_survey_id"),
    )
    op.create_index("ix_sheets_state_id", "sheets", ["state", "id"])
