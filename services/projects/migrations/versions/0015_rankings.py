"""Moderation and rankings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    op.create_table(
        "moderations",
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("changed", sa.Boolean, nullable=False),
        sa.Column("placed", Json, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("minority_view", sa.Text, nullable=False),
        sa.Column("decided_by", sa.String(64), nullable=False),
        sa.Column("decided_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("tender_id", name="pk_moderations"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_moderations_tender_id"),
    )
    op.create_table(
        "rankings",
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("application_id", Id, nullable=False),
        sa.Column("provider_id", sa.String(64), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("place_by_method", sa.Integer, nullable=False),
        sa.Column("score", sa.BigInteger, nullable=False),
        sa.Column("price", sa.BigInteger, nullable=False),
        sa.Column("fixed_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("tender_id", "application_id", name="pk_rankings"),
        sa.UniqueConstraint("tender_id", "place", name="uq_rankings_tender_id_place"),
        sa.CheckConstraint("place > 0", name="ck_rankings_place"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_rankings_tender_id"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_rankings_application_id"
        ),
    )
