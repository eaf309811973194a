"""Files of the minutes of a report's discussion."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "report_minutes",
        sa.Column("id", Id, nullable=False),
        sa.Column("survey_id", Id, nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("key_sealed", sa.Text, nullable=False),
        sa.Column("uploaded_by", sa.String(64), nullable=False),
        sa.Column("uploaded_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_report_minutes"),
        sa.UniqueConstraint("survey_id", "sha256", name="uq_report_minutes_survey_id_sha256"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["reports.survey_id"], name="fk_report_minutes_survey_id"
        ),
    )
