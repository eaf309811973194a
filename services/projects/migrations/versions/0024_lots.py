"""Tenders parted into lots: each is awarded by itself, so that a tender may have several awards."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Json

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("tenders", sa.Column("lots", Json, nullable=False, server_default="[]"))
    op.add_column("awards", sa.Column("lot", sa.String(20), nullable=False, server_default=""))
    live = sa.text("state IN ('standstill', 'contested', 'confirmed')")
    op.create_index(
        "uq_awards_tender_id_lot_live",
        "awards",
        ["tender_id", "lot"],
        unique=True,
        postgresql_where=live,
        sqlite_where=live,
    )
    # Processes of the release before know no lots, and give none a second award.
    op.drop_index("uq_awards_tender_id_live", "awards")
