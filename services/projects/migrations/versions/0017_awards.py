"""Awards and the objections to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, UtcDateTime

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    op.create_table(
        "awards",
        sa.Column("id", Id, nullable=False),
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("code", sa.String(30), nullable=False),
        sa.Column("application_id", Id, nullable=False),
        sa.Column("provider_id", Id, nullable=False),
        sa.Column("provider_name", sa.String(120), nullable=False),
        sa.Column("place", sa.Integer, nullable=False),
        sa.Column("score", sa.BigInteger, nullable=False),
        sa.Column("price", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("working_days", sa.Integer, nullable=False),
        sa.Column("noticed_by", sa.String(64), nullable=False),
        sa.Column("noticed_at", UtcDateTime, nullable=False),
        sa.Column("objections_until", UtcDateTime, nullable=False),
        sa.Column("suspended_at", UtcDateTime),
        sa.Column("decided_by", sa.String(64)),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("reason", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_awards"),
        sa.UniqueConstraint("tender_id", "number", name="uq_awards_tender_id_number"),
        sa.UniqueConstraint("code", name="uq_awards_code"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_awards_tender_id"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_awards_application_id"
        ),
        sa.ForeignKeyConstraint(["provider_id"], ["providers.id"], name="fk_awards_provider_id"),
        sa.CheckConstraint("price > 0", name="ck_awards_price"),
    )
    live = sa.text("state IN ('standstill', 'contested', 'confirmed')")
    op.create_index(
        "uq_awards_tender_id_live",
        "awards",
        ["tender_id"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )
    op.create_table(
        "objections",
        sa.Column("id", Id, nullable=False),
        sa.Column("award_id", Id, nullable=False),
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("application_id", Id, nullable=False),
        sa.Column("provider_id", Id, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("filed_by", sa.String(64), nullable=False),
        sa.Column("filed_at", UtcDateTime, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("answered_by", sa.String(64)),
        sa.Column("answered_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_objections"),
        sa.UniqueConstraint(
            "award_id", "application_id", name="uq_objections_award_id_application_id"
        ),
        sa.ForeignKeyConstraint(["award_id"], ["awards.id"], name="fk_objections_award_id"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_objections_tender_id"),
        sa.ForeignKeyConstraint(
            ["application_id"], ["applications.id"], name="fk_objections_application_id"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["providers.id"], name="fk_objections_provider_id"
        ),
    )
    op.create_index("ix_objections_tender_id", "objections", ["tender_id"])
