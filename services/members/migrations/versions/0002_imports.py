"""Imports of members from files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from chassis.tables import Id, Json, UtcDateTime

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "imports",
        sa.Column("id", Id, nullable=False),
        sa.Column("created_by", sa.String(64), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("filename", sa.String(200), nullable=False),
        sa.Column("format", sa.String(4), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("received", sa.Integer, nullable=False),
        sa.Column("pieces", sa.Integer, nullable=False),
        sa.Column("skip_bad_lines", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(12), nullable=False),
        sa.Column("last_line", sa.Integer, nullable=False),
        sa.Column("rows_total", sa.Integer),
        sa.Column("rows_read", sa.Integer, nullable=False),
        sa.Column("rows_ok", sa.Integer, nullable=False),
        sa.Column("rows_failed", sa.Integer, nullable=False),
        sa.Column("error_count", sa.Integer, nullable=False),
        sa.Column("worker", sa.String(64), nullable=False),
        sa.Column("held_until", UtcDateTime),
        sa.Column("attempts", sa.SmallInteger, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("finished_at", UtcDateTime),
        sa.PrimaryKeyConstraint("id", name="pk_imports"),
    )
    op.create_index("ix_imports_state", "imports", ["state"])
    op.create_table(
        "import_pieces",
        sa.Column("import_id", Id, nullable=False),
        sa.Column("index", sa.Integer, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("import_id", "index", name="pk_import_pieces"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name="fk_import_pieces_import_id", ondelete="CASCADE"
        ),
    )
    op.create_table(
        "import_rows",
        sa.Column("import_id", Id, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("member_id", Id, nullable=False),
        sa.Column("card_no", sa.String(16), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("phone_sealed", sa.Text, nullable=False),
        sa.Column("phone_index", sa.String(64), nullable=False),
        sa.Column("birth_year", sa.SmallInteger, nullable=False),
        sa.Column("union_path", sa.String(120), nullable=False),
        sa.Column("bad", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line", name="pk_import_rows"),
    )
    op.create_table(
        "import_problems",
        sa.Column("import_id", Id, nullable=False),
        sa.Column("line", sa.Integer, nullable=False),
        sa.Column("column", sa.String(20), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("message", sa.String(200), nullable=False),
        sa.PrimaryKeyConstraint("import_id", "line", "column", name="pk_import_problems"),
        sa.ForeignKeyConstraint(
            ["import_id"], ["imports.id"], name="fk_import_problems_import_id", ondelete="CASCADE"
        ),
    )
