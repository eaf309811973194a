"""Reports of surveys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "reports",
        sa.Column("survey_id", Id, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("minutes", sa.Text, nullable=False),
        sa.Column("discussed_by", sa.String(64), nullable=False),
        sa.Column("discussed_at", UtcDateTime, nullable=False),
        sa.Column("published_by", sa.String(64), nullable=False),
        sa.Column("published_at", UtcDateTime),
        sa.PrimaryKeyConstraint("survey_id", name="pk_reports"),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_reports_survey_id"),
    )
