"""Groups that members belong to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Json

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    # Processes of the version before know nothing of the columns: the database fills them.
    op.add_column("members", sa.Column("audiences", Json, nullable=False, server_default="[]"))
    op.add_column(
        "card_changes",
        sa.Column("details", sa.String(300), nullable=False, server_default=""),
    )
    op.add_column("import_rows", sa.Column("audiences", Json))
