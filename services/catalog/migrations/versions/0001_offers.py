"""Categories, services on offer, and the messaging tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.migration import create_messaging_tables
from chassis.tables import Id, Json

revision = "0001"
down_revision = None


def upgrade() -> None:
    create_messaging_tables()
    op.create_table(
        "categories",
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("name_en", sa.String(80), nullable=False),
        sa.Column("position", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_categories"),
    )
    op.create_table(
        "offers",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("category_code", sa.String(40), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("name_en", sa.String(160), nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("summary_en", sa.Text, nullable=False),
        sa.Column("provider", sa.String(120), nullable=False),
        sa.Column("districts", Json, nullable=False),
        sa.Column("audiences", Json, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
        sa.UniqueConstraint("code", name="uq_offers_code"),
        sa.ForeignKeyConstraint(
            ["category_code"], ["categories.code"], name="fk_offers_category_code"
        ),
    )
    op.create_index("ix_offers_name_id", "offers", ["name", "id"])
    op.create_index("ix_offers_category_code_name_id", "offers", ["category_code", "name", "id"])
    op.create_table(
        "offer_districts",
        sa.Column("offer_id", Id, nullable=False),
        sa.Column("district", sa.String(40), nullable=False),
        sa.PrimaryKeyConstraint("offer_id", "district", name="pk_offer_districts"),
        sa.ForeignKeyConstraint(
            ["offer_id"], ["offers.id"], name="fk_offer_districts_offer_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_offer_districts_district", "offer_districts", ["district"])
