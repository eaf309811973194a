"""Documents of organisations; when a call was amended."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.add_column("tenders", sa.Column("amended_at", UtcDateTime))
    op.create_table(
        "documents",
        sa.Column("id", Id, nullable=False),
        sa.Column("provider_id", Id, nullable=False),
        sa.Column("tender_id", Id),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("media_type", sa.String(80), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("sealed_for", sa.String(8), nullable=False),
        sa.Column("key_sealed", sa.Text, nullable=False),
        sa.Column("uploaded_by", sa.String(64), nullable=False),
        sa.Column("uploaded_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_documents_provider_id"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_documents_tender_id"),
    )
    op.create_index("ix_documents_provider_id_tender_id", "documents", ["provider_id", "tender_id"])
    op.create_index("ix_documents_tender_id", "documents", ["tender_id"])
