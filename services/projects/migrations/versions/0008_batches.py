"""Budgets, batches, tenders."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "budgets",
        sa.Column("year", sa.Integer, autoincrement=False, nullable=False),
        sa.Column("total", sa.BigInteger, nullable=False),
        sa.Column("reserved", sa.BigInteger, nullable=False),
        sa.Column("set_by", sa.String(64), nullable=False),
        sa.Column("set_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_budgets"),
        sa.CheckConstraint("reserved >= 0 AND reserved <= total", name="ck_budgets_never_over"),
    )
    op.create_table(
        "batches",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(12), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("survey_id", Id, nullable=False),
        sa.Column("year", sa.Integer, nullable=False),
        sa.Column("budget", sa.BigInteger, nullable=False),
        sa.Column("quotas", Json, nullable=False),
        sa.Column("call_opens_at", UtcDateTime, nullable=False),
        sa.Column("questions_until", UtcDateTime, nullable=False),
        sa.Column("call_closes_at", UtcDateTime, nullable=False),
        sa.Column("scores_until", UtcDateTime, nullable=False),
        sa.Column("award_notice_at", UtcDateTime, nullable=False),
        sa.Column("seats", Json, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_batches"),
        sa.UniqueConstraint("code", name="uq_batches_code"),
        sa.ForeignKeyConstraint(
            ["survey_id"], ["selections.survey_id"], name="fk_batches_survey_id"
        ),
        sa.ForeignKeyConstraint(["year"], ["budgets.year"], name="fk_batches_year"),
        sa.CheckConstraint("budget > 0", name="ck_batches_budget"),
    )
    op.create_index("ix_batches_state", "batches", ["state"])
    _unique_while_live("batches", "survey_id")
    op.create_table(
        "tenders",
        sa.Column("id", Id, nullable=False),
        sa.Column("batch_id", Id, nullable=False),
        sa.Column("need_id", Id, nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("need_class", sa.String(12), nullable=False),
        sa.Column("budget", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenders"),
        sa.UniqueConstraint("code", name="uq_tenders_code"),
        sa.ForeignKeyConstraint(["batch_id"], ["batches.id"], name="fk_tenders_batch_id"),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name="fk_tenders_need_id"),
        sa.CheckConstraint("budget > 0", name="ck_tenders_budget"),
    )
    op.create_index("ix_tenders_batch_id", "tenders", ["batch_id"])
    _unique_while_live("tenders", "need_id")


def _unique_while_live(table: str, column: str) -> None:
    live = sa.text("state != 'cancelled'")
    op.create_index(
        f"uq_{table}_{column}_live",
        table,
        [column],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )
