"""The halves of call keys, and applications."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "seal_halves",
        sa.Column("batch_id", Id, nullable=False),
        sa.Column("office", sa.String(20), nullable=False),
        sa.Column("public_key", sa.String(64), nullable=False),
        sa.Column("locked", sa.Text, nullable=False),
        sa.Column("set_by", sa.String(64), nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
        sa.Column("released", sa.Text),
        sa.Column("released_by", sa.String(64)),
        sa.Column("released_at", UtcDateTime),
        sa.PrimaryKeyConstraint("batch_id", "office", name="pk_seal_halves"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_seal_halves_batch_id"),
    )
    op.create_table(
        "applications",
        sa.Column("id", Id, nullable=False),
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("provider_id", Id, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("receipt", sa.String(64), nullable=False),
        sa.Column("handed_in_at", UtcDateTime, nullable=False),
        sa.Column("handed_in_by", sa.String(64), nullable=False),
        sa.Column("opened_at", UtcDateTime),
        sa.Column("price", sa.BigInteger),
        sa.Column("content", Json),
        sa.Column("correction_asked", sa.Text, nullable=False),
        sa.Column("correction_until", UtcDateTime),
        sa.Column("correction", Json),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_applications_tender_id"),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name="fk_applications_provider_id"
        ),
        sa.CheckConstraint("price IS NULL OR price > 0", name="ck_applications_price"),
    )
    op.create_index(
        "uq_applications_tender_id_provider_id",
        "applications",
        ["tender_id", "provider_id"],
        unique=True,
    )
    op.create_index("ix_applications_provider_id", "applications", ["provider_id"])
