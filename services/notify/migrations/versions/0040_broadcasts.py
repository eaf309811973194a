"""Templates of staff, broadcasts, lines of their files, allowances of providers, digests."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0040"
down_revision = "0030"

_BULK_OPEN = sa.text(
    "lane = 'bulk' AND state IN ('created', 'deferred', 'retry_wait', 'dispatching')"
)
_FOR_DIGEST = sa.text("reason = 'for the digest'")
_LIVE = sa.text("state IN ('checking', 'approved', 'running')")
_FAULTY = sa.text("fault <> ''")


def upgrade() -> None:
    op.create_table(
        "written_templates",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("variables", Json, nullable=False),
        sa.Column("contents", Json, nullable=False),
        sa.Column("written_by", sa.String(64), nullable=False),
        sa.Column("written_at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("name", "version", name="pk_written_templates"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", Id, nullable=False),
        sa.Column("office", sa.String(120), nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("template", sa.String(60), nullable=False),
        sa.Column("template_version", sa.Integer, nullable=False),
        sa.Column("language", sa.String(10), nullable=False),
        sa.Column("channels", Json, nullable=False),
        sa.Column("variables", Json, nullable=False),
        sa.Column("audience", Json, nullable=False),
        sa.Column("skip_bad_lines", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("send_at", UtcDateTime),
        sa.Column("place", sa.String(64)),
        sa.Column("lines", sa.Integer, nullable=False),
        sa.Column("bad_lines", sa.Integer, nullable=False),
        sa.Column("recipients", sa.Integer, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("approved_by", sa.String(64)),
        sa.Column("approved_at", UtcDateTime),
        sa.Column("started_at", UtcDateTime),
        sa.Column("expanded_at", UtcDateTime),
        sa.Column("ended_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_broadcasts"),
    )
    _index("ix_broadcasts_live", "broadcasts", ["state"], _LIVE)
    op.create_index("ix_broadcasts_office_id", "broadcasts", ["office", "id"])
    op.create_table(
        "broadcast_lines",
        sa.Column("broadcast_id", Id, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("card_no", sa.String(16), nullable=False),
        sa.Column("member_id", Id),
        sa.Column("values", Json, nullable=False),
        sa.Column("field", sa.String(40), nullable=False),
        sa.Column("fault", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("broadcast_id", "number", name="pk_broadcast_lines"),
        sa.ForeignKeyConstraint(
            ["broadcast_id"],
            ["broadcasts.id"],
            name="fk_broadcast_lines_broadcast_id",
            ondelete="CASCADE",
        ),
    )
    _index("ix_broadcast_lines_faulty", "broadcast_lines", ["broadcast_id", "number"], _FAULTY)
    op.create_table(
        "provider_allowances",
        sa.Column("provider", sa.String(20), nullable=False),
        sa.Column("tokens", sa.Float, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.PrimaryKeyConstraint("provider", name="pk_provider_allowances"),
    )
    op.add_column(
        "preferences",
        sa.Column("digest", sa.Boolean, nullable=False, server_default=sa.false()),
    )
    _index("ix_messages_bulk_open", "messages", ["event_id"], _BULK_OPEN)
    _index("ix_messages_for_digest", "messages", ["recipient"], _FOR_DIGEST)


def _index(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, postgresql_where=where, sqlite_where=where)
