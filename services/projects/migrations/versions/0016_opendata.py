"""Releases of open data; triggers refuse to change or delete what was told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    op.create_table(
        "ocds_releases",
        sa.Column("id", Id, nullable=False),
        sa.Column("tender_id", Id, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("code", sa.String(30), nullable=False),
        sa.Column("tag", Json, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("released_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ocds_releases"),
        sa.ForeignKeyConstraint(["tender_id"], ["tenders.id"], name="fk_ocds_releases_tender_id"),
        sa.UniqueConstraint("tender_id", "number", name="uq_ocds_releases_tender_id_number"),
        sa.UniqueConstraint("code", name="uq_ocds_releases_code"),
    )
    op.create_index("ix_ocds_releases_released_at_id", "ocds_releases", ["released_at", "id"])
    if op.get_bind().dialect.name == "postgresql":
        _refuse_on_postgresql()
    else:
        _refuse_on_sqlite()


def _refuse_on_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION ocds_releases_stay() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'published releases are never changed'; END $$"
    )
    op.execute(
        "CREATE TRIGGER ocds_releases_stay BEFORE UPDATE OR DELETE ON ocds_releases "
        "FOR EACH ROW EXECUTE FUNCTION ocds_releases_stay()"
    )
    op.execute(
        "CREATE TRIGGER ocds_releases_stay_all BEFORE TRUNCATE ON ocds_releases "
        "FOR EACH STATEMENT EXECUTE FUNCTION ocds_releases_stay()"
    )


def _refuse_on_sqlite() -> None:
    for what in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER ocds_releases_no_{what.lower()} BEFORE {what} ON ocds_releases "
            "BEGIN SELECT RAISE(ABORT, 'published releases are never changed'); END"
        )
