"""Selections."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "selections",
        sa.Column("survey_id", Id, nullable=False),
        sa.Column("basis", sa.String(12), nullable=False),
        sa.Column("quotas", Json, nullable=False),
        sa.Column("budget", sa.BigInteger, nullable=False),
        sa.Column("costs", Json, nullable=False),
        sa.Column("proposed", Json, nullable=False),
        sa.Column("chosen", Json, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("survey_id", name="pk_selections"),
        sa.ForeignKeyConstraint(["survey_id"], ["surveys.id"], name="fk_selections_survey_id"),
    )
